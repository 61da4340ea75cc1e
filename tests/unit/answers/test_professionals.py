"""What people who work on it ask: of the factsheet, of the bot, and in a case of their own."""

from __future__ import annotations

import pytest

from beacon.answers import Composer, Said
from beacon.levels import BANDS, Risk
from tests.unit.answers.talks import heard, said, says, words

SOURCE = said("what does the factsheet say on prevention", "ask_factsheet")
PARENT = Said("parent_child_affected", risk=Risk.high)


@pytest.mark.parametrize(
    ("text", "read_as", "part"),
    [
        ("and on jurisdiction?", "ask_law", "dual criminality"),
        ("and on investigations?", "ask_report", "covert"),
        ("which recommendation is on training", "teacher_lesson", "X-2"),
        ("and sexuality education", "teacher_lesson", "IX-7"),
        ("and on research", "ask_menu", "XI-1"),
        ("what about AI generated images?", "teacher_lesson", "doesn't mention images made by AI"),
        ("does it say companies must remove images", "ask_remove_image", "no recommendation to"),
        ("were children asked?", "out_of_scope", "306 children"),
        ("what is the age of the victims according to IWF", "ask_how_common", "11 to 13"),
        ("how many parties were monitored", "ask_how_common", "43 Parties"),
        ("what about sextortion", "ask_define_term", "lanzarote"),
    ],
)
def test_the_factsheet_is_asked_on(composer: Composer, text: str, read_as: str, part: str) -> None:
    turn = heard(text, read_as, SOURCE, band="adult")
    assert turn.intent == "ask_factsheet"
    if part != "lanzarote":
        assert part in words(composer.reply(turn))


@pytest.mark.parametrize("text", ["What is Recommendation IV-2?", "and III-7", "V-9"])
@pytest.mark.parametrize("band", BANDS)
def test_what_the_factsheet_does_not_name_is_not_made_up(
    composer: Composer, text: str, band: str
) -> None:
    turn = heard(text, "ask_factsheet", band=band)
    assert "names_recommendation" in turn.says
    reply = words(composer.reply(turn))
    if band in ("14-17", "adult"):
        assert "doesn't name that recommendation" in reply


@pytest.mark.parametrize(
    ("text", "read_as", "intent", "part"),
    [
        ("what exactly does this chatbot do", "ask_menu", "ask_bot_identity", "signed them off"),
        ("who wrote the answers", "out_of_scope", "ask_bot_identity", "signed them off"),
        ("how accurate is it", "ask_how_common", "ask_bot_identity", "nine times in ten"),
        ("how does it recognise danger", "ask_risks", "ask_bot_identity", "call nobody"),
        ("can our helpline be listed", "ask_helpline_contact", "ask_bot_identity", "source"),
        ("which languages", "out_of_scope", "ask_bot_identity", "22 languages"),
        ("on what legal basis", "ask_law", "ask_privacy", "legal basis"),
        ("is there a dpia", "ask_bot_identity", "ask_privacy", "no cookies"),
        ("can you give me chat logs of a child", "sexual_to_bot", "ask_privacy", "no cookies"),
    ],
)
def test_a_professional_is_told_what_the_bot_is_and_keeps(
    composer: Composer, text: str, read_as: str, intent: str, part: str
) -> None:
    turn = heard(text, read_as, band="adult")
    assert turn.intent == intent
    assert part in words(composer.reply(turn))


@pytest.mark.parametrize(
    ("text", "read_as", "part"),
    [
        ("i believe her", "disclose_friend", "I believe you"),
        ("what if she takes it back", "ask_risks", "take back what they told"),
        ("my stepson took photos of my daughter in the bath", "parent_child_affected", "two apart"),
        ("should i call the police on a child", "parent_child_affected", "two apart"),
        ("my son and his friend showed each other their bottoms", "disclose_friend", "curious"),
        ("should i pretend to be her and write to him", "ask_save_evidence", "Please don't"),
    ],
)
def test_a_parent_is_answered_for_what_was_asked(
    composer: Composer, text: str, read_as: str, part: str
) -> None:
    assert part in words(composer.reply(heard(text, read_as, PARENT, band="adult")))


def test_young_childrens_play_is_not_called_abuse(composer: Composer) -> None:
    play = said("they showed each other their bottoms", "parent_child_affected")
    normal = words(composer.reply(heard("is that normal", "express_feelings", play, band="adult")))
    assert "Nobody may do that" not in normal
    punish = heard("should i punish him", "parent_child_affected", play, band="adult")
    assert "please not" in words(composer.reply(punish))


def test_a_grandparent_is_not_spoken_to_as_a_foster_carer() -> None:
    assert "foster_parent" not in says("my grandson 12 says someone has his picture")
    assert "foster_parent" in says("im a foster mum")


CASE = said("a pupil told me about a picture", "teacher_incident")
CLUB = said("im just the coach, its a club", "teacher_incident")
COLLEAGUE = said("its my colleague, a teacher", "teacher_incident")
LESSON = said("a pupil asked me whether ai pictures count", "teacher_lesson")


@pytest.mark.parametrize(
    ("text", "read_as", "before", "part"),
    [
        (
            "I already saw it before i understood what it was",
            "ask_received_image",
            CASE,
            "can happen",
        ),
        (
            "who is my safeguarding lead, we dont have that word",
            "deny",
            CASE,
            "in charge of children",
        ),
        ("my hands are shaking", "express_feelings", CASE, "that's normal"),
        ("the girls dont know yet. them or the parents first", "deny", CASE, "hear it first"),
        ("what may i say to the parents who call", "deny", CASE, "The same few lines"),
        ("i am head and mother at once", "out_of_scope", CASE, "Two roles"),
        (
            "she's afraid of the father, he will hit her",
            "disclose_friend",
            CASE,
            "Nobody calls home",
        ),
        ("what do i write in the file", "thank", CASE, "own words"),
        ("if the mother asks me directly, do i lie", "ask_talk_to_adult", CASE, "needn't lie"),
        (
            "who tells the colleague, she is crying",
            "teacher_incident",
            CASE,
            "Sit with your colleague",
        ),
        ("she is 31. adult. not a pupil", "teacher_incident", COLLEAGUE, "StopNCII"),
        (
            "we have no safeguarding lead, its a village club",
            "deny",
            CLUB,
            "no safeguarding lead is",
        ),
        ("a sentence for the girls at training", "out_of_scope", CLUB, "no names"),
        ("how do i report it in a whatsapp group", "ask_report", CLUB, "report it in the app"),
        ("I want to teach this", "teacher_lesson", LESSON, "nobody is concerned"),
        ("group work with fictional chat please", "out_of_scope", LESSON, "made-up chat"),
    ],
)
def test_who_works_with_children_is_answered_for_what_was_asked(
    composer: Composer, text: str, read_as: str, before: Said, part: str
) -> None:
    assert part in words(composer.reply(heard(text, read_as, before, band="adult")))


@pytest.mark.parametrize(
    ("text", "read_as", "part"),
    [
        (
            "a pupil asked me whether ai pictures count",
            "teacher_incident",
            "look before you answer",
        ),
        ("im a teacher and pupils made a deepfake of me", "teacher_incident", "attack on you"),
        ("who made this bot and who can i quote", "ask_bot_identity", "quote is the factsheet"),
        ("is there a press contact", "ask_helpline", "press office"),
        ("may i print what you say", "affirm", "don't print"),
        ("what share of teenagers send such pictures", "ask_how_common", "doesn't say how many"),
        ("my daughter is 13 and is always on her phone", "parent_child_affected", "How many hours"),
        ("i volunteer on a helpline, had a caller today", "out_of_scope", "supervisor"),
    ],
)
def test_a_question_without_a_case_is_no_case(
    composer: Composer, text: str, read_as: str, part: str
) -> None:
    assert part in words(composer.reply(heard(text, read_as, band="adult")))
