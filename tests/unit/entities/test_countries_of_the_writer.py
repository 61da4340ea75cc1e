"""Whether a country is the writer's: people bear its name, or an age stands beside it."""

from __future__ import annotations

import pytest

from beacon import data_file, project
from beacon.entities import schemas
from beacon.entities.ages import AgeFinder
from beacon.entities.countries import CountryFinder
from beacon.entities.places import HERE

PARTIES = sorted((country.name, code) for code, country in project.register().countries.items())
TEMPLATES = [
    "I am 12 and from {}, somebody has my picture",
    "help ({})",
    "im 14, {}",
    "13 from {}",
    "12 year old girl from {}",
    "hi im 13 from {}, i want to die",
]

TOWNS = [
    ("im 13 from sofia", "BG"),
    ("im 13 from paris", "FR"),
    ("im 13 from vienna", "AT"),
    ("im 13 from kiev", "UA"),
    ("im 13 from bristol", "GB"),
    ("I'm 15 and from Sofia and he has my pics", "BG"),
    ("13 yo boy from paris. what can i do", "FR"),
    ("help (sofia)", "BG"),
    ("w Radomiu", "PL"),
    ("mieszkam w Radomiu", "PL"),
    ("jestem w Bytomiu", "PL"),
    ("14, valencia", "ES"),
    ("16 m argentina", "AR"),
]

THE_WRITERS = [
    ("im 13, from serbia, he has my pic", "RS"),
    ("im 13. from malta. help", "MT"),
    ("im 12 n from georgia", "GE"),
    ("im a girl from georgia", "GE"),
    ("i'm a 15 year old boy from albania and i need help", "AL"),
    ("i am so scared and from estonia", "EE"),
    ("I'm a student from Georgia, is it in the list", "GE"),
    ("me 12 from albania", "AL"),
    ("14f from malta", "MT"),
    ("14 f, malta, my ex has my pics", "MT"),
    ("im 14 f, slovenia", "SI"),
    ("slovenia, 15, m", "SI"),
    ("Serbia. 13. who can i talk to", "RS"),
    ("im 15 serbia", "RS"),
    ("im 14. georgia. who can help", "GE"),
    ("fourteen, malta", "MT"),
    ("is 116111 in my country? serbia", "RS"),
    ("estonia?? i need a number", "EE"),
    ("(cyprus) help me please", "CY"),
    ("help me please (13, cyprus)", "CY"),
    ("help (13 from georgia)", "GE"),
    ("hi (armenia) i want to die", "AM"),
    ("help (turkey)", "TR"),
    ("im 14, turkey, he has my pic", "TR"),
    ("turkey, 14, i want to die", "TR"),
    ("hi! 13 from georgia!! he has my pics", "GE"),
    ("im anna, 13, from georgia", "GE"),
    ("13 f malta", "MT"),
    ("13, india", "IN"),
    ("im 12. brisbane", "AU"),
    ("15, kansas", "US"),
    ("i am 10. now canada before ukraine", "CA"),
    ("im 12 from georgia usa", "US"),
    ("I am boy but I need to talk. Albania. Who?", "AL"),
    ("Hello, I write from Georgia. My friend cannot write", "GE"),
    ("ich bin 13 und aus paris", "FR"),
    ("tengo 13 años, de georgia", "GE"),
    ("mam 13 lat, jestem z malta", "MT"),
    ("mi chiamo anna, ho 13 anni, dalla serbia", "RS"),
]

# A person bears the name.
PEOPLE = [
    "my friend georgia sent it",
    "my friend malta sent it",
    "georgia has my pics",
    "i got it from sofia",
    "i got it from georgia and malta",
    "a pic from paris",
    "im 13 and i got it from sofia",
    "im 13 and got a pic from paris",
    "im 13, the pics are from sofia",
    "im 12 and its from georgia",
    "im 13 i have a message from georgia",
    "im scared because of the messages from jordan",
    "im 13 and my friend is from paris' class",
    "my name is georgia",
    "my name is georgia, 14",
    "hi im georgia",
    "im 14 and my name is malta",
    "georgia, 14",
    "sofia, 13, help me",
    "Martin, 12",
    "im 13, martin",
    "im 14, sofia",
    "im 14, georgia sent it",
    "im 14, georgia and sofia sent it",
    "im 14, malta has it",
    "im 14, georgia, my best friend, has it",
    "im 14, malta, a friend, sent it",
    "im 14, georgia, 15, sent it",
    "im 14, my friends are georgia, malta and sofia",
    "ben from georgia sent it",
    "my parents are from georgia",
    "im 14, chelsea knows",
    "im 13 from georgia's class",
    "im 15 georgia",
    "my friend (georgia) sent it",
    "my best friend (malta) has it",
    "my sister (sofia) saw it",
    "my gf sent it (paris)",
    "she sent it (georgia)",
    "i sent it to her (georgia)",
    "the girl in my class (georgia) shared it",
    "my bff (sofia)",
    "two girls (georgia and sofia) have it",
    "somebody (georgia) has my picture",
    "my teacher (georgia) knows",
    "my friend (georgia, 14) sent it",
    "my friend (14, georgia) sent it",
    "he asked georgia. im 13",
    "who sent it? georgia. im 13",
    "who has it: sofia, im 13",
    "paris is my friend and im 13",
    "i told chelsea, 14",
    "boas malta",
    "tenho 14 anos, malta, ajudem",
    "pronto malta, este é o meu último dia",
]

# Somebody else is of the country.
OTHERS = [
    "a 14 year old girl from {} sent me",
    "a 14 year old girl from {} sent me a pic",
    "14 year old girl from {} sent me nudes",
    "13 year old boy from {} keeps texting me",
    "a 15 yo boy from {} wants my pics",
    "he is from {}",
    "mum gets home 7:30am. dad's in {}. its just me and my brother",
    "my dads in {} till january",
    "my wife is from {}",
    "she is 13 from {}",
    "he is 15 and from {}",
    "my friend is 14 and from {}",
    "my friend is 13 from {}",
    "im 13 and he is from {}",
    "im 13 and a boy from {} asked me for pics",
    "im 13, a boy from {} asked me for pics",
    "im 12 a boy from {} texted me",
    "im 14, my friend from {} sent it",
    "im talking to a 13 year old girl from {}",
    "im talking to a 13 year old from {}",
    "texting a 14 yr old from {}",
    "i met a 15 yo from {}",
    "a 14 year old girl from {} told everyone",
    "im 13, a boy from {} told my mum",
    "im 13 a boy from {} told my mum",
    "im 13 and i met a boy from {}",
    "i am 13 and my cousin from {} has it",
    "a 16 yo boy from {} on snap, im 13",
    "he says he is 13 from {}",
    "someone pretending to be a 13 year old from {}",
    "someone from {} has my pics",
    "a man from {} has my picture, im 12",
    "ich bin 13, ein junge aus {} schrieb mir",
    "j'ai 13 ans, un garçon de {} m'a écrit",
]


def _sure(countries: CountryFinder, text: str) -> list[str]:
    return [found.value for found in countries.find(text) if found.confidence > 0.5]


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_party_is_found_where_a_child_says_it_so(
    countries: CountryFinder, template: str
) -> None:
    spelt = [(template.format(place), code) for place, code in PARTIES]
    texts = [*spelt, *((text.lower(), code) for text, code in spelt)]
    assert [(text, code) for text, code in texts if _sure(countries, text) != [code]] == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_party_is_found_by_its_common_name(countries: CountryFinder, template: str) -> None:
    names = data_file.load(HERE / "country_names.yml", schemas.COUNTRY_NAMES)["languages"]["en"]
    texts = [(template.format(names[code][0]), code) for _, code in PARTIES]
    assert [(text, code) for text, code in texts if _sure(countries, text) != [code]] == []


def test_an_age_and_a_country_are_found_in_one_sentence(
    countries: CountryFinder, ages: AgeFinder
) -> None:
    text = "I am 12 and from Serbia, somebody has my picture"
    assert [found.value for found in ages.find(text)] == ["11-13"]
    assert [(found.value, found.confidence) for found in countries.find(text)] == [("RS", 1.0)]


@pytest.mark.parametrize(("text", "country"), [*TOWNS, *THE_WRITERS])
def test_a_place_that_is_a_name_too_is_the_writers(
    countries: CountryFinder, text: str, country: str
) -> None:
    assert _sure(countries, text) == [country]


@pytest.mark.parametrize("text", PEOPLE)
def test_a_person_is_no_country(countries: CountryFinder, text: str) -> None:
    assert _sure(countries, text) == []


@pytest.mark.parametrize("place", ["serbia", "georgia", "malta", "sofia", "albania", "spain"])
@pytest.mark.parametrize("template", OTHERS)
def test_the_country_of_somebody_else_stays_theirs(
    countries: CountryFinder, template: str, place: str
) -> None:
    assert _sure(countries, template.format(place)) == []


@pytest.mark.parametrize(
    ("text", "is_the_writers"),
    [
        ("12 year old girl from spain", True),
        ("12 year old girl from spain and i need help", True),
        ("12 yo boy from spain i sent a pic", True),
        ("13 f from spain my ex sent me a pic", True),
        ("im a 13 year old girl from spain", True),
        ("13 yo from spain", True),
        ("a 14 year old girl from spain sent me a pic", False),
        ("14 year old girl from spain asked me for pics", False),
        ("14 yo from spain is blackmailing me", False),
        ("15 jähriger junge aus spanien schreibt mir", False),
        ("talking to a 14 year old from spain", False),
        ("my friend, 12 year old girl from spain", False),
    ],
)
def test_age_and_country_in_the_same_words_are_of_the_same_person(
    countries: CountryFinder, ages: AgeFinder, text: str, is_the_writers: bool
) -> None:
    assert bool(ages.find(text)) is is_the_writers
    assert bool(_sure(countries, text)) is is_the_writers


@pytest.mark.parametrize("text", ["po poznaniu się z nim", "radomian", "w radiu", "o życiu"])
def test_a_polish_ending_makes_no_town_of_a_word(countries: CountryFinder, text: str) -> None:
    assert countries.find(text) == []
