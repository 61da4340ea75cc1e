from __future__ import annotations

import json
from pathlib import Path

import pytest

from beacon import project
from beacon.judged import FOR_ENCODER, FOR_RANKING, Judged, chats
from beacon.understanding.contract import FALLBACK, lowest_risks

FILES = [project.ROOT / "answers" / name for name in (FOR_ENCODER, FOR_RANKING)]
# What was judged of follow-ups that are gone helps nobody.
MOST_GONE = 1 / 10


def test_a_chat_is_read_with_its_verdicts(tmp_path: Path) -> None:
    lines = [
        {
            "chat": "a",
            "who": "a boy",
            "said": "hi",
            "answer": {"intent": "greet", "verdict": "good"},
        },
        {"chat": "a", "said": "and mum?", "good": ["x"], "harmful": ["y"], "best": "x"},
        {"chat": "b", "said": "ok", "clumsy": ["x"], "said_then": "x"},
    ]
    file = tmp_path / "some.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    first, second = chats(file)
    assert first[0] == Judged("a", "hi", {}, answer=("greet", "good"))
    assert first[1] == Judged("a", "and mum?", {"x": "good", "y": "harmful"}, best="x")
    assert [one.verdict_then for one in (*first, *second)] == ["good", None, "clumsy"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_was_judged_is_still_there(file: Path) -> None:
    messages = [message for chat in chats(file) for message in chat]
    names = [name for message in messages for name in message.verdicts]
    follow_ups = project.follow_ups()
    families = {one.family for one in follow_ups.acts.replies}
    gone = [name for name in names if name not in {*follow_ups.by_name, *families}]
    assert len(gone) <= MOST_GONE * len(names)
    intents = {one.answer[0] for one in messages if one.answer}
    assert intents <= {*lowest_risks(), FALLBACK}


def test_no_chat_is_learned_by_both() -> None:
    encoder, ranking = ({chat[0].chat for chat in chats(file)} for file in FILES)
    assert encoder.isdisjoint(ranking)
