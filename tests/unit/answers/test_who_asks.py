"""Chats in which who did it, its parents, or who fears somebody near were answered as a victim."""

from __future__ import annotations

import pytest

from beacon.answers import Composer, Said
from beacon.levels import Risk
from tests.unit.answers.talks import heard, said, says, words

MY_SON = said("my son forwarded a picture of a girl", "parent_child_affected")
PUSHED = said("i asked a girl for pics and she said no and i kept asking", "ask_forward_image")
FAKED = said("i made a fake nude of a girl in my class", "ask_fake_image")
NEAR_ONE = said("my husband watches her in the shower", "parent_child_affected")
COLLEAGUE = said("a colleague texts pupils at night", "teacher_incident")


@pytest.mark.parametrize(
    "text",
    [
        "i asked a girl for pics and she said no and i kept asking",
        "i pressured my gf to send nudes",
        "i begged him for pics",
    ],
)
def test_who_pushed_for_a_picture_is_not_answered_as_the_one_who_was_pushed(
    composer: Composer, text: str
) -> None:
    reply = words(composer.reply(heard(text, "ask_pressure")))
    assert "a no is a no" in reply
    assert "not your fault" not in reply


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("i think i scared her", "disclose_friend"),
        ("am i a creep", "out_of_scope"),
        ("she blocked me", "out_of_scope"),
        ("do i have to apologise", "ask_healthy_relationship"),
    ],
)
def test_nor_in_what_it_says_next(composer: Composer, text: str, read_as: str) -> None:
    reply = words(composer.reply(heard(text, read_as, PUSHED)))
    assert "aren't a bad person" in reply


def test_who_is_pushed_stays_the_one_who_is_pushed() -> None:
    assert "kept_asking" not in says("he kept asking me for pics and i said no")
    assert heard("am i a creep", "out_of_scope").intent == "out_of_scope"


def test_parents_of_the_one_it_was_done_to_are_no_strangers(composer: Composer) -> None:
    did = said("i showed my gfs nude to my mates", "ask_forward_image")
    assert "did_pass_on" in did.says
    turn = heard("her dad wants to talk to me", "ask_online_stranger", did)
    reply = words(composer.reply(turn))
    assert "an adult on your side" in reply
    assert "Never meet" not in reply
    assert heard("her dad wants to talk to me", "ask_online_stranger").intent == (
        "ask_online_stranger"
    )


def test_who_made_a_fake_and_asks_what_to_delete_is_no_victim(composer: Composer) -> None:
    reply = words(composer.reply(heard("should i delete the app", "ask_save_evidence", FAKED)))
    assert "Don't pay" not in reply
    assert "person in the picture needs help" in reply


@pytest.mark.parametrize("text", ["can i warn her", "can i warn him", "should i tell her i got it"])
def test_who_wants_to_warn_somebody_is_told_how(composer: Composer, text: str) -> None:
    friend = Said("disclose_friend", risk=Risk.high)
    reply = words(composer.reply(heard(text, "ask_save_evidence", friend)))
    assert "I want you to know" in reply
    assert "Don't pay" not in reply


@pytest.mark.parametrize(
    "text", ["he says he cant live with it", "she said she doesnt want to live"]
)
def test_a_friend_who_cannot_live_with_it_is_in_danger(text: str) -> None:
    assert "friend_in_danger" in says(text)


def test_a_boy_who_cannot_live_without_the_writer_is_no_friend_in_danger() -> None:
    assert "friend_in_danger" not in says("he says he cant live without me")


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("my son is autistic 17 and he asked younger girls for nudes", "parent_how_to_talk"),
        ("mein sohn hat ein bild von einem mädchen weitergeschickt", "parent_child_affected"),
    ],
)
def test_parents_of_the_one_who_did_it_are_heard_as_such(
    composer: Composer, text: str, read_as: str
) -> None:
    reply = words(composer.reply(heard(text, read_as, band="adult")))
    assert "your child can still put it right" in reply


@pytest.mark.parametrize(
    ("first", "read_first", "then", "read_then"),
    [
        ("he shared her photo", "disclose_friend", "my son is 15", "inform_age"),
        ("my son is 15", "inform_age", "he shared her photo", "disclose_friend"),
    ],
)
def test_also_where_they_tell_it_in_two_messages(
    composer: Composer, first: str, read_first: str, then: str, read_then: str
) -> None:
    turn = heard(then, read_then, said(first, read_first), band="adult")
    assert "your child can still put it right" in words(composer.reply(turn))


@pytest.mark.parametrize(
    ("text", "read_as", "expected"),
    [
        ("what should i say to him", "disclose_friend", "It was wrong, and I'm still on your side"),
        ("how do i talk about it", "parent_how_to_talk", "It was wrong, and I'm still"),
        ("should he apologise to her", "disclose_friend", "Only if the other child wants it"),
        ("do i take his phone", "ask_save_evidence", "First it has to stop"),
        ("im so ashamed", "express_feelings", "doesn't make you a bad parent"),
        ("her mother threatens us", "parent_child_affected", "doesn't make you a bad parent"),
        ("was soll ich ihm sagen", "ask_pressure", "It was wrong, and I'm still"),
    ],
)
def test_what_they_ask_next_is_not_answered_as_of_a_victim(
    composer: Composer, text: str, read_as: str, expected: str
) -> None:
    reply = words(composer.reply(heard(text, read_as, MY_SON, band="adult")))
    assert expected in reply
    assert "You did nothing wrong" not in reply
    assert "It's not your fault" not in reply


@pytest.mark.parametrize(
    ("text", "read_as", "expected"),
    [
        ("do i take his phone", "ask_save_evidence", "First it has to stop"),
        ("what should i say to him", "disclose_friend", "It was wrong, and I'm still"),
        ("im so ashamed", "express_feelings", "doesn't make you a bad parent"),
    ],
)
def test_nor_after_two_messages(composer: Composer, text: str, read_as: str, expected: str) -> None:
    told = said("he shared her photo", "disclose_friend")
    mine = said("my son is 15", "parent_child_affected")
    assert expected in words(composer.reply(heard(text, read_as, told, mine, band="adult")))


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("should i ask him", "ask_save_evidence"),
        ("maybe she made it up", "disclose_friend"),
        ("hes a good man", "out_of_scope"),
    ],
)
def test_who_fears_a_partner_is_not_left_to_ask_him(
    composer: Composer, text: str, read_as: str
) -> None:
    assert "near_one_films" in NEAR_ONE.says
    reply = words(composer.reply(heard(text, read_as, NEAR_ONE, band="adult")))
    assert "ask or warn the" in reply


@pytest.mark.parametrize(
    ("text", "read_as"),
    [("should i ask him", "ask_save_evidence"), ("the head says leave it", "teacher_incident")],
)
def test_a_colleague_is_neither_asked_nor_left(composer: Composer, text: str, read_as: str) -> None:
    reply = words(composer.reply(heard(text, read_as, COLLEAGUE, band="adult")))
    assert "Go one level higher" in reply


def test_a_parent_does_not_write_to_the_man(composer: Composer) -> None:
    case = Said("parent_child_affected", risk=Risk.concern)
    turn = heard("should i write to him", "ask_save_evidence", case, band="adult")
    assert "don't write to them" in words(composer.reply(turn))


def test_a_teacher_asks_in_german_whether_to_look_at_it(composer: Composer) -> None:
    case = Said("teacher_incident", risk=Risk.high)
    turn = heard("soll ich es mir ansehen", "ask_helpline_contact", case, band="adult")
    reply = words(composer.reply(turn))
    assert "nervous" not in reply


def test_what_a_threat_is_about_is_no_sexual_talk_to_the_bot(composer: Composer) -> None:
    threat = said("some guy says he hacked my webcam", "disclose_sextortion")
    reply = words(composer.reply(heard("i do watch porn", "sexual_to_bot", threat)))
    assert "doesn't make the threat your fault" in reply
    assert heard("i do watch porn", "sexual_to_bot").intent == "sexual_to_bot"


def test_that_a_friend_is_writing_with_somebody_is_a_doubtful_alarm() -> None:
    assert "she_writes_to_them" in says("shes writing him now")
    assert "she_writes_to_them" not in says("hes writing me now")


def test_to_search_phones_is_to_take_them_and_to_look_is_not() -> None:
    assert "take_phone" in says("can i search their phones")
    assert "take_phone" not in says("should we check her phone or trust her")


MOTHER = said("im a mum, my daughter sent a photo to a boy", "parent_child_affected")
TEACHER = said("a pupil told me about a picture", "teacher_incident")
THREATENED = said("someone wants 200 euro from my son or they send it", "parent_child_affected")
TEENS = said("my son and his girlfriend send nudes to each other", "parent_child_affected")
GRANNY = said("my granddaughter showed me something and cried", "parent_child_affected")
OWN_THOUGHTS = said("im 27 and i am attracted to kids and i dont want that", "sexual_to_bot")
BY_CHANCE = said("an adult site but the person looked young", "ask_report")
AS_A_CHILD = said("i sent nudes when i was 15 and they are still online", "ask_remove_image")


@pytest.mark.parametrize("before", [(), (MOTHER,), (MOTHER, MOTHER)])
@pytest.mark.parametrize("risk", [Risk.concern, Risk.high])
def test_no_threat_and_no_money_is_spoken_of_that_nobody_told_of(
    composer: Composer, before: tuple[Said, ...], risk: Risk
) -> None:
    turn = heard("it is about her", "parent_child_affected", *before, band="adult", risk=risk)
    reply = words(composer.reply(turn)).lower()
    assert not any(word in reply for word in ("money", "pay", "blackmail"))


@pytest.mark.parametrize("before", [(), (MOTHER,), (THREATENED,)])
def test_a_threat_that_was_told_is_answered(composer: Composer, before: tuple[Said, ...]) -> None:
    turn = heard("they want money by 8. do we pay", "parent_child_affected", *before, band="adult")
    assert "Don't pay" in words(composer.reply(turn))


@pytest.mark.parametrize(
    ("text", "read_as", "before", "expected"),
    [
        # Plain corrections stick.
        ("im not her teacher im her dad", "teacher_incident", TEACHER, "Stay calm and tell them"),
        ("no nobody is threatening him. HE sent it", "deny", MOTHER, "put it right"),
        ("our son forwarded the picture of a girl", "parent_child_affected", None, "put it right"),
        ("im so ashamed in front of that girls parents", "express_feelings", MY_SON, "Shame is"),
        (
            "if he says who started it they beat him up",
            "out_of_scope",
            MY_SON,
            "say names in front",
        ),
        ("im just the coach, its a club", "teacher_incident", None, "In a club"),
        ("no i have no child. it was my picture, im 24", "deny", AS_A_CHILD, "under 18"),
        # Two young people by free choice.
        (
            "they send each other nudes, my son and her",
            "parent_how_to_talk",
            MOTHER,
            "no emergency",
        ),
        ("is it allowed", "ask_should_i_share", TEENS, "differs by country"),
        ("what when they break up", "out_of_scope", TEENS, "both delete"),
        # The family.
        ("do i tell my daughter, shes the mother", "parent_how_to_talk", GRANNY, "a parent mostly"),
        ("should his mum know", "out_of_scope", GRANNY, "a parent mostly"),
        ("do i say it to my ex before", "ask_helpline_contact", NEAR_ONE, "Call first"),
        (
            "is it because i gave her the tablet, my fault",
            "out_of_scope",
            MOTHER,
            "isn't your fault",
        ),
        ("why does he do it", "disclose_coerced", MOTHER, "many reasons"),
        ("i cant get that picture out of my head", "out_of_scope", MOTHER, "that's normal"),
        ('she wrote back "ok mama"', "out_of_scope", MOTHER, "a good sign"),
        ("what shall she answer him", "parent_how_to_talk", THREATENED, "owes no answer"),
        ("could it be a scam", "out_of_scope", THREATENED, "may well be one"),
        ("her ex still has the photos", "disclose_friend", MOTHER, "delete my pictures"),
        # A child whom a stranger writes.
        (
            "a man in a game told her to lift her shirt",
            "disclose_friend",
            GRANNY,
            "act on this today",
        ),
        ("he still writes her in the game", "out_of_scope", MOTHER, "act on this today"),
    ],
)
def test_an_adult_is_answered_for_what_was_told(
    composer: Composer, text: str, read_as: str, before: Said | None, expected: str
) -> None:
    told = (before,) if before else ()
    assert expected in words(composer.reply(heard(text, read_as, *told, band="adult")))


def test_who_is_the_parent_stays_it_whatever_is_read() -> None:
    parent = said("im not her teacher im her dad", "parent_child_affected")
    turn = heard(
        "a boy in her class has a photo", "teacher_incident", TEACHER, parent, band="adult"
    )
    assert turn.intent == "parent_child_affected"
    assert turn.facts["told"] == "parent_child_affected"


def test_words_that_may_be_about_the_adult_itself_are_of_no_child() -> None:
    blackmail = Said("disclose_sextortion", risk=Risk.high)
    turn = heard("is it my fault", "express_feelings", blackmail, band="adult")
    assert turn.intent == "express_feelings"
    assert heard("i feel sick", "express_feelings", blackmail, band="adult").intent == turn.intent


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("Belgium. or something i can do from home, anonymous", "ask_helpline"),
        ("these are all for children. i cannot ring a childrens line", "ask_helpline"),
        ("is there not a number for people like me", "ask_helpline"),
        ("i am a man who needs a therapist for this. where", "ask_helpline"),
        ("where can i get help", "ask_helpline"),
        ("germany", "inform_country"),
        ("i feel bad", "express_feelings"),
        ("what do i say to my doctor", "out_of_scope"),
    ],
)
@pytest.mark.parametrize("before", [OWN_THOUGHTS, BY_CHANCE])
def test_who_is_afraid_of_itself_is_sent_to_no_childrens_line(
    composer: Composer, text: str, read_as: str, before: Said
) -> None:
    turn = heard(text, read_as, before, band="adult")
    is_looked_up = turn.intent in ("ask_helpline", "inform_country")
    reply = composer.help(turn) if is_looked_up else composer.reply(turn)
    assert reply.help is None
    assert "doctor" in words(reply) or "therapist" in words(reply)


def test_a_young_person_afraid_of_its_thoughts_is_shown_who_listens(composer: Composer) -> None:
    turn = heard("where can i get help", "ask_helpline", OWN_THOUGHTS, band="14-17")
    assert composer.help(turn).help is not None


@pytest.mark.parametrize(
    ("text", "read_as", "expected"),
    [
        (
            "it is the same as what happened to me when i was 14",
            "parent_child_affected",
            "I believe",
        ),
        ("I am 45 and was abused as a child by a priest", "express_feelings", "I believe you"),
        ("can it still be reported after 28 years", "ask_report", "differs between countries"),
    ],
)
def test_who_tells_of_its_own_childhood_is_heard(
    composer: Composer, text: str, read_as: str, expected: str
) -> None:
    assert expected in words(composer.reply(heard(text, read_as, band="adult")))
