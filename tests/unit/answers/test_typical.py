"""Typical chats in which a reply once took the writer for somebody else, or blamed it."""

from __future__ import annotations

import pytest

from beacon.answers import Composer, Said
from beacon.levels import Risk
from tests.unit.answers.talks import heard, said, says, words

FAKED = said("somebody put my face on a naked body", "ask_fake_image")
GOT_ONE = said("someone sent me nudes of a girl from school", "ask_received_image")
ASKED = Said("ask_pressure", risk=Risk.concern)
CASE = Said("parent_child_affected", risk=Risk.concern)
TALK_AT_HOME = Said("parent_how_to_talk")


@pytest.mark.parametrize("text", ["what if he shows his brother", "what if he shows my sister"])
def test_who_fears_that_its_picture_is_shown_did_not_pass_it_on(
    composer: Composer, text: str
) -> None:
    sent = said("i sent a pic to my boyfriend", "disclose_sent_image")
    turn = heard(text, "ask_forward_image", sent)
    assert turn.intent == "ask_risks"
    assert "If you already did" not in words(composer.reply(turn))


@pytest.mark.parametrize("text", ["its in our class chat", "they all share it"])
def test_a_fake_of_the_writer_that_goes_round_is_not_its_doing(
    composer: Composer, text: str
) -> None:
    reply = words(composer.reply(heard(text, "ask_forward_image", FAKED)))
    assert "This is not your fault" in reply
    assert "put it right" not in reply


@pytest.mark.parametrize("text", ["he stopped eating", "she stopped sleeping"])
def test_that_a_child_stops_eating_is_no_good_news(composer: Composer, text: str) -> None:
    assert "it_worked" not in says(text)
    reply = words(composer.reply(heard(text, "ask_recovery", CASE, band="adult")))
    assert "very glad" not in reply


@pytest.mark.parametrize("text", ["from my uncle", "it was my coach"])
def test_who_sent_it_may_be_told_in_a_scrap(composer: Composer, text: str) -> None:
    got = said("i got a dick pic", "ask_received_image")
    reply = words(composer.reply(heard(text, "out_of_scope", got)))
    assert "Nobody near you may do that" in reply


def test_a_secret_that_somebody_asks_for_may_be_broken(composer: Composer) -> None:
    reply = words(composer.reply(heard("then he said dont tell ur mom", "out_of_scope", GOT_ONE)))
    assert "You may break such a promise" in reply


@pytest.mark.parametrize(
    "text",
    [
        "she hasnt written for 2 days, im scared shell do something",
        "im scared she will do something",
    ],
)
def test_fear_for_somebody_who_is_silent_is_about_that_one(text: str) -> None:
    assert "friend_in_danger" in says(text)


@pytest.mark.parametrize(
    "text",
    ["he hasnt written for 2 days and im scared he posts it", "im scared hell do something to me"],
)
def test_fear_of_somebody_is_no_fear_for_them(text: str) -> None:
    assert "friend_in_danger" not in says(text)


def test_a_child_that_begs_for_silence_is_no_quarrel_of_families(composer: Composer) -> None:
    turn = heard("she begged me not to tell her mother", "disclose_friend", CASE, band="adult")
    reply = words(composer.reply(turn))
    assert "Calls between families" not in reply
    assert "begs for silence" in reply


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("my ex husband takes photos of our daughter in the bath", "disclose_friend"),
        ("her dad films her in the shower", "disclose_friend"),
        ("she says dont tell mummy", "ask_talk_to_adult"),
        ("am i overreacting", "express_feelings"),
    ],
)
def test_a_parent_is_not_sent_to_the_other_parent_it_fears(
    composer: Composer, text: str, read_as: str
) -> None:
    reply = words(composer.reply(heard(text, read_as, CASE, band="adult")))
    assert "Don't confront" in reply
    assert "such as the other parent" not in reply


def test_a_first_phone_is_no_search_of_a_phone() -> None:
    assert "looked_at_phone" not in says("can i give my child a phone at 10")
    assert "looked_at_phone" in says("i found pictures on my sons phone")


def test_an_adult_who_asks_what_comes_first_is_answered_as_one(composer: Composer) -> None:
    reply = words(composer.reply(heard("what first", "ask_explain_simpler", CASE, band="adult")))
    assert "That's for adults" not in reply
    assert "Next step" in reply


@pytest.mark.parametrize("text", ["i said maybe", "i told him yes"])
def test_a_maybe_is_not_praised_and_may_be_taken_back(composer: Composer, text: str) -> None:
    reply = words(composer.reply(heard(text, "affirm", ASKED)))
    assert "change" in reply or "turn into a no" in reply
    assert "That's good" not in reply


@pytest.mark.parametrize(
    "before",
    [
        said("a man from my game wants a pic", "ask_online_stranger"),
        said("my coach asked me for pictures", "ask_pressure"),
    ],
)
def test_who_said_yes_to_a_stranger_or_an_adult_writes_it_no_kind_words(
    composer: Composer, before: Said
) -> None:
    reply = words(composer.reply(heard("i said ok", "affirm", before)))
    assert "don't have to write back" in reply
    assert "I like you" not in reply


def test_a_teacher_who_calls_home_is_no_stranger(composer: Composer) -> None:
    taken = said("the teacher took my phone and there is stuff on it", "disclose_image_shared")
    reply = words(
        composer.reply(heard("he said he calls my parents", "ask_online_stranger", taken))
    )
    assert "That's a scary moment" in reply
    assert "Never meet" not in reply


def test_a_threat_to_tell_the_parents_stays_a_threat() -> None:
    assert heard("he said he calls my parents", "disclose_sextortion").intent == (
        "disclose_sextortion"
    )


def test_who_did_not_pass_it_on_is_not_asked_to_put_it_right(composer: Composer) -> None:
    reply = words(composer.reply(heard("i didn't post it", "ask_forward_image", GOT_ONE)))
    assert "it stopped with you" in reply
    assert "put it right" not in reply


def test_nor_when_it_asked_something_in_between(composer: Composer) -> None:
    asked = said("do i delete it or report", "ask_save_evidence")
    turn = heard("i didn't post it", "ask_forward_image", GOT_ONE, asked)
    assert "it stopped with you" in words(composer.reply(turn))


def test_an_app_and_an_age_are_no_case() -> None:
    app = heard("she uses roblox", "ask_online_stranger", TALK_AT_HOME, band="adult")
    assert app.intent == "ask_stay_safe"
    told = said("she uses roblox", "ask_stay_safe")
    early = heard("is it too early", "ask_talk_to_adult", TALK_AT_HOME, told, band="adult")
    assert early.intent == "parent_how_to_talk"


def test_a_parent_who_asks_about_the_school_is_no_teacher() -> None:
    turn = heard("muss ich die schule informieren", "teacher_incident", CASE, band="adult")
    assert turn.intent == "parent_child_affected"


def test_fear_of_being_left_is_no_refusal() -> None:
    assert heard("if i say no hell leave", "deny", ASKED).intent == "express_feelings"


def test_that_a_sister_wants_it_so_stays_about_the_sister() -> None:
    sister = Said("disclose_friend", risk=Risk.high)
    assert heard("she says its her choice", "ask_pressure", sister).intent == "disclose_friend"


def test_who_passed_it_on_is_told_to_stop_it_first(composer: Composer) -> None:
    did = said("i sent my friend's nude to a group", "ask_forward_image")
    shared = said("now everyone has it", "disclose_image_shared")
    reply = words(composer.reply(heard("what do i do", "ask_menu", did, shared)))
    assert "let it end with you" in reply
    assert "It's not your fault" not in reply


def test_school_in_the_words_of_a_child_that_cannot_spell() -> None:
    assert "school_tomorrow" in says("i dont wanna go school tomorow")


def test_a_threat_to_a_daughter_is_answered_as_a_threat(composer: Composer) -> None:
    turn = heard("he is threatening her", "disclose_friend", CASE, band="adult")
    reply = words(composer.reply(turn))
    assert "Paying rarely stops a threat" in reply
    assert "doesn't want to talk" not in reply
