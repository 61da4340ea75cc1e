"""What makes it easier to read: the browser's voice, contrast, dark, stillness."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Visit
from tests.browser.visitor import TOPIC, Visitor
from tests.conftest import Servers

# A browser with a voice of its own and one from the network.
VOICES = """(() => {
  window.spoken = [];
  const voices = [
    { lang: 'en-GB', localService: false, name: 'network' },
    { lang: 'en-GB', localService: true, name: 'own' },
  ];
  const synthesis = {
    getVoices: () => voices,
    speak: ({ text, lang, voice }) => spoken.push({ text, lang, voice: voice?.name }),
    cancel: () => spoken.push('silence'),
  };
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, 'speechSynthesis', { value: synthesis });
})()"""

# The same, listed only once `list()` is called.
LATE = VOICES.replace("getVoices: () => voices", "getVoices: () => (window.listed ? voices : [])")
LATE += """;(() => {
  const heard = new EventTarget();
  speechSynthesis.addEventListener = heard.addEventListener.bind(heard);
  window.list = () => {
    window.listed = true;
    heard.dispatchEvent(new Event('voiceschanged'));
  };
})()"""
TWO_VOICES = VOICES.replace(
    "const synthesis",
    "voices.push({ lang: 'pl-PL', localService: true, name: 'polish' }); const synthesis",
)
NETWORK = ("localService: true", "localService: false")

LUMINANCE = """(element) => {
  const [red, green, blue] = getComputedStyle(element).backgroundColor.match(/[0-9]+/g);
  return (red * 0.2126 + green * 0.7152 + blue * 0.0722) / 255;
}"""
ANIMATION = "(element) => getComputedStyle(element.querySelector('i')).animationName"


def test_an_answer_is_read_by_the_browsers_own_voice(visitor: Visitor) -> None:
    visitor.page.add_init_script(VOICES)
    chat = visitor.open_chat()
    chat.tap("11 to 13")
    visitor.page.evaluate("spoken.length = 0")
    chat.button("Read it to me").click()
    spoken = visitor.page.evaluate("spoken")
    assert [said["text"] for said in spoken] == chat.newest.locator("p").all_inner_texts()
    assert {(said["lang"], said["voice"]) for said in spoken} == {("en", "own")}
    chat.button("Stop reading").click()
    assert visitor.page.evaluate("spoken")[-1] == "silence"


def read_aloud(visitor: Visitor) -> list[dict[str, str]]:
    """What is read when that is tapped: text, language and voice of each utterance."""
    visitor.page.evaluate("spoken.length = 0")
    visitor.chat.button("Read it to me").click()
    return list(visitor.page.evaluate("spoken"))


def test_each_paragraph_is_read_in_its_own_language(visitor: Visitor) -> None:
    visitor.page.add_init_script(TWO_VOICES)
    visitor.open_chat().say("chcę umrzeć")
    spoken = read_aloud(visitor)
    voices = {said["lang"]: said["voice"] for said in spoken}
    assert voices == {"en": "own", "pl": "polish"}
    assert "112" in spoken[0]["text"]
    assert spoken[0]["lang"] == "pl"


def test_a_language_without_a_voice_is_not_read_by_another(visitor: Visitor) -> None:
    visitor.page.add_init_script(VOICES)
    visitor.open_chat().say("chcę umrzeć")
    assert {said["lang"] for said in read_aloud(visitor)} == {"en"}


def test_the_emergency_number_is_read_too(visitor: Visitor) -> None:
    visitor.page.add_init_script(VOICES)
    chat = visitor.open_chat()
    chat.button("Yes, United Kingdom").click()
    chat.tap(TOPIC)
    texts = [said["text"] for said in read_aloud(visitor)]
    danger = texts.index("In danger right now?")
    assert texts[danger + 1] == "Call 999"
    introduction = texts.index("These people are there to listen and help:")
    assert introduction < texts.index("Call 0800 1111") < danger


def test_nothing_is_read_by_a_voice_from_the_network(visitor: Visitor) -> None:
    visitor.page.add_init_script(VOICES.replace(*NETWORK))
    chat = visitor.open_chat()
    chat.tap("11 to 13")
    expect(chat.button("Read it to me")).to_have_count(0)


def test_nothing_is_read_before_the_voices_are_listed(guest: Visitor) -> None:
    guest.page.add_init_script(LATE)
    chat = guest.open_chat()
    chat.say("hello")
    expect(chat.button("Say it simpler")).to_be_visible()
    expect(chat.button("Read it to me")).to_have_count(0)
    guest.page.evaluate("list()")
    chat.button("Read it to me").click()
    said = guest.page.evaluate("spoken").pop()
    assert (said["text"], said["voice"]) == ("I heard: hello", "own")


def test_voices_from_the_network_that_are_listed_late_do_not_read(guest: Visitor) -> None:
    guest.page.add_init_script(LATE.replace(*NETWORK))
    chat = guest.open_chat()
    chat.say("hello")
    guest.page.evaluate("list()")
    guest.page.wait_for_timeout(300)
    expect(chat.button("Read it to me")).to_have_count(0)


def test_a_voice_that_is_gone_is_not_replaced_by_any_other(guest: Visitor) -> None:
    guest.page.add_init_script(VOICES)
    chat = guest.open_chat()
    chat.say("hello")
    expect(chat.button("Read it to me")).to_be_visible()
    guest.page.evaluate("speechSynthesis.getVoices().pop()")
    guest.page.evaluate("spoken.length = 0")
    chat.button("Read it to me").click()
    expect(chat.button("Read it to me")).to_be_visible()
    assert guest.page.evaluate("spoken") == []


def test_the_browser_hands_no_words_on_while_they_are_written(guest: Visitor) -> None:
    box = guest.open_chat().box
    for name in ("spellcheck", "writingsuggestions"):
        expect(box).to_have_attribute(name, "false")
    for name in ("autocorrect", "autocomplete"):
        expect(box).to_have_attribute(name, "off")


def test_leaving_ends_the_reading(visitor: Visitor) -> None:
    visitor.page.add_init_script(VOICES)
    chat = visitor.open_chat()
    chat.tap("11 to 13")
    chat.button("Read it to me").click()
    visitor.page.evaluate("spoken.length = 0")
    chat.menu.click()
    chat.button("Clear the chat and start again").click()
    assert visitor.page.evaluate("spoken[0]") == "silence"


@pytest.mark.parametrize("is_phone", [True, False])
def test_what_lies_under_the_finger_does_not_look_chosen(
    visit: Visit, servers: Servers, is_phone: bool
) -> None:
    chat = visit(servers.url, is_mobile=is_phone, has_touch=is_phone).open_chat()
    edge = "(button) => getComputedStyle(button).borderTopColor"
    before = chat.button("11 to 13").evaluate(edge)
    chat.button("11 to 13").hover()
    assert (chat.button("11 to 13").evaluate(edge) == before) is is_phone


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
def test_light_and_dark(visit: Visit, servers: Servers, scheme: str, is_dark: bool) -> None:
    chat = visit(servers.url, color_scheme=scheme).open_chat()
    assert (chat.box.evaluate(LUMINANCE) < 0.5) is is_dark


@pytest.mark.parametrize(("scheme", "luminance"), [("light", 1), ("dark", 0)])
def test_high_contrast(visit: Visit, servers: Servers, scheme: str, luminance: float) -> None:
    chat = visit(servers.url, color_scheme=scheme).open_chat()
    assert chat.box.evaluate(LUMINANCE) != pytest.approx(luminance, abs=0.01)
    chat.menu.click()
    chat.place.get_by_label("High contrast").check()
    assert chat.box.evaluate(LUMINANCE) == pytest.approx(luminance, abs=0.01)


@pytest.mark.parametrize(("motion", "is_still"), [("reduce", True), ("no-preference", False)])
def test_it_shows_that_it_works_only_while_it_works(
    visit: Visit, servers: Servers, motion: str, is_still: bool
) -> None:
    waiting: list[Route] = []
    visitor = visit(servers.url, reduced_motion=motion)
    chat = visitor.open_chat()
    typing = chat.place.locator(".typing")
    visitor.page.route("**/chat/message", lambda route: waiting.append(route))
    expect(typing).to_be_hidden()
    chat.button(TOPIC).click()
    expect(typing).to_be_visible()
    assert (typing.evaluate(ANIMATION) == "none") is is_still
    waiting.pop().continue_()
    chat.expect_answer()
    expect(typing).to_be_hidden()
