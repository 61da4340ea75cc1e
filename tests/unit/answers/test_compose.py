from __future__ import annotations

from dataclasses import replace

import pytest

from beacon import project
from beacon.answers import Composer, Reply, Said, Turn
from beacon.answers.conversation import read_turn
from beacon.levels import Risk


def text_of(intent: str, band: str) -> str:
    return project.answer_book().answers[intent].variants[-1].text[band]


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
    assert all(other in others for other in ("122", "999", "192", "197"))


@pytest.mark.parametrize("language", sorted(project.answer_book().phrases))
def test_the_exceptions_are_told_in_every_language(composer: Composer, language: str) -> None:
    turn = Turn("crisis_self_harm", risk=Risk.emergency, language=language)
    number, *_, others = composer.reply(turn).before
    phrase = project.answer_book().phrases[language]["emergency_other"]
    numbers = {"BA": "122", "GB": "999", "RS": "192", "TN": "197"}
    assert "112" in number
    assert others == phrase.format(**numbers)


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


def test_country_is_asked_once(composer: Composer) -> None:
    question = project.answer_book().phrase("ask_country")
    first = composer.reply(Turn("disclose_sextortion", risk=Risk.high))
    second = composer.reply(Turn("disclose_coerced", risk=Risk.high, said=(first.said,)))
    assert question in first.text
    assert question not in second.text


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


def test_doubt_between_two_questions_is_asked_back(composer: Composer) -> None:
    reply = composer.reply(Turn("ask_law", doubt="ask_risks"))
    assert [button.intent for button in reply.buttons][:2] == ["ask_law", "ask_risks"]


def test_doubt_with_a_disclosure_is_answered_at_once(composer: Composer) -> None:
    reply = composer.reply(Turn("ask_law", doubt="disclose_sent_image"))
    assert reply.said.answer == "ask_law"


def test_simpler_goes_down_band_by_band_and_then_short(composer: Composer) -> None:
    said = [composer.reply(Turn("ask_risks", band="14-17")).said]
    texts = []
    for _ in range(4):
        reply = composer.reply(Turn("ask_explain_simpler", band="14-17", said=tuple(said)))
        texts.append(reply.text)
        said.append(reply.said)
    expected = [text_of("ask_risks", band) for band in ("11-13", "8-10", "short", "short")]
    assert texts == expected


CHILDREN = ("8-10", "11-13", "14-17")


def simpler_twice(composer: Composer, first: Reply, slots: dict[str, str]) -> list[Reply]:
    """What "say it simpler" brings, and "simpler still", by what Rasa keeps of the chat."""
    kept = [first.about()]
    replies = []
    for _ in range(2):
        turn = read_turn({"intent": {"name": "ask_explain_simpler"}}, slots, kept)
        replies.append(composer.reply(turn))
        kept.append(replies[-1].about())
    return replies


def names(reply: Reply) -> list[str]:
    return [service.name for service in reply.help.services] if reply.help else []


@pytest.mark.parametrize("band", CHILDREN)
@pytest.mark.parametrize("crisis", ["crisis_self_harm", "crisis_immediate_danger"])
@pytest.mark.parametrize(("country", "number"), [("GB", "999"), ("RS", "192"), ("PT", "112")])
def test_a_crisis_said_simpler_keeps_its_number_and_services(
    composer: Composer, crisis: str, band: str, country: str, number: str
) -> None:
    slots = {"country": country, "age_band": band, "risk": "emergency"}
    first = composer.reply(read_turn({"intent": {"name": crisis}}, slots, ()))
    assert number in first.before[0]
    for again in simpler_twice(composer, first, slots):
        assert again.said.answer == crisis
        assert again.before[0] == first.before[0]
        assert names(again) == names(first) != []


@pytest.mark.parametrize("band", CHILDREN)
@pytest.mark.parametrize(
    ("disclosure", "level"),
    [("disclose_sextortion", None), ("disclose_sent_image", "high")],
    ids=["by its kind", "by its words"],
)
def test_a_disclosure_said_simpler_keeps_its_services(
    composer: Composer, disclosure: str, level: str | None, band: str
) -> None:
    slots = {"country": "GB", "age_band": band, "risk": "high"}
    message = {"intent": {"name": disclosure}, "risk": {"level": level}}
    first = composer.reply(read_turn(message, slots, ()))
    assert "Childline" in names(first)
    for again in simpler_twice(composer, first, slots):
        assert names(again) == names(first)
        assert again.sources == first.sources


def test_a_crisis_that_an_older_version_answered_said_simpler_keeps_its_number(
    composer: Composer,
) -> None:
    """Its answer was kept without the risk."""
    said = (Said("crisis_self_harm", "11-13"),)
    reply = composer.reply(Turn("ask_explain_simpler", country="GB", said=said))
    assert "999" in reply.before[0]


def test_a_teacher_to_whom_it_is_said_simpler_keeps_the_services(composer: Composer) -> None:
    slots = {"country": "PL", "age_band": "adult"}
    first = composer.reply(read_turn({"intent": {"name": "teacher_incident"}}, slots, ()))
    for again in simpler_twice(composer, first, slots):
        assert names(again) == names(first)


def test_trouble_without_images_said_simpler_keeps_the_helpline(composer: Composer) -> None:
    slots = {"country": "GB", "risk": "concern"}
    message = {"intent": {"name": "out_of_scope"}, "risk": {"level": "concern"}}
    first = composer.reply(read_turn(message, slots, ()))
    for again in simpler_twice(composer, first, slots):
        assert names(again) == names(first) != []


def test_two_failures_in_a_row_bring_a_helpline(composer: Composer) -> None:
    first = composer.reply(Turn("nlu_fallback", country="GB"))
    second = composer.reply(Turn("nlu_fallback", country="GB", said=(first.said,)))
    assert first.help is None
    assert "0800 1111" in second.text


@pytest.mark.parametrize(
    "second", [Turn("ask_law", doubt="ask_risks"), Turn("nlu_fallback")], ids=lambda one: one.intent
)
@pytest.mark.parametrize(
    "first", [Turn("ask_risks", doubt="ask_menu"), Turn("out_of_scope")], ids=lambda one: one.intent
)
def test_two_questions_back_in_a_row_bring_a_helpline(
    composer: Composer, first: Turn, second: Turn
) -> None:
    """What is asked back was not understood either."""
    before = composer.reply(first)
    alone = composer.reply(replace(second, country="GB"))
    after = composer.reply(replace(second, country="GB", said=(before.said,)))
    assert before.help is alone.help is None
    assert "0800 1111" in after.text
    assert {"ask_menu"} <= {button.intent for button in after.buttons}


def test_trouble_without_images_still_gets_the_helpline(composer: Composer) -> None:
    reply = composer.reply(Turn("out_of_scope", risk=Risk.concern, country="GB"))
    assert "0800 1111" in reply.text


@pytest.mark.parametrize("intent", ["nlu_fallback", "out_of_scope"])
def test_what_is_not_understood_after_an_emergency_gets_the_number_at_once(
    composer: Composer, intent: str
) -> None:
    """It may be the same cry in other words."""
    reply = composer.reply(Turn(intent, country="GB", highest_risk=Risk.emergency))
    assert "999" in reply.before[0]
    assert names(reply)
    assert names(composer.reply(Turn(intent, country="GB", highest_risk=Risk.high)))
    assert composer.reply(Turn(intent, country="GB", highest_risk=Risk.concern)).help is None


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


def test_help_for_a_need_in_a_country(composer: Composer) -> None:
    reply = composer.help(Turn("ask_helpline", country="GB"))
    assert "Childline" in reply.text
    assert "0800 1111" in reply.text


@pytest.mark.parametrize("intent", ["ask_helpline", "inform_country"])
def test_help_once_there_was_an_emergency_begins_with_the_number(
    composer: Composer, intent: str
) -> None:
    """Also where the message itself, such as "serbia", has no risk."""
    reply = composer.help(Turn(intent, country="RS", highest_risk=Risk.emergency))
    assert "192" in reply.before[0]
    assert reply.urgent
    before_it = composer.help(Turn(intent, country="RS", highest_risk=Risk.high))
    assert "192" not in before_it.text
    assert not before_it.urgent


def test_services_that_are_asked_for_come_with_their_words(composer: Composer) -> None:
    asked = composer.help(Turn("ask_helpline", country="GB"))
    assert asked.before == (
        project.answer_book().answers["ask_helpline"].variants[-1].text["11-13"],
    )
    assert composer.help(Turn("inform_country", country="GB")).before == ()


@pytest.mark.parametrize("intent", ["ask_report", "ask_remove_image"])
def test_services_that_do_not_listen_are_called_so_and_followed_by_one_that_does(
    composer: Composer, intent: str
) -> None:
    reply = composer.reply(Turn(intent, Risk.high, country="GB"))
    phrases = project.answer_book().phrases["en"]
    assert reply.introduction in (phrases["help_to_report"], phrases["help_to_remove"])
    assert reply.help
    assert [service.kind for service in reply.help.services][-1] == "helpline"


def test_a_country_that_is_told_with_the_age_brings_its_services(composer: Composer) -> None:
    told = Turn(
        "inform_age",
        country="FI",
        band="14-17",
        facts={"country": "FI"},
        highest_risk=Risk.emergency,
    )
    reply = composer.reply(told)
    assert "112" in reply.before[0]
    assert names(reply)
    assert composer.reply(replace(told, highest_risk=Risk.none)).help is None


@pytest.mark.parametrize("intent", ["out_of_scope", "nlu_fallback"])
def test_a_country_that_was_asked_for_is_taken_whatever_else_is_understood(
    composer: Composer, intent: str
) -> None:
    said = (Said("disclose_sextortion", asks="country", facts={"need": "talk"}),)
    turn = Turn(intent, country="CY", language="el", facts={"country": "CY"}, said=said)
    assert composer.reply(turn).said.answer == "find_help"


@pytest.mark.parametrize("first", ["crisis_self_harm", "ask_helpline"])
def test_the_country_is_asked_twice_at_most_in_an_emergency(composer: Composer, first: str) -> None:
    cry = Turn("crisis_self_harm", Risk.emergency)
    opening = composer.reply(cry) if first == cry.intent else composer.help(Turn(first))
    replies = [opening]
    for _ in range(3):
        said = tuple(reply.said for reply in replies)
        replies.append(composer.reply(replace(cry, said=said)))
    question = project.answer_book().phrase("ask_country")
    assert [question in reply.after for reply in replies] == [True, True, False, False]
    once = (opening.said,)
    assert question not in composer.reply(Turn("disclose_sextortion", Risk.high, said=once)).after


def test_where_the_register_knows_no_number_that_of_the_country_is_spoken_of(
    composer: Composer,
) -> None:
    """112 alone would be wrong in a country whose number is another."""
    reply = composer.reply(Turn("crisis_self_harm", Risk.emergency, country="US"))
    assert "the emergency number of your country" in reply.before[0]
    assert "Serbia" not in reply.before[0]


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


def test_help_after_high_risk_is_introduced_in_the_language_of_the_child(
    composer: Composer,
) -> None:
    turn = Turn("inform_country", country="PL", language="pl", highest_risk=Risk.high)
    assert composer.help(turn).introduction == project.answer_book().phrases["pl"]["high_risk"]


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


def test_what_is_not_understood_is_not_asked_back(composer: Composer) -> None:
    """Where no intent is likely enough, two of them may still be close."""
    reply = composer.reply(Turn("nlu_fallback", doubt="ask_law"))
    assert reply.said.answer == "nlu_fallback"


@pytest.mark.parametrize("risk", list(Risk))
@pytest.mark.parametrize("intent", ["nlu_fallback", "out_of_scope"])
def test_what_is_not_understood_is_answered_at_every_risk(
    composer: Composer, intent: str, risk: Risk
) -> None:
    reply = composer.reply(Turn(intent, risk=risk, country="GB"))
    assert reply.text
    assert (reply.help is not None) == (risk > Risk.none)


def test_in_another_language_services_come_before_the_english_words(composer: Composer) -> None:
    reply = composer.reply(Turn("disclose_sextortion", risk=Risk.high, country="PL", language="pl"))
    english = text_of("disclose_sextortion", "11-13")
    assert reply.text.index("116 111") < reply.text.index(english)


def test_a_country_named_afterwards_is_answered_for_the_need(composer: Composer) -> None:
    report = composer.reply(Turn("ask_report"))
    reply = composer.help(Turn("inform_country", country="GB", said=(report.said,)))
    assert "CEOP" in reply.text
    assert "Childline: call" not in reply.text


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


def test_a_teacher_stays_one_in_look_ups(composer: Composer) -> None:
    slots = {"country": "PL", "age_band": "adult", "risk": "concern"}
    first = composer.reply(read_turn({"intent": {"name": "teacher_incident"}}, slots, ()))
    turn = read_turn({"intent": {"name": "ask_helpline"}}, slots, [first.about()])
    parent = composer.help(replace(turn, said=()))
    assert names(composer.help(turn)) == names(first) != names(parent)
    assert names(composer.help(replace(turn, band="11-13"))) != names(first)


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


def test_the_same_words_are_not_said_twice_running(composer: Composer) -> None:
    turn = Turn("ask_report", Risk.high, country="GB")
    first = composer.reply(turn)
    again = composer.reply(replace(turn, said=(first.said,)))
    assert again.before == (project.answer_book().phrase("said_already"),)
    assert again.buttons == first.buttons
    third = composer.reply(replace(turn, said=(first.said, again.said)))
    assert third.before != again.before


@pytest.mark.parametrize("intent", ["thank", "greet"])
def test_a_greeting_may_be_said_again(composer: Composer, intent: str) -> None:
    first = composer.reply(Turn(intent, band="14-17"))
    assert composer.reply(Turn(intent, band="14-17", said=(first.said,))).before == first.before


def test_what_to_do_in_an_alarm_is_said_again(composer: Composer) -> None:
    cry = Turn("crisis_immediate_danger", Risk.emergency, country="GB")
    said = [composer.reply(cry).said]
    for _ in range(4):
        reply = composer.reply(replace(cry, said=tuple(said)))
        assert project.answer_book().phrase("said_already_alarm") not in reply.before
        said.append(reply.said)
