"""The door: what happens to a message before anybody classifies, stores or logs it."""
