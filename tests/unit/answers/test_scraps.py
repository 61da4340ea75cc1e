"""Stories in scraps in which a reply once took the writer for somebody else, or missed a threat."""

from __future__ import annotations

import pytest

from beacon.answers import Composer, Said
from beacon.answers.history import ALARM
from beacon.entities.ages import AgeFinder
from beacon.levels import Risk
from tests.unit.answers.talks import heard, read, said, says, words

SHARED = said("everyone has seen my nude", "disclose_image_shared")
FRIENDS = said("her bf shared her pic", "disclose_friend")
TOLD = said("i told my teacher", "ask_talk_to_adult")
LINK = said("i got a link in dm", "out_of_scope")


def test_a_scrap_of_where_it_was_does_not_wipe_the_chat() -> None:
    turn = heard("from the changing room", "restart", SHARED)
    assert turn.intent == "ask_menu"


def test_a_parent_who_comes_upstairs_has_not_been_called() -> None:
    assert "called" not in says("mum is coming upstairs")
    assert "called" in says("i called, mum is coming")


@pytest.mark.parametrize("text", ["she told the head", "now my parents have to come in"])
def test_who_told_a_teacher_is_no_teacher(composer: Composer, text: str) -> None:
    assert read(text, "teacher_incident")["intent"]["name"] == "ask_talk_to_adult"
    turn = heard(text, "teacher_incident", TOLD)
    assert turn.intent == "ask_talk_to_adult"
    assert "Telling was right" in words(composer.reply(turn))


def test_a_link_to_its_own_picture_is_not_its_doing(composer: Composer) -> None:
    reply = words(composer.reply(heard("it was me", "ask_forward_image", LINK)))
    assert "This is not your fault" in reply
    assert "put it right" not in reply


def test_a_friends_picture_that_goes_round_is_still_a_friends() -> None:
    turn = heard("its in the football group", "disclose_image_shared", FRIENDS)
    assert turn.intent == "disclose_friend"


def test_whose_brother_has_pictures_of_girls_is_not_told_to_put_it_right() -> None:
    turn = heard("my big brother has pics of girls", "ask_forward_image")
    assert turn.intent == "ask_report"


def test_to_tell_unless_the_writer_does_it_is_blackmail() -> None:
    asked = Said("ask_pressure", risk=Risk.concern)
    turn = heard("she says she will tell if i dont", "ask_pressure", asked)
    assert turn.intent == "disclose_sextortion"
    assert "tells_if_not" not in says("my teacher says she will tell mum if i dont")


@pytest.mark.parametrize("text", ["should i call", "i have her mums number"])
def test_a_friend_in_danger_is_called_for(composer: Composer, text: str) -> None:
    danger = Said("crisis_self_harm", risk=Risk.emergency, says=frozenset({"friend_in_danger"}))
    turn = heard(text, "ask_talk_to_adult", danger)
    assert "Yes, please call" in words(composer.reply(turn))


@pytest.mark.parametrize("crisis", ["crisis_immediate_danger", "crisis_self_harm"])
def test_alone_at_home_and_found_is_not_about_the_night(composer: Composer, crisis: str) -> None:
    found = said("he sent a pic of my house", "ask_online_stranger")
    reply = words(composer.reply(heard("im home alone", crisis, found, risk=Risk.emergency)))
    assert "Lock the doors" in reply
    assert "Nights" not in reply


@pytest.mark.parametrize("text", ["i cant go", "i cant be sick forever", "school tomorrow"])
def test_who_fears_school_hears_of_school_in_an_alarm(composer: Composer, text: str) -> None:
    doubt = Said("crisis_immediate_danger", facts={ALARM: "doubtful"}, risk=Risk.emergency)
    turn = heard(text, "crisis_immediate_danger", SHARED, doubt, risk=Risk.emergency)
    assert "Not wanting to go there makes sense" in words(composer.reply(turn))


@pytest.mark.parametrize("text", ["i cant go", "school tomorrow"])
def test_and_in_one_that_may_be_none(composer: Composer, text: str) -> None:
    turn = heard(text, "crisis_immediate_danger", SHARED, risk=Risk.emergency)
    reply = composer.reply(turn)
    assert "wanting to stay away makes sense" in words(reply)
    assert "999" in words(reply)


def test_a_parent_who_screams_at_what_was_found(composer: Composer) -> None:
    found = said("my mum found out", "ask_talk_to_adult")
    turn = heard("she is screaming", "crisis_immediate_danger", found, risk=Risk.emergency)
    assert "you're not bad because of a picture" in words(composer.reply(turn))


@pytest.mark.parametrize(
    "text", ["if i block them will they post it", "what if he puts it on snap"]
)
def test_what_if_it_is_posted_is_answered(text: str) -> None:
    for read_as in ("ask_helpline_contact", "ask_should_i_share"):
        assert heard(text, read_as, SHARED).intent == "ask_risks"


def test_a_picture_taken_unseen_is_no_fake() -> None:
    assert heard("i didnt know he took it", "ask_fake_image").intent == "disclose_coerced"


def test_a_picture_never_sent_was_not_passed_on() -> None:
    assert heard("i didnt even send it to anyone", "ask_forward_image").intent == "ask_menu"


def test_an_app_for_adults_makes_nobody_one() -> None:
    finder = AgeFinder()
    assert not finder.find("18+")
    assert not finder.find("on an app, 18+")
    assert [mention.value for mention in finder.find("im 18+")] == ["adult"]


@pytest.mark.parametrize("text", ["she sent it to me", "now she wont come to school"])
def test_who_passed_it_on_is_not_told_that_it_was_done_to_them(
    composer: Composer, text: str
) -> None:
    passed_on = said("i passed it on", "ask_forward_image")
    for read_as in ("ask_received_image", "out_of_scope"):
        assert "They trusted you" in words(composer.reply(heard(text, read_as, passed_on)))


def test_a_phone_that_the_police_took_is_no_phone_to_whisper_into(composer: Composer) -> None:
    here = said("police came", "crisis_immediate_danger")
    turn = heard("they took my phone", "crisis_immediate_danger", here, risk=Risk.emergency)
    assert "when you get it back" in words(composer.reply(turn))


def test_a_partner_who_finds_another_is_no_danger(composer: Composer) -> None:
    turn = heard("he will find someone else", "crisis_immediate_danger", risk=Risk.emergency)
    assert "Somebody who cares doesn't leave" in words(composer.reply(turn))
