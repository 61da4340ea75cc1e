"""Each chat is judged by what was fitted to other chats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pytest

from beacon.answers.ranking import Features
from beacon.bench.ranking import validation
from beacon.bench.ranking.cases import ANSWER, FOLLOW_UP, TO_ACT, Case, Row


@dataclass(frozen=True)
class Judge:
    """Calls certain whatever it was fitted to, and impossible whatever it was not."""

    known: frozenset[str]

    def chances(self, replies: Iterable[tuple[str, Features]]) -> list[float]:
        return [float(name in self.known) for name, _ in replies]


def _fitted(cases: Sequence[Case]) -> dict[str, Judge]:
    known = frozenset(row.name for case in cases for row in case.follow_ups)
    return dict.fromkeys(("follow_ups", "answers", "acts"), Judge(known))


def _case(number: int) -> Case:
    """One of two messages of a chat, whose replies have the name of the chat."""
    chat = f"chat {number // 2}"
    follow_up, to_act, answer = (
        Row(chat, kind, chat, {}, "good") for kind in (FOLLOW_UP, TO_ACT, ANSWER)
    )
    return Case([follow_up], to_act, answer)


def test_no_chat_is_judged_by_what_has_learned_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "fitted", _fitted)
    cases = [_case(number) for number in range(40)]
    guesses, scores = validation.cross_validated(cases)
    assert {id(guess.case) for guess in guesses} == {id(case) for case in cases}
    assert scores == [(0.0, True)] * len(cases)
    for guess in guesses:
        assert [row.kind for _, row in guess.short] == [FOLLOW_UP, TO_ACT]
        assert guess.answer is not None
        assert {chance for chance, _ in (*guess.short, guess.answer)} == {0.0}
