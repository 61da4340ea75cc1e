"""What a child in trouble asks and tells on the way is answered, not answered past."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beacon import project
from beacon.answers import Composer, Said
from beacon.levels import BANDS, Risk
from tests.unit.answers.talks import ABUSE, BLACKMAIL, SHARED, heard, says, words

DID_WRONG = ("did_threaten", "did_pass_on", "did_fake", "did_film")


SENT = Said("disclose_sent_image")


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("before", [BLACKMAIL, SENT, SHARED, ABUSE])
@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("is it my fault", "express_feelings"),
        ("its my own fault right", "out_of_scope"),
        ("i started it", "affirm"),
        ("but i wanted to", "deny"),
        ("i shouldnt have sent it", "disclose_sent_image"),
        ("i was so stupid to send it", "disclose_sextortion"),
        ("czy to moja wina", "ask_bot_identity"),
        ("c'est ma faute?", "express_feelings"),
    ],
)
def test_whose_fault_it_is_begins_with_no(
    composer: Composer, text: str, read_as: str, before: Said, band: str
) -> None:
    reply = composer.reply(heard(text, read_as, before, band=band))
    assert words(reply).startswith("No. It's not")
    assert reply.help is not None


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("did", DID_WRONG)
def test_who_did_it_is_not_told_that_it_was_done_to_them(
    composer: Composer, did: str, band: str
) -> None:
    """For the whole chat: whose fault it is, what the law says, that others have it now."""
    before = Said("ask_forward_image", says=frozenset({did}))
    fault = words(composer.reply(heard("is it my fault", "express_feelings", before, band=band)))
    spread = words(composer.reply(heard("all have it", "disclose_image_shared", before, band=band)))
    deleted = words(composer.reply(heard("i deleted it", "ask_received_image", before, band=band)))
    assert "No." not in fault
    assert "wasn't OK" in fault or "was not OK" in fault
    assert not spread.startswith("This is not your fault")
    assert "good start" in deleted


@pytest.mark.parametrize(
    ("text", "read_as", "intent", "begins"),
    [
        ("i threatened to post her pic", "disclose_sextortion", "ask_forward_image", "It takes"),
        ("i sent her pic to my friends", "ask_forward_image", "ask_forward_image", "It's good"),
        (
            "i filmed her secretly in the shower",
            "disclose_coerced",
            "ask_forward_image",
            "It's goo",
        ),
        ("i made a fake nude of a girl", "disclose_image_shared", "ask_fake_image", "It's good"),
        ("how do i put it right", "ask_menu", "ask_forward_image", "It's good that you want"),
    ],
)
def test_who_did_it_hears_no_blame_and_no_excuse(
    composer: Composer, text: str, read_as: str, intent: str, begins: str
) -> None:
    reply = composer.reply(heard(text, read_as))
    assert reply.said.answer == intent
    assert words(reply).startswith(begins)
    assert "not your fault" not in words(reply)
    assert "adult today" in words(reply)


@pytest.mark.parametrize("read_as", ["deny", "disclose_sent_image", "disclose_coerced"])
@pytest.mark.parametrize("did", DID_WRONG)
def test_what_was_meant_as_a_joke_still_hurts(composer: Composer, read_as: str, did: str) -> None:
    before = Said("ask_fake_image", says=frozenset({did}))
    reply = words(composer.reply(heard("it was just a joke", read_as, before)))
    assert reply.startswith("I believe that you didn't mean to hurt. For the person in it")


def test_somebody_who_was_nice_is_good_news_only_where_something_was_told(
    composer: Composer,
) -> None:
    """ "he was nice" may well be said of the one who did it."""
    assert "glad!" not in words(composer.reply(heard("he was nice", "out_of_scope", ABUSE)))


def test_pictures_sold_are_no_blackmail_to_be_paid(composer: Composer) -> None:
    first = composer.reply(heard("i sell pics for money", "disclose_sextortion"))
    second = composer.reply(heard("he pays 50", "disclose_sextortion", first.said))
    assert "You're not bad" in words(first)
    assert "Don't pay" not in words(first) + words(second)


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("read_as", ["ask_received_image", "ask_online_stranger"])
def test_a_known_adult_is_not_spoken_of_as_a_stranger(
    composer: Composer, read_as: str, band: str
) -> None:
    reply = words(composer.reply(heard("my uncle sends me pictures", read_as, band=band)))
    assert "close to" in reply
    assert "I can't know who they are" not in reply


@pytest.mark.parametrize("text", ["will the police arrest me", "i dont want police"])
@pytest.mark.parametrize("did", DID_WRONG)
def test_the_law_for_who_did_it_promises_nothing(composer: Composer, text: str, did: str) -> None:
    reply = composer.reply(heard(text, "ask_law", Said("ask_forward_image", says=frozenset({did}))))
    assert "last resort" in words(reply)
    assert "can't say what will happen" in words(reply)


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("will the police arrest me", "ask_law"),
        ("am i a criminal now", "out_of_scope"),
        ("do i have to go to the police", "ask_report"),
        ("i dont want police", "ask_helpline"),
        ("please no police", "deny"),
    ],
)
def test_who_fears_the_police_may_still_ask_for_help(
    composer: Composer, text: str, read_as: str, band: str
) -> None:
    reply = composer.reply(heard(text, read_as, band=band))
    assert "Asking for help is never a crime" in words(reply)
    assert reply.help is not None


def test_the_pictures_need_not_be_shown(composer: Composer) -> None:
    reply = composer.reply(heard("can the police see my pictures", "ask_law"))
    assert "You don't have to show the picture" in words(reply)


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("ok but what if he really sends it", "ask_received_image"),
        ("what happens if it gets posted", "ask_risks"),
        ("ok but what if everyone sees", "ask_explain_simpler"),
        ("do they actually do it", "disclose_sextortion"),
    ],
)
@pytest.mark.parametrize("before", [BLACKMAIL, SENT])
def test_what_then_is_answered_with_what_helps_then(
    composer: Composer, text: str, read_as: str, before: Said
) -> None:
    reply = composer.reply(heard(text, read_as, before))
    assert "I can't know what they will do" in words(reply)
    assert "there is help then, too" in words(reply)
    if before is BLACKMAIL:
        assert "Answering or paying rarely stops it" in words(reply)


GOES_ON = [
    ("i have 1 hour", "deny", "They set a time to frighten you"),
    ("i already paid and now he wants more", "ask_save_evidence", "not your fault that you paid"),
    ("i gave in and sent more", "disclose_sent_image", "not your fault that you sent more"),
    ("he came back from a new account", "out_of_scope", "Blocking was right"),
    ("she writes to my sister now", "out_of_scope", "They do that to scare you"),
]


@pytest.mark.parametrize(("text", "read_as", "holds"), GOES_ON)
def test_the_blackmail_that_goes_on_is_heard(
    composer: Composer, text: str, read_as: str, holds: str
) -> None:
    assert holds in words(composer.reply(heard(text, read_as, BLACKMAIL)))


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize(("text", "read_as"), [one[:2] for one in GOES_ON])
def test_whoever_is_blackmailed_is_asked_whether_they_may_hurt_themselves(
    composer: Composer, text: str, read_as: str, band: str
) -> None:
    reply = composer.reply(heard(text, read_as, BLACKMAIL, band=band))
    assert "tell me or call now" in words(reply)


def test_who_paid_and_is_asked_for_more_does_not_read_the_same_again(composer: Composer) -> None:
    paid = composer.reply(heard("i paid him 50", "disclose_sextortion", BLACKMAIL))
    more = composer.reply(heard("he wants more", "disclose_sextortion", BLACKMAIL, paid.said))
    assert words(more).startswith("It's still not your fault. Wanting more")


@pytest.mark.parametrize(
    ("text", "read_as", "begins"),
    [
        ("i blocked him", "ask_received_image", "Well done"),
        ("i blocked him", "disclose_sextortion", "Well done"),
        ("ok i blocked and reported", "affirm", "Well done"),
        ("i deleted it", "ask_received_image", "That's OK"),
        ("i reported it", "ask_report", "Well done"),
        ("i called the helpline", "ask_helpline", "Well done"),
        ("i told my mum", "ask_talk_to_adult", "That was brave"),
        ("i told my teacher", "out_of_scope", "That was brave"),
        ("i told my dad", "disclose_sextortion", "That was brave"),
        ("i told my mum and she screamed", "ask_talk_to_adult", "I'm sorry it went"),
        ("my teacher did nothing", "out_of_scope", "I'm sorry it went"),
        ("mum took my phone", "out_of_scope", "I'm sorry it went"),
        ("my dad yelled at me", "disclose_coerced", "I'm sorry it went"),
        ("she said its my own fault", "disclose_friend", "No. It's not your fault"),
        ("i reported it but nothing happened", "ask_report", "I'm sorry; you did it right"),
        ("they said it doesnt break the rules", "out_of_scope", "I'm sorry; you did it right"),
        ("mum was nice", "thank", "I'm so glad"),
        ("my mum wasnt even angry", "disclose_coerced", "I'm so glad"),
        ("they took it down", "disclose_image_shared", "I'm glad"),
        ("its deleted", "disclose_sent_image", "I'm glad"),
        ("it worked", "affirm", "I'm so glad"),
        ("she was nice", "out_of_scope", "I'm so glad"),
    ],
)
def test_what_was_done_is_not_told_again(
    composer: Composer, text: str, read_as: str, begins: str
) -> None:
    told = Said("ask_talk_to_adult", says=frozenset({"did_tell"}))
    reply = words(composer.reply(heard(text, read_as, BLACKMAIL, SHARED, told)))
    assert reply.startswith(begins)
    assert "Did you" not in reply


def test_a_disclosure_is_not_forgotten_over_what_was_done(composer: Composer) -> None:
    """The first message tells of the blackmail and that he is blocked: the steps come first."""
    reply = composer.reply(heard("he wants 200 or posts it. i blocked him", "disclose_sextortion"))
    assert words(reply).startswith("This is not your fault. Stop replying")


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("read_as", ["disclose_coerced", "disclose_image_shared", "ask_fake_image"])
def test_who_was_filmed_in_secret_did_not_go_along(
    composer: Composer, read_as: str, band: str
) -> None:
    reply = words(composer.reply(heard("he filmed me in the changing room", read_as, band=band)))
    assert "went along" not in reply
    assert "fault" in reply


def test_a_fake_is_called_fake_once(composer: Composer) -> None:
    reply = words(composer.reply(heard("the picture of me is fake", "ask_fake_image")))
    assert "Say once" in reply
    assert "Don't keep a copy" in reply


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("read_as", ["ask_talk_to_adult", "disclose_coerced"])
def test_who_was_not_believed_about_abuse_is_believed(
    composer: Composer, read_as: str, band: str
) -> None:
    reply = words(composer.reply(heard("mum doesnt believe me", read_as, ABUSE, band=band)))
    assert reply.startswith("I believe you")
    assert "all now" in reply


@pytest.mark.parametrize("band", BANDS)
def test_parents_need_not_be_the_first(composer: Composer, band: str) -> None:
    reply = words(composer.reply(heard("my dad will kill me", "ask_talk_to_adult", band=band)))
    assert "first" in reply
    assert "angry" not in reply


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("text", ["my dad will beat me", "they would throw me out"])
def test_who_fears_to_be_hit_goes_elsewhere_first(composer: Composer, text: str, band: str) -> None:
    reply = words(composer.reply(heard(text, "ask_talk_to_adult", SENT, band=band)))
    assert "outside" in reply
    assert "all now" in reply


@pytest.mark.parametrize("read_as", ["out_of_scope", "express_feelings", "ask_recovery"])
def test_going_back_to_school_gets_a_plan(composer: Composer, read_as: str) -> None:
    text = "everyone has seen it and i have to go to school tomorrow"
    assert "A small plan helps" in words(composer.reply(heard(text, read_as, SHARED)))


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("im a boy", "inform_age"),
        ("only girls get help right", "ask_how_common"),
        ("who believes a boy", "ask_bot_identity"),
        ("boys dont cry", "express_feelings"),
    ],
)
def test_help_is_for_boys_too(composer: Composer, text: str, read_as: str) -> None:
    assert "help is for boys" in words(composer.reply(heard(text, read_as))).lower()


def test_who_has_a_picture_has_not_passed_it_on(composer: Composer) -> None:
    reply = words(composer.reply(heard("he has my pic", "disclose_image_shared")))
    assert "wrong to pass it on" not in reply
    assert "doesn't mean they'll show it" in reply


def test_a_threat_that_came_true_is_heard(composer: Composer) -> None:
    reply = words(composer.reply(heard("he did it", "disclose_coerced", BLACKMAIL)))
    assert "whatever you did or didn't pay" in reply


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("he threatened me", "did_threaten"),
        ("i told him i would send my pic later", "did_threaten"),
        ("he passed it on", "did_pass_on"),
        ("i sent it on snap", "did_pass_on"),
        ("should i block him", "did_block"),
        ("what if mum yells at me", "told_and_bad"),
        ("he says he deleted it", "taken_down"),
        ("he was nice at first", "told_and_good"),
        ("is it my fault that my daughter sent it", "my_fault"),
        ("mum gave me until 9", "deadline"),
        ("i have 2 hours of homework", "deadline"),
        ("should i pay", "paid_already"),
    ],
)
def test_what_merely_shares_words_has_no_topic(text: str, topic: str) -> None:
    assert topic not in says(text)


NOT_DEEDS = [
    "i told him i will show the chat to my mum",
    "i told him id send it to the cops",
    "i said ill show it to my parents",
    "i told him ill share his profile with everyone",
    "i told him ill post our chat if he doesnt stop",
    "i sent it on kik to a boy",
    "i sent it on messenger",
    "i put it in our class group by accident",
]


@pytest.mark.parametrize("text", NOT_DEEDS)
def test_what_a_child_does_against_blackmail_or_with_its_own_picture_is_no_deed(text: str) -> None:
    assert says(text).isdisjoint(DID_WRONG)


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("text", NOT_DEEDS[:5])
def test_who_stands_up_to_blackmail_hears_well_done(
    composer: Composer, text: str, band: str
) -> None:
    reply = composer.reply(heard(text, "ask_forward_image", BLACKMAIL, band=band))
    assert words(reply).startswith(("Well done", "It was right"))


@pytest.mark.parametrize("text", ["i threatened him", "i forwarded it"])
def test_after_what_was_done_to_a_child_its_own_deed_is_not_sure(
    composer: Composer, text: str
) -> None:
    reply = words(composer.reply(heard(text, "ask_forward_image", BLACKMAIL)))
    assert "If you sent a picture of yourself, it's not your fault" in reply


def test_a_deed_is_forgotten_once_a_child_tells_of_its_own_picture(composer: Composer) -> None:
    did = Said("ask_forward_image", says=frozenset({"did_pass_on"}))
    topics = project.topics().matches("a guy has my nude and wants more")
    unsays = frozenset(name for topic in topics for name in topic.takes_back)
    own = Said("disclose_sextortion", risk=Risk.high, says=says("my nude"), unsays=unsays)
    reply = composer.reply(heard("is it my fault", "express_feelings", did, own))
    assert words(reply).startswith("No. It's not")


MET = Said("ask_online_stranger", says=frozenset({"wants_to_meet"}))


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize(
    ("text", "read_as", "holds"),
    [
        ("may i go then?", "disclose_coerced", "n't go yet|Please don't go|shouldn't go yet"),
        ("my bff would come too", "disclose_friend", "n't go yet|Please don't go|shouldn't go yet"),
        ("ok ill ask dad", "affirm", "just right"),
        ("i will not meet him", "crisis_immediate_danger", "good choice|good decision"),
    ],
)
def test_a_meeting_is_spoken_of_plainly(
    composer: Composer, text: str, read_as: str, holds: str, band: str
) -> None:
    turn = heard(text, read_as, MET, band=band)
    if read_as == "crisis_immediate_danger":
        turn = heard(text, "nlu_fallback", MET, band=band)
    assert any(one in words(composer.reply(turn)) for one in holds.split("|"))


def test_may_i_go_where_no_meeting_was_told_asks_what_is_meant(composer: Composer) -> None:
    assert "If you mean something else" in words(composer.reply(heard("can i go", "affirm")))


@pytest.mark.parametrize(
    ("text", "read_as", "holds"),
    [
        ("what if i just pay one last time", "ask_pressure", "not even one last time"),
        ("what if she still does it", "disclose_friend", "I can't know what they will do"),
        ("and if she does it anyway?", "ask_should_i_share", "I can't know what they will do"),
        ("i paid 50", "ask_pressure", "not your fault that you paid"),
    ],
)
def test_the_worst_questions_of_blackmail_keep_to_it(
    composer: Composer, text: str, read_as: str, holds: str
) -> None:
    assert holds in words(composer.reply(heard(text, read_as, BLACKMAIL)))


@pytest.mark.parametrize("did", DID_WRONG)
@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("we all laughed", "express_feelings"),
        ("im scared now", "express_feelings"),
        ("do i have to tell", "ask_talk_to_adult"),
        ("but i deleted it right after", "disclose_sent_image"),
        ("she blocked me", "out_of_scope"),
        ("how do i say sorry", "ask_healthy_relationship"),
        ("just a prank", "ask_menu"),
    ],
)
def test_who_did_it_is_not_comforted_as_if_it_was_done_to_them(
    composer: Composer, text: str, read_as: str, did: str
) -> None:
    before = Said("ask_forward_image", says=frozenset({did}))
    reply = words(composer.reply(heard(text, read_as, before)))
    assert "not your fault" not in reply
    assert "others did" not in reply


@pytest.mark.parametrize("text", ["she slapped me", "she locked me in my room", "my mum slaps me"])
def test_who_is_hit_at_home_is_sent_to_somebody_outside(composer: Composer, text: str) -> None:
    reply = words(composer.reply(heard(text, "out_of_scope", BLACKMAIL)))
    assert "Nobody may hit you" in reply


@pytest.mark.parametrize("case", ["parent_child_affected", "teacher_incident"])
def test_an_adult_hears_what_to_do_where_a_child_is_hit(composer: Composer, case: str) -> None:
    turn = heard("her mother hits her for it", case, band="adult")
    reply = words(composer.reply(turn))
    assert "Nobody may hit a child" in reply
    assert ("before the child goes home" in reply) is (case == "teacher_incident")


@pytest.mark.parametrize(("is_certain", "leads"), [(True, False), (False, True)])
def test_a_doubtful_alarm_leaves_a_sure_topic_its_answer(is_certain: bool, leads: bool) -> None:
    for text in ("she texted my brother", "i will not meet him", "i cant go to school anymore"):
        topics = project.topics().matches(text)
        assert leads is any(
            one.leads_from("crisis_immediate_danger", Risk.emergency, is_certain=is_certain)
            for one in topics
        )


@pytest.mark.parametrize("text", ["i want my mommy", "mommy sleeps"])
def test_a_small_child_may_wake_its_mother(composer: Composer, text: str) -> None:
    reply = words(composer.reply(heard(text, "nlu_fallback", SENT, band="8-10")))
    assert reply.startswith("Go to them now")


def test_everyone_does_it_is_called_pressure_and_no_threat(composer: Composer) -> None:
    turn = replace(heard("he says everyone does it", "ask_pressure"), risk=Risk.high)
    reply = words(composer.reply(turn))
    assert "that's pressure" in reply
    assert "coach" not in reply


def test_who_has_told_is_not_sent_to_tell_an_adult_first(composer: Composer) -> None:
    told = Said("ask_talk_to_adult", says=frozenset({"did_tell"}))
    reply = words(composer.reply(heard("what else", "ask_menu", BLACKMAIL, told)))
    assert reply.startswith("You've told somebody")
