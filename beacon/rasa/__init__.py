"""Where Beacon plugs into Rasa: the only part of the library that imports it."""
