from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon import data_file
from beacon.data_file import DataFileError
from beacon.entities import schemas
from beacon.entities.countries import CountryFinder
from beacon.entities.places import HERE

NAMED = [
    ("I am 12 and from Bulgaria, somebody has my picture", ["BG"]),
    ("germany", ["DE"]),
    ("im from the netherlands", ["NL"]),
    ("the uk", ["GB"]),
    ("scotland", ["GB"]),
    ("im from the us", ["US"]),
    ("new jersey", ["US"]),
    ("czech republic", ["CZ"]),
    ("bosnia and herzegovina", ["BA"]),
    ("north macedonia", ["MK"]),
    ("somebody from new zealand", ["NZ"]),
    ("im bulgarian", ["BG"]),
    ("i'm polish", ["PL"]),
    ("i am english", ["GB"]),
    ("polish", ["PL"]),
    ("je suis bulgare", ["BG"]),
    ("ich bin Österreicherin", ["AT"]),
    ("soy búlgara", ["BG"]),
    ("j'habite en Belgique", ["BE"]),
    ("ich komme aus der Schweiz", ["CH"]),
    ("vivo en españa", ["ES"]),
    ("sono di Milano", ["IT"]),
    ("jestem z Polski", ["PL"]),
    ("mieszkam w Krakowie", ["PL"]),
    ("żyję w Niemczech", ["DE"]),
    ("žiju v Bulharsku", ["BG"]),
    ("bydlím v Praze", ["CZ"]),
    ("я живу в Болгарии", ["BG"]),
    ("я из России", ["RU"]),
    ("в Україні", ["UA"]),
    ("у Києві", ["UA"]),
    ("живея в България", ["BG"]),
    ("живим у Немачкој", ["DE"]),
    ("živim u Zagrebu", ["HR"]),
    ("zivim u Rijeci", ["HR"]),
    ("Almanya'da yaşıyorum", ["DE"]),
    ("almanyada yasiyorum", ["DE"]),
    ("Türkiye'de", ["TR"]),
    ("είμαι στην Ελλάδα", ["GR"]),
    ("μένω στη Θεσσαλονίκη", ["GR"]),
    ("asun Helsingissä", ["FI"]),
    ("Budapesten élek", ["HU"]),
    ("jag bor i Sverige", ["SE"]),
    ("jeg bor i Danmark", ["DK"]),
    ("jetoj në Shqipëri", ["AL"]),
    ("sunt din România", ["RO"]),
    ("moro em Portugal", ["PT"]),
    ("Köln", ["DE"]),
    ("koeln", ["DE"]),
    ("cologne", ["DE"]),
    ("München", ["DE"]),
    ("Wien", ["AT"]),
    ("vienna", ["AT"]),
    ("София", ["BG"]),
    ("i live in Sofia", ["BG"]),
    ("Αθήνα", ["GR"]),
    ("Praha", ["CZ"]),
    ("lefkosia", ["CY"]),
    ("rijeka, croatia", ["HR", "HR"]),
    ("he is from Nigeria and I am in Poland", ["NG", "PL"]),
    ("UK", ["GB"]),
    ("DE", ["DE"]),
    ("bg", ["BG"]),
    ("I live in NO", ["NO"]),
    ("country: no", ["NO"]),
    ("country=at", ["AT"]),
    ("Im from BG", ["BG"]),
    ("im from bulgeria", ["BG"]),
    ("germny", ["DE"]),
    ("netherland", ["NL"]),
    ("i live in switserland", ["CH"]),
    ("im from scottland", ["GB"]),
    ("im in turkey", ["TR"]),
    ("What does Turkey do about it?", ["TR"]),
    ("im from georgia", ["GE"]),
    ("i live in reading", ["GB"]),
    ("reading", ["GB"]),
    ("im from nice", ["FR"]),
    ("i live in split", ["HR"]),
    ("Ich wohne in Essen", ["DE"]),
    ("a girl from my school in Cork", ["IE"]),
]

NOT_NAMED = [
    "the turkey was nice",
    "turkey sandwich",
    "thats nice",
    "nice",
    "i split up with my bf",
    "im reading a book",
    "im reading",
    "he saw me in the bath",
    "hi my name is georgia",
    "Georgia sent it",
    "im jordan",
    "a message from jordan",
    "Chad has my pic",
    "Ich habe kein Essen",
    "am Essen",
    "he has worms",
    "an island",
    "my jersey is dirty",
    "como estas",
    "come here",
    "male 13",
    "big deal",
    "rugby boys",
    "no",
    "NO",
    "si",
    "me",
    "he works in IT",
    "panic in PE",
    "SOMEBODY SENT IT TO ME AND IT IS IN A GROUP",
    "dm me",
    "my bf has it",
    "im so hungry",
    "no way",
    "my english is bad",
    "do you speak polish",
    "german homework",
    "polish my nails",
    "french kiss",
    "guinea pig",
    "in my country",
    "htjela bih pitati",
    "most people",
    "je mi to líbí",
    "în ușă",
    "the Lanzarote Convention",
    "",
    "12",
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_finds_countries(countries: CountryFinder, text: str, expected: list[str]) -> None:
    assert [mention.value for mention in countries.find(text)] == expected


@pytest.mark.parametrize("text", NOT_NAMED)
def test_leaves_ordinary_words(countries: CountryFinder, text: str) -> None:
    assert countries.find(text) == []


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("im from spain", 1.0),
        ("i live in spain", 1.0),
        ("spain", 1.0),
        ("im spanish", 1.0),
        ("he is from spain", 0.3),
        ("my mum is from spain", 0.3),
        ("a number for spain please", 0.8),
        ("İspanya'da", 1.0),
    ],
)
def test_is_surer_of_the_writers_own_place(
    countries: CountryFinder, text: str, confidence: float
) -> None:
    assert [mention.confidence for mention in countries.find(text)] == [confidence]


def test_says_where_the_name_stands(countries: CountryFinder) -> None:
    (mention,) = countries.find("I'm from São Tomé & Príncipe!")
    assert (mention.start, mention.end, mention.text) == (9, 28, "São Tomé & Príncipe")


@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "it", "pl", "pt", "nl", "ru", "tr"])
def test_knows_every_party_in_the_larger_languages(countries: CountryFinder, language: str) -> None:
    assert _unknown_parties(countries, language) == []


@pytest.mark.parametrize(
    "language", ["uk", "ro", "el", "hr", "bg", "cs", "sv", "hu", "da", "fi", "sr", "sq"]
)
def test_knows_every_party_in_the_other_languages(countries: CountryFinder, language: str) -> None:
    assert _unknown_parties(countries, language) == []


def _unknown_parties(countries: CountryFinder, language: str) -> list[str]:
    names = data_file.load(HERE / "country_names.yml", schemas.COUNTRY_NAMES)["languages"]
    parties = data_file.load(HERE / "towns.yml", schemas.TOWNS)
    return [
        party
        for party in parties
        if party not in [m.value for m in countries.find(f"country: {names[language][party][0]}")]
    ]


def test_no_ordinary_english_word_is_a_country(countries: CountryFinder) -> None:
    words = (Path(__file__).parent / "ordinary_words.txt").read_text(encoding="utf-8").split()
    found = [word for word in words if countries.find(f"then {word} again")]
    assert len(words) >= 300
    assert found == []


def test_no_ordinary_english_word_is_a_misspelt_country(countries: CountryFinder) -> None:
    words = (Path(__file__).parent / "ordinary_words.txt").read_text(encoding="utf-8").split()
    longer = [word for word in words if len(word) >= 6]
    assert [word for word in longer if countries.find(f"in {word}")] == []


@given(st.text())
def test_mentions_are_in_order_and_inside_the_message(text: str) -> None:
    mentions = _FINDER.find(text)
    assert mentions == sorted(mentions, key=lambda mention: mention.start)
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)


_FINDER = CountryFinder()


def test_is_built_within_a_second_and_reads_within_a_third_of_a_millisecond() -> None:
    started = time.process_time()
    finder = CountryFinder()
    built = time.process_time()
    for _ in range(200):
        finder.find("I am 12 and from Bulgaria, somebody has my picture and wants money")
    read = (time.process_time() - built) / 200
    assert built - started < 1.0
    assert read < 0.0003


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    for file in HERE.glob("*.yml"):
        shutil.copy(file, tmp_path)
    file = tmp_path / "demonyms.yml"
    text = file.read_text(encoding="utf-8").replace("en:\n", "en:\n  XXX: [nobody]\n", 1)
    file.write_text(text, encoding="utf-8")
    line = text.splitlines().index("en:") + 1
    with pytest.raises(DataFileError, match=re.escape(f"demonyms.yml:{line}")):
        CountryFinder(tmp_path)
