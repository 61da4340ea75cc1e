"""What is said while an alarm stands: whom it is about, where they are, whether help has come."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from beacon import project
from beacon.answers import Composer, Reply, Said, Turn
from beacon.answers.conversation import read_turn
from beacon.answers.hand_over import MAY_READ, OFFERED
from beacon.answers.history import History
from beacon.answers.in_danger import MAYBE_IN_DANGER, explaining, heard
from beacon.answers.topics import OF_THREATS
from beacon.answers.understood import Understood
from beacon.levels import BANDS, Risk
from beacon.understanding import danger
from tests.unit.answers import talks
from tests.unit.answers.talks import read
from tests.unit.answers.test_looking_back import CRISES

SLOTS = {"risk": "emergency", "country": "GB"}
TOOK = project.answer_book().phrase("took_something")


class Chat(talks.Chat):
    """A child that writes by what the bot understands of it; topics are found in the words."""

    def __init__(
        self, band: str = "11-13", risk: Risk = Risk.emergency, country: str | None = "GB"
    ) -> None:
        super().__init__(band, risk, country)

    def says(self, words: str, intent: str, *, doubtful: bool = False, says: str = "") -> Reply:
        patterns = project.risk_patterns().matches(words)
        level = max([Risk.none, *(match.level for match in patterns)])
        if intent in CRISES or doubtful:
            level = Risk.emergency
        message = read(words, intent, level, not doubtful, patterns, confidence=0.0)
        message["says"] += [says] if says else []
        return self.answer(message)


def words_of(reply: Reply) -> str:
    """The answer's own words, without the number and the services."""
    return " ".join(reply.before[1:] if reply.urgent else reply.before)


@pytest.mark.parametrize(
    ("words", "crisis", "text"),
    [
        ("my friend says she wants to die", "crisis_self_harm", "Call now for them"),
        ("my friend is going to meet a man from discord", "crisis_immediate_danger", "for them"),
        ("my friend is on the bridge", "crisis_self_harm", "Don't go to the edge"),
        ("im standing on the roof of my school", "crisis_self_harm", "step back"),
        ("im at the train tracks", "crisis_immediate_danger", "step back"),
        ("hes at my door", "crisis_immediate_danger", "Don't open"),
        ("there is a man in the house and im alone", "crisis_immediate_danger", "Don't open"),
        ("im meeting him tonight", "crisis_immediate_danger", "You can still say no"),
        ("i took pills", "crisis_self_harm", "Unlock the door"),
        ("its 3am and i cant do this", "crisis_self_harm", "wake an adult"),
        ("he is here and i cant talk", "crisis_immediate_danger", "whisper"),
    ],
)
def test_an_alarm_has_the_words_for_where_the_child_is(words: str, crisis: str, text: str) -> None:
    assert text in Chat().says(words, crisis).text


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize(
    ("words", "read_as"),
    [
        ("my brothers home hes 19. hes in the next room playing", "crisis_immediate_danger"),
        ("hes in the barn. i can see the light from here", "crisis_immediate_danger"),
        ("im in my room, my dad is downstairs", "out_of_scope"),
    ],
)
def test_after_thoughts_of_dying_who_is_near_is_the_one_to_go_to(
    words: str, read_as: str, band: str
) -> None:
    chat = Chat(band)
    chat.says("i want to die", "crisis_self_harm")
    reply = words_of(chat.says(words, read_as))
    assert "go to them now" in reply.lower() or "go to them now, or bring them" in reply
    assert "keep away" in reply.lower()


@pytest.mark.parametrize(
    ("told", "answer", "near"),
    [
        ("he hits my mum right now", "crisis_immediate_danger", "hes in the kitchen"),
        ("my dad touches me", "disclose_coerced", "dad is downstairs"),
        ("my brother rapes me", "disclose_coerced", "my brother is in the next room"),
        ("somebody does things to me", "disclose_coerced", "hes in the next room"),
    ],
)
def test_who_is_near_is_none_to_go_to_where_a_threat_was_told(
    told: str, answer: str, near: str
) -> None:
    chat = Chat()
    chat.says(told, answer)
    chat.says("i want to die", "crisis_self_harm")
    assert "go to them now" not in chat.says(near, "crisis_immediate_danger").text


def test_what_is_known_of_threats_are_topics() -> None:
    assert {topic.name for topic in project.topics().meanings()} >= OF_THREATS


@pytest.mark.parametrize("band", BANDS)
def test_a_second_hint_at_dying_is_asked_about_in_so_many_words(band: str) -> None:
    chat = Chat(band)
    chat.says("they would be better off", "crisis_self_harm", doubtful=True)
    again = chat.says("i tidied all my things", "crisis_self_harm", doubtful=True)
    assert "think about dying" in words_of(again)


@pytest.mark.parametrize("band", BANDS)
def test_who_is_just_asking_is_not_called_safe(band: str) -> None:
    chat = Chat(band)
    chat.says("if someone isnt here any more", "crisis_self_harm", doubtful=True)
    words = words_of(chat.says("just wondering", "affirm"))
    assert "you're safe" not in words
    assert "you can say it here" in words or "tell me" in words


def test_who_wants_no_sirens_has_an_alarm_that_stands() -> None:
    chat = Chat()
    chat.says("i want to die", "crisis_self_harm")
    reply = chat.says("what wuld 999 do laugh at me. i dont want no sirens", "ask_report")
    assert reply.said.answer == "crisis_self_harm"
    assert reply.urgent


@pytest.mark.parametrize("band", BANDS)
def test_a_friend_who_took_something_is_not_the_child(band: str) -> None:
    chat = Chat(band)
    first = chat.says("my friend took pills and shes asleep", "crisis_self_harm")
    assert "You took" not in first.text
    assert "Something was taken" in first.before[1]
    later = chat.says("she wont wake up", "crisis_immediate_danger")
    assert later.said.answer == "crisis_self_harm"
    assert "they don't wake up" in later.text


def test_who_says_that_it_is_no_friend_is_thanked_and_spoken_to() -> None:
    chat = Chat()
    assert "for them" in chat.says("my friend wants to die", "crisis_self_harm").text
    mine = chat.says("no its me", "deny")
    assert "Thank you for telling me that it's you" in mine.text
    assert mine.urgent
    assert "for them" not in chat.says("i want to die", "crisis_self_harm").text


def test_who_says_that_it_was_no_friend_in_the_picture_is_thanked() -> None:
    chat = Chat(risk=Risk.high)
    chat.says("its my friend she sent a nude", "disclose_friend")
    assert "Thank you for telling me that it's you" in chat.says("no it's me", "deny").text


def test_who_took_something_reads_no_other_question_until_help_is_there() -> None:
    chat = Chat()
    chat.says("i want to die", "crisis_self_harm")
    first = chat.says("i took pills", "crisis_self_harm")
    second = chat.says("do i have to go to hospital", "ask_helpline_contact")
    assert second.said.answer == "crisis_self_harm"
    assert "Who is with you?" not in first.text + second.text
    assert TOOK in second.text
    called = chat.says("i called", "affirm")
    assert "Stay on the line" in called.text
    assert TOOK not in called.text
    here = chat.says("the ambulance is here", "crisis_self_harm")
    assert "so glad that help is there" in here.text
    assert not here.urgent
    assert TOOK not in here.text + chat.says("thank you", "thank").text


@pytest.mark.parametrize(
    ("words", "read_as", "text"),
    [
        ("nobody answers", "deny", "let it ring"),
        ("i hung up", "deny", "if you hung up, that's OK"),
        ("they are coming", "out_of_scope", "It's right to call"),
        ("my mum is here now", "out_of_scope", "not alone"),
        ("should i wake them up", "ask_talk_to_adult", "wake an adult"),
        ("im on the bridge", "out_of_scope", "step back"),
    ],
)
def test_what_goes_on_with_an_alarm_is_no_calm_question(
    words: str, read_as: str, text: str
) -> None:
    chat = Chat()
    chat.says("i want to die", "crisis_self_harm")
    reply = chat.says(words, read_as)
    assert text in reply.text
    assert reply.urgent
    assert reply.help


@pytest.mark.parametrize("words", ["nobody answers", "i called", "its me", "my mum is here now"])
def test_without_an_alarm_the_same_words_are_what_they_were_read_as(words: str) -> None:
    assert Chat().says(words, "ask_helpline_contact").said.answer == "ask_helpline_contact"


def test_who_has_come_down_is_not_left_alone() -> None:
    chat = Chat()
    chat.says("im on the roof", "crisis_self_harm")
    reply = chat.says("ok im down", "goodbye")
    assert "so glad that you did that" in reply.text
    assert reply.urgent


def test_who_does_not_go_to_a_meeting_is_praised() -> None:
    chat = Chat()
    chat.says("im meeting him tonight", "crisis_immediate_danger")
    assert "strong choice" in chat.says("ok i wont go", "crisis_self_harm").text


def test_somebody_at_the_door_stays_what_it_is_about() -> None:
    chat = Chat()
    chat.says("he is at the door", "crisis_immediate_danger")
    opens = chat.says("should i open", "ask_received_image")
    assert "Keep the door shut" in opens.text
    assert opens.urgent
    assert "use this time" in chat.says("ok he is gone", "affirm").text


@pytest.mark.parametrize("answer", ["deny", "nlu_fallback", "out_of_scope"])
def test_no_to_the_question_whether_the_child_is_safe_is_an_alarm(answer: str) -> None:
    chat = Chat()
    asked = chat.says("quick", "crisis_immediate_danger", doubtful=True)
    assert [button.intent for button in asked.buttons][:2] == ["deny", "affirm"]
    reply = chat.says("no im not", answer)
    assert reply.urgent
    assert reply.said.answer == "crisis_immediate_danger"
    assert words_of(reply) != words_of(asked)
    if answer == "deny":
        assert chat.says("thanks", "thank").urgent


def test_what_is_not_understood_is_asked_after_once() -> None:
    chat = Chat()
    chat.says("quick", "crisis_immediate_danger", doubtful=True)
    chat.says("hm", "nlu_fallback")
    assert chat.says("hm hm", "nlu_fallback").said.answer == "out_of_scope"


@pytest.mark.parametrize(("state", "is_asked"), [(danger.CALM, False), (danger.ASK, True)])
def test_who_goes_on_with_the_story_is_not_asked_again(state: str, *, is_asked: bool) -> None:
    stands = danger.surely(state)
    story = Understood("out_of_scope", danger=stands, is_typed=True)
    message = heard(story, Risk.emergency, History((ASKED,)), stands)
    assert message.is_alarm is is_asked


def test_yes_to_the_question_whether_the_child_is_safe_goes_on_calmly() -> None:
    chat = Chat()
    chat.says("quick", "crisis_immediate_danger", doubtful=True)
    reply = chat.says("yes", "affirm")
    assert "Good, I'm glad that you're safe" in reply.text
    assert not reply.urgent


@pytest.mark.parametrize("words", ["im safe now", "lol jk", "the ambulance is here"])
def test_the_number_goes_when_the_child_is_safe(words: str) -> None:
    chat = Chat()
    assert chat.says("i want to die", "crisis_self_harm").urgent
    assert not chat.says(words, "affirm").urgent


@pytest.mark.parametrize("words", ["my mum is here now", "he said it was a joke", "ok he is gone"])
def test_the_number_stays_where_that_is_not_sure(words: str) -> None:
    chat = Chat()
    chat.says("i want to die", "crisis_self_harm")
    assert chat.says(words, "affirm").urgent


@pytest.mark.parametrize("read_as", ["affirm", "deny", "out_of_scope", "insult"])
def test_a_joke_is_answered_without_scolding(read_as: str) -> None:
    chat = Chat()
    chat.says("i want to die", "crisis_self_harm")
    reply = chat.says("it was a joke", read_as)
    assert "I'm not cross" in reply.text
    assert not reply.urgent


def test_a_question_of_a_child_that_is_safe_keeps_its_answer() -> None:
    chat = Chat()
    chat.says("i want to die", "crisis_self_harm")
    reply = chat.says("im safe now, who can i report it to", "ask_report")
    assert reply.said.answer == "ask_report"
    assert not reply.urgent


def test_the_same_edge_gets_other_words_whichever_crisis_it_is_read_as() -> None:
    chat = Chat()
    first = chat.says("im on the bridge", "crisis_immediate_danger")
    second = chat.says("i want to jump", "crisis_self_harm")
    assert "step back" in first.text
    assert "Have you called?" in second.text


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("crisis", CRISES)
def test_three_alarms_get_three_answers(crisis: str, band: str) -> None:
    chat = Chat(band)
    texts = {words_of(chat.says("x", crisis)) for _ in range(3)}
    assert len(texts) == 3


@pytest.mark.parametrize(
    ("words", "crisis"),
    [
        ("im on the bridge", "crisis_self_harm"),
        ("he is at my door", "crisis_immediate_danger"),
        ("im meeting him tonight", "crisis_immediate_danger"),
        ("i took pills", "crisis_self_harm"),
        ("my friend wants to die", "crisis_self_harm"),
    ],
)
def test_the_same_alarm_twice_gets_other_words(words: str, crisis: str) -> None:
    chat = Chat()
    first, second = chat.says(words, crisis), chat.says(words, crisis)
    assert words_of(first) != words_of(second)


def test_how_to_tell_while_an_alarm_stands_is_to_tell_now() -> None:
    said = (Said("crisis_self_harm", risk=Risk.emergency),)
    turn = Turn("ask_talk_to_adult", highest_risk=Risk.emergency, country="GB", said=said)
    reply = project.composer().reply(turn)
    assert "999" in reply.before[0]
    assert "I'm not safe" in reply.text
    assert reply.help is not None
    assert reply.help.services


@pytest.mark.parametrize("read_as", ["ask_helpline", "inform_country"])
def test_what_goes_on_with_an_alarm_is_no_calm_question_for_help(
    composer: Composer, read_as: str
) -> None:
    """For these intents the rules ask the action server, which looks up help."""
    chat = Chat()
    chat.says("i want to die", "crisis_self_harm")
    message = {"intent": {"name": read_as}, "says": ["nobody_answers"], "goes_on": ["always"]}
    reply = composer.help(read_turn(message, SLOTS, chat.said))
    assert reply.said.answer == "crisis_self_harm"
    assert reply.urgent
    assert reply.help
    assert words_of(reply)


def test_whoever_plays_on_while_an_alarm_stands_keeps_the_number(composer: Composer) -> None:
    said = [Said("crisis_self_harm", risk=Risk.emergency, says=frozenset({"taken"}))]
    for intent in ("start_quiz", "affirm"):
        reply = composer.reply(
            Turn(intent, country="GB", highest_risk=Risk.emergency, said=tuple(said))
        )
        said.append(reply.said)
        assert reply.said.answer == "quiz"
        assert reply.urgent
        assert "999" in reply.before[0]
        assert reply.before[1] == TOOK


def test_whether_a_person_may_read_along_is_asked_below_the_number(composer: Composer) -> None:
    said = (Said("crisis_self_harm", risk=Risk.emergency), Said(OFFERED))
    reply = composer.reply(
        Turn("affirm", country="GB", highest_risk=Risk.emergency, said=said, who="trained people")
    )
    assert reply.said.answer == MAY_READ
    assert "999" in reply.before[0]


@pytest.mark.parametrize(
    "words",
    [
        "my friend swallowed lots of her moms meds",
        "she ate 30 pills my friend",
        "my brother drank bleach",
        "help with pills pls, my friend ate 30",
        "my sister od'd",
        "my son 10 swallowed batteries",
    ],
)
def test_somebody_elses_pills_in_other_words_are_not_the_childs(words: str) -> None:
    reply = Chat().says(words, "crisis_self_harm")

    assert "Call now for them" in reply.text
    assert "You took something" not in reply.text


@pytest.mark.parametrize(
    "words",
    ["i took my grandmas heart pills", "took 40 of em", "i downed moms pills", "i took something"],
)
def test_the_childs_own_pills_in_other_words_need_a_call(words: str) -> None:
    reply = Chat().says(words, "crisis_self_harm")

    assert TOOK in reply.text
    assert "Unlock the door" in reply.text


def test_an_alarm_that_is_over_said_simpler_is_none_again(composer: Composer) -> None:
    """ "im safe now, im in london" is answered with services, and these are not said simpler."""
    alarm = Said("crisis_self_harm", risk=Risk.emergency)
    said = (alarm, Said("find_help", says=frozenset({"safe_now"})))
    turn = Turn("ask_explain_simpler", country="GB", highest_risk=Risk.emergency, said=said)
    reply = composer.reply(turn)
    assert reply.said.answer == "crisis_self_harm"
    assert not reply.urgent
    thanks = Turn("thank", highest_risk=Risk.emergency, said=(*said, reply.said))
    assert not composer.reply(thanks).urgent
    assert composer.reply(replace(turn, said=(alarm,))).urgent


@pytest.mark.parametrize(
    "words",
    [
        "my mom doesnt wake up",
        "sie wacht nicht auf",
        "non si sveglia",
        "uyanmıyor",
        "не дышит она не дышит",
    ],
)
def test_who_does_not_wake_needs_a_call_before_all(words: str) -> None:
    assert "they don't wake up" in Chat().says(words, "crisis_immediate_danger").text


@pytest.mark.parametrize(
    "words",
    [
        "ich hab tabletten genommen",
        "j'ai pris des cachets",
        "wzięłam tabletki",
        "hap içtim",
        "я випила таблетки",
        "ho preso delle pillole",
        "πήρα χάπια",
    ],
)
def test_pills_in_other_languages_need_a_call(words: str) -> None:
    matches = project.risk_patterns().matches(words)

    assert "emergency" in {match.level.name for match in matches}
    assert TOOK in Chat().says(words, "crisis_self_harm").text


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("meine freundin will sterben", "for them"),
        ("moja koleżanka wzięła tabletki", "what they took"),
        ("a minha amiga quer morrer", "for them"),
        ("мій друг хоче померти", "for them"),
        ("mi amigo se quiere tirar del puente", "Don't go to the edge"),
        ("i climbed over the fence at the bridge", "step back"),
        ("stoję na dachu", "step back"),
        ("ich stehe auf dem fenstersims", "step back"),
        ("köprüdeyim", "step back"),
        ("je suis sur le pont", "step back"),
    ],
)
def test_a_friend_and_an_edge_are_heard_in_other_words_and_languages(words: str, text: str) -> None:
    reply = Chat("14-17").says(words, "crisis_self_harm")

    assert text in reply.text


def test_a_wound_needs_a_call_and_goes_on() -> None:
    chat = Chat()
    first = chat.says("i cut my arm and its bleeding", "crisis_self_harm")
    assert "say where you're hurt" in first.text
    assert "say where you're hurt" in chat.says("it doesnt stop", "express_feelings").text


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("he is making me undress on camera right now", "You may switch it off"),
        ("im in his car", "when it stops"),
        ("he wont let me leave", "leave the line open"),
    ],
)
def test_who_is_filmed_or_with_the_man_hears_what_can_be_done_there(words: str, text: str) -> None:
    assert text in Chat().says(words, "crisis_immediate_danger").text


@pytest.mark.parametrize(
    ("first", "words", "text"),
    [
        ("hes at my door", "im alone", "Keep the door shut"),
        ("hes at my door", "soll ich aufmachen", "Keep the door shut"),
        ("hes at my door", "j'ouvre", "Keep the door shut"),
        ("hes at my door", "er ist drin", "get away from them"),
        ("my friend took pills", "im not with her", "for them"),
        ("i drank bleach", "my throat burns", "call"),
        ("i took pills", "how long do i have", "call"),
    ],
)
def test_what_goes_on_with_an_alarm_in_other_words(first: str, words: str, text: str) -> None:
    chat = Chat()
    chat.says(first, "crisis_immediate_danger")

    reply = chat.says(words, "out_of_scope")

    assert reply.said.answer == "crisis_immediate_danger"
    assert text in reply.text


def test_a_joke_that_was_none_is_an_alarm_again() -> None:
    chat = Chat()
    chat.says("i want to die", "crisis_self_harm")
    chat.says("it was a joke", "deny")

    assert chat.says("but actually it wasnt", "deny").said.answer == "crisis_self_harm"


def test_no_quiz_is_begun_by_a_doubtful_word_while_an_alarm_stands() -> None:
    chat = Chat()
    chat.says("hes at my door", "crisis_immediate_danger")

    assert chat.says("ok lets see", "start_quiz").said.answer == "crisis_immediate_danger"


def test_no_quiz_is_begun_by_a_doubtful_word_after_the_question_whether_the_child_is_safe() -> None:
    chat = Chat()
    chat.says("hes at my door", "crisis_immediate_danger")
    chat.says("quick", "crisis_immediate_danger", doubtful=True)

    assert chat.says("ok lets see", "start_quiz").said.answer == "crisis_immediate_danger"


@pytest.mark.parametrize(
    "words",
    ["ein mann steht vor der tür", "un homme est devant la porte", "hay un hombre en la puerta"],
)
def test_a_man_at_the_door_in_another_language_is_not_opened_to(words: str) -> None:
    assert "Don't open" in Chat().says(words, "crisis_immediate_danger").text


ALARM = Said("crisis_self_harm", risk=Risk.emergency, says=frozenset({"edge", "friend_in_danger"}))
ASKED = Said("crisis_self_harm", facts={"alarm": "doubtful"}, risk=Risk.emergency)
BY_WORDS = Said("crisis_self_harm", facts={"raised": "by_words"}, risk=Risk.emergency)
JOKED = Said("affirm", says=frozenset({"joke", "safe_now"}))
STRANGER = "ask_online_stranger"
OTHER_ALARM = Said("crisis_immediate_danger", risk=Risk.emergency)
TOLD_OF_THREATS = Said("follow_up", facts={"told": "disclose_sextortion"})
TOLD_TO_TELL = Said("crisis_self_harm", facts={"invited": "within"}, risk=Risk.emergency)
SAME, OTHER, SURE, DOUBTFUL = "crisis_self_harm", "crisis_immediate_danger", True, False


@pytest.mark.parametrize(
    ("message", "said", "intent", "certain"),
    [
        ({"intent": "goodbye", "says": {"safe_now"}}, [ALARM], "affirm", None),
        ({"intent": "goodbye", "says": {"safe_now"}}, [ALARM, Said(OFFERED)], "deny", None),
        ({"intent": OTHER, "says": {"safe_now"}}, [ALARM], "affirm", None),
        ({"intent": OTHER, "says": {"safe_now"}, "has_pattern": True}, [ALARM], OTHER, SURE),
        ({"intent": OTHER, "says": {"everyday_after_all"}}, [ALARM], OTHER, SURE),
        ({"intent": "deny", "says": {"everyday_after_all"}}, [ALARM], "affirm", None),
        ({"intent": "deny", "says": {"everyday_after_all"}}, [BY_WORDS], "deny", None),
        ({"intent": "greet", "goes_on": {"standing"}}, [ALARM], SAME, SURE),
        ({"intent": OTHER, "is_certain": False, "goes_on": {"standing"}}, [], OTHER, DOUBTFUL),
        ({"intent": OTHER, "is_certain": False, "goes_on": {"edge"}}, [ALARM], SAME, SURE),
        ({"intent": OTHER, "says": {"friend_in_danger"}}, [ALARM], SAME, SURE),
        ({"intent": OTHER, "is_certain": False, "goes_on": {"always"}}, [], OTHER, SURE),
        ({"intent": OTHER, "is_certain": False}, [ALARM], SAME, DOUBTFUL),
        ({"intent": OTHER}, [ALARM], OTHER, SURE),
        ({"intent": OTHER, "has_pattern": True}, [ALARM], OTHER, SURE),
        ({"intent": OTHER, "says": {"at_the_door"}}, [ALARM], OTHER, SURE),
        ({"intent": "out_of_scope", "says": {"one_is_near"}}, [ALARM], SAME, SURE),
        (
            {"intent": "out_of_scope", "says": {"one_is_near", "violent"}},
            [ALARM],
            "out_of_scope",
            None,
        ),
        ({"intent": "out_of_scope", "says": {"one_is_near"}}, [], "out_of_scope", None),
        ({"intent": "out_of_scope", "says": {"help_is_near"}}, [ALARM], SAME, SURE),
        (
            {"intent": "out_of_scope", "says": {"help_is_near", "what_to_say"}},
            [ALARM],
            "out_of_scope",
            None,
        ),
        ({"intent": "deny", "goes_on": {"always"}}, [], "deny", None),
        ({"intent": "deny"}, [ASKED], SAME, SURE),
        ({"intent": "ask_law", "goes_on": {"always"}}, [ASKED], SAME, SURE),
        ({"intent": "ask_law", "goes_on": {"edge"}}, [ALARM], SAME, SURE),
        ({"intent": "ask_law", "goes_on": {"edge"}}, [ALARM, JOKED], "ask_law", None),
        ({"intent": "ask_law", "goes_on": {"joke"}}, [ALARM, JOKED], SAME, SURE),
        ({"intent": "start_quiz", "confidence": 0.5}, [ALARM], SAME, SURE),
        ({"intent": "start_quiz", "confidence": 1.0}, [ALARM], "start_quiz", None),
        ({"intent": "out_of_scope"}, [ASKED], SAME, DOUBTFUL),
        ({"intent": "out_of_scope"}, [ASKED, ASKED], "out_of_scope", None),
        ({"intent": "ask_law"}, [ALARM], "ask_law", None),
        ({"intent": STRANGER, "is_typed": True}, [ALARM], "out_of_scope", None),
        ({"intent": STRANGER}, [ALARM], STRANGER, None),
        ({"intent": STRANGER, "is_typed": True}, [TOLD_OF_THREATS, ALARM], STRANGER, None),
        ({"intent": STRANGER, "is_typed": True, "is_led": True}, [ALARM], STRANGER, None),
        (
            {"intent": STRANGER, "is_typed": True},
            [Said(OTHER, risk=Risk.emergency)],
            STRANGER,
            None,
        ),
        ({"intent": SAME, "words": 12, "says": {"owns_up"}}, [TOLD_TO_TELL], SAME, DOUBTFUL),
        ({"intent": "ask_law", "words": 12, "says": {"owns_up"}}, [TOLD_TO_TELL], "ask_law", None),
    ],
)
def test_each_case_has_its_rule(
    message: dict[str, Any], said: list[Said], intent: str, certain: bool | None
) -> None:
    """`certain` is None where it is no alarm."""
    sets = {name: frozenset(message[name]) for name in ("says", "goes_on") if name in message}
    meant = heard(Understood(**{**message, **sets}), Risk.emergency, History(tuple(said)))
    assert meant.intent == intent
    assert (meant.is_certain if meant.is_alarm else None) is certain


@pytest.mark.parametrize(
    ("intent", "said", "now", "explains"),
    [
        ("out_of_scope", [ALARM], 0.1, True),
        ("inform_age", [ALARM], 0.1, False),
        ("out_of_scope", [ALARM], MAYBE_IN_DANGER, False),
        ("out_of_scope", [ALARM, Said("ask_law")], 0.1, False),
        ("out_of_scope", [], 0.1, False),
    ],
)
def test_everyday_words_explain_what_came_right_before_where_no_danger_is_likely(
    intent: str, said: list[Said], now: float, explains: bool
) -> None:
    party = Understood(intent, says=frozenset({"everyday_after_all"}))
    stands = {"now": now, "calm": 1 - now}
    meant = explaining(party, History(tuple(said)), stands)
    assert ("everyday_after_all" in meant.says) is explains


@pytest.mark.parametrize(
    ("words", "crisis", "text"),
    [
        ("my sister is bleeding from her arms", "crisis_immediate_danger", "hurt and bleeding"),
        ("my little sister fell in the pool", "crisis_immediate_danger", "Don't go in after them"),
        ("my girlfriend says shes gonna od if i leave", "crisis_self_harm", "Call now for them"),
    ],
)
def test_a_friend_in_danger_is_helped_in_the_way_that_fits(
    words: str, crisis: str, text: str
) -> None:
    reply = Chat().says(words, crisis)
    assert text in reply.text
    assert "was taken" not in reply.text


def test_a_number_after_pills_in_the_hand_is_no_age() -> None:
    chat = Chat()
    assert chat.says("mam w ręku tabletki", "crisis_self_harm").said.answer == "crisis_self_harm"
    taken = chat.says("wzięłam 20", "inform_age")
    assert taken.said.answer == "crisis_self_harm"
    assert "how much and when" in taken.text


@pytest.mark.parametrize(
    ("words", "read_as", "text"),
    [
        ("dad found me", "out_of_scope", "not alone"),
        ("she is hugging me", "disclose_friend", "not alone"),
        ("mama ist da", "goodbye", "not alone"),
        ("tata już jest", "goodbye", "not alone"),
        ("then its over", "out_of_scope", "glad"),
    ],
)
def test_who_has_come_is_heard_in_more_words(words: str, read_as: str, text: str) -> None:
    chat = Chat()
    chat.says("i want to die", "crisis_self_harm")
    reply = chat.says(words, read_as)
    assert reply.said.answer == "crisis_self_harm"
    assert text in reply.text


def test_a_friend_who_came_down_is_not_left_alone() -> None:
    chat = Chat()
    chat.says("my friend wants to jump", "crisis_self_harm")
    assert "came away" in chat.says("she came down", "out_of_scope").text


def test_up_on_the_roof_is_told_to_step_back() -> None:
    assert "step back" in Chat().says("i am up on the roof", "crisis_immediate_danger").text


@pytest.mark.parametrize(
    "words", ["im not with her", "i dont know her address", "her phone is off"]
)
def test_a_friend_far_away_can_be_helped_too(words: str) -> None:
    chat = Chat()
    chat.says("my bestie took tablets", "crisis_self_harm")
    assert "call anyway" in chat.says(words, "disclose_friend").text.lower()


@pytest.mark.parametrize(
    ("words", "read_as", "text"),
    [
        ("what happens at the hospital", "out_of_scope", "look after your body"),
        ("what happens when police comes", "ask_report", "look after your body"),
        ("will they tell my parents", "ask_helpline_contact", "they want you to live"),
    ],
)
def test_who_is_afraid_of_what_comes_after_the_call_is_told(
    words: str, read_as: str, text: str
) -> None:
    for cry in ("i want to die", "i took pills", "im on the bridge and want to jump"):
        chat = Chat()
        chat.says(cry, "crisis_self_harm")
        assert text in chat.says(words, read_as).text


def test_a_child_that_cuts_itself_now_and_then_is_not_told_to_shout() -> None:
    chat = Chat()
    assert "Many do this" in chat.says("i cut myself sometimes", "crisis_self_harm").text
    assert "wait a little" in chat.says("not deep", "ask_explain_simpler").text
    assert "that it bleeds" in chat.says("its pretty deep", "out_of_scope").text


def test_who_says_that_nothing_was_taken_is_believed_and_checked() -> None:
    chat = Chat()
    chat.says("i took pills", "crisis_self_harm")
    reply = chat.says("really i didnt take anything", "disclose_coerced")
    assert reply.urgent
    assert "I'm not cross" in reply.text
    assert "swallowed anything at all" in reply.text


@pytest.mark.parametrize("words", ["nein ich bins", "non c'est moi", "no, soy yo", "нет это я"])
def test_it_is_me_is_heard_in_other_languages(words: str) -> None:
    chat = Chat()
    chat.says("my friend wants to die", "crisis_self_harm")
    assert "Thank you for telling me that it's you" in chat.says(words, "deny").text


def test_a_second_taking_back_keeps_the_alarm() -> None:
    chat = Chat()
    chat.says("my friend is in danger", "crisis_immediate_danger")
    chat.says("no its me", "deny")
    reply = chat.says("i lied", "deny")
    assert reply.urgent
    assert "If you're safe now, I'm glad" not in reply.text


@pytest.mark.parametrize(
    ("words", "crisis", "then", "read_as", "text"),
    [
        ("im locked in", "crisis_immediate_danger", "by the boys", "greet", "bang on the door"),
        (
            "my dad is hitting my mum right now",
            "crisis_immediate_danger",
            "he is coming up",
            "deny",
            "Don't go between them",
        ),
        (
            "they said they will beat me up after school",
            "crisis_immediate_danger",
            "in 10 minutes",
            "out_of_scope",
            "Stay inside",
        ),
        ("i want to kill him", "crisis_self_harm", "for tomorrow", "goodbye", "Don't go there"),
    ],
)
def test_violence_has_words_of_its_own_and_goes_on(
    words: str, crisis: str, then: str, read_as: str, text: str
) -> None:
    chat = Chat()
    first = chat.says(words, crisis)
    assert text in first.text
    second = chat.says(then, read_as)
    assert second.said.answer == crisis
    assert "told an adult" in second.text


def test_who_hears_of_an_attack_is_told_to_call() -> None:
    reply = Chat().says("my classmate said he will shoot up the school", "crisis_immediate_danger")
    assert "isn't telling tales" in reply.text


def test_who_is_happy_about_a_meeting_is_heard_first() -> None:
    chat = Chat()
    first = chat.says(
        "i meet my boyfriend from discord tomorrow im so excited", "crisis_immediate_danger"
    )
    assert "look forward to it" in first.text
    assert "not to blame" not in chat.says("we meet at his place", "crisis_immediate_danger").text


def test_who_is_filmed_and_cannot_stop_hears_once_more_that_it_may() -> None:
    chat = Chat()
    chat.says("he is making me undress on camera right now", "crisis_immediate_danger")
    assert "switch it off" in chat.says("i cant stop", "express_feelings").text


def test_a_cry_in_the_first_person_is_not_asked_if_it_is_a_friend() -> None:
    first = Chat().says("i want to die", "crisis_self_harm")
    assert "friend" not in first.before[1]
    assert "I believe you" in first.before[1]


COMPANY = ("Yes, somebody is here", "No, I'm alone")


@pytest.mark.parametrize("band", BANDS)
def test_whether_somebody_is_there_is_asked_with_a_yes_and_no_of_its_own(band: str) -> None:
    asked = Chat(band).says("i want to die", "crisis_self_harm")
    assert words_of(asked).endswith("with you?")
    titles = [(button.title, button.intent) for button in asked.buttons[:2]]
    assert titles == list(zip(COMPANY, ("affirm", "deny"), strict=True))


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("affirm", "If you feel safe with them, go to them now"),
        ("deny", "You don't have to stay alone"),
    ],
)
def test_the_answer_whether_somebody_is_there_is_heard_once(intent: str, text: str) -> None:
    chat = Chat()
    chat.says("i want to die", "crisis_self_harm")
    first = chat.says(intent, intent)
    assert text in words_of(first)
    assert "999" in first.before[0]
    assert text not in words_of(chat.says(intent, intent))


def test_whoever_is_safe_is_not_taken_for_one_who_has_company() -> None:
    chat = Chat()
    chat.says("i want to die", "crisis_self_harm")
    assert "so glad to hear that" in words_of(chat.says("im safe now", "affirm", says="safe_now"))


def test_other_countries_numbers_come_once_and_after_the_words() -> None:
    """A child that dies of fear looks for the number and a kind word, not for four countries."""
    chat = Chat(country=None)
    first = chat.says("i want to die", "crisis_self_harm")
    assert "112" in first.before[0]
    assert "I'm glad you told me" in first.before[1]
    assert "Tunisia" in first.before[-1]
    assert first.help
    assert first.help.emergency
    assert not first.help.emergency.instead
    assert "Tunisia" not in chat.says("i want to die", "crisis_self_harm").text


DENIED = (
    "im not in danger he is at football",
    "not danger just he is mean. mum is downstairs",
    "no nobody is hurt i mean she will be cross",
    "why 112?? im fine",
    "wtf i never said i wanna hurt myself",
    "no no i not hurt myself",
    "im home in bed, its fine",
    "no one is in danger right now",
    "im safe, we are all safe",
)


@pytest.mark.parametrize("words", DENIED)
@pytest.mark.parametrize("read_as", [*CRISES, "out_of_scope"])
def test_who_says_that_there_is_no_danger_is_believed(words: str, read_as: str) -> None:
    chat = Chat(risk=Risk.none)
    assert chat.says("everyone will know monday", "crisis_self_harm").urgent
    reply = chat.says(words, read_as)
    assert reply.said.answer == "affirm"
    assert not reply.urgent


@pytest.mark.parametrize(
    "words",
    [
        "not in danger but he is outside",
        "im fine with dying",
        "he said im safe",
        "everyone thinks im fine",
        "im safe now goodbye everyone",
    ],
)
def test_what_only_sounds_like_safe_ends_no_alarm(words: str) -> None:
    chat = Chat()
    chat.says("i want to die", "crisis_self_harm")
    assert chat.says(words, "crisis_self_harm").urgent


def test_a_doubt_beside_a_question_goes_where_the_child_says_that_it_is_safe() -> None:
    chat = Chat()
    chat.says("hm", "crisis_immediate_danger", doubtful=True)
    reply = chat.says("nobody is in danger, i want to report him", "ask_report", doubtful=True)
    assert reply.said.answer == "ask_report"
    assert not reply.urgent


def test_what_was_taken_is_not_talked_away() -> None:
    chat = Chat()
    chat.says("i took pills", "crisis_self_harm")
    assert chat.says("im safe, its fine", "crisis_self_harm").urgent


def test_a_cry_that_is_taken_back_is_met_with_care() -> None:
    chat = Chat()
    chat.says("i want to die", "crisis_self_harm")
    reply = chat.says("i shall not harm myself", "crisis_self_harm")
    assert "I take such words to heart" in reply.text
    assert "I got you wrong" not in reply.text


@pytest.mark.parametrize(
    ("first", "words", "text"),
    [
        ("i took pills", "mum is knocking", "Open the door"),
        ("i took pills", "she came in. shes calling someone", "Stay right by them"),
        ("hes at my door", "nvm hes gone now. dont make me call them", "gone for now"),
        ("hes at my door", "i ran to the neighbours", "got away"),
        ("hes at my door", "do i really have to call the police", "one sentence is enough"),
        ("im on the train to meet him", "i got off. im in a station now", "come and get me"),
        ("im meeting him tonight", "what if i go but just for an hour", "not even for an hour"),
        ("i want to die", "i told my sister now", "Well done"),
        ("i want to die", "im better now. sry for before", "No need to say sorry"),
        ("i want to die", "i would never do it prob", "Thank you for telling me honestly"),
        ("i want to die", "its 11 at night they r closed", "never closed"),
        ("i want to die", "my sister heard me crying and came in", "not alone"),
        ("i want to die", "i have my coach. hes ok. could i tell him", "good idea"),
        ("i want to die", "there is no adult", "go to a neighbour"),
        ("i want to die", "alone. mum works till 9", "go to a neighbour"),
        ("i want to die", "dont tell them pls", "I tell nobody"),
        ("he pushed me against the wall", "hes coming up the stairs", "a room with a lock"),
    ],
)
@pytest.mark.parametrize("read_as", ["crisis_immediate_danger", "out_of_scope"])
def test_good_news_and_small_steps_are_met(first: str, words: str, text: str, read_as: str) -> None:
    chat = Chat()
    said_first = words_of(chat.says(first, "crisis_immediate_danger"))
    reply = chat.says(words, read_as)
    assert text in reply.text
    assert words_of(reply) != said_first
    assert reply.urgent


@pytest.mark.parametrize(
    "words", ["my brother killed himself 3 months ago", "she died by suicide", "he died in august"]
)
@pytest.mark.parametrize("read_as", ["crisis_self_harm", "out_of_scope"])
def test_who_is_bereaved_is_met_with_sorrow_below_the_number(words: str, read_as: str) -> None:
    reply = Chat().says(words, read_as, doubtful=True)
    assert "so sorry" in reply.text
    assert reply.urgent


@pytest.mark.parametrize("words", ["mum is knocking", "i got off at the station", "im better now"])
def test_good_news_makes_a_first_doubt_no_surer(words: str) -> None:
    assert not Chat().says(words, "crisis_immediate_danger", doubtful=True).said.is_sure_alarm


def test_somebody_who_comes_back_is_told_of_again() -> None:
    chat = Chat()
    chat.says("hes at my door", "crisis_immediate_danger")
    chat.says("he left", "out_of_scope")
    assert "They're back" in chat.says("hes back!! hes at the window", "out_of_scope").text


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("yes its my friend", "for them"),
        ("its not me!! its HER", "for them"),
        ("should i call her mom", "yes, call them now"),
        ("should i go to her house", "don't go there alone"),
        ("what do i write her", "Do you think about dying?"),
        ("she isnt answering", "call now for them"),
        ("she lives like 20 min away", "Call anyway"),
        ("her mom picked up!! shes going into lenas room now", "You got help to them"),
        ("shes ok. shes crying but shes ok", "You got help to them"),
        ("was it my fault that i didnt notice", "No, it's not your fault"),
        ("she says dont tell anyone", "break that promise"),
    ],
)
def test_who_told_of_a_friend_is_spoken_to_as_the_friends_helper(words: str, text: str) -> None:
    chat = Chat()
    chat.says("my friend just wrote me goodbye", "crisis_self_harm")
    reply = chat.says(words, "out_of_scope")
    assert reply.said.answer == "crisis_self_harm"
    assert text in reply.text
    assert "I'm not safe" not in reply.text


@pytest.mark.parametrize(
    "read_as", ["out_of_scope", "thank", "goodbye", "greet", "deny", "disclose_friend"]
)
@pytest.mark.parametrize("band", BANDS)
def test_a_friends_helper_stays_one_whatever_is_said_next(read_as: str, band: str) -> None:
    chat = Chat(band)
    chat.says("my friend wants to die", "crisis_self_harm")
    reply = chat.says("hm", read_as)
    assert "If you're hurt" not in reply.text
    assert "call" in reply.text.lower()


@pytest.mark.parametrize(
    "words", ["whats 112", "why do you say 112", "can you stop with 112", "stop with the number"]
)
@pytest.mark.parametrize("read_as", ["out_of_scope", "insult", "ask_define_term"])
def test_who_asks_about_the_number_is_told_what_it_is(words: str, read_as: str) -> None:
    chat = Chat()
    chat.says("everyone will know monday", "crisis_self_harm")
    assert "emergency number: police" in chat.says(words, read_as).text


def test_a_plea_to_stop_with_the_number_is_no_alarm() -> None:
    chat = Chat(risk=Risk.none)
    chat.says("hm", "crisis_self_harm")
    reply = chat.says("can you stop with 112", "crisis_immediate_danger")
    assert reply.said.answer == "ask_bot_identity"


INVITES = {
    "disclose_sextortion": "someone has my pic and wants money",
    "disclose_image_shared": "i wish the ground would swallow me, my pic is on every phone",
}


@pytest.mark.parametrize(
    "answer", ["i do", "yeah sometimes", "i think about it a lot", "i do feel like that"]
)
@pytest.mark.parametrize("intent", INVITES)
def test_who_has_the_thoughts_it_was_asked_of_is_asked_whether_it_is_safe(
    intent: str, answer: str
) -> None:
    chat = Chat(risk=Risk.high)
    assert "yourself" in chat.says(INVITES[intent], intent).text
    reply = chat.says(answer, "affirm")
    assert reply.urgent
    assert "Thank you for telling me" in reply.text
    assert "Are you safe right now?" in reply.text
    assert [button.intent for button in reply.buttons][:2] == ["deny", "affirm"]
    safe = chat.says("im safe", "affirm")
    assert not safe.urgent
    assert "glad that you're safe" in safe.text


@pytest.mark.parametrize("words", ["yes", "kind of", "a bit"])
def test_a_bare_yes_means_the_thoughts_where_they_were_asked_of_above_all_else(words: str) -> None:
    chat = Chat(risk=Risk.high)
    chat.says(INVITES["disclose_image_shared"], "disclose_image_shared")
    assert "Are you safe right now?" in chat.says(words, "affirm").text


@pytest.mark.parametrize("words", ["ok", "no im safe", "ok i will call them", "thanks"])
def test_what_is_no_yes_is_none(words: str) -> None:
    chat = Chat(risk=Risk.high)
    chat.says(INVITES["disclose_image_shared"], "disclose_image_shared")
    assert "that's hard to say" not in chat.says(words, "affirm").text


@pytest.mark.parametrize(
    "words",
    ["i feel like that is my fault", "every time i think about it i feel stupid", "i guess so"],
)
def test_a_sentence_about_something_else_owns_up_to_nothing(words: str) -> None:
    chat = Chat(risk=Risk.high)
    chat.says(INVITES["disclose_sextortion"], "disclose_sextortion")
    assert "that's hard to say" not in chat.says(words, "express_feelings").text


def test_simpler_words_invite_to_nothing_that_they_do_not_say() -> None:
    chat = Chat(risk=Risk.high)
    chat.says(INVITES["disclose_image_shared"], "disclose_image_shared")
    chat.says("say it simpler", "ask_explain_simpler")
    assert "that's hard to say" not in chat.says("yes", "affirm").text


def test_a_friend_that_may_be_in_danger_is_not_forgotten_for_the_one_who_writes() -> None:
    chat = Chat(risk=Risk.high)
    said = "he gave away all his games and said i should remember him"
    reply = chat.says(said, "crisis_self_harm", doubtful=True)
    assert "call now, and tell an adult who can reach them" in reply.text


def test_a_bare_yes_within_other_questions_is_none() -> None:
    chat = Chat(risk=Risk.high)
    chat.says(INVITES["disclose_sextortion"], "disclose_sextortion")
    assert not chat.says("yes", "affirm").urgent


def test_the_same_words_are_no_cry_where_nothing_was_asked() -> None:
    chat = Chat(risk=Risk.high)
    chat.says("what can happen to a picture", "ask_risks")
    assert not chat.says("i do", "affirm").urgent


def test_thoughts_that_were_asked_of_two_messages_ago_are_not_meant() -> None:
    chat = Chat(risk=Risk.high)
    chat.says(INVITES["disclose_sextortion"], "disclose_sextortion")
    chat.says("what is a hotline", "ask_define_term")
    assert not chat.says("i do", "affirm").urgent


def test_who_does_not_phone_is_not_told_to_whisper() -> None:
    chat = Chat(risk=Risk.high)
    chat.says("im deaf and he is angry at me", "crisis_immediate_danger")
    reply = chat.says("i cant phone i cant hear on the phone", "ask_helpline_contact")
    assert "whisper" not in reply.text
    assert "You don't have to speak" in reply.text


def test_who_has_a_way_out_is_told_to_take_it() -> None:
    chat = Chat()
    chat.says("my stepdad is smashing things", "crisis_immediate_danger")
    quiet = chat.says("its gone quiet", "out_of_scope")
    assert "Stay where you're safe" in quiet.text
    leaves = chat.says("im gonna take my brother to the neighbours", "ask_talk_to_adult")
    assert "the way is clear, go now" in leaves.text
    assert leaves.urgent


@pytest.mark.parametrize(
    ("told", "crisis", "next_words"),
    [
        ("im meeting him tonight", "crisis_immediate_danger", "ok im gonna sneak out the back now"),
        ("im at the train tracks", "crisis_self_harm", "im gonna climb over the fence"),
        ("i want to die", "crisis_self_harm", "im gonna climb out the window"),
    ],
)
def test_nobody_is_sent_out_to_whom_or_what_it_is_in_danger_of(
    told: str, crisis: str, next_words: str
) -> None:
    chat = Chat()
    chat.says(told, crisis)
    reply = chat.says(next_words, "out_of_scope")
    assert "the way is clear" not in reply.text


@pytest.mark.parametrize(
    ("told", "is_asked"), [("ask_fake_image", True), ("disclose_friend", False)]
)
def test_who_says_its_me_may_also_have_done_it(told: str, *, is_asked: bool) -> None:
    chat = Chat(risk=Risk.high)
    chat.says("what happens to someone", told)
    reply = chat.says("ok its me", "express_feelings").text
    assert ("something you did" in reply) is is_asked
    assert ("what others did is not your fault" in reply) is not is_asked


@pytest.mark.parametrize(
    ("words", "is_safe"), [("i do", False), ("sometimes", False), ("yes", True)]
)
def test_who_owns_up_once_more_is_not_taken_to_be_safe(words: str, *, is_safe: bool) -> None:
    chat = Chat(risk=Risk.high)
    chat.says(INVITES["disclose_sextortion"], "disclose_sextortion")
    chat.says("i do", "affirm")
    reply = chat.says(words, "affirm")
    assert ("glad that you're safe" in reply.text) is is_safe
    assert reply.urgent is not is_safe
