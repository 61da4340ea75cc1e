"""What is said to whoever writes another language than English, or none that is read here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beacon import data_file, project
from beacon.answers import Composer, Said, Turn
from beacon.answers.history import ALARM
from beacon.levels import Risk
from beacon.understanding.contract import FALLBACK
from tests.unit.answers.talks import SHARED, heard, says

BOOK = project.answer_book()
UNREAD = sorted(language for language in BOOK.phrases if not BOOK.reads(language))
READ = sorted(set(BOOK.phrases) - set(UNREAD))
UNREAD_TURN = Turn(FALLBACK, risk=Risk.concern, language="ar")


@pytest.mark.parametrize("language", [*UNREAD, "ja", "th"])
def test_what_nothing_here_reads_gets_the_number_and_services_at_once(
    composer: Composer, language: str
) -> None:
    reply = composer.reply(replace(UNREAD_TURN, language=language))
    number = BOOK.phrase("emergency", language).format(number="112")
    assert reply.before[0] == number
    assert BOOK.phrase("cannot_read", language) in reply.text
    assert BOOK.phrase("cannot_read") in reply.text
    assert BOOK.phrase("languages_read") in reply.text
    assert reply.help is not None
    assert reply.help.services
    assert reply.text.endswith(BOOK.phrase("ask_country", language))
    assert BOOK.phrase("english_only") not in reply.text


def test_its_services_are_those_of_the_country_and_who_speaks_the_language_is_first(
    composer: Composer,
) -> None:
    reply = composer.reply(replace(UNREAD_TURN, country="TN"))
    assert "197" in reply.before[0]
    assert reply.help is not None
    assert "ar" in reply.help.services[0].languages


def test_the_list_of_languages_is_told_once(composer: Composer) -> None:
    first = composer.reply(UNREAD_TURN)
    again = composer.reply(replace(UNREAD_TURN, said=(first.said,)))
    assert BOOK.phrase("languages_read") not in again.text
    assert BOOK.phrase("cannot_read", "ar") in again.text


def test_a_country_in_such_a_language_is_answered_with_its_services(composer: Composer) -> None:
    first = composer.reply(UNREAD_TURN)
    named = replace(UNREAD_TURN, country="TN", facts={"country": "TN"}, said=(first.said,))
    reply = composer.reply(named)
    assert BOOK.phrase("cannot_read", "ar") not in reply.text
    assert "1809" in reply.text


def test_what_is_understood_in_such_a_chat_is_answered(composer: Composer) -> None:
    first = composer.reply(UNREAD_TURN)
    turn = Turn("ask_stay_safe", language="ar", said=(first.said,))
    assert BOOK.answers["ask_stay_safe"].variants[-1].text["11-13"] in composer.reply(turn).text
    assert BOOK.phrase("english_only") not in composer.reply(turn).text


@pytest.mark.parametrize("language", READ)
def test_who_knows_no_english_is_told_so_in_its_language(composer: Composer, language: str) -> None:
    turn = Turn("ask_explain_simpler", language=language, says=frozenset({"no_english"}))
    reply = composer.reply(turn)
    assert reply.before[0].startswith(BOOK.phrase("no_english", language))
    assert (BOOK.phrase("languages_read") in reply.text) is (language == "en")
    assert reply.help is not None
    assert reply.help.services
    assert reply.text.endswith(BOOK.phrase("ask_country", language))
    assert reply.introduction == BOOK.phrase(
        "help_across_borders" if language == "en" else "help_in_country", language
    )


def test_who_knows_no_english_is_not_told_the_same_in_simpler_english(composer: Composer) -> None:
    told = composer.reply(Turn("disclose_sextortion", risk=Risk.high, language="tr"))
    turn = Turn("ask_explain_simpler", language="tr", said=(told.said,))
    reply = composer.reply(replace(turn, says=frozenset({"no_english"})))
    assert reply.before == (BOOK.phrase("no_english", "tr"),)


@pytest.mark.parametrize(
    ("intent", "risk"),
    [("disclose_sextortion", Risk.high), ("crisis_self_harm", Risk.emergency)],
)
def test_what_was_told_besides_is_answered_first(
    composer: Composer, intent: str, risk: Risk
) -> None:
    says = frozenset({"no_english"})
    reply = composer.reply(Turn(intent, risk=risk, language="pl", says=says))
    assert BOOK.phrase("no_english", "pl") not in reply.text


def test_every_example_of_it_is_in_a_language_that_is_sure() -> None:
    file = project.ROOT / "answers" / "topics" / "no_english.yml"
    examples = data_file.load(file, {})["topics"][0]["examples"]
    found = {text: project.language_detector().detect(text) for text in examples}
    unsure = [text for text, one in found.items() if one.confidence < 0.6]
    assert unsure == ["no english"]
    assert {one.language for one in found.values()} == set(READ)


def test_that_answers_are_in_english_is_said_with_the_first_of_them_whatever_came_before(
    composer: Composer,
) -> None:
    """An alarm has more urgent words; it was never said then, since help came with each answer."""
    told = BOOK.phrase("english_only", "de")
    alarm = composer.reply(Turn("crisis_self_harm", risk=Risk.emergency, language="de"))
    assert told not in alarm.text
    turn = Turn("disclose_sextortion", risk=Risk.high, language="de", said=(alarm.said,))
    shared = composer.reply(turn)
    assert shared.help is not None
    assert shared.after[0] == told
    again = composer.reply(replace(turn, said=(alarm.said, shared.said)))
    assert told not in again.text


def test_a_list_of_services_without_words_leaves_it_to_the_next_answer(composer: Composer) -> None:
    told = BOOK.phrase("english_only", "de")
    country = Turn("inform_country", country="DE", language="de", facts={"country": "DE"})
    services = composer.help(replace(country, highest_risk=Risk.high))
    assert told not in services.text
    assert told in composer.reply(Turn("ask_law", language="de", said=(services.said,))).text


# In each language: that it is safe, that somebody was called, that somebody is there, whether to
# tell them, and a friend of whom it is about.
IN_ALARM = {
    "bg": ("в безопасност съм", "обадих се, идват", "мама дойде", "мама се събуди да й кажа ли"),
    "cs": ("nejsem v nebezpečí", "volala jsem, už jedou", "máma je tady", "mám jí to říct"),
    "da": (
        "jeg er ikke i fare",
        "jeg har ringet",
        "min søster er her",
        "skal jeg sige det til mor",
    ),
    "de": ("bin nicht in gefahr", "hab angerufen", "mama ist jetzt da", "soll ich es ihr sagen"),
    "el": ("δεν κινδυνεύω", "τηλεφώνησα", "η μαμά ήρθε", "η μαμά ξύπνησε να της το πω"),
    "es": ("no estoy en peligro", "ya llamé", "mi hermana está aquí", "se lo digo a mi madre"),
    "fi": ("en oo vaarassa", "soitin, ne on tulossa", "äiti heräsi", "kerronko äidille"),
    "fr": ("jsuis pas en danger", "j'ai appelé", "ma grande sœur est là", "je lui dis"),
    "hr": ("nisam u opasnosti", "zvala sam hitnu", "mama je došla", "da joj kažem"),
    "hu": ("nem vagyok veszelyben", "hivtam a mentot", "anya itt van", "elmondjam neki"),
    "it": ("non sono in pericolo", "ho chiamato", "mamma è arrivata", "la sveglio"),
    "nl": ("ben niet in gevaar", "ik heb gebeld", "mijn zus is hier", "zal ik haar wakker maken"),
    "pl": ("nic mi nie grozi", "zadzwonilam", "mama juz przyszla", "mam jej powiedziec"),
    "pt": ("não estou em perigo", "já liguei", "a mãe chegou", "conto à minha mãe"),
    "ro": ("nu sunt in pericol", "am sunat", "mama e aici", "sa ii spun"),
    "ru": ("я не в опасности", "я позвонила маме она едет", "мама тут", "разбудить маму"),
    "sq": ("nuk jam ne rrezik", "telefonova", "mami erdhi", "ta zgjoj"),
    "sr": ("нисам у опасности", "позвала сам хитну", "мама је ту", "да јој кажем"),
    "sv": (
        "jag är inte i fara",
        "jag har ringt",
        "min storasyster är med mig",
        "ska jag väcka mamma",
    ),
    "tr": ("tehlikede degilim", "aradım geliyorlar", "annem geldi", "uyandırayım mı"),
    "uk": ("я не в небезпеці", "мама дзвонить в поліцію", "мама прокинулась", "розбудити маму"),
}
TOPICS = ("denies_danger", "called", "with_somebody", "asks_to_tell_now")


def test_every_language_that_is_read_has_words_for_an_alarm() -> None:
    assert set(IN_ALARM) == set(READ) - {"en"}


@pytest.mark.parametrize("language", IN_ALARM)
def test_what_is_said_in_an_alarm_is_heard_in_the_language(language: str) -> None:
    for text, topic in zip(IN_ALARM[language], TOPICS, strict=True):
        assert topic in says(text), text
    assert "safe_now" in says(IN_ALARM[language][0])


@pytest.mark.parametrize("language", IN_ALARM)
def test_a_denial_in_plain_words_ends_an_alarm_that_only_the_classifier_raised(
    language: str,
) -> None:
    alarm = Said("crisis_self_harm", risk=Risk.emergency, facts={ALARM: "doubtful"})
    text = IN_ALARM[language][0]
    assert heard(text, "crisis_self_harm", alarm, risk=Risk.emergency).intent == "affirm"


@pytest.mark.parametrize(
    "text",
    [
        "ich bin nicht in sicherheit",
        "je suis en sécurité mais il est dehors",
        "no estoy a salvo",
        "non sono al sicuro",
        "nie jestem bezpieczna",
        "eu não me vou matar mas se não acordasse era fixe",
        "я не в безопасности",
        "artık hayatta olmayınca kimse beni özlemez",
    ],
)
def test_what_only_sounds_like_it_is_no_denial(text: str) -> None:
    assert says(text).isdisjoint({"denies_danger", "safe_now"})


@pytest.mark.parametrize(
    ("text", "read_as", "intent", "topic"),
    [
        (
            "portugal. a minha mae nao acredita em mim",
            "inform_country",
            "express_feelings",
            "no_one_believes",
        ),
        (
            "warszawa. nie mam komu powiedziec",
            "inform_country",
            "express_feelings",
            "alone_with_it",
        ),
        ("ho già pagato 200 euro", "out_of_scope", "disclose_sextortion", "paid_already"),
        ("ΝΑ ΤΟΥ ΔΩΣΩ ΛΕΦΤΑ?", "ask_save_evidence", "disclose_sextortion", "pay_again"),
        ("para göndereyim mi", "ask_save_evidence", "disclose_sextortion", "pay_again"),
        ("hallo is dit anoniem", "greet", "ask_privacy", "will_you_tell"),
        ("что мне делать", "out_of_scope", "ask_menu", "what_now"),
        (
            "jag vill inte att mamma får veta",
            "out_of_scope",
            "ask_talk_to_adult",
            "cant_tell_parents",
        ),
        (
            "nu ma crede nimeni, mama nu ma crede",
            "out_of_scope",
            "express_feelings",
            "no_one_believes",
        ),
        ("elo nudze sie", "express_feelings", "ask_bot_identity", "bored"),
    ],
)
def test_a_topic_leads_in_other_languages_too(
    text: str, read_as: str, intent: str, topic: str
) -> None:
    turn = heard(text, read_as, SHARED)
    assert topic in turn.says
    assert turn.intent == intent


@pytest.mark.parametrize(
    ("text", "before", "intent"),
    [
        ("nu sunt profesoara, sunt mama baiatului", "teacher_incident", "parent_child_affected"),
        ("je suis pas prof je suis sa mère", "teacher_incident", "parent_child_affected"),
        ("im not a teacher im his mum", "teacher_incident", "parent_child_affected"),
        (
            "ich bin nicht die mutter sondern die lehrerin",
            "parent_child_affected",
            "teacher_incident",
        ),
    ],
)
def test_who_was_taken_for_another_is_answered_as_it_says(
    text: str, before: str, intent: str
) -> None:
    said = Said(before, risk=Risk.concern)
    assert heard(text, before, said, band="adult").intent == intent
    assert heard(text, "inform_age", band="adult").intent == "inform_age"


def test_i_am_safe_ends_an_alarm_also_where_it_is_read_as_a_feeling() -> None:
    alarm = Said("crisis_immediate_danger", risk=Risk.emergency)
    assert heard("güvendeyim", "express_feelings", alarm).intent == "affirm"
    assert heard("glumeam scuze", "express_feelings", alarm).intent == "affirm"
    assert heard("güvendeyim", "express_feelings").intent == "express_feelings"
    assert heard("çok üzgünüm", "express_feelings", alarm).intent == "express_feelings"


@pytest.mark.parametrize(
    "text",
    [
        "papa ist da und schreit",
        "le copain de ma mère est là",
        "папа пришел пьяный",
        "babam geldi sarhoş",
    ],
)
def test_who_shouts_or_drinks_is_nobody_to_stay_with(text: str) -> None:
    assert "with_somebody" not in says(text)


def test_who_is_not_believed_is_not_congratulated() -> None:
    for text in (
        "ninguém acredita em mim",
        "nadie me cree",
        "keiner glaubt mir",
        "она мне не поверила",
    ):
        assert "told_and_good" not in says(text)
