"""Where messages come in: the channels of credentials.yml, all behind the door."""
