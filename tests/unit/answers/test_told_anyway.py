"""What teenagers tell after a yes or a no, of others, of themselves; and in other languages."""

from __future__ import annotations

import pytest

from beacon import project
from beacon.answers import Composer
from beacon.levels import BANDS, Risk
from tests.unit.answers.talks import ABUSE, heard, said, says, words

RECORDED = said("a guy from snap filmed me on cam", "disclose_coerced")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("no he touched me", "disclose_coerced"),
        ("no my uncle did it", "disclose_coerced"),
        ("nein er hat mich angefasst", "disclose_coerced"),
        ("nie, on mnie dotykał", "disclose_coerced"),
        ("non il me touche", "disclose_coerced"),
        ("no she sent it to everyone", "disclose_image_shared"),
        ("no he said he will post it", "disclose_sextortion"),
        ("no he really hits me", "ask_talk_to_adult"),
        ("no, mi padre me pega", "ask_talk_to_adult"),
        ("non, il me frappe", "ask_talk_to_adult"),
        ("no my girlfriend hits me", "ask_healthy_relationship"),
    ],
)
def test_a_no_does_not_swallow_what_is_told_after_it(text: str, intent: str) -> None:
    assert heard(text, "deny").intent == intent


@pytest.mark.parametrize(
    "text", ["no he never touched me", "nein er hat mich nicht angefasst", "no he didnt post it"]
)
def test_a_no_is_still_a_no(text: str) -> None:
    assert heard(text, "deny").intent == "deny"


@pytest.mark.parametrize("band", BANDS)
def test_a_no_of_high_risk_is_never_just_ok(composer: Composer, band: str) -> None:
    """Where no topic hears what was told after the no, the risk does."""
    reply = composer.reply(heard("no but it happens", "deny", band=band, risk=Risk.high))
    assert "That's OK" not in words(reply)
    assert reply.help


def test_a_stranger_who_records_a_call_is_a_blackmailer_and_no_abuser_at_home(
    composer: Composer,
) -> None:
    first = heard("so this girl i met on insta was on call and she recorded me", "disclose_coerced")
    assert first.intent == "disclose_sextortion"
    paid = heard("i gave him 50", "disclose_sent_image", RECORDED)
    assert paid.intent == "disclose_sextortion"
    assert "you paid" in words(composer.reply(paid))


@pytest.mark.parametrize("band", BANDS)
def test_who_is_blackmailed_after_abuse_is_told_not_to_pay(composer: Composer, band: str) -> None:
    first = composer.reply(heard("he wants 200 now", "disclose_sextortion", ABUSE, band=band))
    assert any(part in words(first) for part in ("Don't pay", "No money"))
    more = heard("he wants it again", "disclose_sextortion", ABUSE, first.said, band=band)
    assert words(composer.reply(more)) != words(first)


@pytest.mark.parametrize("read_as", ["disclose_sent_image", "disclose_image_shared", "ask_law"])
def test_who_finds_such_pictures_with_somebody_near_has_sent_none(read_as: str) -> None:
    """It was told to ask a friend of its age to delete it."""
    text = "i think my boyfriend has pictures of kids on his laptop"
    assert heard(text, read_as).intent == "ask_report"


def test_it_is_not_told_to_stop_replying_when_it_asks_whether_to_copy(composer: Composer) -> None:
    found = said("my uncle has pics of naked kids on his computer", "ask_received_image")
    reply = words(composer.reply(heard("should i copy them", "ask_save_evidence", found)))
    assert "don't copy" in reply
    assert "Don't pay" not in reply


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("read_as", ["out_of_scope", "parent_how_to_talk"])
def test_who_fears_its_own_thoughts_is_not_turned_away(
    composer: Composer, band: str, read_as: str
) -> None:
    text = "i get sexual thoughts about younger kids and it scares me"
    reply = composer.reply(heard(text, read_as, band=band))
    assert "sexual talk" not in words(reply)
    assert any(part in words(reply) for part in ("thought isn't a deed", "not to do it", "not the"))
    # The services are there for children: an adult is sent to a doctor, and not to them.
    assert bool(reply.help) is not (band == "adult")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("theres a gc at school where boys share nudes of girls", "ask_forward_image"),
        ("im in it but i dont post", "ask_forward_image"),
        ("if i say something they will know its me", "ask_report"),
        ("one of the pics is our math teacher", "ask_fake_image"),
    ],
)
def test_a_pupil_is_not_answered_as_a_teacher(text: str, intent: str) -> None:
    assert heard(text, "teacher_incident").intent == intent


def test_a_picture_sent_to_a_teacher_by_mistake_makes_no_abuser_of_them() -> None:
    mistake = said("i sent a nude to the wrong person", "disclose_sent_image")
    assert heard("it was my teacher omg", "disclose_coerced", mistake).intent == "ask_forward_image"
    assert heard("it was my teacher", "disclose_coerced").intent == "disclose_coerced"


def test_who_is_gay_is_not_told_that_it_is_a_pity(composer: Composer) -> None:
    gay = heard("im gay and nobody knows", "out_of_scope")
    assert "nothing wrong with you" in words(composer.reply(gay))
    threat = heard(
        "he says he will tell my parents if i dont meet him",
        "ask_online_stranger",
        said("im gay and nobody knows", "out_of_scope"),
    )
    assert threat.intent == "disclose_sextortion"
    assert "who you like" in words(composer.reply(threat))


def test_who_passed_it_on_and_says_sorry_is_not_spoken_to_as_a_victim() -> None:
    assert heard("ok so i did something bad", "disclose_sent_image").intent == "ask_menu"
    did = said("i sent my exs nudes to my friends", "ask_forward_image")
    sorry = heard("how do i say sorry", "ask_healthy_relationship", did)
    assert sorry.intent == "ask_forward_image"


def test_old_pictures_of_an_adult_can_still_be_taken_down(composer: Composer) -> None:
    text = "i sent nudes when i was 15 and they are still online"
    reply = words(composer.reply(heard(text, "disclose_sent_image", band="adult")))
    assert "taken when you were under 18" in reply


@pytest.mark.parametrize(
    "text",
    [
        "чи можна поговорити українською",
        "есть кто то кто говорит по русски",
        "czy ktoś mówi po polsku",
        "türkçe konuşan biri var mı",
        "almanca bilmiyorum",
        "do they speak ukrainian",
    ],
)
def test_who_asks_for_its_language_is_told_how_to_ask_for_it(composer: Composer, text: str) -> None:
    reply = composer.reply(heard(text, "out_of_scope"))
    assert "your language" in words(reply)
    assert reply.help


@pytest.mark.parametrize(
    "text",
    ["quelqu'un sonne", "es klingelt", "qualcuno bussa", "ktoś puka do drzwi", "kapı çalıyor"],
)
def test_who_rings_is_heard_in_other_languages(text: str) -> None:
    assert "at_the_door" in says(text)


@pytest.mark.parametrize("text", ["zna mój adres", "er weiß wo ich wohne", "adresimi biliyor"])
def test_that_they_know_the_address_is_no_question_of_privacy(text: str) -> None:
    turn = heard(text, "ask_privacy")
    assert (turn.intent, turn.risk) == ("ask_online_stranger", Risk.high)


@pytest.mark.parametrize(
    "text", ["öğretmenim bana dokunuyor", "babam bana vuruyor", "bana tecavüz etti"]
)
def test_the_door_does_not_take_what_was_done_for_a_name(text: str) -> None:
    """ "bana" (to me) stood among the words before a name, so nothing ever read the verb."""
    assert project.door().open(text).text == text
