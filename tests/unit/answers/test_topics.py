from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from beacon import project
from beacon.answers.book import load_book
from beacon.answers.topics import Topic, load_topics, names_of
from beacon.data_file import DataFileError
from beacon.levels import Risk
from beacon.project import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "topics").mkdir()
    shutil.copy(ROOT / "answers" / "schema.yml", tmp_path)
    return tmp_path


def write(folder: Path, *entries: str, name: str = "a.yml") -> None:
    lines = ["review: draft", "topics:", *(f"- {{{entry}}}" for entry in entries)]
    (folder / "topics" / name).write_text("\n".join(lines))


FAULT = "name: my_fault, means: x, phrases: [my fault], examples: [is it my fault]"


def test_a_message_has_the_topics_whose_phrases_it_holds(folder: Path) -> None:
    write(folder, FAULT, "name: sent, means: x, phrases: [i sent], examples: [i sent it]")
    found = load_topics(folder).matches("i sent it, is it my fault?")
    assert [topic.name for topic in found] == ["my_fault", "sent"]


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("name: a b, means: x, phrases: [my fault], examples: [my fault]", "a b"),
        ("name: a, means: x, phrases: [my fault], examples: [hello]", "'hello' does not fit"),
        (f"{FAULT}, keeps: [my fault]", "fits, and should not"),
        (f"{FAULT}, leads_to: express_feeling", "'express_feeling' is no intent"),
        (f"{FAULT}, instead_of: [of_scope]", "'of_scope' is no intent"),
        (f"{FAULT}, takes_back: [my_fault, egde]", "'egde' is no topic"),
        (f"{FAULT}, goes_on: allways", "'allways' is no topic"),
        (f"{FAULT}, leads_to: out_of_scope, calm: true", "my fault"),
        (f"{FAULT}, leads_to: out_of_scope, calm: always", "my fault"),
        ("name: a, means: x, phrases: [= a b], calm: always, examples: [a b]", "leads_to"),
        (f"{FAULT}, goes_on: [taken, snet]", "'snet' is no topic"),
        (f"{FAULT}, after: [snet]", "'snet' is no topic"),
        (f"{FAULT}, beats_doubt: true, not_after: [snet]", "'snet' is no topic"),
        (f"{FAULT}, not_after: [taken]", "beats_doubt"),
        (f"{FAULT}, after: [taken], for_adults: true", "goes neither with for_adults"),
        (f"{FAULT}, after: [taken], instead_of: [ask_helpline]", "nor with what is looked up"),
    ],
)
def test_a_broken_file_is_named_with_its_line(folder: Path, entry: str, problem: str) -> None:
    write(folder, entry)
    with pytest.raises(DataFileError, match=rf"topics/a\.yml:3: .*{problem}"):
        load_topics(folder)


def test_a_topic_stands_once(folder: Path) -> None:
    write(folder, FAULT)
    write(folder, FAULT, name="b.yml")
    with pytest.raises(DataFileError, match=r"topics/b\.yml:3: my_fault stands twice"):
        load_topics(folder)


def test_a_variant_may_only_ask_for_a_topic_that_is_there(folder: Path) -> None:
    shutil.copytree(ROOT / "answers" / "en", folder / "en")
    shutil.copytree(ROOT / "answers" / "topics", folder / "topics", dirs_exist_ok=True)
    file = folder / "en" / "crisis.yml"
    file.write_text(file.read_text().replace("{alarm: doubtful}", "{says: my_fualt}", 1))
    with pytest.raises(DataFileError, match=r"crisis\.yml:2: crisis_self_harm: 'my_fualt' is no"):
        load_book(folder, load_topics(folder))


@pytest.mark.parametrize(
    ("instead_of", "intent", "risk", "leads"),
    [
        ((), "out_of_scope", Risk.none, True),
        ((), "express_feelings", Risk.none, False),
        ((), "disclose_sextortion", Risk.high, False),
        ((), "out_of_scope", Risk.emergency, False),
        (("thank",), "thank", Risk.none, True),
        (("thank",), "out_of_scope", Risk.none, False),
    ],
)
def test_what_a_topic_leads_to(
    instead_of: tuple[str, ...], intent: str, risk: Risk, leads: bool
) -> None:
    topic = Topic("my_fault", leads_to="express_feelings", instead_of=frozenset(instead_of))
    assert topic.leads_from(intent, risk) is leads


def test_a_topic_that_leads_nowhere_leaves_the_intent() -> None:
    assert not Topic("my_fault").leads_from("out_of_scope", Risk.none)


def test_a_topic_may_go_on_with_one_that_stands_below_it_or_that_patterns_say(
    folder: Path,
) -> None:
    write(folder, f"{FAULT}, goes_on: sent, takes_back: [taken]")
    write(folder, "name: sent, means: x, phrases: [i sent], examples: [i sent it]", name="b.yml")
    assert [topic.goes_on for topic in load_topics(folder).meanings()] == [{"sent"}, frozenset()]


def test_what_risk_patterns_say_is_a_topic() -> None:
    said = {match.says for match in project.risk_patterns().meanings() if match.says}
    assert said <= names_of(project.topics())


def write_in(folder: Path, language: str, *entries: str) -> None:
    (folder / language).mkdir(exist_ok=True)
    lines = ["review: draft", "topics:", *(f"- {{{entry}}}" for entry in entries)]
    (folder / language / "topics.yml").write_text("\n".join(lines))


GERMAN = "name: my_fault, phrases: [meine schuld], examples: [ist das meine schuld]"


def test_a_language_adds_words_to_a_topic_which_is_found_once(folder: Path) -> None:
    write(folder, f"{FAULT}, leads_to: express_feelings")
    write_in(
        folder, "de", GERMAN, "name: my_fault, phrases: [selber schuld], examples: [selber schuld]"
    )
    [found] = load_topics(folder).matches("meine schuld? selber schuld! my fault")
    assert found == Topic("my_fault", leads_to="express_feelings")


def test_the_order_of_topics_is_that_of_the_english_in_every_language(folder: Path) -> None:
    write(folder, FAULT, "name: sent, means: x, phrases: [i sent], examples: [i sent it]")
    sent = "name: sent, phrases: [geschickt], examples: [ich habs geschickt]"
    write_in(folder, "de", sent, GERMAN)
    found = load_topics(folder).matches("geschickt, also meine schuld")
    assert [topic.name for topic in found] == ["my_fault", "sent"]


def test_what_takes_words_back_in_a_language_leaves_the_others(folder: Path) -> None:
    write(folder, FAULT)
    write_in(folder, "de", f"{GERMAN}, unless: [nicht]")
    topics = load_topics(folder)
    assert not topics.matches("das ist nicht meine schuld")
    assert topics.matches("is it my fault, oder nicht")


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("name: my_fualt, phrases: [schuld], examples: [schuld]", "'my_fualt' is no topic"),
        ("name: my_fault, phrases: [schuld], examples: [hallo]", "'hallo' does not fit"),
        ("name: calm_one, phrases: [schuld], examples: [schuld]", "whole message"),
        ("name: my_fault, means: x, phrases: [schuld], examples: [schuld]", "means"),
    ],
)
def test_a_broken_file_of_a_language_is_named(folder: Path, entry: str, problem: str) -> None:
    calm = "name: calm_one, means: x, phrases: [= a b], calm: perhaps, examples: [a b]"
    write(folder, FAULT, calm)
    write_in(folder, "de", entry)
    with pytest.raises(DataFileError, match=rf"de/topics\.yml:3: .*{problem}"):
        load_topics(folder)
