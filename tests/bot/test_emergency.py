"""Emergencies come first, wherever the conversation stands, and the risk only rises."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from beacon import project
from beacon.answers.turn import Turn
from beacon.levels import Risk
from tests.conftest import Chat

EMERGENCIES = [
    ("i want to die", "crisis_self_harm"),
    ("i want to kill myself", "crisis_self_harm"),
    ("he is at my door and wants to hurt me", "crisis_immediate_danger"),
]


def emergency_opening(country: str | None = None) -> str:
    home = project.register().countries.get(country or "")
    emergency = home.emergency if home else project.register().default_emergency
    return project.answer_book().phrase("emergency").format(number=emergency.number)


@pytest.mark.parametrize(("text", "intent"), EMERGENCIES)
def test_an_emergency_cuts_through_the_quiz(chat: Chat, text: str, intent: str) -> None:
    chat.say("start the quiz")
    assert chat.text(text).startswith(emergency_opening())
    assert chat.intent() == intent


def test_the_emergency_number_is_that_of_the_country(chat: Chat) -> None:
    chat.say("i live in zagreb")
    assert chat.text("i want to die").startswith(emergency_opening("HR"))


def test_helplines_of_the_country_go_with_an_emergency(chat: Chat) -> None:
    chat.say("i live in zagreb")
    cards = [message["custom"] for message in chat.say("i want to die") if "custom" in message]
    assert [(card["country"], bool(card["cards"])) for card in cards] == [("HR", True)]


def test_a_country_named_after_an_emergency_brings_its_number_first(chat: Chat) -> None:
    chat.say("i want to die")
    assert chat.text("serbia").startswith(emergency_opening("RS"))


def test_a_crisis_said_simpler_keeps_the_number_and_the_helplines(chat: Chat) -> None:
    chat.say("i live in zagreb")
    chat.say("i want to die")
    for _ in range(2):
        messages = chat.say("can you say that in easier words")
        assert messages[0]["text"].startswith(emergency_opening("HR"))
        cards = [message["custom"] for message in messages if "custom" in message]
        assert [(card["country"], bool(card["cards"])) for card in cards] == [("HR", True)]


def blackmailed_words() -> str:
    about = {"disclosure": "disclose_sextortion"}
    turn = Turn("crisis_self_harm", Risk.emergency, facts=about)
    return project.answer_book().answers[turn.intent].variant(turn).text["11-13"]


@pytest.mark.parametrize(
    "texts",
    [
        ["someone is threatening to post my nudes", "i want to die"],
        ["he says he will post my nudes if i dont pay him and i want to kill myself"],
    ],
)
def test_an_emergency_knows_of_the_blackmail(chat: Chat, texts: list[str]) -> None:
    *before, last = texts
    for text in before:
        chat.say(text)
    reply = chat.text(last)
    assert chat.intent() == "crisis_self_harm"
    assert reply.startswith(emergency_opening())
    assert blackmailed_words() in reply


def test_an_emergency_without_blackmail_does_not_speak_of_it(chat: Chat) -> None:
    assert "pay" not in chat.text("i want to die")


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_what_follows_an_emergency_is_no_answer_to_the_quiz(chat: Chat, answer: str) -> None:
    chat.say("start the quiz")
    chat.say("i want to die")
    reply = chat.text(answer)
    verdicts = [project.answer_book().phrase(name) for name in ("quiz_right", "quiz_wrong")]
    assert not any(verdict in reply for verdict in verdicts)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["im gonna jump", "should i"], "one step back"),
        (["he is at my door", "should i open"], "Keep the door shut"),
        (["my friend took pills and shes asleep", "she wont wake up"], "before anything else"),
        (["my friend wants to die", "no its me"], "Thank you for telling me that it's you"),
        (["i want to die", "nobody answers"], "let it ring"),
        (["i took pills", "do i have to go to hospital"], "unlock the door"),
    ],
)
def test_what_follows_an_emergency_goes_on_with_it(
    chat: Chat, texts: list[str], words: str
) -> None:
    first, second = map(chat.text, texts)
    assert first.startswith(emergency_opening())
    assert second.startswith(emergency_opening())
    assert words in second


def test_help_that_has_come_ends_the_emergency(chat: Chat) -> None:
    chat.say("i took pills")
    reply = chat.text("the ambulance is here")
    assert not reply.startswith(emergency_opening())
    assert "so glad that help is there" in reply


def test_an_emergency_at_the_end_of_a_long_message_is_seen(chat: Chat) -> None:
    reply = chat.text("so today at school we had maths and art. " * 200 + "i want to die")
    assert reply.startswith(emergency_opening())


def test_a_figure_of_speech_is_no_emergency(chat: Chat) -> None:
    chat.say("can you help me with my maths homework")
    assert chat.slots()["risk"] == "none"


def test_the_risk_never_falls_during_a_conversation(chat: Chat) -> None:
    texts = [
        "hello",
        "i sent a nude and now i regret it",
        "someone is threatening to post my nudes",
        "thank you",
        "i want to die",
        "how do i stay safe online",
        "bye",
    ]
    levels = [level_after(chat, text) for text in texts]
    assert levels == sorted(levels)
    assert levels[0] is Risk.none
    assert levels[-1] is Risk.emergency


def test_the_risk_falls_on_restart(chat: Chat) -> None:
    chat.say("i want to die")
    chat.say("start again")
    assert chat.slots()["risk"] == "none"


def test_a_disclosure_with_age_and_country_is_understood_at_once(chat: Chat) -> None:
    chat.say("I am 12 and from Bulgaria, somebody has my picture")
    slots = chat.slots()
    assert (slots["age_band"], slots["country"]) == ("11-13", "BG")
    assert chat.intent().startswith("disclose_")


def test_two_children_never_share_what_they_said(new_chat: Callable[[], Chat]) -> None:
    one, other = new_chat(), new_chat()
    one.say("I am 12 and from Bulgaria, somebody has my picture")
    other.say("hello")
    slots = other.slots()
    assert (slots["age_band"], slots["country"], slots["risk"]) == (None, None, "none")


def level_after(chat: Chat, text: str) -> Risk:
    chat.say(text)
    return Risk.of(chat.slots()["risk"])


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("he posted my pic on the class chat and i want to disappear", "think about dying"),
        (
            "i cant breathe properly my hands are shaking he just sent it to my sister "
            "i dont know what to do",
            "breathe out slowly",
        ),
        (
            "my stepbrother recorded me in the changing room and i havent eaten since, "
            "is it ok if i just want to disappear",
            "think about dying",
        ),
    ],
)
def test_a_cry_beside_what_happened_is_heard_with_it(chat: Chat, text: str, feeling: str) -> None:
    reply = chat.text(text)
    assert reply.startswith(emergency_opening())
    assert feeling in reply
    assert "not your fault" in reply


def test_who_says_yes_to_thoughts_of_dying_is_asked_whether_it_is_safe(chat: Chat) -> None:
    chat.say("he posted my pic on the class chat and i want to disappear")
    assert "Are you safe right now?" in chat.text("yes")
