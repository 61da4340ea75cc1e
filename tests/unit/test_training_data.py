from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from beacon import training_data
from beacon.bench import labelled
from beacon.data_file import DataFileError
from beacon.patterns import fold
from beacon.project import ROOT
from beacon.training_data import Message
from beacon.understanding.contract import lowest_risks

MAIN_LANGUAGES = ("fr", "de", "es", "it", "pl", "pt", "nl", "ru", "tr")
MORE_LANGUAGES = ("uk", "ro", "el", "hr", "bg", "cs", "sv", "hu", "da", "fi", "sr", "sq")
URGENT = ("disclose_", "crisis_")
FOLLOW_UPS = """review: draft
follow_ups:
  - name: will_they_be_mad
    intent: ask_talk_to_adult
    not_learned: [will he kill me]
    asked: [will mum be mad, is dad gona be cross, will he kill me]
    text: They may be surprised first.
    short: Tell them.
    sources: [own]
  - name: she_said_no
    asked: [she said no, mum said no, he wont]
    text: That is hard.
    short: That is hard.
    sources: [own]
"""


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    return training_data.everything(ROOT)


def wanted(intent: str) -> int:
    if intent == "out_of_scope":
        return 800
    return 500 if intent.startswith("crisis_") else 300 if intent.startswith("disclose_") else 140


@pytest.mark.parametrize("intent", sorted(lowest_risks()))
def test_every_intent_has_enough_english_messages(messages: list[Message], intent: str) -> None:
    found = [m for m in messages if m.language == "en" and m.intent == intent]
    assert len(found) >= wanted(intent)


@pytest.mark.parametrize("language", MAIN_LANGUAGES)
def test_every_intent_has_ten_messages_in_the_main_languages(
    messages: list[Message], language: str
) -> None:
    counts = Counter(m.intent for m in messages if m.language == language)
    assert [intent for intent in lowest_risks() if counts[intent] < 10] == []


@pytest.mark.parametrize("language", MORE_LANGUAGES)
def test_cries_for_help_have_messages_in_the_other_languages(
    messages: list[Message], language: str
) -> None:
    counts = Counter(m.intent for m in messages if m.language == language)
    urgent = [i for i in lowest_risks() if i.startswith(URGENT) or i == "ask_helpline"]
    assert [intent for intent in urgent if counts[intent] < 10] == []


def test_every_label_stands_in_the_contract(messages: list[Message]) -> None:
    assert {message.intent for message in messages} == set(lowest_risks())


def test_no_message_has_two_meanings(messages: list[Message]) -> None:
    meanings: dict[str, set[str]] = {}
    for message in messages:
        meanings.setdefault(message.text.lower(), set()).add(message.intent)
    assert [text for text, intents in meanings.items() if len(intents) > 1] == []


def test_held_out_messages_stay_held_out(messages: list[Message]) -> None:
    training = {fold(message.text) for message in messages}
    held_out = [one for folder in labelled.FOLDERS for one in labelled.read("*.yml", folder)]
    long_ones = [m.text for m in held_out if len(fold(m.text).split()) > 3]
    assert [text for text in long_ones if fold(text) in training] == []


def test_there_are_enough_held_out_messages() -> None:
    tests = labelled.read("test_*.yml")
    assert len(tests) >= 600
    assert len([m for m in tests if m.language == "en"]) >= 600


def test_no_message_holds_an_address_of_the_net_or_a_number_of_a_person(
    messages: list[Message],
) -> None:
    personal = re.compile(r"https?:|www\.|\w@\w+\.\w|(?:\d[ -]?){9,}")
    assert [message.text for message in messages if personal.search(message.text)] == []


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "en.yml").write_text("version: '3.1'\nnlu:\n- intent: greet\n  examples: 3\n")
    with pytest.raises(DataFileError, match=r"en\.yml:4: nlu\.0\.examples"):
        training_data.read(tmp_path)


def test_what_goes_on_with_a_talk_is_learned_by_the_english_encoder_only(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "nlu"
    folder.mkdir(parents=True)
    block = "- intent: thank\n  metadata: {in_talk: true}\n  examples: |\n    - ok ta\n"
    first = "- intent: greet\n  examples: |\n    - hi\n"
    (folder / "en.yml").write_text(f"version: '3.1'\nnlu:\n{first}{block}")
    later = Message("ok ta", "thank", "en", None, in_talk=True)
    of_each = {
        name: training_data.of_encoder(tmp_path, name) for name in ("english", "multilingual")
    }
    assert [name for name, messages in of_each.items() if later in messages] == ["english"]
    assert all(Message("hi", "greet", "en", None) in messages for messages in of_each.values())


def test_wordings_of_follow_ups_are_learned_as_their_intent(tmp_path: Path) -> None:
    (tmp_path / "en" / "follow_ups").mkdir(parents=True)
    shutil.copy(ROOT / "answers" / "schema.yml", tmp_path)
    (tmp_path / "en" / "follow_ups" / "some.yml").write_text(FOLLOW_UPS)
    assert training_data.of_follow_ups(tmp_path) == [
        Message("will mum be mad", "ask_talk_to_adult", "en", None, in_talk=True),
        Message("is dad gona be cross", "ask_talk_to_adult", "en", None, in_talk=True),
    ]


def test_no_block_is_without_examples() -> None:
    files = list((ROOT / "data" / "nlu").rglob("*.yml"))
    assert files
    empty = re.compile(r"examples: \|\n(?! +- )")
    assert [file.name for file in files if empty.search(file.read_text())] == []
