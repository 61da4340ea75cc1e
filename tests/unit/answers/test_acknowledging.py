"""What is said of a feeling that stands beside what happened, above the answer to that."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import textstat

from beacon import data_file, project
from beacon.answers import Composer, Turn
from beacon.answers.acknowledging import NAME, Acknowledgement, load_acknowledgements
from beacon.answers.history import ABOVE, INVITED, Said
from beacon.answers.topics import names_of
from beacon.data_file import DataFileError
from beacon.levels import Risk
from tests.unit.answers.talks import Chat, read, says
from tests.unit.answers.test_texts import FORBIDDEN, GRADES, NOT_FOR_A_CHILD_OF_EIGHT, SOURCE

BOOK = project.answer_book()
BY_FEELING = {min(one.says): one for one in BOOK.acknowledgements}
VANISH = "wants_to_vanish"
SHARED, BLACKMAIL = "disclose_image_shared", "disclose_sextortion"
# They stand above an answer that is as long as one may be.
WORDS = {"8-10": 35, "11-13": 42, "14-17": 45, "adult": 45}


def said(composer: Composer, turn: Turn) -> list[str]:
    """The feelings that are acknowledged in the reply to that turn."""
    reply = composer.reply(turn)
    return [
        feeling
        for feeling, one in BY_FEELING.items()
        if one.text[turn.reading_band] in (*reply.before, *reply.after)
    ]


@pytest.mark.parametrize("feeling", BY_FEELING)
@pytest.mark.parametrize("band", list(WORDS))
def test_each_text_is_short_plain_and_kind(feeling: str, band: str) -> None:
    words = BY_FEELING[feeling].text[band]
    assert len(words.split()) <= WORDS[band]
    assert textstat.flesch_kincaid_grade(words) <= GRADES[band]
    assert not FORBIDDEN.search(words)
    if band == "8-10":
        assert not NOT_FOR_A_CHILD_OF_EIGHT.search(words)


def test_every_source_has_a_known_form() -> None:
    assert all(SOURCE.match(source) for one in BOOK.acknowledgements for source in one.sources)


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("i cant breathe properly my hands are shaking he just sent it to my sister", "panics"),
        ("im crying so much, they all have my picture", "cries"),
        ("i havent slept in 3 days, everyone has it", "not_eating_or_sleeping"),
        ("i feel so dirty, he posted my picture", "ashamed"),
        ("im so scared, my picture is in the group", "scared"),
        ("im so angry, she showed my picture", "angry"),
        ("my pic is everywhere and i feel numb", "numb"),
        ("i wish the ground would swallow me, my pic is on every phone", VANISH),
        ("im crying and i just want it to be over, they have my pic", VANISH),
    ],
)
def test_the_first_words_are_about_the_feeling(composer: Composer, text: str, feeling: str) -> None:
    turn = Turn(SHARED, risk=Risk.high, band="11-13", country="GB", says=says(text))
    assert said(composer, turn) == [feeling]
    assert composer.reply(turn).before[0] == BY_FEELING[feeling].text["11-13"]


def test_the_answer_to_what_happened_stands_below_it(composer: Composer) -> None:
    turn = Turn(SHARED, risk=Risk.high, country="GB")
    alone = composer.reply(turn)
    beside = composer.reply(Turn(SHARED, risk=Risk.high, country="GB", says=frozenset({"cries"})))
    assert beside.before[1:] == alone.before
    assert (beside.help, beside.buttons) == (alone.help, alone.buttons)


def test_the_number_stands_above_it(composer: Composer) -> None:
    facts = {"alarm": "doubtful"}
    turn = Turn(SHARED, risk=Risk.emergency, country="GB", facts=facts, says=frozenset({"panics"}))
    reply = composer.reply(turn)
    assert "999" in reply.before[0]
    assert reply.before[1] == BY_FEELING["panics"].text["11-13"]


@pytest.mark.parametrize("intent", ["express_feelings", "crisis_self_harm", "greet", "affirm"])
def test_an_answer_about_how_one_is_needs_none(composer: Composer, intent: str) -> None:
    says_all = frozenset(BY_FEELING)
    turn = Turn(intent, country="GB", says=says_all)
    assert said(composer, turn) == []


def test_it_is_said_once_in_a_chat(composer: Composer) -> None:
    before = (Said(SHARED, risk=Risk.high, says=frozenset({"cries"})),)
    again = Turn(BLACKMAIL, risk=Risk.high, says=frozenset({"cries"}), said=before)
    other = Turn(BLACKMAIL, risk=Risk.high, says=frozenset({"scared"}), said=before)
    assert said(composer, again) == []
    assert said(composer, other) == ["scared"]


@pytest.mark.parametrize("deed", ["did_pass_on", "did_threaten", "did_by_chat"])
def test_the_shame_of_a_deed_is_not_talked_away(composer: Composer, deed: str) -> None:
    turn = Turn(SHARED, risk=Risk.high, says=frozenset({"ashamed", deed}))
    assert said(composer, turn) == []


def test_whoever_writes_another_language_reads_no_more_english(composer: Composer) -> None:
    turn = Turn(SHARED, risk=Risk.high, language="de", country="DE", says=frozenset({"cries"}))
    assert said(composer, turn) == []


def test_the_same_answer_twice_is_noticed_whatever_stood_above_it() -> None:
    chat = Chat("11-13", Risk.high)
    first = chat.answer(shared("im crying, they all have my picture"))
    second = chat.answer(shared("they all have my picture"))
    assert BY_FEELING["cries"].text["11-13"] in first.before
    assert not set(first.before[1:]) & set(second.before)


def shared(text: str) -> dict[str, Any]:
    return read(text, SHARED, Risk.high)


def test_only_what_may_be_a_wish_to_die_asks_to_be_told(composer: Composer) -> None:
    for feeling in BY_FEELING:
        turn = Turn("ask_remove_image", risk=Risk.high, says=frozenset({feeling}))
        is_asked = composer.reply(turn).said.facts.get(INVITED) == ABOVE
        assert is_asked is (feeling == VANISH)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(project.ROOT / "answers" / "en", tmp_path / "en"))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("says: [cries]", "says: [laughs]", "'laughs' is no topic"),
        ("- ask_law", "- ask_weather", "'ask_weather' is no intent"),
        ("urgent: true", "urgent: maybe", "urgent"),
        ("did_something_bad", "did_nothing_bad", "'did_nothing_bad' is no topic"),
    ],
)
def test_a_broken_file_is_named_with_its_line(
    folder: Path, old: str, new: str, problem: str
) -> None:
    file = folder / f"{NAME}.yml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    with pytest.raises(DataFileError, match=problem) as error:
        loaded(folder)
    assert f"{NAME}.yml:" in str(error.value)


def loaded(folder: Path) -> tuple[Acknowledgement, ...]:
    schema = data_file.load(project.ROOT / "answers" / "schema.yml", {})[NAME]
    return load_acknowledgements(folder, schema, names_of(project.topics()))
