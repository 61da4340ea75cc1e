"""What most talks ask second and third: how long, is that bad, she will be angry."""

from __future__ import annotations

import pytest

from beacon import project
from beacon.answers import Composer, Reply, Said
from beacon.answers.conversation import read_turn
from beacon.levels import BANDS, Risk
from tests.unit.answers.talks import (
    ABUSE,
    BLACKMAIL,
    FRIEND,
    SHARED,
    heard,
    read,
    said,
    says,
    words,
)


@pytest.mark.parametrize(
    ("before", "read_as", "part"),
    [
        ("how do i get it deleted", "ask_remove_image", "report it again"),
        ("how do i report on snapchat", "ask_report", "report it again"),
        ("what happens if i call", "ask_helpline_contact", "A few minutes are fine"),
        ("i want to do a lesson about sexting", "teacher_lesson", "One lesson"),
    ],
)
def test_how_long_is_answered_for_what_was_asked(
    composer: Composer, before: str, read_as: str, part: str
) -> None:
    reply = words(
        composer.reply(heard("how long does it take", "ask_recovery", said(before, read_as)))
    )
    assert part in reply
    assert "Bad days" not in reply


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("text", ["how long does it take", "when will he stop"])
def test_who_is_blackmailed_asks_how_long_that_goes_on(
    composer: Composer, text: str, band: str
) -> None:
    reply = words(composer.reply(heard(text, "ask_recovery", BLACKMAIL, band=band)))
    assert "quieter" in reply


def test_how_long_he_goes_on_is_not_answered_by_how_long_a_removal_takes(
    composer: Composer,
) -> None:
    removal = said("how do i get it deleted", "ask_remove_image")
    reply = words(composer.reply(heard("when will he stop", "ask_recovery", BLACKMAIL, removal)))
    assert "quieter" in reply


@pytest.mark.parametrize("band", BANDS)
def test_is_that_bad_is_not_answered_with_no(composer: Composer, band: str) -> None:
    deleted = said("i deleted the chat", "ask_save_evidence")
    turn = heard("is that bad", "express_feelings", BLACKMAIL, deleted, band=band)
    assert not words(composer.reply(turn)).startswith("No.")


@pytest.mark.parametrize("text", ["she will be angry", "what if she gets mad"])
def test_that_a_mother_will_be_angry_is_no_friends_trouble(composer: Composer, text: str) -> None:
    reply = words(composer.reply(heard(text, "disclose_friend", SHARED, band="8-10")))
    assert reply.startswith("It's OK to be scared of that")


@pytest.mark.parametrize("band", BANDS)
def test_that_a_friend_will_hate_it_is_about_the_friend(composer: Composer, band: str) -> None:
    reply = words(composer.reply(heard("she will hate me", "out_of_scope", FRIEND, band=band)))
    assert "cross" in reply


def test_that_he_will_be_angry_at_a_no_stays_pressure() -> None:
    assert "will_be_angry" not in says("he will be mad if i say no")


def test_one_more_picture_for_a_blackmailer_stays_a_blackmail(composer: Composer) -> None:
    turn = heard("i sent one more", "disclose_sent_image", BLACKMAIL)
    assert turn.intent == "disclose_sextortion"
    assert "ask them to delete" not in words(composer.reply(turn))


@pytest.mark.parametrize(
    ("text", "read_as", "part"),
    [
        ("what if he already did", "ask_should_i_share", "I can't know what they will do"),
        ("what if he does it", "ask_should_i_share", "I can't know what they will do"),
        ("was mach ich wenn er es trotzdem schickt", "ask_received_image", "I can't know"),
        ("i cant tell mommy", "ask_talk_to_adult", "it's hard"),
        ("people at school call me slut because of a pic", "out_of_scope", "That hurts"),
        ("is that weird", "out_of_scope", "It's not OK"),
    ],
)
def test_the_same_in_other_words(composer: Composer, text: str, read_as: str, part: str) -> None:
    assert part in words(composer.reply(heard(text, read_as, BLACKMAIL)))


PRESSED = said("im 13 my bf wants me to send nudes", "ask_pressure")
SENT = said("i sent a nude to my crush", "disclose_sent_image")
PARENT = said("my daughter sent nudes", "parent_child_affected")
PUPIL = said("a nude of a pupil is going round", "teacher_incident")


@pytest.mark.parametrize(
    ("text", "read_as", "before", "part"),
    [
        ("what do i say to him", "out_of_scope", PRESSED, "You can still say no"),
        ("what do i say to him", "out_of_scope", SENT, "Please delete"),
        ("he is mad now", "out_of_scope", PRESSED, "anger"),
        ("ok but how", "ask_explain_simpler", SENT, "small steps"),
        ("ok but how", "ask_explain_simpler", FRIEND, "My friend is in trouble"),
        ("should i tell a teacher", "ask_talk_to_adult", FRIEND, "My friend is in trouble"),
        ("she made me promise not to tell", "disclose_friend", FRIEND, "what scares them most"),
        (
            "do i need to send them the picture",
            "ask_talk_to_adult",
            SHARED,
            "Not with Take It Down",
        ),
        ("where is the button", "ask_menu", SHARED, "three dots"),
        ("will he know it was me", "ask_privacy", SHARED, "don't tell the other one"),
        ("is it normal to send nudes", "disclose_sent_image", said("hi", "greet"), "Some do it"),
    ],
)
def test_what_a_child_asks_next(
    composer: Composer, text: str, read_as: str, before: Said, part: str
) -> None:
    assert part in words(composer.reply(heard(text, read_as, before)))


@pytest.mark.parametrize(
    ("text", "read_as", "before", "part"),
    [
        ("what can i do for her tonight", "out_of_scope", PARENT, "until they sleep"),
        ("she does not want to go to school", "out_of_scope", PARENT, "isn't laziness"),
        ("should the school know", "ask_talk_to_adult", PARENT, "Mostly yes"),
        ("how do i talk to her", "out_of_scope", PARENT, "Sit side by side"),
        ("where do i find material", "ask_menu", said("hi", "greet"), "What works well"),
    ],
)
def test_what_an_adult_asks_next(
    composer: Composer, text: str, read_as: str, before: Said, part: str
) -> None:
    assert part in words(composer.reply(heard(text, read_as, before, band="adult")))


def test_what_to_say_to_the_class_is_not_what_to_say_to_the_girl(composer: Composer) -> None:
    to_class = composer.reply(
        heard("what do i say to the class", "teacher_incident", PUPIL, band="adult")
    )
    to_girl = composer.reply(
        heard("what do i say to the girl", "teacher_incident", PUPIL, band="adult")
    )
    assert "no names" in words(to_class)
    assert "It's not your fault" in words(to_girl)
    assert words(to_class) != words(to_girl)


def test_a_found_chat_and_a_taken_phone_are_about_the_family(composer: Composer) -> None:
    found = said("my mum saw my chats", "ask_talk_to_adult")
    for text, read_as in (
        ("she took my phone", "disclose_coerced"),
        ("she is so angry", "disclose_friend"),
    ):
        assert "often fear for you" in words(composer.reply(heard(text, read_as, found)))


@pytest.mark.parametrize("topic", ["dont_leave", "how_long_he", "is_mad"])
def test_what_is_no_cry_for_help_beats_a_doubtful_alarm(topic: str) -> None:
    named = {one.name: one for one in project.topics().meanings()}
    assert named[topic].beats_doubt


def test_a_boy_who_begins_with_his_age_is_no_parent() -> None:
    turn = heard("15 m getting sextorted on instagram", "parent_child_affected")
    assert turn.intent == "disclose_sextortion"
    assert "boy_or_girl_of" not in says("my son 15 m is being sextorted")


ONLINE = said("theres a guy on roblox he is nice", "ask_online_stranger")
POPPED = said("a naked lady popped up on my tablet", "ask_received_image")
FILMED = said("someone filmed me in the changing room", "disclose_image_shared")
FAKE = Said("ask_fake_image", risk=Risk.high)
HELLO = Said("greet")


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize(
    ("text", "read_as", "before", "part"),
    [
        ("ok i will show my dad", "affirm", ONLINE, "a good plan"),
        ("ok ill tell my year head. she is sound", "out_of_scope", BLACKMAIL, "a good plan"),
        ("ok ill tell my grandad. thanks actually", "thank", BLACKMAIL, "a good plan"),
        ("ok i will do that tomorrow", "affirm", SHARED, "a good plan"),
        ("do i have to say all of it", "ask_privacy", SHARED, "No"),
        ("i told my mum and she is ok", "affirm", SHARED, "glad"),
        ("i told mr davies and he said he will sort it", "deny", SHARED, "glad"),
        ("woke her up. she is not even mad", "disclose_friend", BLACKMAIL, "glad"),
        ("i told my nan she said its just boys being boys", "affirm", ABUSE, "wrong|believe you"),
        ("the teacher said just ignore it", "out_of_scope", SHARED, "telling was right|to tell"),
        ("the staff here dont care", "out_of_scope", SHARED, "telling was right|to tell"),
        ("no i mean my phone", "deny", SHARED, "calm|set day"),
        ("my dad will send me to pakistan", "out_of_scope", BLACKMAIL, "today"),
        ("he is giving ME gems", "disclose_sextortion", ONLINE, "pictures|picture"),
        ("he wants me to go on whatsapp instead", "out_of_scope", ONLINE, "another app"),
        ("if i block him he will be lonely", "disclose_sextortion", ONLINE, "kind"),
        ("ok cancelled. happy?", "ask_recovery", ONLINE, "a good choice"),
        ("i saw a naked man on a website", "ask_fake_image", HELLO, "fault|to blame"),
        ("will my teacher see it", "out_of_scope", POPPED, "fault|to blame"),
        ("they got my snap hacked", "out_of_scope", HELLO, "fault"),
        ("not fake. real ones. mine", "ask_fake_image", FAKE, "I got that wrong: it's real|It's r"),
        ("there is no video", "out_of_scope", FAKE, "made|lie|true"),
        ("nothing happend", "out_of_scope", HELLO, "glad about that"),
        ("what do i say to him so hes not mad", "disclose_coerced", PRESSED, "I like you"),
        ("is it ok to say no without breaking up", "disclose_coerced", PRESSED, "I like you"),
        ("he says if i loved him id do it", "disclose_coerced", PRESSED, "say no"),
        ("we played truth or dare", "out_of_scope", HELLO, "stop"),
        ("is that gay", "out_of_scope", SENT, "no hurry"),
        ("can you see my photos", "out_of_scope", HELLO, "photos"),
        ("prove it", "start_quiz", HELLO, "can't prove it"),
        ("can u tell my nan", "ask_talk_to_adult", SHARED, "I'm a program"),
        ("is my selfie ok", "ask_fake_image", HELLO, "ask|Ask|look|Look|Before"),
        ("can i post the video of my jump", "ask_stay_safe", HELLO, "people you know|people one"),
        ("somebody stole my painting", "disclose_image_shared", HELLO, "work|yours"),
        (
            "how many hours should a 13 year old have",
            "ask_how_common",
            HELLO,
            "made|make|plan|hours",
        ),
        ("my tummy hurts every morning", "out_of_scope", SHARED, "doctor"),
        ("everyone was laughing and i hid in the toilet", "out_of_scope", SHARED, "awful|hurts"),
        ("nah quiz is for kids", "start_quiz", HELLO, "no quiz"),
        ("no quiz", "deny", HELLO, "no quiz"),
        ("i had all my clothes on it was a class photo", "disclose_coerced", SHARED, "normal"),
        (
            "i dont know if he took one",
            "disclose_image_shared",
            FILMED,
            "OK not to know|Nobody has",
        ),
        ("does he get my adress from the pic", "out_of_scope", SENT, "can show"),
        ("i told her no and she was ok", "out_of_scope", PRESSED, "ell done|was right"),
        ("miss kelly was nice and she rang his mam", "out_of_scope", SHARED, "glad"),
        ("she made him delete it", "disclose_friend", SHARED, "glad"),
        ("i told my granny and she said dont make a fuss", "affirm", SHARED, "wrong"),
        ("fine i will say no and tell my mum", "affirm", ONLINE, "a good plan"),
        ("no just tell me what to say to him", "deny", PRESSED, "say no|hey"),
        ("im not the friend its ME", "out_of_scope", FRIEND, "that it's you|it's about you"),
        ("how do i tell him to ask me first", "disclose_coerced", HELLO, "ask|Ask"),
    ],
)
def test_what_children_say_next_gets_an_answer_of_its_own(
    composer: Composer, text: str, read_as: str, before: Said, part: str, band: str
) -> None:
    reply = words(composer.reply(heard(text, read_as, before, band=band)))
    assert any(one in reply for one in part.split("|"))


@pytest.mark.parametrize(
    "text", ["no they are from my team", "no hes in my class", "no its about pictures"]
)
@pytest.mark.parametrize("before", [HELLO, ABUSE, BLACKMAIL, SHARED, FRIEND])
@pytest.mark.parametrize("band", BANDS)
def test_a_no_that_corrects_is_no_refusal(
    composer: Composer, text: str, before: Said, band: str
) -> None:
    reply = words(composer.reply(heard(text, "deny", before, band=band)))
    assert "I got something wrong" in reply
    assert "You decide" not in reply


@pytest.mark.parametrize("text", ["no", "nope not saying", "i dont want to", "no thanks", "nein"])
@pytest.mark.parametrize("before", [ABUSE, BLACKMAIL, SHARED])
def test_a_no_that_refuses_is_accepted(composer: Composer, text: str, before: Said) -> None:
    assert "You decide what you tell" in words(composer.reply(heard(text, "deny", before)))


@pytest.mark.parametrize("band", BANDS)
def test_who_has_told_is_not_sent_off_to_tell(composer: Composer, band: str) -> None:
    told = said("i told my mum and she is ok", "ask_talk_to_adult")
    reply = words(composer.reply(heard("bye", "goodbye", SHARED, told, band=band)))
    assert "told some" in reply or "Somebody knows" in reply
    assert "hurting yourself" not in reply


def test_a_second_correction_is_not_met_with_the_first_words(composer: Composer) -> None:
    corrected = Said("deny", says=says("no she isnt mean"))
    turn = heard("no hes in my class", "deny", ABUSE, corrected, corrected)
    assert "still don't have it right" in words(composer.reply(turn))


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("he says give me 500 robux or he shows my bare picture", "gift_for_picture"),
        ("should i let him in he drove 3 hours to see me", "they_will_be_sad"),
        ("im not going to do anything to myself", "cancelled_it"),
        ("nothing happened he just put his hand", "nothing_happened"),
        ("my head is on it and its not real", "not_fake"),
        ("he says he will tell my mum", "will_tell"),
        ("i told him and he laughed at me", "told_and_helped"),
        ("a pic of me naked popped up in the group", "popped_up"),
        ("someone hacked my phone and wants money", "hacked"),
        ("a man asked for a pic of my face", "face_or_pet"),
    ],
)
def test_what_sounds_alike_and_is_grave_stays_so(text: str, topic: str) -> None:
    assert topic not in says(text)


@pytest.mark.parametrize("text", ["i told my mum and she is ok", "ok i will tell my dad"])
def test_good_news_beats_a_doubtful_alarm_and_follows_the_number(
    composer: Composer, text: str
) -> None:
    parsed = read(text, "crisis_immediate_danger", Risk.emergency, is_certain=False)
    slots = {"age_band": "11-13", "country": "GB", "risk": "high"}
    turn = read_turn(parsed, slots, [Reply((), SHARED).about()])
    assert composer.reply(turn).said.answer == "ask_talk_to_adult"
