"""What children and adults say second and third in a talk gets an answer to just that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beacon.answers import Composer, Said, Turn
from beacon.levels import BANDS, Risk
from beacon.understanding.contract import lowest_risk
from tests.unit.answers.talks import (
    ABUSE,
    BLACKMAIL,
    FRIEND,
    SHARED,
    for_sure,
    heard,
    said,
    says,
    words,
)

TELLING = ("disclose_", "parent_child", "teacher_incident", "ask_forward", "ask_fake", "ask_online")


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("read_as", ["disclose_friend", "parent_child_affected", "out_of_scope"])
def test_whom_nobody_can_find_is_an_alarm_whatever_it_was_read_as(
    composer: Composer, read_as: str, band: str
) -> None:
    reply = composer.reply(heard("i called his mates nobodys seen him", read_as, band=band))
    assert reply.urgent
    assert "missing" in words(reply)
    assert "calling was right" not in words(reply).lower()


MEETING = said("a boy from discord wants to meet", "ask_online_stranger")


@pytest.mark.parametrize("band", BANDS)
def test_who_will_not_meet_him_is_praised_also_in_an_alarm(composer: Composer, band: str) -> None:
    turn = heard("i will not meet him", "crisis_immediate_danger", MEETING, band=band)
    reply = words(composer.reply(for_sure(turn))).lower()
    assert "good choice" in reply or "good decision" in reply


def test_who_asks_its_father_first_gets_no_quiz() -> None:
    turn = heard("ok ill ask dad", "start_quiz", MEETING)
    assert turn.intent == "ask_online_stranger"


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize(
    "text", ["he wants to meet her today", "she is going there now", "she went there"]
)
def test_a_friend_on_the_way_to_a_meeting_is_not_the_child_itself(
    composer: Composer, text: str, band: str
) -> None:
    reply = composer.reply(heard(text, "crisis_immediate_danger", FRIEND, band=band))
    assert "Call now" in words(reply)
    assert "go there" in words(reply)
    assert "get away" not in words(reply)


def test_that_the_friend_does_not_answer_goes_on_with_its_meeting(composer: Composer) -> None:
    went = said("she went there", "crisis_immediate_danger")
    reply = composer.reply(heard("she isnt answering", "crisis_immediate_danger", FRIEND, went))
    assert "ringing your friend" in words(reply)


@pytest.mark.parametrize("band", BANDS)
def test_that_a_friend_wants_to_meet_somebody_is_no_blackmail(
    composer: Composer, band: str
) -> None:
    text = "my friend is 13 and a man she met online wants to see her"
    reply = composer.reply(heard(text, "disclose_friend", band=band))
    assert "pay" not in words(reply)
    assert "n't go" in words(reply)


@pytest.mark.parametrize("band", ["8-10", "11-13", "14-17"])
def test_whether_he_comes_is_not_answered_as_if_he_stood_at_the_door(
    composer: Composer, band: str
) -> None:
    reply = composer.reply(heard("is he coming to my house", "crisis_immediate_danger", band=band))
    assert "I can't know" in words(reply)
    assert "don't open" in words(reply).lower()
    assert "Lock the door" not in words(reply)


@pytest.mark.parametrize("band", BANDS)
def test_a_child_whose_mother_found_the_pictures_is_not_told_that_they_were_passed_on(
    composer: Composer, band: str
) -> None:
    reply = composer.reply(heard("my mum found my nudes", "disclose_image_shared", band=band))
    assert "pass" not in words(reply)
    assert "Please help me" in words(reply)


@pytest.mark.parametrize(
    ("text", "read_as"),
    [("she is furious", "disclose_friend"), ("she says im a whore", "ask_pressure")],
)
def test_how_the_family_takes_it_is_not_about_a_friend(
    composer: Composer, text: str, read_as: str
) -> None:
    found = said("my mum found my nudes", "ask_talk_to_adult")
    reply = composer.reply(heard(text, read_as, SHARED, found))
    assert "You're not bad because of a picture" in words(reply)


@pytest.mark.parametrize("text", ["took my laptop away", "teacher said its just a joke"])
def test_a_bad_answer_of_adults_is_heard(composer: Composer, text: str) -> None:
    reply = composer.reply(heard(text, "out_of_scope", SHARED))
    assert words(reply).startswith("I'm sorry it went like that")


@pytest.mark.parametrize("band", BANDS)
def test_a_child_that_is_locked_in_hears_that_nobody_may_do_that(
    composer: Composer, band: str
) -> None:
    reply = composer.reply(heard("she locked me in my room", "crisis_immediate_danger", band=band))
    assert "lock" in words(reply).lower()


def test_a_teacher_is_not_to_let_a_pupil_go_home_into_danger(composer: Composer) -> None:
    told = said("her father takes pictures of her", "teacher_incident")
    turn = heard("do i let her go", "out_of_scope", told, band="adult")
    assert words(composer.reply(turn)).startswith("Don't decide that alone")


@pytest.mark.parametrize("band", BANDS)
def test_what_to_say_to_somebody_in_danger_is_answered(composer: Composer, band: str) -> None:
    first = Said("crisis_self_harm", risk=Risk.emergency, says=frozenset({"friend_in_danger"}))
    reply = composer.reply(heard("what should i say to her", "crisis_self_harm", first, band=band))
    assert any(word in words(reply) for word in ("openly", "I'm here"))


def test_the_parents_of_a_child_in_danger_are_not_left_out(composer: Composer) -> None:
    first = Said("crisis_self_harm", risk=Risk.emergency, says=frozenset({"friend_in_danger"}))
    turn = heard("do i call her parents", "parent_how_to_talk", first, band="adult")
    assert "Are you afraid of what happens at home?" in words(composer.reply(turn))
    assert "Not in the first anger" not in words(composer.reply(turn))


@pytest.mark.parametrize("crisis", ["crisis_self_harm", "crisis_immediate_danger"])
@pytest.mark.parametrize("band", BANDS)
def test_an_alarm_over_messages_to_the_family_speaks_of_them(
    composer: Composer, crisis: str, band: str
) -> None:
    turn = heard("she texted my brother", crisis, BLACKMAIL, band=band)
    reply = composer.reply(for_sure(replace(turn, intent=crisis)))
    assert "hurt" in words(reply)
    assert (
        "to add fear" in words(reply) or "to scare you" in words(reply) or "fear on" in words(reply)
    )


@pytest.mark.parametrize("band", BANDS)
def test_an_alarm_over_school_speaks_of_school(composer: Composer, band: str) -> None:
    reply = composer.reply(
        heard("i dont wanna go to school anymore", "crisis_self_harm", band=band)
    )
    assert "go there" in words(reply) or "go back" in words(reply)


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("before", [ABUSE, BLACKMAIL, MEETING])
@pytest.mark.parametrize("text", ["is that ok", "is it bad", "is that normal"])
def test_whether_that_is_ok_is_answered_with_no(
    composer: Composer, text: str, before: Said, band: str
) -> None:
    assert words(composer.reply(heard(text, "affirm", before, band=band))).startswith("No. ")


def test_whether_something_is_ok_is_not_answered_with_no_where_nothing_was_told(
    composer: Composer,
) -> None:
    assert not words(composer.reply(heard("is that ok", "affirm"))).startswith("No. ")


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("sextorted by a girl on snap 15m", "disclose_friend"),
        ("my ex has nudes and wants money", "disclose_friend"),
        ("someone blackmails me with my nude", "disclose_image_shared"),
    ],
)
def test_who_is_blackmailed_is_no_friend_of_somebody(text: str, read_as: str) -> None:
    assert heard(text, read_as).intent == "disclose_sextortion"


def test_whether_that_is_bad_is_clear_to_who_did_it(composer: Composer) -> None:
    deed = said("i made a fake nude of a girl", "ask_fake_image")
    assert words(composer.reply(heard("is it bad", "affirm", deed))).startswith(
        "It's good that you"
    )


@pytest.mark.parametrize(
    ("text", "read_as", "topic"),
    [
        ("i was filmed in the changing room at swimming", "disclose_coerced", "filmed_secretly"),
        ("someone put a camera in our school toilet", "out_of_scope", "filmed_secretly"),
        ("he filmed us while we had sex and i didnt know", "disclose_coerced", "filmed_secretly"),
        ("my teacher writes me flirty messages", "ask_online_stranger", "near_writes"),
        ("mon oncle veut des photos nues", "ask_pressure", "somebody_near"),
        ("my bf has my nudes and we broke up", "disclose_image_shared", "has_my_picture"),
        ("someone really has my nudes tho", "disclose_image_shared", "has_my_picture"),
    ],
)
def test_more_words_for_the_same_are_heard(text: str, read_as: str, topic: str) -> None:
    assert topic in heard(text, read_as).says


@pytest.mark.parametrize("band", ["8-10", "11-13", "14-17", "adult"])
@pytest.mark.parametrize(
    "text",
    ["a man has a picture of me", "a man online has my nudes"],
)
def test_no_child_is_sent_to_ask_an_adult_for_its_picture(
    composer: Composer, text: str, band: str
) -> None:
    turn = heard(text, "disclose_image_shared", band=band)
    reply = words(composer.reply(turn))
    assert "may not have private pictures" in reply
    assert "ask them to delete" not in reply


def test_a_grandfather_films_not_in_secret() -> None:
    assert "filmed_secretly" not in says("my grandpa takes pics of me naked")


@pytest.mark.parametrize(
    "text", ["im gay and he wants to out me", "he says hell tell my parents im bi"]
)
def test_who_is_to_be_outed_hears_that_nothing_is_wrong_with_them(
    composer: Composer, text: str
) -> None:
    reply = composer.reply(heard(text, "ask_online_stranger"))
    assert "nothing wrong with you" in words(reply)


@pytest.mark.parametrize("text", ["if i tell he throws me out of the team", "everybody loves him"])
@pytest.mark.parametrize("band", BANDS)
def test_whom_all_like_may_still_do_wrong(composer: Composer, text: str, band: str) -> None:
    reply = composer.reply(heard(text, "out_of_scope", ABUSE, band=band))
    assert "do wrong" in words(reply)


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("people call me a slut", "out_of_scope"),
        ("they call me names", "out_of_scope"),
        ("my friends just laugh", "out_of_scope"),
        ("boys laugh at me", "out_of_scope"),
        ("my sister says im a whore", "out_of_scope"),
        ("what do i say when they laugh", "ask_talk_to_adult"),
    ],
)
def test_who_is_laughed_at_is_understood(text: str, read_as: str) -> None:
    assert heard(text, read_as, SHARED).intent == "ask_recovery"


@pytest.mark.parametrize("band", BANDS)
def test_the_answers_to_whether_they_want_something_are_heard(
    composer: Composer, band: str
) -> None:
    has = said("he has my nudes", "disclose_image_shared")
    threat = words(composer.reply(heard("yes he said he will", "affirm", has, band=band)))
    assert "threat" in threat
    nothing = words(composer.reply(heard("no he didnt say anything", "deny", has, band=band)))
    assert "ood to know" in nothing


@pytest.mark.parametrize("read_as", ["disclose_sent_image", "disclose_image_shared"])
def test_a_picture_in_the_wrong_group_can_be_deleted_at_once(
    composer: Composer, read_as: str
) -> None:
    reply = composer.reply(heard("i put it in our class group by accident", read_as))
    assert words(reply).startswith("That can happen")


@pytest.mark.parametrize(
    ("text", "read_as", "heard_in_it"),
    [
        (
            "one of my pupils is the one who shared the nude",
            "teacher_incident",
            "That hurt someone",
        ),
        ("should he be expelled", "ask_save_evidence", "That hurt someone"),
        ("what happens with the boys who passed it on", "ask_risks", "That hurt someone"),
        ("the headmaster wants to see the picture", "teacher_incident", "No. Nobody at school"),
        ("he cries in my office", "out_of_scope", "There's time"),
        ("am i allowed to take his phone", "parent_how_to_talk", "phone"),
    ],
)
def test_a_teacher_of_one_who_did_it_is_answered(
    composer: Composer, text: str, read_as: str, heard_in_it: str
) -> None:
    incident = Said("teacher_incident", risk=Risk.high)
    turn = heard(text, read_as, incident, band="adult")
    assert turn.intent in ("teacher_incident", "parent_child_affected")
    reply = composer.reply(Turn(**{**vars(turn), "intent": "teacher_incident"}))
    assert heard_in_it in words(reply)


def test_a_parent_of_one_who_did_it_is_not_told_that_it_is_nobodys_fault(
    composer: Composer,
) -> None:
    text = "im the mother of a boy who shared a nude"
    reply = composer.reply(heard(text, "parent_child_affected", band="adult"))
    assert "What was done was wrong" in words(reply)
    joke = heard(
        "he says it was a joke", "ask_pressure", said(text, "parent_child_affected"), band="adult"
    )
    assert "It did harm all the same" in words(composer.reply(joke))


@pytest.mark.parametrize(
    ("text", "read_as", "topic"),
    [
        ("told my class teacher about it", "out_of_scope", "did_tell"),
        ("told dad just now", "ask_talk_to_adult", "did_tell"),
        ("told the teacher she called my parents", "out_of_scope", "did_tell"),
        ("i blocked him and reported him and told my dad", "ask_save_evidence", "did_tell"),
        ("also reported his profile", "ask_report", "did_report"),
        ("i used take it down", "ask_forward_image", "did_report"),
        ("he deleted all of it", "disclose_sent_image", "taken_down"),
        ("i said yes first", "affirm", "my_fault"),
        ("mais je voulais bien", "affirm", "my_fault"),
        ("that is not what i wanted to know", "deny", "not_my_question"),
        ("for a dare", "deny", "only_a_joke"),
    ],
)
def test_what_was_done_is_heard_in_more_words(text: str, read_as: str, topic: str) -> None:
    assert topic in heard(text, read_as).says


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("intent", ["affirm", "thank"])
def test_who_has_told_is_not_sent_to_tell_first(composer: Composer, intent: str, band: str) -> None:
    told = said("i blocked him and told my dad", "ask_save_evidence")
    reply = words(composer.reply(heard("ok", intent, BLACKMAIL, told, band=band)))
    assert "told some" in reply or "Somebody knows" in reply
    assert "tell" not in reply.replace("telling", "").lower()
    assert "haven't told" not in reply


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize(
    "answer",
    ["disclose_sextortion", "disclose_image_shared", "disclose_coerced", "ask_pressure"],
)
def test_the_third_time_is_not_word_for_word_the_second(
    composer: Composer, answer: str, band: str
) -> None:
    once = Said(answer, risk=lowest_risk(answer))
    second = words(composer.reply(heard("he asks again", answer, once, band=band)))
    third = words(composer.reply(heard("he asks again", answer, once, once, band=band)))
    assert third != second


@pytest.mark.parametrize("text", ["will they laugh at me", "can i call if its not so bad"])
def test_no_worry_is_too_small_for_a_helpline(composer: Composer, text: str) -> None:
    reply = composer.reply(heard(text, "ask_helpline_contact"))
    assert words(reply).startswith("No worry is too small")


@pytest.mark.parametrize(
    "text", ["do they know who i am", "will they tell my mum", "im 12 can i call"]
)
def test_what_a_helpline_tells_and_to_whom_is_answered(composer: Composer, text: str) -> None:
    reply = composer.reply(heard(text, "ask_helpline_contact"))
    assert words(reply).startswith("Children of your age may call")


@pytest.mark.parametrize("text", ["what would they do", "will they take my phone"])
def test_after_the_police_they_are_the_police(composer: Composer, text: str) -> None:
    asked = said("should i go to the police", "ask_report")
    reply = composer.reply(heard(text, "ask_helpline_contact", asked))
    assert "The police often ask" in words(reply)
    assert "The police" not in words(composer.reply(heard(text, "ask_helpline_contact")))


@pytest.mark.parametrize("text", ["he has", "i did smth", "cant say"])
def test_a_scrap_is_not_taken_for_a_yes(text: str) -> None:
    assert heard(text, "affirm").intent == "ask_menu"


@pytest.mark.parametrize("band", BANDS)
def test_who_is_glad_is_not_comforted(composer: Composer, band: str) -> None:
    reply = composer.reply(heard("im so happy", "express_feelings", SHARED, band=band))
    assert words(reply).startswith("I'm glad to hear that")


@pytest.mark.parametrize("band", BANDS)
def test_im_fine_in_an_alarm_does_not_end_the_care(composer: Composer, band: str) -> None:
    alarm = said("i want to die", "crisis_self_harm")
    reply = words(composer.reply(heard("im fine", "express_feelings", alarm, band=band)))
    assert "call" in reply


@pytest.mark.parametrize("text", ["so its ok", "so are we allowed", "were both 15"])
@pytest.mark.parametrize("band", BANDS)
def test_so_its_ok_is_not_answered_like_a_yes(composer: Composer, text: str, band: str) -> None:
    reply = words(composer.reply(heard(text, "affirm", Said("ask_law"), band=band)))
    assert reply.startswith("That's not a yes from me")


def test_that_he_stopped_is_good_news(composer: Composer) -> None:
    reply = composer.reply(heard("he stopped writing", "out_of_scope", BLACKMAIL))
    assert words(reply).startswith("I'm so glad")


def test_a_dead_pet_is_nobodys_fault_and_a_grief(composer: Composer) -> None:
    reply = composer.reply(heard("my dog died", "out_of_scope", BLACKMAIL))
    assert words(reply).startswith("I'm so sorry")


def test_who_sells_pictures_does_not_talk_dirty() -> None:
    assert heard("i sell feet pics", "sexual_to_bot").intent == "disclose_sent_image"


@pytest.mark.parametrize("text", ["so its ok", "were both 15"])
@pytest.mark.parametrize("before", ["ask_talk_to_adult", "ask_helpline_contact"])
def test_so_its_ok_after_another_question_is_a_yes(text: str, before: str) -> None:
    assert heard(text, "affirm", Said(before)).intent == "affirm"


@pytest.mark.parametrize("text", ["the police caught him", "he was arrested", "police has him"])
@pytest.mark.parametrize("band", BANDS)
def test_who_was_caught_by_others_is_nobodys_merit(
    composer: Composer, text: str, band: str
) -> None:
    reply = words(composer.reply(heard(text, "out_of_scope", BLACKMAIL, band=band)))
    assert "relief" in reply
    assert "You did that well" not in reply


@pytest.mark.parametrize("text", ["she isnt answering", "he wont reply", "shes not answering"])
@pytest.mark.parametrize("before", ["my friend wants to die", "my friend is meeting a man"])
def test_a_friend_who_does_not_answer_is_the_one_that_was_told_of(
    composer: Composer, text: str, before: str
) -> None:
    told = Said("crisis_immediate_danger", risk=Risk.emergency, says=says(before))
    assert says(text) & {"friend_gone", "about_them"} == {"friend_gone"}
    reply = composer.reply(heard(text, "out_of_scope", told))
    assert reply.said.answer == "crisis_immediate_danger"
    assert "for them" in words(reply)


CLOSED = ["it says closed", "nobody picks up its closed", "they open at 9", "what if its closed"]


@pytest.mark.parametrize("text", CLOSED)
@pytest.mark.parametrize("band", BANDS)
def test_where_a_line_is_closed_there_is_another_way(
    composer: Composer, text: str, band: str
) -> None:
    reply = words(composer.reply(heard(text, "out_of_scope", SHARED, band=band)))
    assert "24/7" in reply
    assert "opens" in reply or "when they open" in reply


def test_while_an_alarm_stands_a_closed_line_goes_on_with_it(composer: Composer) -> None:
    crisis = Said("crisis_self_harm", risk=Risk.emergency)
    reply = composer.reply(heard("they are closed", "ask_helpline_contact", crisis))
    assert reply.said.answer == "crisis_self_harm"
    assert "never closed" in words(reply)


@pytest.mark.parametrize("country", ["FR", "BG", "GB", "PL"])
def test_where_a_line_is_closed_who_never_closes_comes_first(
    composer: Composer, country: str
) -> None:
    turn = replace(heard("it says closed", "out_of_scope", SHARED), country=country)
    found = composer.reply(turn).help
    assert found is not None
    open_now = [service.round_the_clock for service in found.services]
    assert open_now == sorted(open_now, reverse=True)


def test_where_a_line_is_closed_the_others_are_shown_again(composer: Composer) -> None:
    first = composer.reply(replace(heard("help", "ask_helpline_contact", SHARED), country="FR"))
    turn = replace(heard("its closed", "out_of_scope", SHARED), country="FR")
    found = composer.reply(replace(turn, said=(*turn.said, first.said))).help
    assert found is not None
    assert len(found.services) > 1


JAIL = ["can he go to jail", "will he get arrested", "what will happen to them"]


@pytest.mark.parametrize("text", JAIL)
@pytest.mark.parametrize("band", BANDS)
def test_what_happens_to_who_did_it_is_no_threat_to_the_child(
    composer: Composer, text: str, band: str
) -> None:
    reply = words(composer.reply(heard(text, "ask_law", SHARED, band=band)))
    assert "I can't say what will happen to them" in reply
    assert "own private pictures" not in reply


@pytest.mark.parametrize(
    ("before", "theirs"), [(SHARED, True), (Said("disclose_sent_image"), False)]
)
def test_whether_that_is_illegal_is_about_what_was_told(
    composer: Composer, before: Said, theirs: bool
) -> None:
    reply = words(composer.reply(heard("is that illegal", "ask_law", before)))
    assert ("happen to them" in reply) is theirs


def test_whether_it_is_arrested_itself_is_another_question(composer: Composer) -> None:
    reply = words(composer.reply(heard("will the police arrest me", "ask_law", SHARED)))
    assert reply.startswith("Many are scared of that")


@pytest.mark.parametrize(
    "text",
    [
        "mum posts pics of me and i hate it",
        "my parents posted pics of me i dont like",
        "my mum puts me on tiktok",
    ],
)
@pytest.mark.parametrize("read_as", ["out_of_scope", "disclose_image_shared"])
def test_pictures_that_parents_post_are_a_thing_to_say_no_to(
    composer: Composer, text: str, read_as: str
) -> None:
    reply = words(composer.reply(heard(text, read_as)))
    assert "ask me first next time" in reply


@pytest.mark.parametrize("text", ["source?", "where do you know that from", "who says that"])
@pytest.mark.parametrize("read_as", ["ask_bot_identity", "ask_explain_simpler", "out_of_scope"])
def test_who_asks_for_the_source_hears_it(composer: Composer, text: str, read_as: str) -> None:
    reply = words(composer.reply(heard(text, read_as, SHARED)))
    assert "Lanzarote Committee" in reply


def test_feet_are_no_private_parts_and_yet_better_not(composer: Composer) -> None:
    reply = words(composer.reply(heard("its just feet", "crisis_immediate_danger")))
    assert "who wants it" in reply
