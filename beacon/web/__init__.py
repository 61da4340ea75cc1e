"""The browser's side of Beacon: its pages and their data. Without Rasa."""
