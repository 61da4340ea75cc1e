"""Who is blamed, who did it, is pushed to it, saw it or helps: each is spoken to as such."""

from __future__ import annotations

import pytest

from beacon.answers import Composer, Said
from beacon.levels import BANDS
from tests.unit.answers.talks import BLACKMAIL, SHARED, heard, said, says, words

BLAMED = said("everybody says i leaked it but i didnt", "ask_forward_image")
PASSED_ON = said("i sent her pic to my friends", "ask_forward_image")
ASKED = said("i kept asking my gf for nudes", "ask_pressure")
LAUGHED = said("there was a pic of my cousin in our group and i laughed", "ask_forward_image")
PUSHED = said("my bf wants me to take pics of my friend when shes changing", "ask_pressure")
FORCED = said("they made me film her in the changing room", "disclose_coerced")
SEEN = said("someone posted a girl in our football group chat", "ask_forward_image")
SISTER = said("my sister is 12 and shes sending pics to some guy", "disclose_friend")
FOUND = said("i found something weird on my dads laptop", "out_of_scope")
LURED = said("he says i have to get 2 other boys or he posts mine", "disclose_sextortion")

DEEDS = {"did_threaten", "did_film", "did_fake", "did_pass_on", "took_part", "kept_asking"}


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("everybody says i leaked it but i didnt", "ask_forward_image"),
        ("they all think it was me", "out_of_scope"),
        ("it wasnt me who posted it", "disclose_image_shared"),
        ("some kid told the teacher i did it", "teacher_incident"),
        ("they say i made a fake of her but i didnt", "ask_fake_image"),
        ("im being blamed for the leak", "disclose_friend"),
        ("my classmates think i made the deepfake of our teacher", "ask_fake_image"),
    ],
)
def test_who_is_blamed_is_believed(composer: Composer, text: str, read_as: str, band: str) -> None:
    assert says(text).isdisjoint(DEEDS)
    reply = words(composer.reply(heard(text, read_as, band=band)))
    assert "put it right" not in reply
    assert "wasn't OK" not in reply


HURT_A_CHILD = said("i touched my little cousin and i feel sick", "disclose_friend")
A_YOUNGER_ONE = said("shes 7. shes my cousin", "out_of_scope")


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("read_as", ["disclose_friend", "disclose_coerced", "out_of_scope"])
@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("i touched my little sister and i feel sick", ()),
        ("i did things to my little brother", ()),
        ("i touched her in a way u shouldnt", (A_YOUNGER_ONE,)),
        ("i did something to him i shouldnt have. private stuff", (A_YOUNGER_ONE,)),
    ],
)
def test_who_hurt_a_younger_child_is_told_that_it_stops_and_that_both_get_help(
    composer: Composer, text: str, before: tuple[Said, ...], read_as: str, band: str
) -> None:
    reply = words(composer.reply(heard(text, read_as, *before, band=band)))
    assert "It has to stop" in reply or "it has to stop" in reply
    assert "be alone with that child" in reply or "be alone with them" in reply or band == "adult"


@pytest.mark.parametrize("band", BANDS)
def test_who_hurt_a_younger_child_and_is_to_mind_it_gets_an_adult_to_come(
    composer: Composer, band: str
) -> None:
    turn = heard("im babysitting her now", "out_of_scope", HURT_A_CHILD, band=band)
    reply = words(composer.reply(turn))
    assert "look after them" in reply or "take over" in reply


@pytest.mark.parametrize(
    "text",
    [
        "my uncle wanted me to so i touched him down there",
        "he made me, i touched him there",
        "i made my little sister do the dishes",
        "i touched my baby brother and he has a fever",
        "i know a boy who did something bad to his little sister",
    ],
)
def test_who_was_made_to_or_did_nothing_wrong_is_not_taken_for_one(text: str) -> None:
    assert says(text).isdisjoint({"did_hurt_younger", "did_touch_them"})


OFFENDED = said("shes 14 and im 24", "disclose_friend")


@pytest.mark.parametrize("read_as", ["disclose_friend", "parent_child_affected", "out_of_scope"])
@pytest.mark.parametrize(
    "text",
    ["shes 14 and im 24", "im 31 and my girlfriend is 14", "i had sex with my student"],
)
def test_an_adult_that_tells_of_its_own_offence_is_told_that_it_stops(
    composer: Composer, text: str, read_as: str
) -> None:
    reply = words(composer.reply(heard(text, read_as, band="adult")))
    assert "it has to stop, today" in reply
    assert "your child" not in reply


@pytest.mark.parametrize(
    ("text", "read_as", "part"),
    [
        ("if i wipe everything is that the end of it", "out_of_scope", "I don't help to hide"),
        ("her mum found out", "parent_child_affected", "no contact at all"),
        ("i never hurt her", "parent_child_affected", "It stays stopped"),
        ("you dont know what it is like", "out_of_scope", "It stays stopped"),
        ("i hate myself", "express_feelings", "It stays stopped"),
    ],
)
def test_an_adult_is_held_to_it_for_the_whole_chat(
    composer: Composer, text: str, read_as: str, part: str
) -> None:
    assert part in words(composer.reply(heard(text, read_as, OFFENDED, band="adult")))


@pytest.mark.parametrize(
    "text",
    [
        "shes 14 and im 15",
        "my daughter is 14 and im 41",
        "he says hes 15 and im 24",
        "my student sent a picture to a boy",
        "my teacher touched me and hes 40",
        "i sexted a boy and he sent it to everyone",
        "im 42 and my girl is 13, someone got a nude of her",
        "hes 13 and im 37, i dont know what to do with his phone",
    ],
)
def test_who_tells_of_others_is_not_taken_for_an_adult_that_does_harm(text: str) -> None:
    assert "adult_offends" not in says(text)


HURT_BY_A_FRIEND = said("she's 6, its his stepsister. he touched her", "disclose_friend")


@pytest.mark.parametrize("band", BANDS)
def test_who_was_no_friend_after_all_may_be_either_of_the_two(
    composer: Composer, band: str
) -> None:
    turn = heard("ok its me. there is no friend", "out_of_scope", HURT_BY_A_FRIEND, band=band)
    reply = words(composer.reply(turn))
    assert "touched" in reply or band == "adult"
    assert "fault" in reply
    assert "has to stop" in reply


@pytest.mark.parametrize(
    "text",
    ["its her stepbrother, he touched her", "he touched my little sister", "he touched me"],
)
def test_whom_it_was_done_to_is_no_friend_of_a_doer(text: str) -> None:
    assert "friend_hurt_younger" not in says(text)


def test_a_friend_who_is_to_mind_the_child_is_no_doer() -> None:
    told = said("my friend touched his little cousin", "disclose_friend")
    assert heard("im meant to watch her tonight", "disclose_friend", told).intent != (
        "ask_forward_image"
    )


@pytest.mark.parametrize("band", BANDS)
def test_who_hurt_a_younger_child_asks_an_adult_to_come(composer: Composer, band: str) -> None:
    answer = words(
        composer.reply(heard("how do i tell my mum", "ask_talk_to_adult", HURT_A_CHILD, band=band))
    )
    assert "help" in answer
    assert "picture" not in answer
    assert "not your fault" not in answer


@pytest.mark.parametrize(
    ("text", "read_as", "part"),
    [
        ("I DIDNT DO IT. did u even read", "ask_explain_simpler", "nothing for you to put right"),
        ("everyone thinks it was me and they throw stuff at me", "out_of_scope", "bullying"),
        ("nobody talks to me anymore", "out_of_scope", "bullying"),
        ("can you help me prove it", "start_quiz", "You don't have to prove it alone"),
        ("the teacher thinks it was me", "teacher_incident", "hear your side"),
        ("will they suspend me", "ask_law", "hear your side"),
        ("im so sad", "express_feelings", "I believe that it wasn't you"),
        ("hm", "out_of_scope", "I believe that it wasn't you"),
        ("whatever", "deny", "I believe that it wasn't you"),
    ],
)
def test_who_is_blamed_is_helped_for_the_whole_chat(
    composer: Composer, text: str, read_as: str, part: str
) -> None:
    assert part in words(composer.reply(heard(text, read_as, BLAMED)))


def test_who_was_answered_as_the_one_who_did_it_may_say_no(composer: Composer) -> None:
    turn = heard("i didnt do anything to put right!!", "out_of_scope", PASSED_ON)
    assert words(composer.reply(turn)).startswith("I'm sorry, I got you wrong. I believe you")
    assert "did_pass_on" in turn.unsays


def test_a_picture_that_there_is_not_need_not_be_proved(composer: Composer) -> None:
    text = "theres NO video of me but they all say there is"
    reply = words(composer.reply(heard(text, "disclose_image_shared")))
    assert "made that up" in reply
    assert "my_picture" not in says(text)


@pytest.mark.parametrize("text", ["a coach films us, he says. i did it twice", "i leaked it"])
def test_what_was_done_is_no_blame(text: str) -> None:
    assert "accused" not in says(text)


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize(
    "before", [PASSED_ON, ASKED, LAUGHED, FORCED], ids=["passed", "asked", "laughed", "forced"]
)
@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("how do i ask her to forgive me", "out_of_scope"),
        ("is she mad at me", "ask_healthy_relationship"),
        ("she was always nice to me", "disclose_coerced"),
        ("what shouldve i done", "out_of_scope"),
        ("ok im deleting it", "affirm"),
        ("i wrote her sorry was that ok", "disclose_friend"),
        ("will they kick me out of school", "ask_recovery"),
        ("i was so angry", "disclose_coerced"),
        ("u cant even see her face", "disclose_image_shared"),
        ("should i tell her i have it", "ask_received_image"),
        ("ok i will tell my teacher", "thank"),
        ("is it my fault", "express_feelings"),
    ],
)
def test_who_did_it_is_no_victim_and_not_blamed(
    composer: Composer, text: str, read_as: str, before: Said, band: str
) -> None:
    reply = words(composer.reply(heard(text, read_as, before, band=band)))
    assert "not your fault" not in reply.replace("\"It's not your fault", "")
    assert "say no" not in reply
    assert "didn't understand" not in reply


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("i sended it too", "did_pass_on"),
        ("i sent a girls pic around last year", "did_pass_on"),
        ("i put my little brother on my story in the bathtub", "did_pass_on"),
        ("fine its me ok. i sent it", "did_pass_on"),
        ("we made an ai thing of our teacher as a joke", "did_fake"),
        ("i told my ex im gonna post his pics", "did_threaten"),
        ("i dared him to jump naked and filmed it", "did_film"),
        ("she said no and i asked again", "kept_asking"),
        ("i saved her nudes", "kept_copy"),
        ("there was a pic of my cousin and i laughed", "took_part"),
    ],
)
def test_a_deed_is_heard(text: str, topic: str) -> None:
    assert topic in says(text)


@pytest.mark.parametrize(
    "text",
    ["i took a picture of my self and i sended it to my frend", "he made a joke and i laughed"],
)
def test_what_is_no_deed_is_not_taken_for_one(text: str) -> None:
    assert says(text).isdisjoint(DEEDS)


def test_who_was_forced_is_told_so_and_what_it_can_do(composer: Composer) -> None:
    fault = words(composer.reply(heard("is it my fault", "express_feelings", FORCED)))
    assert fault.startswith("Whoever pushed you is to blame for that. It still hurt")


@pytest.mark.parametrize(
    ("text", "read_as", "part"),
    [
        ("so should i just do it. he wont show anyone", "ask_should_i_share", "Please don't"),
        ("its her pic not mine", "disclose_friend", "Please don't"),
        ("ok im not gonna do it. should i warn lara", "ask_should_i_share", "Your no is right"),
    ],
)
def test_who_is_pushed_to_film_another_is_not_told_of_its_own_picture(
    composer: Composer, text: str, read_as: str, part: str
) -> None:
    assert words(composer.reply(heard(text, read_as, PUSHED))).startswith(part)


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("i gave him my friends snap", "disclose_sent_image"),
        ("max is gonna send it tonight", "disclose_sextortion"),
        ("how do i stop max", "out_of_scope"),
    ],
)
def test_who_had_to_bring_in_a_friend_can_still_warn_him(
    composer: Composer, text: str, read_as: str
) -> None:
    assert "It's a trap" in words(composer.reply(heard(text, read_as, LURED)))


@pytest.mark.parametrize(
    ("text", "read_as", "part"),
    [
        ("everyone writes lol. i didnt write anything", "out_of_scope", "you did nothing wrong"),
        ("i just left the group is that enough", "ask_forward_image", "you did nothing wrong"),
        ("i didnt do anything", "deny", "you did nothing wrong"),
        ("should i write to her", "disclose_friend", "That's kind"),
        ("what if they find out it was me who told", "ask_talk_to_adult", "without your name"),
    ],
)
def test_who_only_saw_it_has_nothing_to_put_right(
    composer: Composer, text: str, read_as: str, part: str
) -> None:
    reply = words(composer.reply(heard(text, read_as, SEEN)))
    assert part in reply
    assert "want to put it right" not in reply


@pytest.mark.parametrize(
    ("text", "read_as", "part"),
    [
        ("she said she wont be my friend if i tell", "out_of_scope", "even if you promised"),
        ("i promised", "ask_privacy", "even if you promised"),
        ("how do i make her see it", "sexual_to_bot", "Stay their friend"),
        ("did i do the wrong thing", "out_of_scope", "You did nothing wrong"),
        ("she hates me now", "out_of_scope", "You did nothing wrong"),
        ("can i tell her mom", "parent_child_affected", "scared of home"),
        ("is that normal then", "ask_explain_simpler", "No, that's not OK"),
        ("she already sent 200 euros", "disclose_sextortion", "It's not their fault"),
        ("i didnt send a picture its my SISTER", "out_of_scope", "it's about them, not you"),
        ("tomorrow i could tell our aunt", "out_of_scope", "That's a good plan"),
    ],
)
def test_who_helps_stays_the_helper(composer: Composer, text: str, read_as: str, part: str) -> None:
    turn = heard(text, read_as, SISTER)
    assert turn.intent == "disclose_friend"
    assert part in words(composer.reply(turn))


@pytest.mark.parametrize(
    "text", ["im not the friend its ME", "no its me and my ex", "im not talking about a friend"]
)
def test_whoever_says_that_it_is_about_itself_is_heard(composer: Composer, text: str) -> None:
    turn = heard(text, "deny", SISTER)
    assert "it's about you" in words(composer.reply(turn))
    assert "friends_case" in turn.unsays


@pytest.mark.parametrize(
    ("text", "before", "intent"),
    [
        ("she wants 500 euro. im actually panicking now", None, "disclose_sextortion"),
        ("i told my big sister. she says we pay him", BLACKMAIL, "disclose_sextortion"),
        ("shes my only frend", SHARED, "ask_healthy_relationship"),
        ("my freind said send a pic to a man he is a scout", None, "ask_online_stranger"),
        ("i told my freind a secret and now she told evryone", None, "express_feelings"),
        ("her not him btw. im a girl", None, "express_feelings"),
    ],
)
def test_a_friend_who_is_named_makes_nobody_a_helper(
    text: str, before: Said | None, intent: str
) -> None:
    assert heard(text, "disclose_friend", *([before] if before else [])).intent == intent


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("is he a pervert", "ask_define_term"),
        ("do they put him in jail", "ask_law"),
        ("should i tell my mom", "ask_talk_to_adult"),
        ("he is my dad i love him", "disclose_coerced"),
    ],
)
def test_who_found_it_with_somebody_near_does_not_have_to_judge(
    composer: Composer, text: str, read_as: str
) -> None:
    assert "child in it may need help" in words(composer.reply(heard(text, read_as, FOUND)))
