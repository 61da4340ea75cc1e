"""Whether the bot knows who writes is counted by writer."""

from __future__ import annotations

import json

from beacon.bench.writers import OF_DOERS, OF_OFFENDERS, SETS, UNKNOWN, Written, chats, table_of
from beacon.judged import FOR_RANKING
from beacon.patterns import fold
from beacon.project import ROOT
from beacon.understanding import labelled_messages, writers
from beacon.understanding.writers import AT_FIRST, DOER, FRIEND, LABELS, OFFENDER, PARENT, VICTIM

SURELY_FRIEND = {**dict.fromkeys(LABELS, 0.01), FRIEND: 0.95}


def test_each_writer_has_its_shares() -> None:
    table = table_of(
        [
            Written(FRIEND, SURELY_FRIEND),
            Written(DOER, SURELY_FRIEND),
            Written(VICTIM, AT_FIRST),
            Written(UNKNOWN, SURELY_FRIEND),
        ]
    )
    assert "| friend | 1 | 100.0 | 100.0 | 100.0 |" in table
    assert "| doer | 1 | 0.0 | 100.0 | 0.0 |" in table
    assert "| victim | 1 | 100.0 | 0.0 | nan |" in table
    assert "All of them: 3 66.7 66.7 50.0" in table


def test_there_are_chats_of_every_writer() -> None:
    known = {one.label for chat in chats() for one in chat}
    assert known == {*LABELS, UNKNOWN} - {OFFENDER}
    assert len(chats()) > 70
    assert {one.label for chat in chats(OF_OFFENDERS) for one in chat} > {OFFENDER, VICTIM, PARENT}
    assert {one.label for chat in chats(OF_DOERS) for one in chat} == {DOER, VICTIM, UNKNOWN}


def test_the_chats_are_of_those_that_nothing_learns() -> None:
    lines = (ROOT / "answers" / FOR_RANKING).read_text(encoding="utf-8").splitlines()
    known = {" ".join(json.loads(line)["said"].split()) for line in lines}
    said = {one.text for chat in chats() for one in chat}
    assert said <= known
    said |= {one.text for file in SETS for chat in chats(file) for one in chat}
    learned = {fold(text) for text, _ in labelled_messages.read(ROOT / writers.FILE, LABELS)}
    assert {text for text in said if len(text.split()) > 3 and fold(text) in learned} == set()
