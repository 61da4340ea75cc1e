"""A store that failed is left alone for a while: nobody waits for it once more in vain."""

from __future__ import annotations

import logging
import time

from beacon import metrics

logger = logging.getLogger(__name__)


class Absence:
    """Whether a store is away: for `seconds` after it failed. `name` labels it in the metrics."""

    def __init__(self, name: str, seconds: float) -> None:
        self._name = name
        self._seconds = seconds
        self.until = 0.0

    @property
    def lasts(self) -> bool:
        """Whether it failed just now; it is not asked again before its rest is over."""
        return time.monotonic() < self.until

    def begin(self, error: BaseException) -> None:
        """It failed. Only the error's kind is logged: its words may quote a statement's values."""
        if not self.lasts:
            logger.error("The %s is away: %s", self._name, type(error).__name__)
            metrics.STORE_FAILURES.labels(self._name).inc()
        self.until = time.monotonic() + self._seconds
