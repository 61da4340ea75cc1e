"""What keeps conversations and their turns: the stores of endpoints.yml."""
