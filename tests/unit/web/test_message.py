from __future__ import annotations

from beacon import project
from beacon.answers import Said, Turn
from beacon.answers.message import as_message
from beacon.levels import Risk
from beacon.web.languages import PhraseLanguages
from beacon.web.message import in_two, page_message


def token(payload: str) -> str:
    return f"token for {payload}"


def test_words_without_help_stand_in_paragraphs() -> None:
    page = page_message({"text": "One.\n\nTwo."}, token)
    assert page["before"] == ["One.", "Two."]
    assert page["help"] is None
    assert page["after"] == []


def test_services_are_cards_and_not_words() -> None:
    turn = Turn("disclose_sextortion", risk=Risk.high, country="PT")
    page = page_message(as_message(project.composer().reply(turn)), token)
    names = [card["name"] for card in page["help"]["cards"]]
    words = " ".join([*page["before"], *page["after"]])
    assert names
    assert not any(name in words for name in names)
    assert not any(number in words for card in page["help"]["cards"] for number in card["dial"])


def test_in_an_emergency_the_number_comes_first_and_the_message_is_urgent() -> None:
    turn = Turn("crisis_self_harm", risk=Risk.emergency, country="BA")
    page = page_message(as_message(project.composer().reply(turn)), token)
    assert "122" in page["before"][0]
    assert page["urgent"]


def test_an_alarm_is_told_also_where_it_is_doubtful() -> None:
    composer = project.composer()
    doubtful = Turn("crisis_self_harm", risk=Risk.emergency, facts={"alarm": "doubtful"})
    page = page_message(as_message(composer.reply(doubtful)), token)
    assert page["alarm"]
    calm = page_message(as_message(composer.reply(Turn("ask_risks"))), token)
    assert not calm["alarm"]


def test_wherever_the_number_comes_first_its_card_does_too() -> None:
    turn = Turn("inform_country", country="GB", highest_risk=Risk.emergency)
    composer = project.composer()
    for reply in (
        composer.help(turn),
        composer.talk_over("nobody", turn),
        composer.last_resort(turn),
        composer.reply(Turn("ask_explain_simpler", said=(Said("crisis_self_harm"),))),
    ):
        assert page_message(as_message(reply), token)["urgent"]
    calm = Turn("inform_country", country="GB", highest_risk=Risk.high)
    assert not page_message(as_message(composer.help(calm)), token)["urgent"]


def test_a_country_is_asked_for_after_the_cards() -> None:
    page = page_message(as_message(project.composer().help(Turn("ask_helpline"))), token)
    assert page["after"] == [project.answer_book().phrase("ask_country")]
    assert page["asks_country"]


def test_the_question_for_the_country_in_the_childs_language_stays_in_the_words() -> None:
    book = project.answer_book()
    reply = as_message(project.composer().help(Turn("ask_helpline", language="pl")))
    page = page_message(reply, token, PhraseLanguages(book.phrases))
    assert page["after"][-1] == book.phrase("ask_country", "pl")
    assert not page["asks_country"]


def test_no_payload_reaches_the_page() -> None:
    reply = as_message(project.composer().reply(Turn("ask_risks")))
    page = page_message(reply, lambda _: "t")
    assert [button["token"] for button in page["buttons"]] == ["t"] * len(reply["buttons"])
    assert "/" not in "".join(button["title"] for button in page["buttons"])


LONG_WORDS = "It is not your fault. " * 9


def test_a_long_text_is_two_short_ones() -> None:
    first, second = in_two([LONG_WORDS + "You can say no. " + LONG_WORDS.strip()])
    assert abs(len(first) - len(second)) < 40
    assert first.endswith(".")
    assert second[0].isupper()


def test_a_quotation_stays_whole() -> None:
    quoted = f'{LONG_WORDS}Try: "No. Please do not ask. I mean it. I really mean it." {LONG_WORDS}'
    for half in in_two([quoted]):
        assert half.count('"') % 2 == 0


def test_short_texts_paragraphs_and_one_long_sentence_stay_as_they_are() -> None:
    for words in (["Short. And sweet."], [LONG_WORDS, LONG_WORDS], ["word " * 60], []):
        assert in_two(words) == words


def test_both_halves_of_a_text_in_another_language_are_marked() -> None:
    languages = PhraseLanguages({"xx": {"long": LONG_WORDS.strip()}})
    page = page_message({"text": LONG_WORDS.strip()}, token, languages)
    assert len(page["before"]) == 2
    assert page["parts"] == dict.fromkeys(page["before"], "xx")
