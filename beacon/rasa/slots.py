"""Slots that do not take every value: the risk only rises, and a told age is not overruled."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from rasa.shared.core.slots import TextSlot

from beacon.levels import Risk


class _Choosing(TextSlot):
    """A slot that looks at what it has before it takes a value."""

    _value: str | None

    @property
    def value(self) -> Any:
        """What it has taken."""
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        self._value = self._chosen(value)
        self._has_been_set = True

    @abstractmethod
    def _chosen(self, value: Any) -> str | None:
        """What it has after that value was offered."""


class RisingRiskSlot(_Choosing):
    """The highest risk of the conversation so far; it falls only when the tracker is reset."""

    type_name = "beacon.rasa.slots.RisingRiskSlot"

    def _chosen(self, value: Any) -> str:
        return max(Risk.of(self._value), Risk.of(value)).name

    def reset(self) -> None:
        """Back to the initial level, as a restart and a new session ask for."""
        self._value = self.initial_value
        self._has_been_set = False


class AgeBandSlot(_Choosing):
    """The age band that was told; an adult by intent only while none was.

    A child that says "i want to talk about it" may be read as a parent, and must not be answered
    as one.
    """

    type_name = "beacon.rasa.slots.AgeBandSlot"

    BY_INTENT = "adult_by_intent"

    def _chosen(self, value: Any) -> str | None:
        return (self._value or "adult") if value == self.BY_INTENT else value
