"""Placeholder."""

from __future__ import annotations

from beacon.entities.model import Mention


class TermFinder:
    """Placeholder."""

    def find(self, text: str) -> list[Mention]:
        """Nothing yet."""
        return []
