from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon import data_file
from beacon.data_file import DataFileError
from beacon.entities import schemas
from beacon.entities.ages import HERE, AgeFinder, band

STATED = [
    ("im 12", "11-13"),
    ("we are both 15. why does that matter", "14-17"),
    ("we're both 14", "14-17"),
    ("i'm twelve", "11-13"),
    ("I am 12 and from Bulgaria, somebody has my picture", "11-13"),
    ("12 year old girl from spain, help", "11-13"),
    ("hi! 13 from georgia", "11-13"),
    ("a 16 yo boy knows it, im 13", "11-13"),
    ("13 f from leeds my ex sent me a pic", "11-13"),
    ("12 years old", "11-13"),
    ("12yo", "11-13"),
    ("12 y/o", "11-13"),
    ("12m", "11-13"),
    ("f13", "11-13"),
    ("13 f", "11-13"),
    ("male 16", "14-17"),
    ("14yo trans guy", "14-17"),
    ("im a girl and im 13", "11-13"),
    ("im a 12 year old girl", "11-13"),
    ("im only 9", "8-10"),
    ("im 10", "8-10"),
    ("im 11", "11-13"),
    ("im 13", "11-13"),
    ("im 14", "14-17"),
    ("im 17", "14-17"),
    ("im 18", "adult"),
    ("I am 7", "8-10"),
    ("i have 15 years", "14-17"),
    ("im eleven and a half", "11-13"),
    ("student, 17", "14-17"),
    ("baku. 13. who can i talk to", "11-13"),
    ("need to talk, 14, luxembourg", "14-17"),
    ("i just turned 14", "14-17"),
    ("turning 14 next week", "11-13"),
    ("almost 14", "11-13"),
    ("im almost 18", "14-17"),
    ("i'll be 14 in march", "11-13"),
    ("13 going on 14", "11-13"),
    ("he's 15 and i'm 13", "11-13"),
    ("im 13 he is 25", "11-13"),
    ("im bulgarian and 12", "11-13"),
    ("im polish and 13 years old", "11-13"),
    ("im really really scared and 12", "11-13"),
    ("im from bulgaria and 16 pls help", "14-17"),
    ("ich bin bulgarin und 12", "11-13"),
    ("year 7", "11-13"),
    ("im yr 8", "11-13"),
    ("im in year 10", "14-17"),
    ("6th grade", "11-13"),
    ("9th grader", "14-17"),
    ("im in sixth form", "14-17"),
    ("10", "8-10"),
    ("12", "11-13"),
    ("16", "14-17"),
    ("45", "adult"),
    ("ten", "8-10"),
    ("I was born in 2000", "adult"),
    ("j'ai 11 ans", "11-13"),
    ("jai presque 14 ans", "11-13"),
    ("en cm2", "8-10"),
    ("je suis en 4eme", "11-13"),
    ("ich bin 13", "11-13"),
    ("bin zwölf", "11-13"),
    ("ich gehe in die 5. klasse", "11-13"),
    ("tengo 15 años", "14-17"),
    ("tengo doce años", "11-13"),
    ("ho 12 anni", "11-13"),
    ("faccio la seconda media", "11-13"),
    ("mam 14 lat", "14-17"),
    ("siódma klasa", "11-13"),
    ("tenho 10 anos", "8-10"),
    ("ik ben 16", "14-17"),
    ("ik zit in groep 8", "11-13"),
    ("мне 13 лет", "11-13"),
    ("мне двенадцать", "11-13"),
    ("я в 4 классе", "8-10"),
    ("12 yaşındayım", "11-13"),
    ("on bir yaşındayım", "11-13"),
    ("мені 12 років", "11-13"),
    ("am 13 ani", "11-13"),
    ("είμαι 12 χρονών", "11-13"),
    ("παω δευτερα γυμνασιου", "11-13"),
    ("imam 12 godina", "11-13"),
    ("idem u sedmi razred", "11-13"),
    ("на 12 съм", "11-13"),
    ("je mi 12", "11-13"),
    ("jag är 12", "11-13"),
    ("går i fyran", "8-10"),
    ("12 éves vagyok", "11-13"),
    ("jeg er 13 år", "11-13"),
    ("olen 12", "11-13"),
    ("имам 12 година", "11-13"),
    ("jam 12 vjeç", "11-13"),
]

ADULTS = [
    "I am from the ministry of justice, we want to change the law",
    "we're from the ministry",
    "i write for a newspaper",
    "I am a teacher",
    "im a primary school teacher",
    "as a mum i am worried",
    "teacher",
    "social worker here",
    "im on a helpline and a caller is 12 and has been blackmailed",
    "mother of two",
    "mum here",
    "im a mum",
    "my son is 9",
    "my daughter sent a pic",
    "my 12 year old was blackmailed",
    "one of my pupils told me",
    "i teach year 9",
    "im over 18",
    "in my thirties",
    "je suis prof",
    "ma fille a 12 ans",
    "Ich bin Lehrerin",
    "meine Tochter",
    "soy profesora",
    "mi hijo tiene 9",
    "sono una mamma",
    "mio figlio",
    "jestem nauczycielką",
    "moja córka",
    "sou professora",
    "ik ben leraar",
    "я учитель",
    "моя дочь",
    "ben öğretmenim",
    "я вчителька",
    "sunt profesoară",
    "είμαι δασκάλα",
    "mama sam",
    "аз съм учител",
    "jsem učitelka",
    "jag är lärare",
    "tanár vagyok",
    "jeg er lærer",
    "olen opettaja",
    "ја сам наставница",
    "jam mësuese",
]

NOT_STATED = [
    "from my father i will become phone forbidden until I am 30",
    'He said, "My son, they tried the same with a deacon."',
    "my dad is from the ministry",
    "im from the ministry of magic",
    "he is 25",
    "hes 15",
    "my friend is 12",
    "my brother turned 12",
    "a 30 year old man",
    "15 year old boy keeps asking me",
    "talking to a 15 year old",
    "a 14 year old girl from serbia sent me a pic",
    "14 year old boy from my school keeps texting me",
    "14 yo from new york wants my pics",
    "someone who is 19",
    "i have a friend, 12, who sent it",
    "my sister (14) saw it",
    "the 12 year old",
    "he thinks im 18",
    "i told him im 16",
    "i lied that im 18",
    "im not 12",
    "when i was 12",
    "when im 18 i will leave",
    "im scared and 12 people saw it",
    "im alone and 12 of them have it",
    "im sure he is alone and 12",
    "im between 11 and 13",
    "he said im cute and 12",
    "im home and 3",
    "12 messages",
    "12 pics",
    "i sent 12 pics",
    "at 12 o'clock",
    "im 10 minutes away",
    "I have 12 followers",
    "he paid me 20",
    "24/7",
    "im 100% sure",
    "i rate it 9/10",
    "j'ai 12 photos",
    "tengo 12 fotos",
    "mam 14 zdjęć",
    "il a 12 ans",
    "er ist 13",
    "ему 13 лет",
    "a boy from year 11 asked me",
    "boys in year 8 share pics",
    "my teacher is nice",
    "i am scared of my teacher",
    "i want to be a teacher",
    "my dad is a teacher",
    "he works as a teacher",
    "as a kid my mum hit me",
    "my kid brother saw it",
    "he is over 18",
    "my mum knows",
    "mum",
    "Mum.",
    "maybe grandma",
    "mutter",
    "ojciec",
    "мама",
    "my husband",
    "",
    "hello",
    "3",
    "2024",
]


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_finds_the_writers_age(ages: AgeFinder, text: str, expected: str) -> None:
    assert [mention.value for mention in ages.find(text)] == [expected]


@pytest.mark.parametrize("text", ADULTS)
def test_finds_adults(ages: AgeFinder, text: str) -> None:
    assert {mention.value for mention in ages.find(text)} == {"adult"}


@pytest.mark.parametrize("text", NOT_STATED)
def test_leaves_other_ages_and_numbers(ages: AgeFinder, text: str) -> None:
    assert ages.find(text) == []


@pytest.mark.parametrize(
    ("years", "expected"),
    [(7, "8-10"), (10, "8-10"), (11, "11-13"), (13, "11-13"), (14, "14-17"), (17, "14-17")],
)
def test_bands_have_the_limits_of_the_contract(years: int, expected: str) -> None:
    assert band(years) == expected


@pytest.mark.parametrize("years", range(5, 18))
def test_a_bare_number_is_its_band(ages: AgeFinder, years: int) -> None:
    assert [mention.value for mention in ages.find(str(years))] == [band(years)]


def test_number_words_to_seventeen_are_known_in_every_language() -> None:
    content = data_file.load(HERE / "ages.yml", schemas.AGES)
    incomplete = [
        language
        for language, parts in content.items()
        if not set(range(5, 18)) <= set(parts["numbers"].values())
    ]
    assert incomplete == []


@pytest.mark.parametrize(
    ("text", "stated", "confidence"),
    [
        ("hi, im 12 and sad", "im 12", 1.0),
        ("my son is sad", "my son", 0.9),
        ("year 7", "year 7", 0.9),
    ],
)
def test_says_where_and_how_surely(
    ages: AgeFinder, text: str, stated: str, confidence: float
) -> None:
    (mention,) = ages.find(text)
    assert (mention.text, mention.confidence) == (stated, confidence)
    assert text[mention.start : mention.end] == stated


def test_a_year_of_birth_counts_from_today() -> None:
    finder = AgeFinder(today=datetime.date(2025, 6, 1))
    assert [mention.value for mention in finder.find("i was born in 2012")] == ["11-13"]


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert all(text[mention.start : mention.end] == mention.text for mention in _FINDER.find(text))


_FINDER = AgeFinder()


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    text = (HERE / "ages.yml").read_text(encoding="utf-8")
    broken = text.replace("\n  becoming:", "\n  becomming:", 1)
    (tmp_path / "ages.yml").write_text(broken, encoding="utf-8")
    line = broken.splitlines().index("en:") + 1
    with pytest.raises(DataFileError, match=re.escape(f"ages.yml:{line}")):
        AgeFinder(tmp_path)
