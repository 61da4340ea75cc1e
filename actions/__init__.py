"""What the bot does beyond saying fixed answers: Rasa SDK actions, thin over the library."""
