"""How urgent a message is, by patterns that a professional can read."""

from beacon.risk.patterns import Match, load_patterns

__all__ = ["Match", "load_patterns"]
