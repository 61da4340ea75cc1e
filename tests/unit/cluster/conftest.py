from __future__ import annotations

from tests.engines.fixtures import address, database, other, stored

__all__ = ["address", "database", "other", "stored"]
