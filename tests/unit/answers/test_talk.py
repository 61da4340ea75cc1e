"""What is said in the middle of a talk: read by its words, and answered by what was told."""

from __future__ import annotations

import pytest

from beacon import project
from beacon.answers import Composer, Reply, Said, Turn
from beacon.answers.conversation import read_turn
from beacon.levels import Risk
from beacon.understanding.contract import lowest_risk, tells_what_happened
from tests.unit.answers.talks import heard, read

BANDS = ("8-10", "11-13", "14-17", "adult")
HARM = ("disclose_sextortion", "disclose_image_shared", "disclose_coerced", "disclose_sent_image")
TELLINGS = (
    *HARM,
    "ask_online_stranger",
    "ask_received_image",
    "ask_forward_image",
    "disclose_friend",
    "parent_child_affected",
    "teacher_incident",
)


def turn(
    text: str,
    intent: str = "out_of_scope",
    told: str | None = None,
    band: str = "11-13",
    said: tuple[Said, ...] = (),
    risk: Risk = Risk.none,
) -> Turn:
    """A message to the bot after `told`, or after all that it has said."""
    before = (Said(told, band, risk=lowest_risk(told)),) if told else said
    return heard(text, intent, *before, band=band, risk=risk)


def offers(reply: Reply) -> set[str]:
    return {button.intent for button in reply.buttons}


@pytest.mark.parametrize(
    ("text", "read_as", "answer"),
    [
        ("thats not what i asked", "deny", "deny"),
        ("you dont get it", "affirm", "deny"),
        ("this doesnt help", "ask_explain_simpler", "insult"),
        ("what now", "ask_menu", "ask_menu"),
        ("ok and", "affirm", "ask_menu"),
        ("i dont know what to do", "express_feelings", "ask_menu"),
        ("idk", "affirm", "ask_menu"),
        ("...", "out_of_scope", "ask_menu"),
        ("its about a pic", "ask_pressure", "ask_menu"),
        ("not my choice", "deny", "ask_menu"),
        ("tired", "out_of_scope", "express_feelings"),
        ("leave it", "affirm", "deny"),
        ("no one believes me", "out_of_scope", "express_feelings"),
        ("i have no one to talk to", "ask_talk_to_adult", "express_feelings"),
        ("no, it's me", "deny", "express_feelings"),
        ("this happened to me", "disclose_coerced", "express_feelings"),
        ("are you there", "greet", "ask_bot_identity"),
        ("please dont leave me", "goodbye", "ask_bot_identity"),
        ("will you tell my mum", "ask_talk_to_adult", "ask_privacy"),
        ("its for homework", "out_of_scope", "affirm"),
        ("i love you", "thank", "ask_bot_identity"),
        ("tell me a joke", "out_of_scope", "ask_bot_identity"),
        ("have a nice day", "thank", "goodbye"),
        ("that helped a lot", "affirm", "thank"),
        ("they dont pick up", "out_of_scope", "ask_helpline_contact"),
        ("i babysit and the kid showed me a nude", "teacher_incident", "disclose_friend"),
        ("a boy at my school has pics", "teacher_incident", "ask_forward_image"),
        ("what is the source link", "ask_menu", "ask_factsheet"),
    ],
)
def test_words_that_leave_no_doubt_lead_to_their_answer(
    text: str, read_as: str, answer: str
) -> None:
    assert read(text, read_as)["intent"]["name"] == answer


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("they told me to say nothing or else", "disclose_sextortion"),
        ("i feel low and dont want to talk about why", "express_feelings"),
        ("u dont get it. let me talk to someone who does", "request_human"),
        ("please dont tell my mum but my cousin touches me", "disclose_coerced"),
        ("he said dont tell anyone", "ask_online_stranger"),
        ("🙏", "thank"),
    ],
)
def test_what_is_more_than_that_keeps_its_answer(text: str, read_as: str) -> None:
    assert read(text, read_as)["intent"]["name"] == read_as


def test_nothing_leads_away_from_an_emergency() -> None:
    message = read("dont leave me", "crisis_self_harm", Risk.emergency)
    assert message["intent"]["name"] == "crisis_self_harm"


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("told", TELLINGS)
def test_who_asks_what_now_hears_the_next_step_for_what_was_told(
    composer: Composer, told: str, band: str
) -> None:
    reply = composer.reply(turn("what now", told=told, band=band))
    other = composer.reply(turn("what now", band=band))
    assert "next" in reply.text.lower()
    assert reply.text != other.text
    assert offers(reply) != offers(other)


def test_the_next_step_is_another_one_each_time(composer: Composer) -> None:
    said = [Said("disclose_sextortion", risk=Risk.high)]
    texts = []
    for text in ("what now", "and then"):
        reply = composer.reply(turn(text, said=tuple(said)))
        said.append(reply.said)
        texts.append(reply.before)
    assert texts[0] != texts[1]


@pytest.mark.parametrize("band", BANDS)
def test_who_was_answered_wrong_hears_sorry_and_may_choose(composer: Composer, band: str) -> None:
    plain = composer.reply(turn("thats not what i asked", band=band))
    threatened = composer.reply(turn("thats not what i asked", told=HARM[0], band=band))
    assert "I'm sorry, I got you wrong" in plain.text
    assert "I'm sorry, I got you wrong" in threatened.text
    assert "ask_save_evidence" in offers(threatened) - offers(plain)


def test_who_is_answered_wrong_twice_is_shown_people(composer: Composer) -> None:
    first = composer.reply(turn("thats not what i asked"))
    second = composer.reply(turn("no thats not it", said=(first.said,)))
    assert first.help is None
    assert second.help is not None
    assert second.before != first.before


@pytest.mark.parametrize("told", [None, *HARM])
def test_a_bot_that_does_not_help_is_not_hurt_and_names_a_person(
    composer: Composer, told: str | None
) -> None:
    reply = composer.reply(turn("this doesnt help", told=told))
    assert reply.text.startswith("I'm sorry")
    assert "hurt me" not in reply.text
    assert "request_human" in offers(reply)


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("told", [None, *HARM])
def test_who_wants_to_leave_it_may(composer: Composer, told: str | None, band: str) -> None:
    reply = composer.reply(turn("i dont wanna talk", told=told, band=band))
    assert "we can leave it" in reply.text.lower()
    assert "write it down" in reply.text or "chat" in reply.text


@pytest.mark.parametrize(
    "text", ["tell me a joke", "i love you", "how are you", "do you like cats"]
)
def test_after_trouble_it_neither_jokes_nor_plays(composer: Composer, text: str) -> None:
    light, grave = composer.reply(turn(text)), composer.reply(turn(text, told=HARM[0]))
    assert "start_quiz" in offers(light)
    assert "start_quiz" not in offers(grave)
    assert "quiz" not in grave.text


def test_it_says_what_it_is_to_who_asks_whether_it_is_there(composer: Composer) -> None:
    calm = composer.reply(turn("are you there"))
    grave = composer.reply(turn("are you there", told=HARM[0]))
    assert "I'm a program" in calm.text
    assert "I'm a program" in grave.text
    assert grave.help is not None


def test_after_an_alarm_who_asks_whether_it_is_there_is_sent_to_a_real_person(
    composer: Composer,
) -> None:
    crisis = Said("crisis_self_harm", risk=Risk.emergency)
    reply = composer.reply(turn("are you there", "greet", said=(crisis,)))
    assert reply.urgent
    assert "real person beside you now" in reply.text


def test_it_says_what_is_kept_and_gives_no_word_for_it(composer: Composer) -> None:
    first = composer.reply(turn("pls dont tell anyone", told=HARM[3]))
    again = composer.reply(turn("promise you wont tell", said=(first.said,)))
    for reply in (first, again):
        assert "can't" in reply.text
        assert "promise" not in reply.text
    assert first.before != again.before


LINES = {
    "can i still call at night": "24/7",
    "how much does it cost to call": "free",
    "i hate phone calls": "You don't have to call",
    "what if i cry": "Then you cry",
    "can i hang up": "Yes",
    "will my mum see it on the bill": "I can't know that",
    "what if my mum hears me": "makes no noise",
    "they dont pick up": "It's not",
    "they hung up on me": "wasn't OK",
}


@pytest.mark.parametrize(("text", "words"), LINES.items())
def test_a_worry_before_a_call_is_answered_itself(
    composer: Composer, text: str, words: str
) -> None:
    reply = composer.reply(turn(text, "ask_helpline"))
    assert words in reply.text


ADULTS_QUESTIONS = (
    ("i looked at her phone", "disclose_friend", "I looked at your phone"),
    ("he doesnt want to talk to me", "ask_healthy_relationship", "Don't press"),
    ("should i take the phone away", "ask_save_evidence", "punishment"),
    ("should i call the other parents", "ask_talk_to_adult", "Not in the first anger"),
    ("should i confront the man", "ask_save_evidence", "don't confront"),
    ("should i look at the picture", "teacher_incident", "you don't need to see it"),
    ("do i have to report it", "ask_report", "hangs on your country"),
    ("im so angry with him", "out_of_scope", "fear"),
    ("my son is the one who shared it", "parent_child_affected", "put it right"),
    ("my foster daughter sent pics", "parent_child_affected", "social worker"),
)


@pytest.mark.parametrize(("text", "read_as", "words"), ADULTS_QUESTIONS)
def test_what_a_parent_asks_next_is_answered(
    composer: Composer, text: str, read_as: str, words: str
) -> None:
    reply = composer.reply(turn(text, read_as, told="parent_child_affected", band="adult"))
    assert words in reply.text
    assert reply.said.answer == "parent_child_affected"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("she begged me not to tell", "full secrecy"),
        ("the whole class has it", "no assembly"),
        ("a colleague has pictures of pupils", "Don't ask your colleague"),
        ("can i take the phone", "your school's rules"),
        ("do i have to tell her parents", "safeguarding lead decides"),
        ("what about the boys who shared it", "one by one"),
    ],
)
def test_what_a_teacher_asks_next_is_answered(composer: Composer, text: str, words: str) -> None:
    reply = composer.reply(turn(text, "out_of_scope", told="teacher_incident", band="adult"))
    assert words in reply.text
    assert reply.said.answer == "teacher_incident"


def test_a_doubtful_alarm_comes_before_an_adults_answer_and_leaves_it(composer: Composer) -> None:
    message = read("he wont talk to me", "ask_online_stranger", Risk.emergency)
    assert message["of_adult"] is None
    doubtful = read("he wont talk to me", "ask_online_stranger", Risk.emergency, is_certain=False)
    slots = {"age_band": "adult", "risk": "emergency"}
    about = {**doubtful, "risk": {"level": "emergency", "is_certain": False}}
    reply = composer.reply(read_turn(about, slots))
    assert reply.urgent
    assert "Are you thinking of hurting yourself?" in reply.text


def test_what_only_an_adult_means_so_leaves_a_child_its_answer(composer: Composer) -> None:
    asked = turn("he doesnt want to talk to me", "ask_healthy_relationship", band="14-17")
    assert composer.reply(asked).said.answer == "ask_healthy_relationship"


def test_who_works_on_policy_gets_the_factsheet(composer: Composer) -> None:
    reply = composer.reply(turn("im a policy officer", "inform_age", band="adult"))
    assert reply.said.answer == "ask_factsheet"


def test_a_child_that_says_it_is_the_friend_is_thanked(composer: Composer) -> None:
    said = composer.reply(turn("no its me", "deny", told="disclose_friend"))
    assert "Thank you for telling me that it's you" in said.text
    friend = Said("disclose_friend", risk=Risk.concern)
    step = composer.reply(turn("what now", said=(friend, said.said)))
    assert "It's about me" in step.text


def test_every_answer_to_a_topic_stands_for_one_that_tells_nothing_new() -> None:
    """Else "what now" would be taken for what happened, and the case that was told be lost."""
    led = {topic.leads_to for topic in project.topics().meanings() if not topic.for_adults}
    talk = {"deny", "insult", "ask_menu", "affirm", "thank", "goodbye", "ask_bot_identity"}
    assert talk <= led
    assert not any(map(tells_what_happened, talk))


def test_silence_is_met_kindly_and_otherwise_the_second_time(composer: Composer) -> None:
    first = composer.reply(turn("...", told=HARM[1]))
    second = composer.reply(turn("idk", said=(Said(HARM[1], risk=Risk.high), first.said)))
    assert "That's OK" in first.text
    assert "I'm still here" in second.text


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize(
    ("before", "intent", "text", "read_as", "says"),
    [
        ("he says i have 1 hour", "disclose_sextortion", "its 7:50", "inform_age", "the phone"),
        ("i told my mum", "ask_talk_to_adult", "she cried", "disclose_friend", "right"),
    ],
)
def test_words_that_tell_little_go_on_with_what_was_told(
    composer: Composer, before: str, intent: str, text: str, read_as: str, says: str, band: str
) -> None:
    first = composer.reply(turn(before, intent, band=band, risk=lowest_risk(intent)))
    later = composer.reply(turn(text, read_as, band=band, said=(first.said,)))
    assert later.said.answer == intent
    assert says in later.text
    assert later.before != first.before
    alone = composer.reply(turn(text, read_as, band=band))
    assert alone.said.answer == read_as


def test_done_already_after_a_joke_is_the_alarm_once_more(composer: Composer) -> None:
    crisis = composer.reply(turn("i want to die", "crisis_self_harm", risk=Risk.emergency)).said
    joke = composer.reply(turn("jk", "affirm", said=(crisis,))).said
    reply = composer.reply(turn("i already did it", "disclose_sent_image", said=(crisis, joke)))
    assert reply.said.answer == "crisis_self_harm"
    assert reply.said.risk is Risk.emergency


@pytest.mark.parametrize("text", ["grandma is at the door", "its sunday night"])
@pytest.mark.parametrize(
    ("told", "answer"),
    [
        (None, "out_of_scope"),
        ("express_feelings", "out_of_scope"),
        ("disclose_sextortion", "crisis_immediate_danger"),
        ("crisis_self_harm", "crisis_immediate_danger"),
    ],
)
def test_everyday_words_are_no_alarm_unless_something_grave_was_told(
    composer: Composer, text: str, told: str | None, answer: str
) -> None:
    message = turn(text, "crisis_immediate_danger", told=told, risk=Risk.emergency)
    reply = composer.reply(message)
    assert reply.said.answer == answer
    assert reply.urgent is (answer == "crisis_immediate_danger")


@pytest.mark.parametrize(
    "text",
    [
        "the pizza guy is at the door and wont leave",
        "grandma is at the door help",
        "its sunday night and i cant go on",
        "the pizza guy is at the door and i have a knife",
        "im on the train tracks",
        "the pizza guy came in and i hide",
    ],
)
def test_a_word_more_than_everyday_ones_leaves_the_alarm(composer: Composer, text: str) -> None:
    reply = composer.reply(turn(text, "crisis_immediate_danger", risk=Risk.emergency))
    assert reply.said.answer == "crisis_immediate_danger"
