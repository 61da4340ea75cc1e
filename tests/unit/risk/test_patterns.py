from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from beacon import project
from beacon.data_file import DataFileError
from beacon.levels import Risk
from beacon.patterns import PatternBook
from beacon.project import ROOT
from beacon.risk import Match, load_patterns
from beacon.understanding.contract import lowest_risks

SCHEMA = (ROOT / "risk" / "schema.yml").read_text()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "schema.yml").write_text(SCHEMA)
    return tmp_path


def pattern(*phrases: str, **more: object) -> dict[str, object]:
    return {"name": "p", "language": "en", "level": "high", "phrases": list(phrases), **more}


def load(folder: Path, *patterns: dict[str, object]) -> PatternBook[Match]:
    content = {"review": "draft", "patterns": list(patterns)}
    (folder / "patterns.yml").write_text(yaml.safe_dump(content, allow_unicode=True))
    return load_patterns(folder)


@pytest.mark.parametrize(
    ("phrase", "text", "fits"),
    [
        ("want to die", "I want to die.", True),
        ("want to die", "I WANT, to die", True),
        ("want to die", "i want to diet", False),
        ("want to die", "i swant to die", False),
        ("cant go on", "I can't go on", True),
        ("hurt* myself", "hurting myself", True),
        ("hurt* myself", "hurt myself", True),
        ("hurt* myself", "unhurt myself", False),
        ("gave away ... my things", "gave away my things", True),
        ("gave away ... my things", "gave away one two three my things", True),
        ("gave away ... my things", "gave away one two three four my things", False),
        ("gave away ... * ... my things", "gave away 1 2 3 4 5 6 7 my things", True),
        ("kill * now", "kill him now", True),
        ("kill * now", "kill now", False),
        ("je veux mourir à", "je veux mourir a", True),
        ("took|taken pills", "i took pills", True),
        ("took|taken pills", "i have taken pills", True),
        ("took|taken pills", "i shook pills", False),
        ("took|taken ... pills|tablets", "taken too many tablets", True),
        ("took|swallow* ... pil*", "swallowed all the pils", True),
        ("prit|avalé ... médocs", "AVALE des medocs", True),
    ],
)
def test_a_phrase(folder: Path, phrase: str, text: str, fits: bool) -> None:
    assert bool(load(folder, pattern(phrase)).matches(text)) is fits


def test_one_phrase_of_several_is_enough(folder: Path) -> None:
    assert load(folder, pattern("first one", "second one")).matches("the second one")


def test_unless_takes_a_pattern_back(folder: Path) -> None:
    book = load(folder, pattern("going to die", unless=["in the game"]))
    assert not book.matches("i am going to die in the game")


def test_unless_takes_only_its_own_pattern_back(folder: Path) -> None:
    spared = pattern("going to die", unless=["in the game"])
    book = load(folder, spared, pattern("die in", name="other"))
    assert [match.name for match in book.matches("going to die in the game")] == ["other"]


def test_the_most_urgent_match_comes_first(folder: Path) -> None:
    levels = ("concern", "emergency", "high")
    book = load(folder, *(pattern("so bad", name=level, level=level) for level in levels))
    found = [match.level for match in book.matches("it is so bad")]
    assert found == [Risk.emergency, Risk.high, Risk.concern]


def test_a_match_names_its_crisis(folder: Path) -> None:
    book = load(folder, pattern("want to die", level="emergency", intent="crisis_self_harm"))
    [match] = book.matches("i want to die")
    assert match.intent == "crisis_self_harm"


def test_an_example_that_does_not_fit_is_refused(folder: Path) -> None:
    with pytest.raises(DataFileError, match="'i feel fine' does not fit"):
        load(folder, pattern("want to die", examples=["i feel fine"]))


def test_a_message_that_should_be_kept_and_fits_is_refused(folder: Path) -> None:
    with pytest.raises(DataFileError, match="'i want to die' fits, and should not"):
        load(folder, pattern("want to die", keeps=["i want to die"]))


def test_the_line_of_a_bad_example_is_named(folder: Path) -> None:
    lines = [
        "review: draft",
        "patterns:",
        "- {name: good, language: en, level: high, phrases: [so bad]}",
        "- {name: bad, language: en, level: high, phrases: [so bad], examples: [fine]}",
    ]
    (folder / "patterns.yml").write_text("\n".join(lines))
    with pytest.raises(DataFileError, match=r"patterns\.yml:4: bad: 'fine' does not fit"):
        load_patterns(folder)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("- {name: p, language: en, level: terrible, phrases: [so bad]}", "terrible"),
        ("- {name: p, language: english, level: high, phrases: [so bad]}", "english"),
        ("- {name: p, language: en, level: high, phrases: []}", "phrases"),
        ("- {name: p, language: en, level: high}", "phrases"),
        ("- {name: p, language: en, level: high, phrases: [so bad], unles: [x]}", "unles"),
        ("- {name: p, language: en, level: high, phrases: [so bad]", "','"),
    ],
)
def test_a_broken_file_is_named_with_its_line(folder: Path, line: str, problem: str) -> None:
    (folder / "patterns.yml").write_text(f"review: draft\npatterns:\n{line}\n")
    with pytest.raises(DataFileError, match=rf"patterns\.yml:[34]: .*{problem}"):
        load_patterns(folder)


def test_the_patterns_of_the_project_can_be_read() -> None:
    assert project.risk_patterns().matches("i want to die")


@pytest.mark.parametrize(("level", "prefix"), [("emergency", "crisis_"), ("high", "disclose_")])
def test_what_a_pattern_names_is_an_intent_of_its_level(level: str, prefix: str) -> None:
    content = yaml.safe_load((ROOT / "risk" / "patterns.yml").read_text())
    patterns = [entry for entry in content["patterns"] if entry["level"] == level]
    named = {entry["intent"] for entry in patterns if "intent" in entry}
    assert named
    assert named <= {intent for intent in lowest_risks() if intent.startswith(prefix)}


def test_every_emergency_names_its_crisis() -> None:
    content = yaml.safe_load((ROOT / "risk" / "patterns.yml").read_text())
    emergencies = [entry for entry in content["patterns"] if entry["level"] == "emergency"]
    assert [entry["name"] for entry in emergencies if "intent" not in entry] == []


LANGUAGES = sorted({path.stem[:2] for path in (ROOT / "data" / "nlu").glob("??.yml")} | {"en"})


def test_jumping_is_heard_in_every_language() -> None:
    """Its examples and look-alikes stand in the file."""
    heard = {match.name[:2] for match in project.risk_patterns().meanings() if match.says == "edge"}
    assert len(LANGUAGES) == 22
    assert heard == set(LANGUAGES)


@pytest.mark.parametrize(
    "text",
    [
        "im gonna jump",
        "kill me now",
        "my friend is on the roof and says shes going to jump",
        "i feel like jumping in front of a train",
        "there is a bridge near us and i want to get hit by a car",
    ],
)
def test_whoever_may_jump_is_in_an_emergency(text: str) -> None:
    [match, *_] = project.risk_patterns().matches(text)
    assert (match.level, match.intent) == (Risk.emergency, "crisis_self_harm")


@pytest.mark.parametrize(
    "text",
    [
        "can we jump on a call",
        "im going to jump on the trampoline",
        "i want to jump off the diving board at swimming",
        "kill me now its double maths",
        "in minecraft i jump off the roof",
        "id do a bungee jump from that bridge",
    ],
)
def test_play_and_sport_are_no_jump(text: str) -> None:
    assert project.risk_patterns().matches(text) == []


def test_pills_in_the_hand_are_heard_in_every_language() -> None:
    names = {match.name for match in project.risk_patterns().meanings()}
    others = {f"{language}: pills in the hand" for language in LANGUAGES if language != "en"}
    assert {"en: pills at hand", *others} <= names


def test_poison_that_is_only_spoken_of_was_not_taken() -> None:
    [match] = project.risk_patterns().matches("im gonna drink bleach because everyone saw it")
    assert (match.level, match.says) == (Risk.emergency, None)


@pytest.mark.parametrize(
    "text",
    [
        "кров не зупиняється",
        "mi sono tagliata troppo a fondo",
        "überall blut",
        "krew nie przestaje lecieć",
        "kan durmuyor",
        "preva shumë thellë",
    ],
)
def test_who_bleeds_is_not_taken_for_one_who_has_taken_pills(text: str) -> None:
    """Else the child is told, with every reply, to say which tablets they were."""
    [match] = project.risk_patterns().matches(text)
    assert (match.level, match.intent, match.says) == (
        Risk.emergency,
        "crisis_self_harm",
        "wound",
    )


def test_no_pattern_of_what_was_taken_holds_words_for_blood_or_cuts() -> None:
    names = {match.name for match in project.risk_patterns().meanings()}
    others = {f"{one}: has cut too deep, or bleeds" for one in LANGUAGES if one != "en"}
    veins = {f"{one}: would cut or has cut a vein" for one in LANGUAGES if one != "en"}
    assert others | veins <= names
