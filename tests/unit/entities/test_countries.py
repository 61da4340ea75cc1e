from __future__ import annotations

import re
import shutil
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
    ("i live in germany not turkey", ["DE"]),
    ("14, georgia. the state not the country", ["US"]),
    ("I'm 12. Georgia the state", ["US"]),
    ("16. alberta. were an hour from town", ["CA"]),
    ("17 alberta, nearest town is 40 min", ["CA"]),
    ("13, trinidad. my granny thinks i won it", ["TT"]),
    ("im in kisumu", ["KE"]),
    ("i live in sylhet", ["BD"]),
    ("western cape", ["ZA"]),
    ("im from the south island", ["NZ"]),
    ("its a desert island", []),
    ("im from poland, not from ukraine", ["PL"]),
    ("i am not in the uk, im in ireland", ["IE"]),
    ("ich wohne nicht in österreich", []),
    ("is it not allowed in france", ["FR"]),
    ("I am 12 and from Bulgaria, somebody has my picture", ["BG"]),
    ("germany", ["DE"]),
    ("im from the netherlands", ["NL"]),
    ("the uk", ["GB"]),
    ("scotland", ["GB"]),
    ("n. ireland", ["GB"]),
    ("im from n ireland", ["GB"]),
    ("im from the republic of ireland", ["IE"]),
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
    ("я зараз у Варшаві", ["PL"]),
    ("мешкаю в Гамбурзі", ["DE"]),
    ("я у Кракові", ["PL"]),
    ("мы сейчас в Мюнхене", ["DE"]),
    ("живем у Відні", ["AT"]),
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


# Ordinary sentences in which a word is also a name: a child of another country must stay there.
WORDS_THAT_ARE_TOWNS = [
    # to do something
    "i want to split with my boyfriend but he says he will post my nudes",
    "my parents are going to split because of my picture",
    "my photo is in his phone. We split. what now",
    "we split",
    "the lunch table is split in two because of it",
    "im from a split family",
    "my lund pics, he asked for lund",
    "ich liege im Bett, und er ist nebenan",
    "das mache ich nur ungern",
    "je viens de trier mes photos",
    "eu morava com ele",
    "gostava de usá-lo",
    "mi vuole bene o mi usa? è il mio ragazzo",
    "kan tjekke",
    "jag vill varna andra",
    "det som finns på nätet",
    "видео грузит",
    "ко чита овај чат",
    "kto mi pomorze",
    "idę do spania",
    "ojczym wrzeszczy na mnie",
    "wystarczy, ginę",
    "ik kan ni meer stoppen met wenen",
    "me sudan las manos",
    "ıslandı",
    "minä lyön sitä",
    # what something is like
    "he is a nice boy",
    "i come from a nice family and now everyone has seen it",
    "im in a nice school",
    "i am from a nice home",
    "im from nice family and he has my pic",
    "have a nice day",
    "no in a nice way",
    "jag bor i norra delen och han har bilden",
    "my mate is barmy",
    "sunt măcar eu vinovată",
    "pari liberi noi doi",
    "сидела сама з самою собою",
    "малі діти це бачили",
    "en lille pige fik den",
    "Lektira je Mali princ",
    "olen tällainen",
    "olen oma itseni",
    # a thing or a place without a name
    "he has worms",
    "im in van with him",
    "i am in forest with him",
    "im in rugby with him",
    "im in the bath",
    "im in PE and he saw it",
    "im in IT now",
    "the phone is made in china",
    "ich bin bei Oma",
    "ich bin in der Bar",
    "passbild fürs abo abgelehnt",
    "there is mold, my room has mold",
    "i stay in most days now",
    "im holding a grenade basically",
    "locked in the stockroom by my boss",
    "he saw me in pajama",
    "jesteśmy w komorze",
    "ми з мамою в коморі",
    "in mezzo ha la riga",
    "mi aspetta all'angolo",
    "vicino al fiume",
    "ricetta del faro",
    "estoy en la reunión con mi madre",
    "três horas de reunião",
    "je suis en réunion",
    "dans celle-là",
    "colher de pau",
    "mandou aos amigos por gozo",
    "z nožem za krk",
    "suntem la cină",
    "poza cu pula mea",
    "mi-a pus în palmă",
    "moja baku zna",
    "čeka me na pragu",
    "kazan dairesine çağırdı",
    "çarşambadan beri",
    "kitle στον κουβά",
    "nemam u „s“",
    "give it to me as a limerick",
    "ich war bei tour de france",
]

NAMES_OF_PEOPLE = [
    "i live at georgia's now",
    "im in Sofia's room",
    "Mrs England gave me detention",
    "my name is holland",
    "i miss spain",
    "impostor byl Kuba",
    "Kuba nie żyje od roku",
    "Κάποια Σοφία με πήρε κάμερα",
    "подрался с Артёмом",
]

LANGUAGES = [
    "mi ingles es malo",
    "la prof d'espagnol m'a vu",
    "demain contrôle d'allemand",
    "weder bwl noch französisch",
    "hab die französischarbeit verhauen",
    "la prof di inglese mi odia",
    "passami la chiave inglese",
    "não falo, o meu português é mau",
    "queria contar à stora de português",
    "sou do norte e falo português",
    "przepraszam za polski",
    "pani od polskiego czyta moje błędy",
    "klasyfikowanym z angola",
    "slečna, krásná, česky jak z učebnice",
    "в гробу я видал этот английский",
    "учитель английского пишет мне",
    "говорити українською",
    "μιλανε ισπανικα",
    "ingilizcede have been",
    "ruotsin ope sanoo",
    "na hrvatskom ili engleskom",
    "het is engels",
    "hw: write a diary entry as a roman soldier",
    "pentru că sunt rom mă pun singur",
]

# The same words where they are a place.
TOWNS_THAT_ARE_WORDS = [
    ("im from nice", "FR"),
    ("im from nice and he has my picture", "FR"),
    ("j'habite à Nice", "FR"),
    ("je suis a nice", "FR"),
    ("une ligne d'écoute à Nice", "FR"),
    ("i live in split", "HR"),
    ("i live in split with my mum", "HR"),
    ("who can i call in split", "HR"),
    ("i moved to split", "HR"),
    ("a message from split", "HR"),
    ("split", "HR"),
    ("from reading", "GB"),
    ("i live in reading and he is my teacher", "GB"),
    ("i live in bath", "GB"),
    ("im from rugby", "GB"),
    ("i live in van", "TR"),
    ("ich wohne in Worms", "DE"),
    ("ich wohne in münster und er hat mein bild", "DE"),
    ("ich lebe in Simmering und er hat mein bild", "AT"),
    ("jag bor i åbo", "FI"),
    ("j habite a liege", "BE"),
    ("j'habite à la Réunion", "RE"),
    ("je suis a la Reunion", "RE"),
    ("je viens de pau", "FR"),
    ("abito a latina e ho paura", "IT"),
    ("j'habite à valence et j'ai peur", "FR"),
    ("soy francés", "FR"),
    ("im in US and scared", "US"),
    ("sono a mosca", "RU"),
    ("vivo en la haya", "NL"),
    ("ik woon in wenen", "AT"),
    ("moro em faro", "PT"),
    ("vivo en palma", "ES"),
    ("živim u puli", "HR"),
    ("zivim u Pragu", "CZ"),
    ("i live in baku", "AZ"),
    ("jestem z Polski i ktos ma moje zdjecie", "PL"),
    ("jestem z polska, mam 13 lat", "PL"),
    ("wracam do polski", "PL"),
    ("ai mei sunt in Spania", "ES"),
    ("estou em beja e ele tem a foto", "PT"),
    ("ik ben engels", "GB"),
    ("ich bin türkisch", "TR"),
    ("je suis allemande", "DE"),
    ("chui français", "FR"),
    ("im in sofia", "BG"),
    ("jede do Litvínova", "CZ"),
    ("ziju v plzni a bojim se", "CZ"),
    ("the u.k.", "GB"),
    ("asun Ruotsissa", "SE"),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_finds_countries(countries: CountryFinder, text: str, expected: list[str]) -> None:
    assert [mention.value for mention in countries.find(text)] == expected


@pytest.mark.parametrize("text", NOT_NAMED)
def test_leaves_ordinary_words(countries: CountryFinder, text: str) -> None:
    assert countries.find(text) == []


@pytest.mark.parametrize("text", [*WORDS_THAT_ARE_TOWNS, *NAMES_OF_PEOPLE, *LANGUAGES])
def test_an_ordinary_sentence_moves_no_child(countries: CountryFinder, text: str) -> None:
    assert [mention for mention in countries.find(text) if mention.confidence > 0.5] == []


@pytest.mark.parametrize(("text", "country"), TOWNS_THAT_ARE_WORDS)
def test_a_town_is_found_though_its_name_is_a_word(
    countries: CountryFinder, text: str, country: str
) -> None:
    assert [m.value for m in countries.find(text) if m.confidence > 0.5] == [country]


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("im from spain", 1.0),
        ("i live in spain", 1.0),
        ("spain", 1.0),
        ("im spanish", 0.9),
        ("i live with my mum in spain", 1.0),
        ("my gran lives in spain", 0.3),
        ("Mummy and Daddy are in Spain till the 20th", 0.3),
        ("mommy in Spain picking apples", 0.3),
        ("i write from Spain", 1.0),
        ("he is from spain", 0.3),
        ("he is from a big club in belgium. he writes on whatsapp", 0.3),
        ("a guy from a school in france", 0.3),
        ("15 years. we come from afghanistan 2019", 0.3),
        ("we came from syria in 2015", 0.3),
        ("I'm from Austria. In 2023 my ex posted my pics", 1.0),
        ("im from spain 2000 euros he wants", 1.0),
        ("my mum called the police in ireland", 1.0),
        ("my mum is from spain", 0.3),
        ("my ex moved to spain", 0.3),
        ("his mate in spain has it", 0.3),
        ("a number for spain please", 0.8),
        ("İspanya'da", 1.0),
        ("im a girl from spain", 1.0),
        ("im a 13 year old girl from spain", 1.0),
        ("soy una chica de francia", 1.0),
        ("ich bin ein mädchen aus spanien", 1.0),
        ("is there somebody in spain who can help me", 1.0),
        ("gibt es jemanden in spanien der mir hilft", 1.0),
        ("my cousin has it. in spain there is no help", 1.0),
        ("a girl from spain, 16, wrote me", 0.3),
        ("un tipo de francia quiere fotos mias", 0.3),
        ("un hombre de mexico me pide fotos", 0.3),
        ("un homme de suisse me fait chanter", 0.3),
        ("une fille d'italie m'a demandé une photo", 0.3),
        ("ein mann aus der türkei erpresst mich", 0.3),
        ("jemand in frankreich hat mein bild", 0.3),
        ("un uomo dalla spagna mi ricatta", 0.3),
        ("facet z niemiec chce moich zdjec", 0.3),
        ("um homem de espanha quer fotos minhas", 0.3),
        ("een jongen uit belgie chanteert mij", 0.3),
        ("мужик из турции хочет мои фото", 0.3),
        ("чоловік з німеччини просить фото", 0.3),
        ("türkiyeden bir adam benden foto istiyor", 0.3),
        ("fransadan biri fotoğrafımı istiyor", 0.3),
    ],
)
def test_is_surer_of_the_writers_own_place(
    countries: CountryFinder, text: str, confidence: float
) -> None:
    assert [mention.confidence for mention in countries.find(text)] == [confidence]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("i live in austria but im german", "AT"),
        ("im german and i live in austria", "AT"),
        ("im in poland but from ukraine", "PL"),
        ("i live in poland but im from ukraine", "PL"),
        ("i am from ukraine but now in poland", "PL"),
        ("from syria but now in sweden", "SE"),
        ("mieszkam w polsce ale jestem z ukrainy", "PL"),
        ("ich wohne in österreich, komme aber aus syrien", "AT"),
        ("j'habite en france mais je viens du maroc", "FR"),
        ("vivo en españa pero soy de colombia", "ES"),
        ("vivo in italia ma vengo dall'albania", "IT"),
        ("я в польше, я из украины", "PL"),
        ("mieszkam teraz w Anglii ale jestem Polką, gdzie dzwonić", "GB"),
        (
            "we're both 16. Dubai. neither of us is from here, she's Lebanese and I'm half Dutch",
            "AE",
        ),
        ("17. connecticut. my dads in singapore moms upstairs", "US"),
        ("my sponsors in america write me. i live in kenya", "KE"),
    ],
)
def test_is_surer_of_where_somebody_lives_than_of_what_they_are_or_come_from(
    countries: CountryFinder, text: str, country: str
) -> None:
    surest = max(countries.find(text), key=lambda mention: mention.confidence)
    assert surest.value == country


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


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    for file in HERE.glob("*.yml"):
        shutil.copy(file, tmp_path)
    file = tmp_path / "demonyms.yml"
    text = file.read_text(encoding="utf-8").replace("en:\n", "en:\n  XXX: [nobody]\n", 1)
    file.write_text(text, encoding="utf-8")
    line = text.splitlines().index("en:") + 1
    with pytest.raises(DataFileError, match=re.escape(f"demonyms.yml:{line}")):
        CountryFinder(tmp_path)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("mieszkam w polsce", "PL"),
        ("mieszkam na węgrzech", "HU"),
        ("mieszkam na litwie", "LT"),
        ("mieszkam na cyprze", "CY"),
        ("живу на украине", "UA"),
        ("žiju na slovensku", "SK"),
    ],
)
def test_knows_where_somebody_lives_in_languages_that_decline(
    countries: CountryFinder, text: str, country: str
) -> None:
    assert [mention.value for mention in countries.find(text)] == [country]


@pytest.mark.parametrize(
    ("text", "country"),
    [("im 15 turkey", "TR"), ("turkey, 14", "TR"), ("i am 9 years old. turkey", "TR")],
)
def test_a_country_beside_an_age_is_one_as_it_is_alone(text: str, country: str) -> None:
    assert [mention.value for mention in _FINDER.find(text)] == [country]


@pytest.mark.parametrize("text", ["im 15 georgia", "im 12 chad", "12 and jersey"])
def test_a_name_beside_an_age_is_no_country(text: str) -> None:
    assert _FINDER.find(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "i want to move to spain",
        "he say if i tell we must go back to Ukraine where is war",
        "he says he will send me back to ukraine",
        "i wanna go to france one day",
        "my dream is to live in italy",
        "I want to move back to Spain",
        "i wish i lived in germany",
        "quiero ir a italia",
        "je veux vivre en belgique",
    ],
)
def test_a_wish_is_no_whereabouts(countries: CountryFinder, text: str) -> None:
    assert [mention.confidence for mention in countries.find(text)] == [0.3]


@pytest.mark.parametrize(
    "text",
    [
        "i want to talk to someone in spain",
        "i want to go to the police in spain",
        "i want to live in peace in spain",
        "i dont want to live in spain anymore",
        "i don't want to go to school in spain",
        "i want to go home, i am in spain",
        "i have to live in spain with my dad",
        "i have to go to the police in spain",
    ],
)
def test_where_something_else_is_wished_it_is_one(countries: CountryFinder, text: str) -> None:
    assert [mention.confidence for mention in countries.find(text)] == [1.0]


def test_what_is_wished_takes_nothing_from_where_somebody_lives(countries: CountryFinder) -> None:
    mentions = countries.find("i want to move to spain but i live in france")
    assert [(mention.value, mention.confidence) for mention in mentions] == [
        ("ES", 0.3),
        ("FR", 1.0),
    ]
