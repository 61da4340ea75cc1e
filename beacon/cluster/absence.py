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
        self._has_failed = self._is_asked = False
        self.until = 0.0
        self.failures = 0

    @property
    def lasts(self) -> bool:
        """Whether it is left alone: it failed just now, or somebody is finding out how it is."""
        return time.monotonic() < self.until

    def may_ask(self) -> bool:
        """Whether it may be asked; after its rest one alone finds out for all others."""
        if self.lasts:
            return False
        if self._has_failed:
            self._is_asked, self.until = True, time.monotonic() + self._seconds
        return True

    def begin(self, error: BaseException) -> None:
        """It failed. Only the error's kind is logged: its words may quote a statement's values."""
        if self._is_asked or not self.lasts:
            logger.error("The %s is away: %s", self._name, type(error).__name__)
            metrics.STORE_FAILURES.labels(self._name).inc()
        self._has_failed, self._is_asked = True, False
        self.failures += 1
        self.until = time.monotonic() + self._seconds

    def end(self) -> None:
        """It has answered."""
        if self._has_failed:
            self._has_failed = self._is_asked = False
            self.until = 0.0

    def stop_asking(self) -> None:
        """Whoever was finding out has learned nothing: the next may ask at once."""
        if self._is_asked:
            self._is_asked, self.until = False, 0.0
