"""How well Beacon understands and how fast it answers, beside `rasa init`'s defaults."""
