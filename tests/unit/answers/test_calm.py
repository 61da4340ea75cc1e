"""Everyday words that only the classifier takes for an alarm, and what they mean in a chat."""

from __future__ import annotations

import pytest

from beacon.answers import Reply
from beacon.levels import Risk
from beacon.understanding.contract import lowest_risk
from tests.unit.answers import talks
from tests.unit.answers.talks import read, says

DANGER, SELF_HARM = "crisis_immediate_danger", "crisis_self_harm"
CALM = (
    "i hit him",
    "they hit each other",
    "she goes home in an hour",
    "i cant sleep",
    "its my choice",
    "im walking home",
    "im at my friends house",
    "my friend is at the door",
    "im at a sleepover",
    "im in the car with my mum",
    "i cant wait for the weekend",
    "ill be gone for the weekend",
    "ill be 13 soon",
    "its the last day of school",
    "one last question",
    "i cut my hair",
    "i took my vitamins",
    "i broke my arm last year",
    "my mum is calling me",
    "im done with him",
    "the parents are coming at three",
    "the headteacher is away",
    "my ex has her this weekend",
)
PERHAPS = ("im in my room", "she is sleeping", "i want to sleep", "he comes home at four")
CRIES = (
    "i ended it",
    "i want to end it",
    "tomorrow is the last day",
    "i gave away my things",
    "i wrote a note to my mum",
    "he is coming over",
    "i locked the door",
    "im in his car",
    "my dad hit me",
    "ill do it tonight",
    "im going away for a bit",
)


class Chat(talks.Chat):
    """A chat whose classifier takes every message for what the test says."""

    def __init__(self, band: str = "11-13", risk: Risk = Risk.none) -> None:
        super().__init__(band, risk)

    def says(self, text: str, intent: str, *, is_certain: bool = True) -> Reply:
        return self.answer(read(text, intent, lowest_risk(intent), is_certain))


@pytest.mark.parametrize("text", CALM)
def test_everyday_words_are_no_alarm(text: str) -> None:
    reply = Chat().says(text, DANGER)
    assert not reply.urgent
    assert reply.said.risk < Risk.high


@pytest.mark.parametrize("text", CALM)
def test_after_something_grave_it_is_asked_whether_the_child_is_safe(text: str) -> None:
    chat = Chat()
    chat.says("he says he posts my nude if i dont pay", "disclose_sextortion")
    reply = chat.says(text, DANGER)
    assert reply.urgent
    assert reply.said.answer == DANGER


@pytest.mark.parametrize("text", ["its just feet", "he only wants feet pics", "it says closed"])
@pytest.mark.parametrize("before", ["disclose_sextortion", "ask_menu"])
def test_words_that_can_be_no_cry_are_calm_anywhere(text: str, before: str) -> None:
    chat = Chat()
    chat.says("he wants more", before)
    assert not chat.says(text, DANGER).urgent


@pytest.mark.parametrize("text", PERHAPS)
def test_words_that_may_be_a_cry_are_asked_about(text: str) -> None:
    reply = Chat().says(text, DANGER)
    assert reply.urgent
    assert "Are you safe right now?" in reply.text


@pytest.mark.parametrize("text", [*CALM, *PERHAPS])
def test_while_an_alarm_stands_no_words_are_calm(text: str) -> None:
    chat = Chat()
    chat.says("i want to die", SELF_HARM)
    reply = chat.says(text, SELF_HARM)
    assert reply.said.answer == SELF_HARM
    assert "Are you safe right now?" not in reply.text


@pytest.mark.parametrize("text", CRIES)
def test_what_may_be_a_cry_stays_an_alarm(text: str) -> None:
    reply = Chat().says(text, DANGER)
    assert reply.urgent
    assert reply.said.is_sure_alarm


@pytest.mark.parametrize("text", CALM)
def test_calm_words_are_calm_again_once_the_child_is_safe(text: str) -> None:
    chat = Chat()
    chat.says("i want to die", SELF_HARM)
    chat.says("im safe now", "affirm")
    assert not chat.says(text, DANGER).urgent


@pytest.mark.parametrize("text", ["i ended it", "he is coming over", "ill do it tonight"])
def test_an_alarm_without_plain_words_is_a_question_once_the_child_was_safe(text: str) -> None:
    chat = Chat()
    chat.says("i want to die", SELF_HARM)
    chat.says("im safe now", "affirm")
    reply = chat.says(text, SELF_HARM)
    assert reply.urgent
    assert not reply.said.is_sure_alarm


def test_a_yes_to_are_you_safe_is_not_asked_again_for_where_it_is() -> None:
    chat = Chat()
    chat.says("im in my room", DANGER)
    chat.says("yes", "affirm")
    assert not chat.says("im in bed", DANGER).urgent
    assert chat.says("i want to sleep", SELF_HARM).urgent


def test_somebody_with_a_child_that_is_safe_is_no_alarm() -> None:
    chat = Chat()
    chat.says("i want to die", SELF_HARM)
    assert chat.says("my mum is here", DANGER).urgent
    chat.says("im safe now", "affirm")
    assert not chat.says("my mum is here", DANGER).urgent
    assert chat.says("my mum is here and he has a knife", DANGER).urgent


def test_what_was_taken_ends_no_doubt() -> None:
    chat = Chat()
    chat.says("i want to die", SELF_HARM)
    chat.says("im safe now", "affirm")
    chat.says("i took pills", SELF_HARM)
    assert chat.says("im at home", DANGER).urgent


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("she goes home in an hour", "not after the bell"),
        ("i hit him", "mostly fear"),
        ("what can i do for her tonight", "until they sleep"),
    ],
)
def test_an_adult_is_answered_about_the_child(text: str, part: str) -> None:
    told = "teacher_incident" if "home" in text else "parent_child_affected"
    chat = Chat("adult", risk=Risk.high)
    chat.says("somebody blackmails her", told)
    reply = chat.says(text, DANGER)
    assert part in reply.text
    assert not reply.urgent


@pytest.mark.parametrize("text", ["should i take her phone", "should i punish him"])
def test_the_answer_to_an_adult_beats_a_doubtful_alarm_below_the_number(text: str) -> None:
    chat = Chat("adult")
    chat.says("my daughter sent nudes", "parent_child_affected")
    reply = chat.says(text, DANGER, is_certain=False)
    assert reply.urgent
    assert reply.said.answer == "parent_child_affected"


@pytest.mark.parametrize("text", ["he is mad now", "is he coming here", "he is so angry"])
@pytest.mark.parametrize("before", ["he hits", "he broke the door", "my dad hits me"])
def test_anger_of_who_is_violent_does_not_beat_an_alarm(text: str, before: str) -> None:
    chat = Chat()
    chat.says(before, "out_of_scope")
    assert chat.says(text, DANGER, is_certain=False).said.answer == DANGER
    calm = Chat()
    calm.says("my bf wants nudes", "ask_pressure")
    assert calm.says(text, DANGER, is_certain=False).said.answer != DANGER


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("he is mad now", "ask_pressure"),
        ("is he coming here", "ask_online_stranger"),
        ("he is so angry", "ask_talk_to_adult"),
    ],
)
@pytest.mark.parametrize("band", ["8-10", "11-13", "14-17", "adult"])
def test_who_fears_somebody_violent_is_not_sent_to_talk_it_over(
    text: str, intent: str, band: str
) -> None:
    chat = Chat(band)
    chat.says("he hits me", "out_of_scope")
    reply = chat.says(text, intent)
    assert "call now" in reply.text.lower()
    assert "Then say" not in reply.text


def test_it_is_violent_only_by_such_words() -> None:
    assert "violent" in says("he kicked the door in")
    assert "violent" not in says("he beats me at chess")


@pytest.mark.parametrize(
    "text",
    [
        "omg no its my BIRTHDAY party. im turning 11",
        "its a prize",
        "in minecraft i mean",
        "no i mean its late and im going to bed",
        "its for my teacher mrs k shes moving away",
    ],
)
@pytest.mark.parametrize("read_as", [SELF_HARM, "out_of_scope", "deny"])
def test_an_everyday_explanation_ends_an_alarm_of_no_plain_words(text: str, read_as: str) -> None:
    chat = Chat()
    chat.says("everyone will know monday", SELF_HARM)
    reply = chat.says(text, read_as, is_certain=False)
    assert not reply.urgent
    assert "I got you wrong" in reply.text
    assert not chat.says("can u give me ideas for games", "out_of_scope").urgent


@pytest.mark.parametrize("text", ["its my birthday party tomorrow", "im fine"])
def test_a_cry_is_not_explained_away(text: str) -> None:
    chat = Chat()
    chat.says("i want to die", SELF_HARM)
    assert chat.says(text, "out_of_scope").urgent


@pytest.mark.parametrize(
    "text",
    [
        "im going to bed and i hope i dont wake up",
        "i wont be here for my birthday",
        "its not a game",
        "he says its just a game",
    ],
)
def test_what_only_sounds_everyday_explains_nothing(text: str) -> None:
    assert "everyday_after_all" not in says(text)


@pytest.mark.parametrize(
    ("before", "told", "text", "part"),
    [
        ("my dad hits me", "disclose_coerced", "it was only once", "not even once"),
        ("i sent one", "disclose_sent_image", "he will send me to pakistan", "against your will"),
        ("my coach has a pic", "disclose_coerced", "he wants me to change in his office", "to go"),
        ("my coach has a pic", "disclose_coerced", "i have practice in 1 hour", "to go"),
    ],
)
def test_what_is_told_softly_is_not_missed(before: str, told: str, text: str, part: str) -> None:
    chat = Chat()
    chat.says(before, told)
    assert part in chat.says(text, "out_of_scope").text
