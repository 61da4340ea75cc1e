"""The texts that look back: which one is said depends on what was told and how grave it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beacon import project
from beacon.answers import Composer, Reply, Turn
from beacon.answers.book import Variant
from beacon.answers.conversation import read_turn
from beacon.answers.topics import MAY_HAVE_DONE
from beacon.levels import BANDS, Risk
from beacon.understanding.contract import lowest_risks, tells_what_happened
from tests.unit.answers.talks import SHARED, heard

TOLD = sorted(filter(tells_what_happened, lowest_risks()))
SMALL_TALK = ["greet", "goodbye", "thank", "affirm", "deny", "ask_menu", "inform_age", "insult"]
SMALL_TALK += ["ask_bot_identity", "ask_privacy", "out_of_scope"]


def after(intent: str, told: str, highest_risk: Risk, *more: str, band: str = "11-13") -> Turn:
    """A message without a risk of its own after `told` and `more` were answered."""
    kept = [{"answer": answer, "band": band} for answer in (told, *more)]
    slots = {"risk": highest_risk.name, "age_band": band, "country": "GB"}
    return read_turn({"intent": {"name": intent}}, slots, kept)


def steps(reply: Reply) -> list[str]:
    return [button.intent for button in reply.buttons]


@pytest.mark.parametrize("intent", SMALL_TALK)
@pytest.mark.parametrize("band", BANDS)
def test_small_talk_in_an_emergency_leads_to_people(
    composer: Composer, intent: str, band: str
) -> None:
    turn = after(intent, "crisis_self_harm", Risk.emergency, band=band)
    reply = composer.reply(turn)
    assert "999" in reply.before[0]
    assert reply.help is not None
    assert reply.help.services
    assert "What would you like to know" not in reply.text


@pytest.mark.parametrize("intent", SMALL_TALK)
@pytest.mark.parametrize("risk", [Risk.concern, Risk.high, Risk.emergency])
def test_nobody_is_sent_to_the_quiz_after_something_grave(
    composer: Composer, intent: str, risk: Risk
) -> None:
    reply = composer.reply(after(intent, "disclose_sent_image", risk))
    assert "start_quiz" not in steps(reply)
    assert "What would you like to know" not in reply.text
    assert "only know about pictures" not in reply.text


def test_thanks_in_an_emergency_ask_who_is_there(composer: Composer) -> None:
    reply = composer.reply(after("thank", "crisis_self_harm", Risk.emergency))
    assert "who can be with you now" in reply.text


def test_a_no_in_an_emergency_hears_that_nobody_is_called(composer: Composer) -> None:
    first = composer.reply(after("deny", "crisis_self_harm", Risk.emergency))
    second = composer.reply(after("deny", "crisis_self_harm", Risk.emergency, "deny"))
    assert "I can't call anybody" in first.text
    assert first.before[1:] + first.after != second.before[1:] + second.after


@pytest.mark.parametrize("told", TOLD)
@pytest.mark.parametrize("risk", [Risk.concern, Risk.high])
def test_a_no_after_something_was_told_corrects_the_bot(
    composer: Composer, told: str, risk: Risk
) -> None:
    """ "no she isnt mean": whoever corrects is not told that it may keep silent."""
    said = composer.reply(after("deny", told, risk)).text
    assert "I got something wrong" in said
    assert "You decide" not in said


@pytest.mark.parametrize("told", TOLD)
def test_a_yes_after_something_was_told_goes_on_with_it(composer: Composer, told: str) -> None:
    assert "Pick one of these" not in composer.reply(after("affirm", told, Risk.concern)).text


def test_a_yes_of_a_child_that_told_is_believed(composer: Composer) -> None:
    assert "I believe you" in composer.reply(after("affirm", "disclose_coerced", Risk.high)).text


def test_an_age_that_is_not_the_child_s_own_matters(composer: Composer) -> None:
    """ "my sister is 6": no band is found, and nobody asks who is writing."""
    said = [{"answer": "disclose_friend"}]
    message = {"intent": {"name": "inform_age"}}
    grave = composer.reply(read_turn(message, {"risk": "high"}, said))
    calm = composer.reply(read_turn(message, {"risk": "concern"}, said))
    assert "that matters" in grave.text
    assert "that matters" in calm.text
    assert grave.help is not None
    assert "how old" not in grave.text + calm.text


@pytest.mark.parametrize("band", [*BANDS, "short"])
@pytest.mark.parametrize("risk", list(Risk))
def test_who_will_be_told_is_answered_first(band: str, risk: Risk) -> None:
    turn = Turn("ask_privacy", highest_risk=risk)
    text = project.answer_book().answers["ask_privacy"].variant(turn).text[band]
    assert text.startswith("I can't tell anybody: I'm a program.")


@pytest.mark.parametrize("intent", ["out_of_scope", "nlu_fallback"])
@pytest.mark.parametrize("told", ["disclose_coerced", "disclose_sextortion", "ask_online_stranger"])
def test_what_is_not_understood_after_a_disclosure_is_not_refused(
    composer: Composer, intent: str, told: str
) -> None:
    """ "mum wont believe me": no answer of its own, and never a refusal."""
    first = composer.reply(after(intent, told, Risk.high))
    second = composer.reply(after(intent, told, Risk.high, "out_of_scope"))
    assert "that you go on telling" in first.text
    assert "fault" in first.text
    assert ("isn't safe" in first.text) is (told != "disclose_sextortion")
    assert first.help is not None
    assert "What you told me before counts" in second.text


def test_a_child_of_eight_that_is_not_understood_is_led_to_somebody(composer: Composer) -> None:
    text = composer.reply(Turn("out_of_scope", band="8-10")).text
    assert "grown-up" in text
    assert "helpline" in text


def test_the_first_steps_after_blackmail_are_said_one_by_one(composer: Composer) -> None:
    reply = composer.reply(after("ask_menu", "disclose_sextortion", Risk.high))
    assert "One step at a time" in reply.text
    assert reply.help is not None


def test_said_simpler_it_stays_the_same_text(composer: Composer) -> None:
    first = composer.reply(after("out_of_scope", "disclose_coerced", Risk.high))
    turn = Turn("ask_explain_simpler", highest_risk=Risk.high, said=(first.said,))
    assert "you go on telling" in composer.reply(turn).text


def covers(wide: Variant, narrow: Variant) -> bool:
    """Whether each turn that gets `narrow` gets `wide`, if that stands before it."""
    return all(name in narrow.when and _holds(wide, narrow, name) for name in wide.when)


def _holds(wide: Variant, narrow: Variant, name: str) -> bool:
    mine, other = wide.when[name], narrow.when[name]
    if name in ("risk", "conversation"):
        return Risk.of(str(other)) >= Risk.of(str(mine))
    return set(_list(other)) <= set(_list(mine))


def _list(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("intent", project.answer_book().answers)
def test_no_variant_hides_behind_a_wider_one(intent: str) -> None:
    variants = project.answer_book().answers[intent].variants
    hidden = [
        dict(narrow.when)
        for place, narrow in enumerate(variants)
        if any(covers(wide, narrow) for wide in variants[:place])
    ]
    assert hidden == []


CRISES = ["crisis_self_harm", "crisis_immediate_danger"]


@pytest.mark.parametrize("facts", [{}, {"disclosure": "disclose_sextortion"}])
@pytest.mark.parametrize("band", [*BANDS, "short"])
@pytest.mark.parametrize("crisis", CRISES)
def test_a_second_alarm_gets_other_words(crisis: str, band: str, facts: dict[str, str]) -> None:
    answer = project.answer_book().answers[crisis]
    first = answer.variant(Turn(crisis, risk=Risk.emergency, facts=facts))
    turn = Turn(crisis, risk=Risk.emergency, facts={**facts, "again": "answered"})
    second = answer.variant(turn)
    assert first.text[band] != second.text[band]
    assert "called?" in second.text[band] or "Did you call?" in second.text[band]


def test_a_second_alarm_still_knows_of_the_blackmail(composer: Composer) -> None:
    kept = [{"answer": "disclose_sextortion"}, {"answer": "crisis_self_harm"}]
    message = {"intent": {"name": "crisis_self_harm"}, "risk": {"level": "emergency"}}
    reply = composer.reply(read_turn(message, {"risk": "emergency"}, kept))
    assert "not your fault" in reply.text
    assert "Don't pay" in reply.text


CALL_AT_ONCE = project.answer_book().phrase("took_something")
TAKEN = {
    "intent": {"name": "crisis_self_harm"},
    "risk": {"level": "emergency"},
    "says": ["taken"],
}


def test_who_has_taken_something_is_told_to_call_at_once(composer: Composer) -> None:
    """And with every reply from then on, whatever it answers and whatever is taken back."""
    slots = {"risk": "emergency", "country": "GB"}
    first = composer.reply(read_turn(TAKEN, slots))
    assert first.before[1] == CALL_AT_ONCE
    for intent in ("deny", "thank", "goodbye", "out_of_scope", "express_feelings", "ask_law"):
        said = [{**first.about(), "answer": "crisis_self_harm"}]
        later = composer.reply(read_turn({"intent": {"name": intent}}, slots, said))
        assert "999" in later.before[0]
        assert later.before[1] == CALL_AT_ONCE
        again = read_turn({"intent": {"name": "thank"}}, slots, [*said, later.about()])
        assert composer.reply(again).before[1] == CALL_AT_ONCE


def test_nobody_else_is_asked_what_was_taken(composer: Composer) -> None:
    reply = composer.reply(Turn("crisis_immediate_danger", Risk.emergency, country="GB"))
    assert "took" not in reply.text


@pytest.mark.parametrize("crisis", CRISES)
def test_an_alarm_that_may_be_false_asks_whether_the_child_is_safe(
    composer: Composer, crisis: str
) -> None:
    message = {"intent": {"name": crisis}, "risk": {"level": "emergency", "is_certain": False}}
    slots = {"risk": "emergency", "country": "GB"}
    first = composer.reply(read_turn(message, slots))
    assert "999" in first.before[0]
    assert "Are you safe" in first.text
    thanks = {"intent": {"name": "thank"}}
    assert "999" not in composer.reply(read_turn(thanks, slots, [first.about()])).text
    sure = {"intent": {"name": crisis}, "risk": {"level": "emergency", "is_certain": True}}
    second = composer.reply(read_turn(sure, slots, [first.about()]))
    said = [first.about(), second.about()]
    assert "999" in composer.reply(read_turn(thanks, slots, said)).before[0]


def test_danger_that_only_a_person_was_told_of_stands(composer: Composer) -> None:
    """The bot said nothing to it, so nothing says that it was doubtful."""
    slots = {"risk": "emergency", "country": "GB"}
    said = [{"answer": "greet", "risk": "none"}]
    assert "999" in composer.reply(read_turn({"intent": {"name": "thank"}}, slots, said)).before[0]


def test_abuse_that_was_told_is_not_forgotten_over_one_misread_line() -> None:
    said = [{"answer": "disclose_coerced"}, {"answer": "disclose_friend"}]
    assert read_turn({"intent": {"name": "thank"}}, {}, said).facts["told"] == "disclose_coerced"


@pytest.mark.parametrize("crisis", CRISES)
def test_an_adult_reads_of_the_child_first(crisis: str) -> None:
    text = project.answer_book().answers[crisis].variants[-1].text["adult"]
    assert text.startswith("If it's a child")


def test_a_child_of_another_language_is_asked_its_country_in_it(composer: Composer) -> None:
    reply = composer.reply(Turn("disclose_sextortion", risk=Risk.high, language="tr"))
    assert reply.after[-1] == project.answer_book().phrases["tr"]["ask_country"]


@pytest.mark.parametrize("text", ["everyone laughs at me", "i cant go to school tomorrow"])
def test_what_others_say_is_about_the_trouble_that_was_told(text: str) -> None:
    assert heard(text, "out_of_scope").intent == "out_of_scope"
    assert heard(text, "out_of_scope", SHARED).intent == "ask_recovery"


MAYBE = frozenset({MAY_HAVE_DONE})


@pytest.mark.parametrize("intent", CRISES)
def test_a_cry_of_who_may_have_done_something_is_first_for_both_and_then_like_any_other(
    intent: str,
) -> None:
    answer = project.answer_book().answers[intent]
    first = Turn(intent, risk=Risk.emergency, says=MAYBE)
    again = replace(first, facts={"again": "answered"})
    assert "say who and where" in answer.variant(first).text["11-13"]
    assert answer.variant(again).is_again


@pytest.mark.parametrize(
    ("intent", "topic"),
    [
        ("disclose_coerced", "hand_on_neck"),
        ("disclose_coerced", "told_to_come"),
        ("disclose_sextortion", "pay_again"),
        ("disclose_friend", "friend_meets"),
        ("ask_healthy_relationship", "partner_hits"),
    ],
)
def test_words_of_what_happened_come_before_that_something_may_have_been_done(
    intent: str, topic: str
) -> None:
    answer = project.answer_book().answers[intent]
    said = Turn(intent, risk=Risk.high, highest_risk=Risk.high, says=frozenset({topic}))
    both = replace(said, says=said.says | MAYBE)
    assert answer.variant(both) == answer.variant(said)
