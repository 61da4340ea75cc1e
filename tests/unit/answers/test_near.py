"""Harm by somebody near: family, school, team, church, care; and the photo that is none of that."""

from __future__ import annotations

import pytest

from beacon.answers import Composer, Said
from beacon.levels import BANDS, Risk
from tests.unit.answers.talks import ABUSE, BLACKMAIL, heard, said, says, words

COACH = said("my coach asked me for pictures", "ask_online_stranger")
COUSIN = said("my cousin has a video of me in the shower", "disclose_coerced")
STEPDAD = said("my stepdad comes in the bathroom when i shower", "disclose_coerced")
TEAM_PHOTO = said("coach said he needs a picture of me for the team", "ask_menu")
NEAR = {"somebody_near", "near_writes", "near_is_odd", "near_scrap", "near_opens"}


@pytest.mark.parametrize(
    "text",
    [
        "my big brother filmed me",
        "my mums boyfriend took pics of me in bed",
        "the scout leader touched me",
        "my aunt said its our secret",
        "my cousin wants money or he shows them to my dad",
        "my cousin has my pictures and if my dad finds out he will kill me",
        "my swim coach wants me to send a video",
        "my foster brother films me",
    ],
)
def test_somebody_near_is_heard(text: str) -> None:
    assert "somebody_near" in says(text)


@pytest.mark.parametrize(
    "text",
    [
        "my uncle plays football",
        "my brother wants ice cream",
        "my teacher said i should report it",
        "my dad took a photo of us on holiday",
        "my aunt believes me",
        "my brother is weird",
        "my boyfriend has pics of me",
    ],
)
def test_who_does_nothing_to_the_child_is_not_taken_for_it(text: str) -> None:
    assert says(text).isdisjoint({"somebody_near", "near_family", "near_is_odd", "near_writes"})


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("before", [COACH, COUSIN, STEPDAD], ids=["coach", "cousin", "stepdad"])
@pytest.mark.parametrize(
    "read_as", ["disclose_sextortion", "ask_online_stranger", "ask_pressure", "ask_report"]
)
def test_somebody_near_is_no_stranger_to_block(
    composer: Composer, before: Said, read_as: str, band: str
) -> None:
    reply = words(composer.reply(heard("he said it again", read_as, before, band=band)))
    assert "block" not in reply
    assert "I can't know who they are" not in reply


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("alarm", [False, True])
def test_help_is_outside_a_home_where_the_harm_is(
    composer: Composer, band: str, alarm: bool
) -> None:
    danger = [Said("crisis_immediate_danger", risk=Risk.emergency)] if alarm else []
    turn = heard("how do i tell somebody", "ask_talk_to_adult", STEPDAD, *danger, band=band)
    reply = words(composer.reply(turn))
    assert "close to" in reply or "outside" in reply
    assert "nearest" not in reply


def test_it_is_taken_back_by_words() -> None:
    before = said("my uncle films me", "disclose_coerced")
    turn = heard("no its not my uncle i only know him online", "deny", before)
    assert NEAR.isdisjoint(turn.has_said)


@pytest.mark.parametrize("text", ["its my brother", "no not online. he is my maths teacher"])
@pytest.mark.parametrize("read_as", ["deny", "out_of_scope", "ask_online_stranger"])
def test_who_it_is_may_be_told_afterwards(composer: Composer, text: str, read_as: str) -> None:
    reply = words(composer.reply(heard(text, read_as, BLACKMAIL)))
    assert "not about blocking a stranger" in reply


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("mum wont believe me", "I believe you"),
        ("she loves him", "love them"),
        ("who can i even tell. the foster mom is his wife", "love them"),
        ("if i tell we lose the house", "I get that fear"),
        ("they send me to another home", "I get that fear"),
        ("he says grandma gets sick if i tell", "for help"),
        ("he is nice else", "nice"),
        ("i like the ice cream am i bad", "bad"),
        ("i have to go there on sunday", "have to go"),
        ("we have no lock on the bathroom door", "lock"),
        ("i think he gives her money", "parent"),
        ("he was drunk", "reason"),
        ("he is only 15", "counts"),
        ("they take turns", "not"),
        ("he said if i dont i cant be in the first team", "place"),
        ("my social worker only talks to them", "alone"),
        ("i could tell my teacher", "idea"),
    ],
)
def test_what_is_asked_once_somebody_near_was_told_of(
    composer: Composer, text: str, part: str, band: str
) -> None:
    reply = words(composer.reply(heard(text, "out_of_scope", STEPDAD, band=band)))
    if band != "adult":
        assert part in reply
    assert "I may not have understood" not in reply


@pytest.mark.parametrize(
    "text", ["he was drunk", "she loves him", "he is only 15", "should i go or not", "he is nice"]
)
def test_the_same_words_lead_nowhere_where_nothing_was_told(text: str) -> None:
    assert heard(text, "out_of_scope").intent == "out_of_scope"


def test_abuse_that_was_told_holds_for_the_whole_chat(composer: Composer) -> None:
    between = Said("ask_helpline_contact", risk=Risk.none)
    reply = words(composer.reply(heard("he was drunk", "out_of_scope", ABUSE, between)))
    assert "no reason makes it OK" in reply


@pytest.mark.parametrize("text", ["would he lose his job", "what happen to him if i tell"])
def test_what_happens_to_them_is_not_the_childs_doing(composer: Composer, text: str) -> None:
    reply = words(composer.reply(heard(text, "ask_risks", COACH)))
    assert "not your doing" in reply


@pytest.mark.parametrize("text", ["what if they ask him", "should i tell him to stop"])
def test_nobody_has_to_face_the_one_who_does_it(composer: Composer, text: str) -> None:
    reply = words(composer.reply(heard(text, "out_of_scope", COUSIN)))
    assert "don't have to face them" in reply


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize(
    "text",
    [
        "coach said he needs a picture of me for the team",
        "my techer took a foto of me",
        "my doctor took a photo of my rash",
        "my dad took photos of us on holiday",
        "mum sent a pic of my baby sister in the bath to grandma",
    ],
)
@pytest.mark.parametrize("read_as", ["disclose_image_shared", "out_of_scope"])
def test_an_ordinary_photo_is_asked_about_and_no_abuse(
    composer: Composer, text: str, read_as: str, band: str
) -> None:
    reply = words(composer.reply(heard(text, read_as, band=band)))
    assert "odd" in reply or "harm" in reply or "secre" in reply
    assert "not your fault" not in reply
    assert "took it" not in reply


@pytest.mark.parametrize("text", ["i had all my clothes on", "my mum was in the room"])
def test_an_ordinary_photo_may_be_fine(composer: Composer, text: str) -> None:
    reply = words(composer.reply(heard(text, "disclose_image_shared", TEAM_PHOTO)))
    assert "ordinary photo" in reply


@pytest.mark.parametrize("text", ["yes", "he said not to tell", "in my underwear"])
def test_an_ordinary_photo_may_be_odd_after_all(composer: Composer, text: str) -> None:
    reply = words(composer.reply(heard(text, "affirm", TEAM_PHOTO)))
    assert "it's not OK" in reply
    assert "not your fault" in reply


def test_a_yes_elsewhere_tells_of_no_photo() -> None:
    assert heard("yes", "affirm", ABUSE).intent == "affirm"


@pytest.mark.parametrize(
    "text", ["i have a question about grandpa", "there is someone at church", "my coach is creepy"]
)
@pytest.mark.parametrize("read_as", ["out_of_scope", "start_quiz"])
def test_who_begins_with_somebody_near_is_listened_to(
    composer: Composer, text: str, read_as: str
) -> None:
    assert "I'm listening" in words(composer.reply(heard(text, read_as)))
