"""How children tell and ask back: in scraps, with love, a promise, "why", and what they fear."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beacon.answers import Composer, Said, Turn
from beacon.levels import BANDS, Risk
from tests.unit.answers.talks import (
    ABUSE,
    BLACKMAIL,
    FRIEND,
    SHARED,
    for_sure,
    heard,
    read,
    said,
    says,
    words,
)

COACH = said("my coach asked me for pictures", "ask_online_stranger")
BROTHER = said("my little brother 7 sent a pic to someone", "disclose_friend")


@pytest.mark.parametrize("text", ["from snap", "in a game", "for the dare", "with my webcam"])
@pytest.mark.parametrize("read_as", ["restart", "start_quiz", "deny", "sexual_to_bot"])
def test_a_scrap_wipes_no_chat_and_begins_no_quiz(
    composer: Composer, text: str, read_as: str
) -> None:
    turn = heard(text, read_as, SHARED)
    assert turn.intent == "ask_menu"
    assert "I'm listening" in words(composer.reply(turn))


@pytest.mark.parametrize("text", ["start again", "start the quiz", "from germany", "on the roof"])
def test_what_is_no_scrap_is_read_as_it_was(text: str) -> None:
    assert says(text).isdisjoint({"scrap", "picture_detail", "opens_up"})


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("text", ["without clothes", "no clothes", "in my underwear", "nue"])
def test_what_a_picture_shows_is_no_refusal(composer: Composer, text: str, band: str) -> None:
    reply = words(composer.reply(heard(text, "deny", SHARED, band=band)))
    assert reply.startswith("Thank you for telling me")
    assert "If I got you wrong" not in reply


def test_the_second_scrap_is_answered_in_other_words(composer: Composer) -> None:
    first = said("on cam", "ask_menu")
    reply = words(composer.reply(heard("naked", "ask_received_image", SHARED, first)))
    assert "I read each word" in reply


def test_a_scrap_after_are_you_safe_is_no_yes(composer: Composer) -> None:
    asked = Said("crisis_immediate_danger", risk=Risk.emergency, facts={"alarm": "doubtful"})
    reply = words(composer.reply(heard("my undies", "disclose_image_shared", SHARED, asked)))
    assert "glad that you're safe" not in reply


def test_a_scrap_leaves_a_quiz(composer: Composer) -> None:
    question = Said("quiz", facts={"question": "0", "score": "0"})
    reply = words(composer.reply(heard("naked", "ask_received_image", question)))
    assert "Just say true or false" not in reply


@pytest.mark.parametrize(
    "text", ["something happened", "i have a question", "there is more", "a lady in my game"]
)
def test_a_beginning_is_heard(composer: Composer, text: str) -> None:
    for read_as in ("out_of_scope", "start_quiz", "ask_how_common"):
        assert "in your own words" in words(composer.reply(heard(text, read_as)))


@pytest.mark.parametrize("text", ["i love him", "but hes my uncle", "he really cares"])
def test_who_is_loved_may_still_be_told_of(composer: Composer, text: str) -> None:
    reply = words(composer.reply(heard(text, "out_of_scope", COACH)))
    assert "You can love them and still get help" in reply
    again = said(text, "ask_healthy_relationship")
    reply = words(composer.reply(heard(text, "out_of_scope", COACH, again)))
    assert "don't have to stop liking them" in reply


def test_love_without_trouble_is_no_case(composer: Composer) -> None:
    reply = words(composer.reply(heard("i think im in love", "out_of_scope")))
    assert "It's OK to have such feelings" in reply


@pytest.mark.parametrize("text", ["i love you", "i like him but he hits me", "i like minecraft"])
def test_other_love_is_not_taken_for_it(text: str) -> None:
    assert "loves_them" not in says(text)


@pytest.mark.parametrize("text", ["i promised", "its a secret", "no one can know"])
def test_a_promise_to_keep_silent_is_not_praised(composer: Composer, text: str) -> None:
    for read_as in ("affirm", "ask_privacy"):
        reply = words(composer.reply(heard(text, read_as, COACH)))
        assert "isn't yours to keep" in reply


@pytest.mark.parametrize("text", ["why", "but why", "why not", "warum"])
def test_why_is_answered(composer: Composer, text: str) -> None:
    reply = words(composer.reply(heard(text, "out_of_scope", SHARED)))
    assert "not because you did wrong" in reply


def test_why_in_a_quiz_is_asked_of_the_statement(composer: Composer) -> None:
    question = Said("quiz", facts={"question": "0", "score": "0"})
    assert "2/10" in words(composer.reply(heard("why", "out_of_scope", question)))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("what does report mean", "tell people who can do something"),
        ("what is a screenshot", "photo of what your screen shows"),
        ("what is a trusted adult", "with whom you feel safe"),
        ("what is take it down", "makes a code"),
        ("what does block mean", "can't write to you"),
        ("is a picture of my feet a nude", "aren't nudes"),
    ],
)
def test_words_of_the_bot_are_explained(composer: Composer, text: str, part: str) -> None:
    for read_as in ("ask_report", "out_of_scope", "ask_remove_image", "ask_fake_image"):
        turn = heard(text, read_as, SHARED)
        if turn.intent == "ask_define_term":
            assert part in words(composer.reply(turn))
            return
    pytest.fail(text)


def test_who_picks_up_is_told(composer: Composer) -> None:
    reply = words(composer.reply(heard("who picks up", "ask_helpline_contact", SHARED)))
    assert "trained to listen" in reply
    assert "It's OK to be nervous" not in reply


# --- Who did what ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["do i have to show it to the teacher", "they say its a joke"])
def test_a_victim_is_not_told_to_put_it_right(composer: Composer, text: str) -> None:
    reply = words(composer.reply(heard(text, "ask_forward_image", SHARED)))
    assert "put it right" not in reply
    assert "you already did" not in reply


def test_what_others_call_a_joke_was_no_deed_of_the_child() -> None:
    assert "was_a_joke" not in says("what if they say its just a joke")


def test_it_was_me_after_a_friend_is_the_child(composer: Composer) -> None:
    friend = said("my friend is being asked for nudes", "disclose_friend")
    reply = words(composer.reply(heard("it was me", "ask_forward_image", friend)))
    assert "Thank you for telling me that it's you" in reply
    assert heard("it was me", "ask_forward_image", SHARED).intent == "ask_forward_image"


@pytest.mark.parametrize("text", ["i wont do it", "is that blackmail"])
def test_who_threatened_is_not_told_that_it_is_no_fault(composer: Composer, text: str) -> None:
    threat = said("i told my ex i will post his pic", "ask_forward_image")
    reply = words(composer.reply(heard(text, "disclose_sextortion", threat)))
    assert "not your fault" not in reply
    assert "Take it back" in reply
    assert heard("is that blackmail", "disclose_sextortion", SHARED).intent == "disclose_sextortion"


def test_an_unwanted_picture_is_owned_and_put_right(composer: Composer) -> None:
    sent = said("i sent a dick pic to a girl", "disclose_sent_image")
    unwanted = said("she didnt want it", "ask_forward_image")
    reply = words(composer.reply(heard("she didnt want it", "ask_received_image", sent)))
    assert "you can put it right" in reply
    reply = words(composer.reply(heard("she told the teacher", "disclose_friend", sent, unwanted)))
    assert "their right to tell" in reply
    assert heard("she didnt want it", "ask_received_image").intent == "ask_received_image"


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("it was for my friend", "out_of_scope"),
        ("but it went to a boy in my class", "ask_forward_image"),
        ("he saw it", "disclose_image_shared"),
    ],
)
def test_a_mistake_is_no_deed(composer: Composer, text: str, read_as: str) -> None:
    mistake = said("i sent a pic to the wrong person", "ask_forward_image")
    reply = words(composer.reply(heard(text, read_as, mistake)))
    assert "put it right" not in reply
    assert "passed it on" not in reply


def test_a_child_that_asks_what_to_write_is_no_parent() -> None:
    text = "what should i say to the boy"
    assert heard(text, "parent_how_to_talk").intent == "ask_pressure"
    case = Said("parent_child_affected", risk=Risk.high)
    assert heard(text, "parent_how_to_talk", case, band="adult").intent == "parent_child_affected"


# --- Alarms ---------------------------------------------------------------------------------------


def alarm(
    text: str,
    *before: Said,
    read_as: str = "crisis_immediate_danger",
    is_doubtful: bool = False,
    band: str = "11-13",
) -> Turn:
    """An alarm of the classifier, and no pattern's."""
    turn = heard(text, read_as, *before, band=band, risk=Risk.emergency)
    if is_doubtful:
        return replace(turn, facts={**turn.facts, "alarm": "doubtful"})
    return replace(for_sure(turn), intent=read_as if turn.risk is Risk.emergency else turn.intent)


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize(
    ("text", "before", "part"),
    [
        ("i dont want him to go away", ABUSE, "fear"),
        ("shes calling my mum", SHARED, "Breathe out slowly|hard moment"),
        ("she has my address", COACH, "door"),
        ("he will leave me", COACH, "end a thing|anything|keep"),
        ("hes crying", BROTHER, "them"),
        ("im meeting a boy tomorrow", COACH, "go"),
    ],
)
def test_an_alarm_speaks_of_what_was_said(
    composer: Composer, text: str, before: Said, part: str, band: str
) -> None:
    reply = words(composer.reply(alarm(text, before, band=band)))
    assert any(one in reply for one in part.split("|"))
    assert "Is it a friend, or a meeting?" not in reply


@pytest.mark.parametrize("band", BANDS)
def test_no_money_for_a_blackmailer_keeps_the_help_for_whoever_may_hurt_itself(
    composer: Composer, band: str
) -> None:
    turn = alarm("i have no money left", BLACKMAIL, read_as="crisis_self_harm", band=band)
    reply = words(composer.reply(turn))
    assert "money" in reply
    assert "all" in reply
    assert composer.reply(turn).urgent


def test_a_place_is_not_taken_for_being_locked_in(composer: Composer) -> None:
    reply = words(composer.reply(alarm("in the bathroom", ABUSE)))
    assert "locked in" not in reply
    assert "Is it happening now?" in reply
    locked = said("they locked me in", "crisis_immediate_danger")
    locked = replace(locked, risk=Risk.emergency)
    assert "call" in words(composer.reply(alarm("in the bathroom", locked)))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("i want to go to bed", "goodbye"),
        ("i dont want police", "ask_report"),
        ("i am in a wheelchair", "ask_menu"),
        ("i want to stay in the team", "ask_talk_to_adult"),
        ("if i tell i have to move again", "ask_talk_to_adult"),
        ("theres this guy", "ask_menu"),
        ("what will happen to me", "ask_law"),
    ],
)
def test_a_doubtful_alarm_leaves_plain_words_their_answer(text: str, intent: str) -> None:
    found = read(text, "crisis_self_harm", Risk.emergency, is_certain=False)
    assert found["intent"]["name"] == intent
    sure = read(text, "crisis_self_harm", Risk.emergency)
    assert sure["intent"]["name"] == "crisis_self_harm"


def test_who_goes_to_an_adult_in_an_alarm_is_told_to_go(composer: Composer) -> None:
    danger = Said("crisis_immediate_danger", risk=Risk.emergency)
    reply = composer.reply(heard("ok i go to the teacher", "out_of_scope", ABUSE, danger))
    assert "just right" in words(reply)
    assert reply.urgent


def test_a_friend_who_answers_again_still_needs_an_adult(composer: Composer) -> None:
    friend = said("my mate says he will kms if the pic gets out", "crisis_self_harm")
    friend = replace(friend, risk=Risk.emergency)
    reply = composer.reply(heard("he answered", "out_of_scope", friend))
    assert "tell an adult today" in words(reply)
    assert reply.urgent


def test_who_would_hurt_itself_is_no_friend() -> None:
    assert "friend_in_danger" not in says("ill kms if my friend finds out")


def test_a_promise_to_a_sister_is_about_her_and_to_an_abuser_is_not() -> None:
    text = "he made me swear not to tell"
    assert heard(text, "disclose_coerced", BROTHER).intent == "disclose_friend"
    assert heard(text, "disclose_coerced", ABUSE).intent == "disclose_coerced"
    does_it = said("my cousin sends me pics and makes me do stuff", "disclose_coerced")
    assert heard(text, "disclose_coerced", does_it).intent == "disclose_coerced"


# --- The rest -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["do i have to give the robux back", "can i keep the vbucks"])
def test_a_present_is_not_owed(composer: Composer, text: str) -> None:
    reply = words(composer.reply(heard(text, "out_of_scope", COACH)))
    assert reply.startswith("No. You owe them nothing")


def test_still_thinking_of_it_is_normal(composer: Composer) -> None:
    still = said("but i still think about it", "ask_recovery")
    reply = words(composer.reply(heard("is that normal", "express_feelings", SHARED, still)))
    assert reply.startswith("Yes, that's normal")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("i am skard", "feeling_word"),
        ("i cant tel my mum", "cant_tell_parents"),
        ("she wil be angri", "will_be_angry"),
        ("sumone hass my pik", "has_my_picture"),
        ("my father he kill me if he know", "cant_tell_parents"),
        ("he said he would tell everyone im a lesbian", "outing_threat"),
    ],
)
def test_other_spelling_is_read(text: str, topic: str) -> None:
    assert topic in says(text)


def test_who_reads_along_is_spoken_to(composer: Composer) -> None:
    reply = words(composer.reply(heard("my mum is reading this", "out_of_scope")))
    assert "both of you" in reply


def test_nothing_done_after_it_was_told_is_no_friends_trouble(composer: Composer) -> None:
    told = said("i told my social worker", "ask_talk_to_adult")
    reply = words(composer.reply(heard("she did nothing", "disclose_friend", SHARED, told)))
    assert reply.startswith("I'm sorry it went like that")


@pytest.mark.parametrize("doubt", ["affirm", "goodbye", "deny"])
def test_between_two_things_that_say_nothing_there_is_no_question_back(
    composer: Composer, doubt: str
) -> None:
    turn = replace(heard("hm well", "out_of_scope", SHARED), intent="out_of_scope", doubt=doubt)
    assert composer.reply(turn).said.answer == "out_of_scope"
    turn = replace(turn, doubt="ask_pressure")
    assert composer.reply(turn).said.answer == "ask_back"


def test_nothing_is_asked_back_while_an_alarm_stands(composer: Composer) -> None:
    danger = Said("crisis_immediate_danger", risk=Risk.emergency)
    turn = heard("hm well", "out_of_scope", FRIEND, danger)
    turn = replace(turn, intent="out_of_scope", doubt="ask_pressure")
    assert composer.reply(turn).said.answer != "ask_back"
