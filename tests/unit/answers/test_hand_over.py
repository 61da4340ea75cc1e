from __future__ import annotations

from dataclasses import replace

import pytest

from beacon import project
from beacon.answers import Reply, Said, Turn
from beacon.answers.conversation import read_turn
from beacon.answers.hand_over import DECLINED, ENDS, FAILED, MAY_READ, OFFERED, STORED, WANTED
from beacon.levels import Risk

COMPOSER = project.composer()
WHO = "trained people at a helpline"
ASKED = Turn(intent="request_human", country="PT", band="11-13", who=WHO)


def after(name: str, intent: str, **more: object) -> Turn:
    return replace(ASKED, intent=intent, said=(Said(name, "11-13", asks=name),), **more)  # type: ignore[arg-type]


def titles(reply: Reply) -> list[str]:
    return [button.title for button in reply.buttons]


def test_before_the_child_decides_it_knows_who_reads_what_and_has_numbers() -> None:
    reply = COMPOSER.reply(ASKED)
    assert reply.said.answer == OFFERED
    assert WHO in reply.text
    for told in ("no name", "Maybe nobody is there", "116 111"):
        assert told in reply.text
    assert titles(reply) == ["Yes, please ask", "No, not now"]


def test_in_danger_the_emergency_number_is_first() -> None:
    reply = COMPOSER.reply(replace(ASKED, highest_risk=Risk.emergency))
    assert reply.before[0].startswith("If you are in danger right now, call 112.")


def test_yes_leads_to_the_second_question() -> None:
    reply = COMPOSER.reply(after(OFFERED, "affirm"))
    assert reply.said.answer == MAY_READ
    assert titles(reply) == ["They may read it", "Only the summary"]


def test_no_is_fine_and_has_numbers() -> None:
    reply = COMPOSER.reply(after(OFFERED, "deny"))
    assert reply.said.answer == DECLINED
    assert "That's fine." in reply.text
    assert "116 111" in reply.text


@pytest.mark.parametrize("intent", ["affirm", "deny"])
def test_after_the_second_question_nothing_is_said_before_it_is_stored(intent: str) -> None:
    reply = COMPOSER.reply(after(MAY_READ, intent))
    assert reply.said.answer == WANTED
    assert reply.text == ""


def test_it_is_confirmed_only_with_a_key() -> None:
    turn = after(MAY_READ, "affirm")
    stored = COMPOSER.handed_over(turn, "key", may_read=True)
    assert stored.said.answer == STORED
    assert stored.said.facts == {"hand_over": "key", "may_read": "yes"}
    failed = COMPOSER.handed_over(turn, None, may_read=True)
    assert failed.said.answer == FAILED
    assert "could not pass it on" in failed.text
    assert "116 111" in failed.text


def test_another_message_leaves_the_questions() -> None:
    for asked in (OFFERED, MAY_READ):
        assert COMPOSER.reply(after(asked, "ask_law")).said.answer == "ask_law"
        crisis = after(asked, "crisis_self_harm", risk=Risk.emergency)
        assert COMPOSER.reply(crisis).said.answer == "crisis_self_harm"


@pytest.mark.parametrize("intent", ["deny", "out_of_scope", "crisis_self_harm"])
@pytest.mark.parametrize(("asked", "step"), [(OFFERED, DECLINED), (MAY_READ, WANTED)])
def test_that_the_child_is_safe_now_gives_nobody_leave(intent: str, asked: str, step: str) -> None:
    """ "No, I'm safe now" is a no: whoever is told nothing else may not read what was said."""
    said = [{"answer": "crisis_self_harm", "risk": "emergency"}, {"answer": asked}]
    message = {"intent": {"name": intent}, "says": ["safe_now"], "risk": {"is_certain": False}}
    turn = replace(read_turn(message, {"risk": "emergency"}, said), who=WHO)
    assert turn.intent == "deny"
    assert COMPOSER.reply(turn).said.answer == step
    willing = {**message, "intent": {"name": "affirm"}}
    assert read_turn(willing, {"risk": "emergency"}, said).intent == "affirm"


def test_where_nobody_can_be_asked_it_leads_to_the_helplines() -> None:
    reply = COMPOSER.reply(replace(ASKED, who=None))
    assert reply.said.answer == "request_human"
    assert "116 111" in reply.text


def test_a_yes_without_the_question_is_just_a_yes() -> None:
    assert COMPOSER.reply(replace(ASKED, intent="affirm")).said.answer == "affirm"


def test_after_a_disclosure_of_high_risk_a_person_is_offered() -> None:
    turn = Turn("disclose_sextortion", risk=Risk.high, highest_risk=Risk.high, country="PT")
    assert "I want a real person" in titles(COMPOSER.reply(replace(turn, who=WHO)))
    assert "I want a real person" not in titles(COMPOSER.reply(turn))
    harmless = Turn("ask_law", country="PT", who=WHO)
    assert "I want a real person" not in titles(COMPOSER.reply(harmless))


@pytest.mark.parametrize("why", ENDS)
def test_when_it_is_over_the_child_hears_why_and_gets_numbers(why: str) -> None:
    reply = COMPOSER.talk_over(why, read_turn({}, {"country": "PT", "age_band": "11-13"}, ()))
    assert "116 111" in reply.text
    assert reply.before[0] == project.answer_book().phrase(ENDS[why])
    assert not reply.urgent


@pytest.mark.parametrize("why", ENDS)
def test_when_it_is_over_a_child_in_danger_gets_the_emergency_number_first(why: str) -> None:
    slots = {"country": "GB", "age_band": "11-13", "risk": "emergency"}
    reply = COMPOSER.talk_over(why, read_turn({}, slots, ()))
    assert "999" in reply.before[0]
    assert reply.before[1] == project.answer_book().phrase(ENDS[why])
    assert reply.urgent


def test_when_it_is_over_a_child_hears_it_in_its_language_where_there_is_danger() -> None:
    slots = {"country": "UA", "language": "uk", "risk": "emergency"}
    reply = COMPOSER.talk_over("nobody", read_turn({}, slots, ()))
    texts = project.answer_book().phrases["uk"]
    assert reply.before[0].startswith(texts["emergency"].format(number="102 / 112"))
    assert reply.introduction == texts["high_risk"]


@pytest.mark.parametrize("step", [OFFERED, DECLINED, STORED, FAILED])
def test_in_danger_every_step_begins_with_the_emergency_number(step: str) -> None:
    danger = replace(ASKED, country="GB", highest_risk=Risk.emergency)
    replies = {
        OFFERED: COMPOSER.reply(danger),
        DECLINED: COMPOSER.reply(after(OFFERED, "deny", country="GB", highest_risk=Risk.emergency)),
        STORED: COMPOSER.handed_over(danger, "key", may_read=False),
        FAILED: COMPOSER.handed_over(danger, None, may_read=False),
    }
    assert replies[step].said.answer == step
    assert "999" in replies[step].before[0]
    assert replies[step].urgent


def test_nothing_is_promised() -> None:
    phrases = project.answer_book().phrases["en"]
    words = " ".join(text for name, text in phrases.items() if name.startswith("hand_over"))
    for promise in ("will help", "will answer", "soon", "promise", "secret"):
        assert promise not in words


@pytest.mark.parametrize("asked", [OFFERED, MAY_READ])
def test_just_a_question_is_no_leave_to_ask_a_person(asked: str) -> None:
    reply = COMPOSER.reply(after(asked, "affirm", says=frozenset({"just_a_question"})))
    assert reply.said.answer == "affirm"
