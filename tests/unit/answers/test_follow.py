"""What most talks ask second and third: how long, is that bad, she will be angry."""

from __future__ import annotations

import pytest

from beacon import project
from beacon.answers import Composer, Said
from beacon.levels import BANDS
from tests.unit.answers.talks import BLACKMAIL, FRIEND, SHARED, heard, said, says, words


@pytest.mark.parametrize(
    ("before", "read_as", "part"),
    [
        ("how do i get it deleted", "ask_remove_image", "report it again"),
        ("how do i report on snapchat", "ask_report", "report it again"),
        ("what happens if i call", "ask_helpline_contact", "A few minutes are fine"),
        ("i want to do a lesson about sexting", "teacher_lesson", "One lesson"),
    ],
)
def test_how_long_is_answered_for_what_was_asked(
    composer: Composer, before: str, read_as: str, part: str
) -> None:
    reply = words(
        composer.reply(heard("how long does it take", "ask_recovery", said(before, read_as)))
    )
    assert part in reply
    assert "Bad days" not in reply


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("text", ["how long does it take", "when will he stop"])
def test_who_is_blackmailed_asks_how_long_that_goes_on(
    composer: Composer, text: str, band: str
) -> None:
    reply = words(composer.reply(heard(text, "ask_recovery", BLACKMAIL, band=band)))
    assert "quieter" in reply


def test_how_long_he_goes_on_is_not_answered_by_how_long_a_removal_takes(
    composer: Composer,
) -> None:
    removal = said("how do i get it deleted", "ask_remove_image")
    reply = words(composer.reply(heard("when will he stop", "ask_recovery", BLACKMAIL, removal)))
    assert "quieter" in reply


@pytest.mark.parametrize("band", BANDS)
def test_is_that_bad_is_not_answered_with_no(composer: Composer, band: str) -> None:
    deleted = said("i deleted the chat", "ask_save_evidence")
    turn = heard("is that bad", "express_feelings", BLACKMAIL, deleted, band=band)
    assert not words(composer.reply(turn)).startswith("No.")


@pytest.mark.parametrize("text", ["she will be angry", "what if she gets mad"])
def test_that_a_mother_will_be_angry_is_no_friends_trouble(composer: Composer, text: str) -> None:
    reply = words(composer.reply(heard(text, "disclose_friend", SHARED, band="8-10")))
    assert reply.startswith("It's OK to be scared of that")


@pytest.mark.parametrize("band", BANDS)
def test_that_a_friend_will_hate_it_is_about_the_friend(composer: Composer, band: str) -> None:
    reply = words(composer.reply(heard("she will hate me", "out_of_scope", FRIEND, band=band)))
    assert "cross" in reply


def test_that_he_will_be_angry_at_a_no_stays_pressure() -> None:
    assert "will_be_angry" not in says("he will be mad if i say no")


def test_one_more_picture_for_a_blackmailer_stays_a_blackmail(composer: Composer) -> None:
    turn = heard("i sent one more", "disclose_sent_image", BLACKMAIL)
    assert turn.intent == "disclose_sextortion"
    assert "ask them to delete" not in words(composer.reply(turn))


@pytest.mark.parametrize(
    ("text", "read_as", "part"),
    [
        ("what if he already did", "ask_should_i_share", "I can't know what they will do"),
        ("what if he does it", "ask_should_i_share", "I can't know what they will do"),
        ("was mach ich wenn er es trotzdem schickt", "ask_received_image", "I can't know"),
        ("i cant tell mommy", "ask_talk_to_adult", "it's hard"),
        ("people at school call me slut because of a pic", "out_of_scope", "That hurts"),
        ("is that weird", "out_of_scope", "It's not OK"),
    ],
)
def test_the_same_in_other_words(composer: Composer, text: str, read_as: str, part: str) -> None:
    assert part in words(composer.reply(heard(text, read_as, BLACKMAIL)))


PRESSED = said("im 13 my bf wants me to send nudes", "ask_pressure")
SENT = said("i sent a nude to my crush", "disclose_sent_image")
PARENT = said("my daughter sent nudes", "parent_child_affected")
PUPIL = said("a nude of a pupil is going round", "teacher_incident")


@pytest.mark.parametrize(
    ("text", "read_as", "before", "part"),
    [
        ("what do i say to him", "out_of_scope", PRESSED, "You can still say no"),
        ("what do i say to him", "out_of_scope", SENT, "Please delete"),
        ("he is mad now", "out_of_scope", PRESSED, "anger"),
        ("ok but how", "ask_explain_simpler", SENT, "small steps"),
        ("ok but how", "ask_explain_simpler", FRIEND, "My friend is in trouble"),
        ("should i tell a teacher", "ask_talk_to_adult", FRIEND, "My friend is in trouble"),
        ("she made me promise not to tell", "disclose_friend", FRIEND, "what scares them most"),
        (
            "do i need to send them the picture",
            "ask_talk_to_adult",
            SHARED,
            "Not with Take It Down",
        ),
        ("where is the button", "ask_menu", SHARED, "three dots"),
        ("will he know it was me", "ask_privacy", SHARED, "don't tell the other one"),
        ("is it normal to send nudes", "disclose_sent_image", said("hi", "greet"), "Some do it"),
    ],
)
def test_what_a_child_asks_next(
    composer: Composer, text: str, read_as: str, before: Said, part: str
) -> None:
    assert part in words(composer.reply(heard(text, read_as, before)))


@pytest.mark.parametrize(
    ("text", "read_as", "before", "part"),
    [
        ("what can i do for her tonight", "out_of_scope", PARENT, "until they sleep"),
        ("she does not want to go to school", "out_of_scope", PARENT, "isn't laziness"),
        ("should the school know", "ask_talk_to_adult", PARENT, "Mostly yes"),
        ("how do i talk to her", "out_of_scope", PARENT, "Sit side by side"),
        ("where do i find material", "ask_menu", said("hi", "greet"), "What works well"),
    ],
)
def test_what_an_adult_asks_next(
    composer: Composer, text: str, read_as: str, before: Said, part: str
) -> None:
    assert part in words(composer.reply(heard(text, read_as, before, band="adult")))


def test_what_to_say_to_the_class_is_not_what_to_say_to_the_girl(composer: Composer) -> None:
    to_class = composer.reply(
        heard("what do i say to the class", "teacher_incident", PUPIL, band="adult")
    )
    to_girl = composer.reply(
        heard("what do i say to the girl", "teacher_incident", PUPIL, band="adult")
    )
    assert "no names" in words(to_class)
    assert "It's not your fault" in words(to_girl)
    assert words(to_class) != words(to_girl)


def test_a_found_chat_and_a_taken_phone_are_about_the_family(composer: Composer) -> None:
    found = said("my mum saw my chats", "ask_talk_to_adult")
    for text, read_as in (
        ("she took my phone", "disclose_coerced"),
        ("she is so angry", "disclose_friend"),
    ):
        assert "often fear for you" in words(composer.reply(heard(text, read_as, found)))


@pytest.mark.parametrize("topic", ["dont_leave", "how_long_he", "is_mad"])
def test_what_is_no_cry_for_help_beats_a_doubtful_alarm(topic: str) -> None:
    named = {one.name: one for one in project.topics().meanings()}
    assert named[topic].beats_doubt


def test_a_boy_who_begins_with_his_age_is_no_parent() -> None:
    turn = heard("15 m getting sextorted on instagram", "parent_child_affected")
    assert turn.intent == "disclose_sextortion"
    assert "boy_or_girl_of" not in says("my son 15 m is being sextorted")
