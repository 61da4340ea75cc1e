from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import phonenumbers
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from beacon.door.door import Door
from beacon.door.policy import POLICY
from beacon.door.redaction import Redactor
from beacon.risk import load_patterns

DOOR = Door(Redactor())
WATCHFUL = Door(Redactor(), patterns=load_patterns(Path(__file__).parents[3] / "risk"))

ORDINARY = [
    "hi",
    "i sent a pic to a boy and now im scared",
    "he says he will show everyone if i dont pay 500 euros",
    "what is sexting?",
    "is it illegal if im 13 and hes 14",
    "my friend sent a nude and its all over the school",
    "can you get a photo off snapchat once its sent",
    "i dont want my mum to find out",
    "pls help me im crying",
    "someone made a fake pic of me with ai",
    "how do i block someone on insta",
    "im 11",
    "i live in ireland",
    "im from leeds",
    "are you a robot",
    "will you tell my parents?",
    "I feel so stupid, I trusted him.",
    "he keeps asking me for pics and i said no like 10 times",
    "what happens if i call the helpline",
    "do i have to say my name when i ring",
    "my ex has videos of me",
    "i met a guy on roblox and he wants my number",
    "he says hes 15 but his voice sounds old",
    "My teacher found out and told my dad.",
    "i want to disappear",
    "everyone would be better off without me",
    "i cant sleep bc of it",
    "does it ever stop",
    "how many kids does this happen to",
    "what does the law say in germany",
    "a girl in my class got her pics shared",
    "should i delete the chat or keep it",
    "he said if i tell anyone hell hurt my brother",
    "hes coming to my house tonight",
    "i took 20 tablets",
    "what's the difference between grooming and bullying",
    "my bf says if i loved him id send one",
    "i dont know who to talk to",
    "whats 116 111",
    "does 112 work in serbia",
    "can boys be victims too?",
    "im trans and he says hell out me",
    "u r useless",
    "ok thanks bye",
    "yes",
    "nooooo",
    "😭😭😭 help",
    "can i get it taken down from pornhub",
    "is Take It Down free?",
    "what do I do if my little sister sent one",
    "he paid me in robux for a picture",
    "in year 8 we had a lesson about it",
    "my coach touched me after training",
    "someone filmed me in the changing room",
    "they made a group chat about me with 40 people in it",
    "i think my uncle is weird with me",
    "I Don't Know What To Do",
    "idk tbh its lowkey scary fr",
    "The boy next door asked me to come over on Saturday at 3",
    "how do you know if a profile is fake",
    "he wont stop messaging me on discord",
    "is my chat with you private",
    "she posted it on her story then deleted it after 5 mins",
]

FOREIGN = [
    "j'ai envoyé une photo et j'ai peur",
    "il dit qu'il va tout montrer à mes amis",
    "ich habe ein bild geschickt und jetzt habe ich angst",
    "er will mehr fotos sonst zeigt er alles meinen eltern",
    "he mandado una foto y tengo mucho miedo",
    "mi novio me pide fotos todos los días",
    "ho mandato una foto a un ragazzo e adesso mi minaccia",
    "wysłałam zdjęcie i teraz się boję, pomocy",
    "mandei uma foto e agora ele quer dinheiro",
    "ik heb een foto gestuurd en nu ben ik bang",
    "я отправила фото и мне страшно",
    "fotoğrafımı gönderdim ve çok korkuyorum",
]


@pytest.mark.parametrize("message", ORDINARY + FOREIGN)
def test_ordinary_messages_pass_unchanged(message: str, door: Door) -> None:
    passed = door.open(message)
    assert (passed.text, passed.payload, passed.picture, passed.shortened) == (
        message,
        None,
        False,
        False,
    )


class TestPayloads:
    def test_an_offered_payload_is_accepted(self, door: Door) -> None:
        payload = '/inform_country{"country":"GB"}'
        assert door.open(payload, offered=[payload]).payload == payload

    def test_beside_a_payload_there_is_no_text(self, door: Door) -> None:
        assert door.open("/affirm", offered=["/affirm"]).text == ""

    @pytest.mark.parametrize("offered", [[], ["/deny"], ["/affirm{}"], "/affirm/deny"])
    def test_any_other_is_text(self, offered: list[str], door: Door) -> None:
        passed = door.open("/affirm", offered=offered)
        assert (passed.payload, passed.text) == (None, "affirm")

    def test_a_payload_is_compared_as_it_was_offered(self, door: Door) -> None:
        payload = '/inform_country{"town":"L’Aquila"}'
        assert door.open(payload, offered=[payload]).payload == payload

    def test_slots_cannot_be_smuggled_in(self, door: Door) -> None:
        passed = door.open('/affirm{"risk":"none"}', offered=["/affirm"])
        assert passed.payload is None

    @pytest.mark.parametrize(
        "message", ["//restart", " / restart", "/ / /restart", "\u200b/restart", "／restart"]
    )
    def test_a_command_becomes_text(self, message: str, door: Door) -> None:
        assert door.open(message).text == "restart"

    def test_a_slash_inside_stays(self, door: Door) -> None:
        assert door.open("yes/no").text == "yes/no"

    def test_an_offered_text_without_a_slash_is_text(self, door: Door) -> None:
        passed = door.open("yes", offered=["yes"])
        assert (passed.payload, passed.text) == (None, "yes")


class TestPictures:
    def test_an_attachment_is_refused(self, door: Door) -> None:
        assert door.open("look", attachments=True).picture

    def test_the_text_beside_an_attachment_is_read(self, door: Door) -> None:
        assert door.open("he forced me", attachments=True).text == "he forced me"

    def test_a_link_to_a_picture_is_refused(self, door: Door) -> None:
        passed = door.open("is this ok imgur.com/a/abc")
        assert (passed.picture, passed.text) == (True, "is this ok [picture link]")

    def test_a_typed_mark_is_no_picture(self, door: Door) -> None:
        assert not door.open("[picture link]").picture


class TestLength:
    def test_the_beginning_of_a_long_message_is_read(self, door: Door) -> None:
        passed = door.open("i want to die " + "and so on " * 50_000)
        assert passed.text.startswith("i want to die ")

    def test_the_end_of_a_long_message_is_read(self, door: Door) -> None:
        passed = door.open("and so on " * 50_000 + "he is at my door")
        assert passed.text.endswith(" he is at my door")

    @pytest.mark.parametrize("filler", [10, 30, 70])
    def test_a_cry_in_the_middle_of_a_long_message_is_read(self, filler: int) -> None:
        calm = "we had maths today and then we went to the park with the dog. "
        cry = "i want to die tonight and i have the pills here."
        passed = WATCHFUL.open(calm * filler + cry + " " + calm * filler)
        assert cry in passed.text
        assert passed.shortened
        assert len(passed.text) <= POLICY.characters

    def test_a_name_beside_a_cry_in_the_middle_is_taken_out(self) -> None:
        calm = "we had maths today and then we went to the park with the dog. "
        told = "my name is zofinka and i want to die tonight "
        text = WATCHFUL.open(calm * 60 + told + calm * 60).text
        assert "my name is [name] and i want to die tonight" in text

    def test_a_long_message_is_shortened(self, door: Door) -> None:
        passed = door.open("and so on " * 50_000)
        assert passed.shortened
        assert len(passed.text) <= POLICY.characters

    def test_words_are_not_cut(self, door: Door) -> None:
        assert set(door.open("elephant " * 500).text.split()) == {"elephant", "..."}

    def test_a_number_at_the_cut_is_not_left_in_half(self, door: Door) -> None:
        for kept in (POLICY.beginning, POLICY.looked_at, POLICY.scanned):
            beginning = "a b " * (kept // 4 - 2)
            text = door.open(beginning + "07700 900123 " + "c d " * 5000).text
            assert not re.search(r"\d", text)

    def test_redaction_never_makes_a_text_too_long(self, door: Door) -> None:
        assert len(door.open("hi zoe. " * 124).text) <= POLICY.characters

    @pytest.mark.parametrize("message", [None, 7, b"x", ["x"]])
    def test_what_is_no_text_is_empty(self, message: Any, door: Door) -> None:
        assert door.open(message).text == ""


FRAGMENTS = st.sampled_from(
    [
        "my name is ",
        "emma",
        "Zofinka ",
        "I am ",
        "07700",
        "900123",
        "116 111",
        "0800 1111",
        "@",
        ".",
        "/",
        "//",
        "[name]",
        "[",
        "]",
        "[picture link]",
        " Oak Street",
        "12 ",
        "snap is ",
        "https://",
        "imgur.com/",
        "x.png",
        ".com",
        "_",
        "#1234",
        " - ",
        "Mr ",
        "mrs ",
        "'s ",
        "\n",
        ", ",
        "!",
        "St ",
        " school",
        "password is ",
        "rue ",
        "Hauptstraße 5",
        "ul. ",
        "меня зовут ",
        "adım ",
        "je m'appelle ",
        "DE89",
        "GB29 NWBK ",
        "6016 1331",
        "2011",
        "/03/",
        "3 march ",
        "aaaaaaaaaaaa",
        "e\u0301",
        "\u200b",
        "٠٧",
        "０",
        "😭",
        "\ud800",
        "data:image/",
        "@gmail",
        " at gmail dot com",
        "one two three ",
        "called ",
        "Tom ",
        "and ",
        "THE ",
        "ß",
        "İ",
        "ı",
        "…",
        "½",
        "+44 ",
        "(0)",
        "24/7",
        "500 euros",
    ]
)
CRIES = st.sampled_from(["i want to die ", "he is at my door ", "pay or he posts it ", "so " * 60])
MESSAGES = st.one_of(
    st.lists(FRAGMENTS, max_size=14).map("".join),
    st.lists(st.one_of(FRAGMENTS, st.text(st.characters(), max_size=6)), max_size=10).map("".join),
    st.text(st.characters(), max_size=60),
    st.lists(FRAGMENTS, min_size=5, max_size=8).map(lambda parts: "".join(parts) * 40),
)


class TestProperties:
    @settings(max_examples=300)
    @given(MESSAGES)
    def test_idempotent(self, message: str) -> None:
        once = WATCHFUL.open(message).text
        assert WATCHFUL.open(once).text == once

    @settings(max_examples=40)
    @given(st.lists(st.one_of(FRAGMENTS, CRIES), min_size=30, max_size=60).map("".join))
    def test_idempotent_and_not_too_long_with_cries(self, message: str) -> None:
        once = WATCHFUL.open(message).text
        assert len(once) <= POLICY.characters
        assert WATCHFUL.open(once).text == once

    @settings(max_examples=100)
    @given(MESSAGES, st.integers(1, 60))
    def test_never_longer_than_the_cap(self, message: str, times: int) -> None:
        assert len(WATCHFUL.open(message * times).text) <= POLICY.characters

    @settings(max_examples=100)
    @given(MESSAGES, st.lists(MESSAGES, max_size=2))
    def test_never_raises(self, message: str, offered: list[str]) -> None:
        WATCHFUL.open(message, offered=offered)

    @settings(max_examples=100)
    @given(MESSAGES)
    def test_a_command_never_comes_out(self, message: str) -> None:
        assert not DOOR.open("/" + message).text.startswith("/")

    @settings(max_examples=100)
    @given(MESSAGES)
    def test_what_comes_out_can_be_stored(self, message: str) -> None:
        DOOR.open(message).text.encode("utf-8")


def _numbers() -> list[PhoneNumber]:
    kinds = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)
    examples = (
        phonenumbers.example_number_for_type(region, kind)
        for region in sorted(phonenumbers.SUPPORTED_REGIONS)
        for kind in kinds
    )
    return [number for number in examples if number]


FORMATS = (
    PhoneNumberFormat.NATIONAL,
    PhoneNumberFormat.INTERNATIONAL,
    PhoneNumberFormat.E164,
    PhoneNumberFormat.RFC3966,
)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _windows(digits: str, length: int = 6) -> set[str]:
    return {digits[at : at + length] for at in range(len(digits) - length + 1)}


@pytest.mark.parametrize("style", FORMATS)
@pytest.mark.parametrize("number", _numbers(), ids=str)
def test_digits_of_a_valid_phone_number_never_survive(number: PhoneNumber, style: int) -> None:
    written = phonenumbers.format_number(number, style)
    survived = _digits(DOOR.open(f"text me on {written} please").text)
    assert not _windows(_digits(written)) & _windows(survived)


@settings(max_examples=300)
@given(
    number=st.sampled_from(_numbers()),
    style=st.sampled_from(FORMATS),
    before=st.text(st.characters(exclude_categories=("Nd", "No", "Nl")), max_size=20),
    after=st.text(st.characters(exclude_categories=("Nd", "No", "Nl")), max_size=20),
    separator=st.sampled_from(["", " ", "-", ".", "/"]),
)
def test_nor_inside_any_text(
    number: PhoneNumber, style: int, before: str, after: str, separator: str
) -> None:
    written = phonenumbers.format_number(number, style)
    if separator:
        written = written.replace(" ", separator)
    survived = _digits(DOOR.open(before + written + after).text)
    assert not _windows(_digits(written)) & _windows(survived)


def _in_groups(digits: str, size: int, separator: str) -> str:
    """The digits as children write them: 06 07 08 09 10 is five groups of two."""
    return separator.join(digits[at : at + size] for at in range(0, len(digits), size))


REGIONS = st.sampled_from(POLICY.phone_regions)
STEPS = st.sampled_from(["0102030405", "0607080910", "0504030201", "0710111213", "0908070605"])


def _national(region: str, number: str) -> str | None:
    """The digits as dialled inside the region, if they are a valid number there."""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number_for_region(parsed, region):
        return None
    return _digits(phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL))


@settings(max_examples=300, suppress_health_check=[HealthCheck.filter_too_much])
@given(
    region=REGIONS,
    drawn=st.one_of(STEPS, st.from_regex(r"[0-9]{8,11}", fullmatch=True)),
    as_example=st.booleans(),
    size=st.integers(2, 5),
    separator=st.sampled_from([" ", "-", ".", "/", "  ", " - "]),
)
@example(region="FR", drawn="0607080910", as_example=False, size=2, separator=" ")
@example(region="GB", drawn="08001111222", as_example=False, size=4, separator=" ")
def test_nor_does_any_in_groups(
    region: str, drawn: str, as_example: bool, size: int, separator: str
) -> None:
    if as_example:
        # The example's beginning with drawn digits after it: more of these are valid.
        mobile = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
        known = _digits(phonenumbers.format_number(mobile, PhoneNumberFormat.NATIONAL))
        drawn = known[:4] + drawn[: len(known) - 4].ljust(len(known) - 4, "7")
    digits = _national(region, drawn)
    assume(digits is not None)
    written = _in_groups(digits, size, separator)
    survived = _digits(DOOR.open(f"call me {written}").text)
    assert not _windows(digits) & _windows(survived), written
