"""Chats in which who did it, its parents, or who fears somebody near were answered as a victim."""

from __future__ import annotations

import pytest

from beacon.answers import Composer, Said
from beacon.levels import Risk
from tests.unit.answers.talks import heard, said, says, words

MY_SON = said("my son forwarded a picture of a girl", "parent_child_affected")
PUSHED = said("i asked a girl for pics and she said no and i kept asking", "ask_forward_image")
FAKED = said("i made a fake nude of a girl in my class", "ask_fake_image")
NEAR_ONE = said("my husband watches her in the shower", "parent_child_affected")
COLLEAGUE = said("a colleague texts pupils at night", "teacher_incident")


@pytest.mark.parametrize(
    "text",
    [
        "i asked a girl for pics and she said no and i kept asking",
        "i pressured my gf to send nudes",
        "i begged him for pics",
    ],
)
def test_who_pushed_for_a_picture_is_not_answered_as_the_one_who_was_pushed(
    composer: Composer, text: str
) -> None:
    reply = words(composer.reply(heard(text, "ask_pressure")))
    assert "a no is a no" in reply
    assert "not your fault" not in reply


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("i think i scared her", "disclose_friend"),
        ("am i a creep", "out_of_scope"),
        ("she blocked me", "out_of_scope"),
        ("do i have to apologise", "ask_healthy_relationship"),
    ],
)
def test_nor_in_what_it_says_next(composer: Composer, text: str, read_as: str) -> None:
    reply = words(composer.reply(heard(text, read_as, PUSHED)))
    assert "aren't a bad person" in reply


def test_who_is_pushed_stays_the_one_who_is_pushed() -> None:
    assert "kept_asking" not in says("he kept asking me for pics and i said no")
    assert heard("am i a creep", "out_of_scope").intent == "out_of_scope"


def test_parents_of_the_one_it_was_done_to_are_no_strangers(composer: Composer) -> None:
    did = said("i showed my gfs nude to my mates", "ask_forward_image")
    assert "did_pass_on" in did.says
    turn = heard("her dad wants to talk to me", "ask_online_stranger", did)
    reply = words(composer.reply(turn))
    assert "an adult on your side" in reply
    assert "Never meet" not in reply
    assert heard("her dad wants to talk to me", "ask_online_stranger").intent == (
        "ask_online_stranger"
    )


def test_who_made_a_fake_and_asks_what_to_delete_is_no_victim(composer: Composer) -> None:
    reply = words(composer.reply(heard("should i delete the app", "ask_save_evidence", FAKED)))
    assert "Don't pay" not in reply
    assert "person in the picture needs help" in reply


@pytest.mark.parametrize("text", ["can i warn her", "can i warn him", "should i tell her i got it"])
def test_who_wants_to_warn_somebody_is_told_how(composer: Composer, text: str) -> None:
    friend = Said("disclose_friend", risk=Risk.high)
    reply = words(composer.reply(heard(text, "ask_save_evidence", friend)))
    assert "I want you to know" in reply
    assert "Don't pay" not in reply


@pytest.mark.parametrize(
    "text", ["he says he cant live with it", "she said she doesnt want to live"]
)
def test_a_friend_who_cannot_live_with_it_is_in_danger(text: str) -> None:
    assert "friend_in_danger" in says(text)


def test_a_boy_who_cannot_live_without_the_writer_is_no_friend_in_danger() -> None:
    assert "friend_in_danger" not in says("he says he cant live without me")


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("my son is autistic 17 and he asked younger girls for nudes", "parent_how_to_talk"),
        ("mein sohn hat ein bild von einem mädchen weitergeschickt", "parent_child_affected"),
    ],
)
def test_parents_of_the_one_who_did_it_are_heard_as_such(
    composer: Composer, text: str, read_as: str
) -> None:
    reply = words(composer.reply(heard(text, read_as, band="adult")))
    assert "your child can still put it right" in reply


@pytest.mark.parametrize(
    ("first", "read_first", "then", "read_then"),
    [
        ("he shared her photo", "disclose_friend", "my son is 15", "inform_age"),
        ("my son is 15", "inform_age", "he shared her photo", "disclose_friend"),
    ],
)
def test_also_where_they_tell_it_in_two_messages(
    composer: Composer, first: str, read_first: str, then: str, read_then: str
) -> None:
    turn = heard(then, read_then, said(first, read_first), band="adult")
    assert "your child can still put it right" in words(composer.reply(turn))


@pytest.mark.parametrize(
    ("text", "read_as", "expected"),
    [
        ("what should i say to him", "disclose_friend", "It was wrong, and I'm still on your side"),
        ("how do i talk about it", "parent_how_to_talk", "It was wrong, and I'm still"),
        ("should he apologise to her", "disclose_friend", "Only if the other child wants it"),
        ("do i take his phone", "ask_save_evidence", "First it has to stop"),
        ("im so ashamed", "express_feelings", "doesn't make you a bad parent"),
        ("her mother threatens us", "parent_child_affected", "doesn't make you a bad parent"),
        ("was soll ich ihm sagen", "ask_pressure", "It was wrong, and I'm still"),
    ],
)
def test_what_they_ask_next_is_not_answered_as_of_a_victim(
    composer: Composer, text: str, read_as: str, expected: str
) -> None:
    reply = words(composer.reply(heard(text, read_as, MY_SON, band="adult")))
    assert expected in reply
    assert "You did nothing wrong" not in reply
    assert "It's not your fault" not in reply


@pytest.mark.parametrize(
    ("text", "read_as", "expected"),
    [
        ("do i take his phone", "ask_save_evidence", "First it has to stop"),
        ("what should i say to him", "disclose_friend", "It was wrong, and I'm still"),
        ("im so ashamed", "express_feelings", "doesn't make you a bad parent"),
    ],
)
def test_nor_after_two_messages(composer: Composer, text: str, read_as: str, expected: str) -> None:
    told = said("he shared her photo", "disclose_friend")
    mine = said("my son is 15", "parent_child_affected")
    assert expected in words(composer.reply(heard(text, read_as, told, mine, band="adult")))


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("should i ask him", "ask_save_evidence"),
        ("maybe she made it up", "disclose_friend"),
        ("hes a good man", "out_of_scope"),
    ],
)
def test_who_fears_a_partner_is_not_left_to_ask_him(
    composer: Composer, text: str, read_as: str
) -> None:
    assert "near_one_films" in NEAR_ONE.says
    reply = words(composer.reply(heard(text, read_as, NEAR_ONE, band="adult")))
    assert "ask or warn the" in reply


@pytest.mark.parametrize(
    ("text", "read_as"),
    [("should i ask him", "ask_save_evidence"), ("the head says leave it", "teacher_incident")],
)
def test_a_colleague_is_neither_asked_nor_left(composer: Composer, text: str, read_as: str) -> None:
    reply = words(composer.reply(heard(text, read_as, COLLEAGUE, band="adult")))
    assert "Go one level higher" in reply


def test_a_parent_does_not_write_to_the_man(composer: Composer) -> None:
    case = Said("parent_child_affected", risk=Risk.concern)
    turn = heard("should i write to him", "ask_save_evidence", case, band="adult")
    assert "don't write to them" in words(composer.reply(turn))


def test_a_teacher_asks_in_german_whether_to_look_at_it(composer: Composer) -> None:
    case = Said("teacher_incident", risk=Risk.high)
    turn = heard("soll ich es mir ansehen", "ask_helpline_contact", case, band="adult")
    reply = words(composer.reply(turn))
    assert "nervous" not in reply


def test_what_a_threat_is_about_is_no_sexual_talk_to_the_bot(composer: Composer) -> None:
    threat = said("some guy says he hacked my webcam", "disclose_sextortion")
    reply = words(composer.reply(heard("i do watch porn", "sexual_to_bot", threat)))
    assert "doesn't make the threat your fault" in reply
    assert heard("i do watch porn", "sexual_to_bot").intent == "sexual_to_bot"


def test_that_a_friend_is_writing_with_somebody_is_a_doubtful_alarm() -> None:
    assert "she_writes_to_them" in says("shes writing him now")
    assert "she_writes_to_them" not in says("hes writing me now")


def test_to_search_phones_is_to_take_them_and_to_look_is_not() -> None:
    assert "take_phone" in says("can i search their phones")
    assert "take_phone" not in says("should we check her phone or trust her")
