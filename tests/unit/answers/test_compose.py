from __future__ import annotations

from dataclasses import replace

import pytest

from beacon import project
from beacon.answers import Composer, Said, Turn
from beacon.levels import Risk
from beacon.register.names import country_name
from tests.unit.answers.talks import names, text_of


@pytest.mark.parametrize("band", ["8-10", "11-13", "14-17", "adult"])
def test_answer_is_that_of_the_band(composer: Composer, band: str) -> None:
    reply = composer.reply(Turn("ask_stay_safe", band=band))
    assert text_of("ask_stay_safe", band) in reply.text


def test_unknown_age_reads_the_text_of_11_to_13(composer: Composer) -> None:
    assert text_of("ask_stay_safe", "11-13") in composer.reply(Turn("ask_stay_safe")).text


def test_next_steps_are_buttons_with_payloads(composer: Composer) -> None:
    reply = composer.reply(Turn("ask_stay_safe"))
    assert reply.buttons
    assert all(button.payload.startswith("/") and button.title for button in reply.buttons)


def test_emergency_number_comes_first(composer: Composer) -> None:
    turn = Turn("crisis_self_harm", risk=Risk.emergency, country="BA")
    reply = composer.reply(turn)
    assert "122" in reply.text.split("\n\n")[0]
    assert reply.help is not None
    assert reply.help.services


def test_emergency_without_a_country_names_the_exceptions(composer: Composer) -> None:
    number, *_, others = composer.reply(Turn("crisis_self_harm", risk=Risk.emergency)).before
    assert number == project.answer_book().phrase("emergency").format(number="112")
    assert all(other in others for other in ("122", "999", "192", "197", "911", "000", "111"))


@pytest.mark.parametrize("language", sorted(project.answer_book().phrases))
def test_the_exceptions_are_told_in_every_language(composer: Composer, language: str) -> None:
    turn = Turn("crisis_self_harm", risk=Risk.emergency, language=language)
    number, *_, others = composer.reply(turn).before
    phrase = project.answer_book().phrases[language]["emergency_other"]
    numbers = {"BA": "122", "GB": "999", "RS": "192", "TN": "197", "US": "911", "AU": "000"}
    assert "112" in number
    before, after = phrase.split("{others}")
    assert others.startswith(before)
    assert others.endswith(after)
    listed = [one.rstrip(")").split(" (") for one in others[len(before) : -len(after)].split("; ")]
    told = {name: of_all for names, of_all in listed for name in names.split(", ")}
    assert {code: told[country_name(code, language)] for code in numbers} == numbers


def test_a_second_number_is_told_in_the_language_of_the_child(composer: Composer) -> None:
    turn = Turn("crisis_self_harm", risk=Risk.emergency, country="AL", language="sq")
    phrase = project.answer_book().phrases["sq"]["emergency_no_answer"]
    assert composer.reply(turn).before[1] == phrase.format(number="129")


def test_whoever_writes_french_in_belgium_sees_first_who_listens_in_french(
    composer: Composer,
) -> None:
    found = composer.somebody_to_talk_to(Turn("ask_helpline", country="BE", language="fr"))
    assert "fr" in found.services[0].languages


def test_emergency_opens_in_the_language_of_the_child(composer: Composer) -> None:
    turn = Turn("crisis_self_harm", risk=Risk.emergency, country="FR", language="fr")
    phrase = project.answer_book().phrases["fr"]["emergency"].format(number="112")
    assert composer.reply(turn).text.startswith(phrase)


@pytest.mark.parametrize("crisis", ["crisis_self_harm", "crisis_immediate_danger"])
def test_a_blackmailed_child_in_danger_hears_that_it_is_not_to_blame(
    composer: Composer, crisis: str
) -> None:
    facts = {"disclosure": "disclose_sextortion"}
    told = composer.reply(Turn(crisis, risk=Risk.emergency, facts=facts))
    number, words, _ = told.before
    assert "112" in number
    assert "not your fault" in words
    assert "Don't pay" in words
    simpler = composer.reply(Turn("ask_explain_simpler", said=(told.said,)))
    assert "not your fault" in simpler.text


def test_high_risk_brings_services_of_the_country(composer: Composer) -> None:
    reply = composer.reply(Turn("disclose_sextortion", risk=Risk.high, country="BG"))
    assert "116 111" in reply.text
    assert reply.help is not None
    assert not reply.help.across_borders


def test_high_risk_in_another_language_opens_in_it(composer: Composer) -> None:
    phrases = project.answer_book().phrases["pl"]
    told = composer.reply(Turn("disclose_sextortion", risk=Risk.high, language="pl"))
    assert told.text.startswith(f"{phrases['step_sextortion']}\n\n{phrases['help_in_country']}")
    asked = composer.reply(Turn("ask_fake_image", risk=Risk.high, language="pl"))
    assert asked.text.startswith(phrases["high_risk"])


@pytest.mark.parametrize("country", ["NL", "FR"])
def test_a_line_that_helps_to_remove_pictures_is_no_foreign_service(
    composer: Composer, country: str
) -> None:
    reply = composer.reply(Turn("ask_remove_image", country=country))
    assert reply.introduction == project.answer_book().phrase("help_to_remove")
    assert reply.help is not None
    assert {"NL": "nl-helpwanted", "FR": "fr-3018"}[country] in [s.id for s in reply.help.services]


@pytest.mark.parametrize("country", sorted(project.register().countries))
@pytest.mark.parametrize("band", ["11-13", "adult"])
def test_no_service_is_shown_twice(composer: Composer, band: str, country: str) -> None:
    """In the Netherlands the line that listens to parents also helps to remove pictures."""
    turn = Turn("ask_remove_image", risk=Risk.high, highest_risk=Risk.high, band=band)
    reply = composer.reply(replace(turn, country=country))
    assert reply.help is not None
    shown = [service.id for service in reply.help.services]
    assert len(set(shown)) == len(shown)


def test_a_small_child_sees_two_services_below_an_answer_and_all_when_it_asks(
    composer: Composer,
) -> None:
    turn = Turn("crisis_self_harm", risk=Risk.emergency, band="8-10")
    alarm, older = composer.reply(turn), composer.reply(replace(turn, band="11-13"))
    assert alarm.help is not None
    assert older.help is not None
    assert "112" in alarm.before[0]
    assert alarm.help.services == older.help.services[:2]
    assert "116 111" in alarm.text
    asked = composer.help(Turn("ask_helpline", band="8-10", said=(alarm.said,)))
    assert asked.help is not None
    assert asked.help.services == older.help.services


def test_age_is_asked_once_and_can_be_skipped(composer: Composer) -> None:
    first = composer.reply(Turn("greet"))
    second = composer.reply(Turn("greet", said=(first.said,)))
    assert [button.intent for button in first.buttons] == ["inform_age"] * 4 + ["ask_menu"]
    assert "inform_age" not in [button.intent for button in second.buttons]


@pytest.mark.parametrize("risk", [Risk.none, Risk.concern])
@pytest.mark.parametrize("band", [None, "8-10", "14-17", "adult"])
def test_whose_age_is_known_or_was_asked_for_is_not_asked_in_words_either(
    composer: Composer, band: str | None, risk: Risk
) -> None:
    turn = Turn("greet", highest_risk=risk, band=band)
    asked = replace(turn, asked_for_age=True)
    later = replace(turn, said=(Said("greet", asks="age"), Said("ask_law")))
    for reply in map(composer.reply, (asked, later)):
        assert reply.said.asks is None
        assert reply.text.endswith(("I can be wrong.", "I can be wrong sometimes."))
    assert composer.reply(turn).said.asks == (None if band else "age")


def test_definition_is_that_of_the_term(composer: Composer) -> None:
    reply = composer.reply(Turn("ask_define_term", facts={"term": "sextortion"}, band="14-17"))
    assert "sextortion" in reply.text.lower()


def test_english_only_is_said_once(composer: Composer) -> None:
    phrase = project.answer_book().phrases["de"]["english_only"]
    first = composer.reply(Turn("ask_law", language="de"))
    second = composer.reply(Turn("ask_risks", language="de", said=(first.said,)))
    assert first.text.startswith(phrase)
    assert phrase not in second.text


@pytest.mark.parametrize("turn", [Turn("ask_law", doubt="ask_risks"), Turn("start_quiz")])
def test_english_only_is_said_whatever_comes_first(composer: Composer, turn: Turn) -> None:
    phrase = project.answer_book().phrases["de"]["english_only"]
    first = composer.reply(replace(turn, language="de"))
    assert first.before[0] == phrase
    second = composer.reply(replace(turn, language="de", said=(first.said,)))
    assert phrase not in second.text


@pytest.mark.parametrize("intent", ["ask_report", "ask_remove_image"])
def test_services_that_do_not_listen_are_called_so_and_followed_by_one_that_does(
    composer: Composer, intent: str
) -> None:
    reply = composer.reply(Turn(intent, Risk.high, country="GB"))
    phrases = project.answer_book().phrases["en"]
    assert reply.introduction in (phrases["help_to_report"], phrases["help_to_remove"])
    assert reply.help
    assert [service.kind for service in reply.help.services][-1] == "helpline"


def test_where_the_register_knows_no_number_that_of_the_country_is_spoken_of(
    composer: Composer,
) -> None:
    """112 alone would be wrong in a country whose number is another."""
    reply = composer.reply(Turn("crisis_self_harm", Risk.emergency, country="JP"))
    assert "the emergency number of your country" in reply.before[0]
    assert "Serbia" not in reply.before[0]
    assert reply.help is not None
    assert reply.help.emergency is None


@pytest.mark.parametrize("intent", ["request_human", "ask_report", "express_feelings"])
def test_services_once_there_was_an_emergency_stand_below_the_number(
    composer: Composer, intent: str
) -> None:
    reply = composer.reply(Turn(intent, country="GB", highest_risk=Risk.emergency))
    assert names(reply)
    assert "999" in reply.before[0]
    assert reply.urgent


def test_the_number_begins_every_reply_after_an_alarm(composer: Composer) -> None:
    reply = composer.reply(Turn("ask_law", country="GB", highest_risk=Risk.emergency))
    assert "999" in reply.before[0]
    assert reply.urgent


ALARM = Said("crisis_self_harm", risk=Risk.emergency)
MAYBE = Said("crisis_self_harm", facts={"alarm": "doubtful"}, risk=Risk.emergency)
SAFE = Said("affirm", says=frozenset({"safe_now"}))


@pytest.mark.parametrize(
    ("said", "says", "is_first"),
    [
        ([ALARM], set(), True),
        ([ALARM], {"safe_now"}, False),
        ([ALARM, SAFE], set(), False),
        ([SAFE, ALARM], set(), True),
        ([ALARM, SAFE, ALARM], set(), True),
        ([ALARM, SAFE, MAYBE], set(), False),
        ([MAYBE], set(), False),
        ([replace(ALARM, says=frozenset({"taken"}))], {"safe_now"}, True),
        ([replace(ALARM, says=frozenset({"taken"}))], {"help_is_here"}, False),
    ],
)
def test_the_number_begins_every_reply_until_the_child_is_safe(
    composer: Composer, said: list[Said], says: set[str], is_first: bool
) -> None:
    turn = Turn(
        "ask_law", country="GB", highest_risk=Risk.emergency, said=tuple(said), says=frozenset(says)
    )
    reply = composer.reply(turn)
    assert ("999" in reply.before[0]) is is_first
    assert reply.urgent is is_first


def test_last_resort_gives_the_emergency_number_of_the_country(composer: Composer) -> None:
    reply = composer.last_resort(Turn("nlu_fallback", country="GB"))
    assert "999" in reply.text
    assert "0800 1111" in reply.text


def test_last_resort_in_danger_begins_with_the_number(composer: Composer) -> None:
    turn = Turn("nlu_fallback", country="GB", highest_risk=Risk.emergency)
    reply = composer.last_resort(turn, "too_fast")
    assert "999" in reply.before[0]
    assert reply.before[1] == project.answer_book().phrase("too_fast")
    assert reply.urgent
    assert not composer.last_resort(replace(turn, highest_risk=Risk.high)).urgent


def test_last_resort_without_a_country_works_across_borders(composer: Composer) -> None:
    reply = composer.last_resort(Turn("nlu_fallback"))
    assert reply.help is not None
    assert reply.help.across_borders


def test_last_resort_for_an_adult_has_the_services_for_parents(composer: Composer) -> None:
    reply = composer.last_resort(Turn("nlu_fallback", country="CH", band="adult"))
    assert names(reply)[0] == "Pro Juventute parent counselling"


def test_in_another_language_services_come_before_the_english_words(composer: Composer) -> None:
    reply = composer.reply(Turn("disclose_sextortion", risk=Risk.high, country="PL", language="pl"))
    english = text_of("disclose_sextortion", "11-13")
    assert reply.text.index("116 111") < reply.text.index(english)


@pytest.mark.parametrize("doubt", [None, "ask_risks"])
def test_after_high_risk_a_helpline_stays_in_reach(composer: Composer, doubt: str | None) -> None:
    reply = composer.reply(Turn("ask_how_common", highest_risk=Risk.high, doubt=doubt))
    assert "ask_helpline" in [button.intent for button in reply.buttons]
    calm = composer.reply(Turn("ask_how_common", doubt=doubt))
    assert "ask_helpline" not in [button.intent for button in calm.buttons]


@pytest.mark.parametrize("intent", ["thank", "ask_how_common", "ask_menu", "teacher_lesson"])
@pytest.mark.parametrize("risk", [Risk.concern, Risk.high, Risk.emergency])
def test_nobody_is_asked_to_play_where_trouble_was_told(
    composer: Composer, intent: str, risk: Risk
) -> None:
    reply = composer.reply(Turn(intent, highest_risk=risk, facts={"told": "disclose_sent_image"}))
    assert "start_quiz" not in [button.intent for button in reply.buttons]


def test_a_teacher_who_told_of_trouble_is_not_offered_the_quiz(composer: Composer) -> None:
    lesson = Turn("teacher_lesson", band="adult")
    assert "start_quiz" in [button.intent for button in composer.reply(lesson).buttons]
    troubled = composer.reply(replace(lesson, highest_risk=Risk.concern))
    assert "start_quiz" not in [button.intent for button in troubled.buttons]


@pytest.mark.parametrize("country", ["AL", "FR", "IT"])
def test_at_most_three_services_are_shown(composer: Composer, country: str) -> None:
    assert len(names(composer.reply(Turn("ask_report", risk=Risk.high, country=country)))) == 3


def test_a_teacher_is_shown_services_for_professionals(composer: Composer) -> None:
    child = composer.reply(Turn("ask_helpline", country="GB"))
    teacher = composer.reply(Turn("teacher_incident", country="GB", band="adult"))
    assert names(teacher)[0] != names(child)[0]


def test_services_that_were_shown_a_moment_ago_are_not_listed_again(composer: Composer) -> None:
    first = composer.reply(Turn("disclose_sextortion", risk=Risk.high, country="BG"))
    assert len(names(first)) > 1
    turn = Turn("disclose_image_shared", risk=Risk.high, country="BG", said=(first.said,))
    second = composer.reply(turn)
    assert names(second) == names(first)[:1]
    elsewhere = composer.reply(replace(turn, country="FR"))
    assert len(names(elsewhere)) > 1
    later = composer.reply(replace(turn, said=(first.said, Said("deny"), Said("affirm"))))
    assert names(later) == names(first)


def test_the_note_on_an_emergency_number_is_said_once(composer: Composer) -> None:
    reply = composer.reply(Turn("crisis_self_harm", risk=Risk.emergency, country="CA"))
    assert reply.before[1] == "A plain text message does not reach 911: call."
    assert reply.help is not None
    assert reply.help.emergency is not None
    assert reply.help.emergency.note is None


@pytest.mark.parametrize(
    ("intent", "says", "is_said"),
    [
        ("crisis_immediate_danger", frozenset(), True),
        ("crisis_self_harm", frozenset({"cant_speak"}), True),
        ("crisis_self_harm", frozenset({"no_calls"}), False),
        ("crisis_immediate_danger", frozenset({"no_calls"}), False),
        ("crisis_self_harm", frozenset(), False),
    ],
)
def test_how_to_call_without_a_voice_is_said_to_whoever_may_need_it_and_else_on_the_card(
    composer: Composer, intent: str, says: frozenset[str], is_said: bool
) -> None:
    reply = composer.reply(Turn(intent, risk=Risk.emergency, country="GB", says=says))
    assert ("press 55" in " ".join(reply.before)) is is_said
    assert reply.help is not None
    assert reply.help.emergency is not None
    assert (reply.help.emergency.cannot_speak is None) is is_said


def test_without_a_country_the_card_says_that_there_are_other_numbers(composer: Composer) -> None:
    reply = composer.reply(Turn("crisis_self_harm", risk=Risk.emergency))
    assert reply.help is not None
    assert reply.help.emergency is not None
    assert reply.help.emergency.note


def test_who_does_not_phone_is_shown_who_can_be_written_to(composer: Composer) -> None:
    turn = Turn("ask_helpline", country="AU", says=frozenset({"no_calls"}))
    found = composer.help(turn).help
    assert found is not None
    assert found.services[0].chat_url or found.services[0].text
    assert all(one.phone is None for one in found.services if one.chat_url or one.text)
    assert composer.help(turn).introduction.startswith("You don't have to phone")


def test_in_danger_nobody_loses_a_phone_number(composer: Composer) -> None:
    said = (Said("crisis_self_harm", risk=Risk.emergency),)
    turn = Turn("ask_helpline", country="AU", says=frozenset({"no_calls"}), said=said)
    found = composer.help(replace(turn, highest_risk=Risk.emergency)).help
    assert found is not None
    assert any(one.phone for one in found.services)


def test_who_tells_the_country_after_trouble_is_thanked(composer: Composer) -> None:
    told = (Said("disclose_sextortion", risk=Risk.high),)
    facts = {"country": "AU"}
    turn = Turn("inform_country", country="AU", facts=facts, said=told, highest_risk=Risk.high)
    assert composer.help(turn).before[0].startswith("Thank you")
    assert not composer.help(replace(turn, facts={})).before
