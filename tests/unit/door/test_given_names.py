from __future__ import annotations

import re

import pytest

from beacon.door.redaction import Redactor

NAMES = [
    "jack",
    "tom",
    "lily",
    "noah",
    "sarah",
    "anna",
    "ben",
    "charlie",
    "george",
    "emily",
    "lucy",
    "mia",
    "ella",
    "poppy",
    "freya",
    "daisy",
    "alice",
    "leo",
    "oscar",
    "finn",
    "luke",
    "adam",
    "alex",
    "joe",
    "josh",
    "matt",
    "kate",
    "jane",
    "amy",
    "beth",
    "rosie",
    "paul",
    "john",
    "peter",
    "ali",
    "maria",
    "elena",
    "laura",
    "lara",
    "nina",
    "tim",
    "felix",
    "chris",
    "mike",
    "steve",
    "dave",
    "david",
    "emma",
    "logan",
    "liam",
    "tyler",
    "kyle",
    "robert",
    "simon",
    "abby",
    "maddie",
    "nora",
    "louis",
    "lucas",
    "eddie",
    "grace",
    "mark",
    "holly",
    "ruby",
    "faith",
]
FORMS = [
    "im {}",
    "im {} 12",
    "hi im {}, 12",
    "i am {} and im scared",
    "call me {}",
    "my name is {}",
    "my friend {} sent it",
    "my boyfriend {} hit me",
    "{} has my pics",
    "{} shared my nudes",
    "im {} smith",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", FORMS)
def test_common_names_are_taken_out_in_small_letters(
    form: str, name: str, redactor: Redactor
) -> None:
    expected = form.replace(" smith", "").format("[name]")
    assert redactor.redact(form.format(name)) == expected


@pytest.mark.parametrize("name", ["David", "Jack", "Anna", "Tom"])
@pytest.mark.parametrize("form", ["I'm {}", "{} has my nudes", "My friend {} sent it"])
def test_and_with_a_capital_letter(form: str, name: str, redactor: Redactor) -> None:
    assert redactor.redact(form.format(name)) == form.format("[name]")


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("ich bin anna", "anna"),
        ("ich bin tom und habe angst", "tom"),
        ("je suis anna et j'ai peur", "anna"),
        ("me llamo marta", "marta"),
        ("sono marco", "marco"),
        ("jestem kasia", "kasia"),
        ("sou a ana", "ana"),
        ("ik ben tom", "tom"),
        ("меня зовут саша", "саша"),
        ("merhaba ben cem", "cem"),
    ],
)
def test_in_other_languages(message: str, name: str, redactor: Redactor) -> None:
    assert redactor.redact(message) == re.sub(rf"\b{name}\b", "[name]", message)


CALM = """
im sad
im home
im bi
im gay
im chinese
im from sofia
im from jordan
im in paris
im fine now
im hopeless
im hope-less
im done
im summer born
im so angry
im will and i dont know
im mum
im dead
im 12
im new here
im trans
im a victim
im his ex
im frankly scared
call me later
call me angel
call me back
he calls me names
he calls me fat
my friend is sad
my friend will tell
my friend can see it
my friend has my pics
my friend hope you can help
my friend sent it
my brother has my phone
my sister told me
my ex has my nudes
my mum has a new boyfriend
my name is secret
my name is on it
its mine
its summer
its autumn now
its ok
its my fault
this is hard
this is my ex
mum has my phone
dad hit me
someone has my pics
he sent it to everyone
she shared my pic
they posted a video
a boy has my nudes
everyone has it
the school has my picture
instagram has my photo
snapchat sent me a code
an angel has a halo
will has a meaning
hope has a meaning
my peg has my drawing on it
i watched blue peter
he looks like peter pan
ich bin nur müde
ich bin anders
je suis triste
soy ella
jestem sam w domu
ik ben anders
""".strip().splitlines()


@pytest.mark.parametrize("message", CALM)
def test_ordinary_words_stay_after_a_cue(message: str, redactor: Redactor) -> None:
    assert redactor.redact(message) == message
