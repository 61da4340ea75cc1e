"""What was said before chooses the words: nothing told is forgotten, and nothing is said twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beacon.answers import Composer, Reply, Said, Turn
from beacon.levels import Risk
from beacon.understanding.contract import lowest_risk

BANDS = ("8-10", "11-13", "14-17", "adult")


def turn_after(
    told: str, intent: str, band: str = "11-13", risk: Risk | None = None, again: bool = False
) -> Turn:
    """A message with `intent` to somebody who told `told` before."""
    return Turn(
        intent,
        risk=lowest_risk(intent) if risk is None else risk,
        highest_risk=lowest_risk(told),
        band=band,
        country="GB",
        facts={"told": told, **({"again": "answered"} if again else {})},
        said=(Said(told, band),),
    )


def offers(reply: Reply) -> set[str]:
    return {button.intent for button in reply.buttons}


TOLD_AGAIN = (
    "disclose_sextortion",
    "disclose_image_shared",
    "disclose_coerced",
    "disclose_sent_image",
    "disclose_friend",
    "ask_online_stranger",
    "express_feelings",
    "ask_save_evidence",
    "ask_remove_image",
    "ask_report",
    "ask_talk_to_adult",
    "parent_child_affected",
    "teacher_incident",
)


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("intent", TOLD_AGAIN)
def test_what_is_said_again_gets_other_words_and_services(
    composer: Composer, intent: str, band: str
) -> None:
    first = Turn(intent, risk=lowest_risk(intent), band=band, country="GB")
    again = turn_after(intent, intent, band, again=True)
    reply = composer.reply(again)
    assert reply.before != composer.reply(first).before
    assert reply.help is not None
    assert reply.help.services


@pytest.mark.parametrize("band", BANDS)
def test_a_child_blackmailed_again_hears_that_paying_does_not_end_it(
    composer: Composer, band: str
) -> None:
    reply = composer.reply(
        turn_after("disclose_sextortion", "disclose_sextortion", band, again=True)
    )
    assert "Paying rarely stops" in reply.text
    assert "tell me or call now" in reply.text


def test_a_picture_that_was_posted_after_a_threat_is_no_fault_of_who_did_not_pay(
    composer: Composer,
) -> None:
    reply = composer.reply(turn_after("disclose_sextortion", "disclose_image_shared"))
    assert "whatever you did or didn't pay" in reply.text


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("told", ["disclose_coerced", "ask_online_stranger"])
@pytest.mark.parametrize(
    "intent",
    [
        "ask_should_i_share",
        "ask_healthy_relationship",
        "disclose_sent_image",
        "ask_received_image",
        "express_feelings",
        "ask_talk_to_adult",
    ],
)
def test_a_child_that_told_of_abuse_is_believed_whatever_it_says_next(
    composer: Composer, intent: str, told: str, band: str
) -> None:
    reply = composer.reply(turn_after(told, intent, band))
    assert "I believe you" in reply.text
    assert reply.help is not None
    assert "ask_talk_to_adult" in offers(reply) or intent == "ask_talk_to_adult"


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("intent", ["ask_pressure", "ask_online_stranger", "disclose_friend"])
def test_after_abuse_no_answer_is_that_of_a_first_message(
    composer: Composer, intent: str, band: str
) -> None:
    reply = composer.reply(turn_after("disclose_coerced", intent, band))
    assert "I believe you" in reply.text
    assert reply.help is not None


@pytest.mark.parametrize("told", ["disclose_sextortion", "disclose_image_shared"])
def test_who_is_threatened_and_asks_whether_to_send_more_hears_no(
    composer: Composer, told: str
) -> None:
    reply = composer.reply(turn_after(told, "ask_should_i_share"))
    assert reply.before[0].startswith("No.")
    assert reply.help is not None


def test_an_adult_who_asks_is_no_pressure_among_friends(composer: Composer) -> None:
    reply = composer.reply(turn_after("ask_online_stranger", "ask_pressure"))
    assert "a coach or a teacher" in reply.text


@pytest.mark.parametrize("intent", ["ask_pressure", "ask_healthy_relationship", "ask_risks"])
def test_what_is_sent_later_does_not_take_back_how_grave_it_is(
    composer: Composer, intent: str
) -> None:
    """The last that was told is the picture; the threat before it still counts."""
    later = turn_after("disclose_sent_image", intent)
    grave = composer.reply(replace(later, highest_risk=Risk.high))
    assert grave.before != composer.reply(later).before
    assert grave.help is not None


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize(
    "told",
    [
        "ask_received_image",
        "ask_forward_image",
        "disclose_sent_image",
        "disclose_coerced",
        "teacher_incident",
        "parent_child_affected",
    ],
)
def test_what_to_keep_or_delete_hangs_on_what_was_told(
    composer: Composer, told: str, band: str
) -> None:
    reply = composer.reply(turn_after(told, "ask_save_evidence", band))
    threatened = composer.reply(turn_after("disclose_sextortion", "ask_save_evidence", band))
    assert reply.before != threatened.before
    assert reply.help is not None


@pytest.mark.parametrize("told", ["teacher_incident", "parent_child_affected"])
def test_an_adult_is_told_to_look_through_no_pictures(composer: Composer, told: str) -> None:
    text = composer.reply(turn_after(told, "ask_save_evidence", "adult")).text
    assert "search through phones" in text or "Don't look through" in text


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("intent", ["express_feelings", "disclose_sent_image"])
def test_who_got_a_picture_is_not_taken_for_one_who_sent_one(
    composer: Composer, intent: str, band: str
) -> None:
    text = composer.reply(turn_after("ask_received_image", intent, band)).text
    assert "I sent a picture" not in text
    assert "wrong" in text or "not bad" in text or "to blame" in text


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize(
    "intent",
    ["ask_law", "express_feelings", "ask_remove_image", "disclose_friend", "ask_talk_to_adult"],
)
def test_who_passed_a_picture_on_hears_how_to_put_it_right(
    composer: Composer, intent: str, band: str
) -> None:
    reply = composer.reply(turn_after("ask_forward_image", intent, band))
    assert "put it right" in reply.text or "delete it" in reply.text or "deleted it" in reply.text
    assert "today" in reply.text
    assert reply.help is not None


def test_others_who_have_the_picture_too_make_no_victim_of_who_passed_it_on(
    composer: Composer,
) -> None:
    """ "I deleted it but others have it" sounds like somebody whose picture was passed on."""
    text = composer.reply(turn_after("ask_forward_image", "disclose_image_shared")).text
    assert "If you passed it on" in text
    assert "If it's you, it's not your fault" in text


def test_who_got_a_picture_unasked_hears_what_the_law_is_asked_for_them(
    composer: Composer,
) -> None:
    assert (
        "You did nothing wrong" in composer.reply(turn_after("ask_received_image", "ask_law")).text
    )


@pytest.mark.parametrize("band", ["11-13", "14-17", "adult"])
def test_passing_on_a_picture_of_a_child_is_named_from_eleven_on(
    composer: Composer, band: str
) -> None:
    assert " last " in composer.reply(Turn("ask_law", band=band)).text


@pytest.mark.parametrize("told", ["teacher_incident", "parent_child_affected"])
@pytest.mark.parametrize(
    "intent",
    [
        "ask_talk_to_adult",
        "ask_forward_image",
        "ask_report",
        "ask_law",
        "ask_remove_image",
        "express_feelings",
        "disclose_friend",
        "parent_how_to_talk",
    ],
)
def test_an_adult_with_a_case_is_spoken_to_about_the_child(
    composer: Composer, intent: str, told: str
) -> None:
    reply = composer.reply(turn_after(told, intent, "adult"))
    first = composer.reply(Turn(intent, band="adult", country="GB"))
    assert reply.before != first.before
    assert "child" in reply.text or "pupil" in reply.text
    assert reply.help is not None


def test_secrecy_is_not_promised_for_a_teacher(composer: Composer) -> None:
    for intent in ("ask_forward_image", "ask_talk_to_adult"):
        text = composer.reply(turn_after("teacher_incident", intent, "adult")).text
        assert "I must tell one person, and I'll tell you whom" in text


@pytest.mark.parametrize("told", ["parent_child_affected", "disclose_image_shared"])
def test_talking_about_it_comes_too_late_for_before_anything_goes_wrong(
    composer: Composer, told: str
) -> None:
    reply = composer.reply(turn_after(told, "parent_how_to_talk", "adult"))
    assert "before anything goes wrong" not in reply.text


@pytest.mark.parametrize(
    "intent",
    ["ask_stay_safe", "ask_how_common", "parent_how_to_talk", "teacher_lesson", *TOLD_AGAIN],
)
@pytest.mark.parametrize("told", ["disclose_coerced", "disclose_sextortion", "ask_online_stranger"])
def test_no_quiz_is_offered_after_something_grave(
    composer: Composer, intent: str, told: str
) -> None:
    assert "start_quiz" not in offers(composer.reply(turn_after(told, intent)))
