"""What help goes with an answer."""

from __future__ import annotations

import pytest

from beacon.answers import Turn
from beacon.answers.book import Variant
from beacon.answers.needs import need_of
from beacon.levels import Risk
from beacon.register.model import Need

PLAIN = Variant(when={}, text={}, sources=(), next=())
ABOUT_REPORTS = Variant(when={}, text={}, sources=(), next=(), help=Need.REPORT)
NOT_FOR_ADULTS = Variant(when={}, text={}, sources=(), next=(), no_help_for=frozenset({"adult"}))


@pytest.mark.parametrize(
    ("variant", "turn", "need"),
    [
        (PLAIN, Turn("ask_law"), None),
        (PLAIN, Turn("ask_law", Risk.concern), None),
        (PLAIN, Turn("ask_law", Risk.high), Need.TALK),
        (PLAIN, Turn("ask_law", says=frozenset({"taken"})), Need.TALK),
        (PLAIN, Turn("ask_law", facts={"need": "report"}), Need.REPORT),
        (ABOUT_REPORTS, Turn("ask_report", Risk.high), Need.REPORT),
        (NOT_FOR_ADULTS, Turn("ask_law", Risk.high, band="adult"), None),
        (NOT_FOR_ADULTS, Turn("ask_law", Risk.high), Need.TALK),
    ],
    ids=[
        "nothing told",
        "a concern",
        "a risk",
        "something taken",
        "said once more",
        "of the answer",
        "for others",
        "not for others",
    ],
)
def test_help_is_for_what_is_answered_or_for_the_risk(
    variant: Variant, turn: Turn, need: Need | None
) -> None:
    assert need_of(variant, turn) is need
