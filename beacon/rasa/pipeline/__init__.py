"""What reads a message: the NLU components of config.yml."""
