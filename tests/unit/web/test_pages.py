from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
import pytest
import textstat

from beacon.project import ROOT
from beacon.register.model import Register, Service
from beacon.web.pages import FOLDER, Pages
from beacon.web.site import Site

CARDS = re.compile(r'<ul class="cards">.*?</section>', re.DOTALL)
EXIT = "https://weather.example/today"
INLINE = re.compile(r"<script(?! [^>]*\bsrc=)|<style|\s(style|on\w+)=", re.IGNORECASE)


class Page(HTMLParser):
    """The links, the elements and the words of a page, in the order in which they stand."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    @property
    def links(self) -> list[str]:
        return [attrs["href"] or "" for tag, attrs in self.tags if tag == "a"]

    @property
    def text(self) -> str:
        return " ".join(self.words.split())


Render = Callable[[str | None], Page]


@pytest.fixture
def pages(site: Site, register: Register) -> Pages:
    return Pages(site, register)


@pytest.fixture
def help_page(pages: Pages) -> Render:
    return lambda country: Page(pages.help(country))


def with_service(register: Register, code: str, **changes: object) -> Register:
    """The register with one service in a country: its first, changed."""
    country = register.countries[code]
    only: Service = replace(country.services[0], **changes)  # type: ignore[arg-type]
    changed = replace(country, services=(only,))
    return replace(register, countries={**register.countries, code: changed})


def every_code(register: Register) -> list[str | None]:
    return [None, "JP", *register.countries]


def test_the_exit_is_the_first_link(help_page: Render) -> None:
    page = help_page("BG")
    first = next(attrs for tag, attrs in page.tags if tag == "a")
    assert first["href"] == EXIT
    assert first["rel"] == "nofollow noreferrer"


def test_the_page_says_what_leaving_does_not_do(help_page: Render) -> None:
    assert "does not clean the browser's history" in help_page(None).text


def test_the_emergency_number_is_the_first_number(register: Register, help_page: Render) -> None:
    for code, country in register.countries.items():
        dialled = [link for link in help_page(code).links if link.startswith("tel:")]
        assert dialled[0] == f"tel:{country.emergency.dial[0]}"


def test_the_bosnian_page_says_122(help_page: Render) -> None:
    page = help_page("BA")
    assert "In danger right now? Call 122" in page.text
    assert "tel:112" not in page.links
    assert "112" not in page.text


def test_a_country_with_two_emergency_numbers(help_page: Render) -> None:
    page = help_page("TN")
    assert "197 (police); 193 (National Guard, outside towns)" in page.text
    assert page.links.index("tel:197") < page.links.index("tel:193")


def test_what_to_call_if_nobody_answers(help_page: Render) -> None:
    page = help_page("AL")
    assert "If nobody answers: Call 129" in page.text
    assert "tel:129" in page.links


def test_a_service_as_a_card(help_page: Render) -> None:
    page = help_page("BG")
    assert "Национална телефонна линия за деца" in page.text
    assert "tel:116111" in page.links
    assert "https://116111.bg" in page.links
    for words in ("Open: 24/7 (phone)", "Free", "No name needed", "Language: Bulgarian"):
        assert words in page.text
    assert "From sacp.government.bg, checked on 24 November 2026." in page.text


def test_each_help_of_a_country_has_its_place(help_page: Render) -> None:
    text = help_page("GB").text
    places = ["Talk to somebody", "Childline", "Get a picture taken down", "Report Remove"]
    places += ["Report it", "CEOP Safety Centre", "About these numbers"]
    found = [text.index(place) for place in places]
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"free": False}, "Not free"),
        ({"anonymous": False}, "Not anonymous"),
        ({"only_for": "boys"}, "Only for boys."),
        ({"caution": "It may be closed."}, "It may be closed."),
        ({"confidence": "reported"}, "We could not fully check this one."),
        ({"languages": ("cnr", "nb")}, "Language: Montenegrin, Norwegian Bokmål"),
        ({"text": "WhatsApp 0530 918 11 17"}, "Text WhatsApp 0530 918 11 17"),
        ({"website": "http://old.example"}, "Website http://old.example"),
    ],
)
def test_what_else_a_card_says(
    site: Site, register: Register, change: dict[str, object], words: str
) -> None:
    assert words not in Page(Pages(site, register).help("BG")).text
    changed = with_service(register, "BG", **change)
    assert words in Page(Pages(site, changed).help("BG")).text


@pytest.mark.parametrize(
    ("change", "link"),
    [
        ({"text": "50 101"}, "sms:50101"),
        ({"email": "a@b.example"}, "mailto:a@b.example"),
        ({"chat_url": "https://chat.example/now"}, "https://chat.example/now"),
    ],
)
def test_other_ways_to_reach_a_service(
    site: Site, register: Register, change: dict[str, object], link: str
) -> None:
    changed = with_service(register, "BG", **change)
    assert link in Page(Pages(site, changed).help("BG")).links


def test_an_address_without_https_is_no_link(site: Site, register: Register) -> None:
    for address in ("http://old.example", "javascript:alert(1)"):
        changed = with_service(register, "BG", website=address, chat_url=address)
        page = Page(Pages(site, changed).help("BG"))
        assert address in page.text
        assert address not in page.links


def test_html_in_a_name_is_escaped(site: Site, register: Register) -> None:
    name = '<img src=x onerror="alert(1)"> & co'
    changed = with_service(register, "BG", name=name, name_local="<b>x</b>")
    page = Page(Pages(replace(site, name="<i>us</i>"), changed).help("BG"))
    assert not {"img", "b", "i"} & {tag for tag, _ in page.tags}
    assert name in page.text
    assert "<b>x</b>" in page.text
    assert "<i>us</i>" in page.text


def test_links_have_only_schemes_that_are_allowed(register: Register, help_page: Render) -> None:
    for code in every_code(register):
        schemes = {urlsplit(link).scheme for link in help_page(code).links}
        assert schemes <= {"", "https", "tel", "sms", "mailto"}


def test_links_to_other_sites_tell_them_nothing(register: Register, help_page: Render) -> None:
    for code in every_code(register):
        for tag, attrs in help_page(code).tags:
            if tag == "a" and str(attrs["href"]).startswith("https:"):
                assert attrs["rel"] == "nofollow noreferrer"


def test_a_service_on_hold_never_appears(register: Register, help_page: Render) -> None:
    held = {each.name for country in register.all_countries() for each in country.on_hold}
    assert held
    for code in every_code(register):
        html = unescape(help_page(code).html)
        assert not [name for name in held if f"<h3>{name}" in html]


def test_no_number_that_must_not_be_shown_is_a_link(register: Register, help_page: Render) -> None:
    for code, country in register.countries.items():
        for link in help_page(code).links:
            if link.startswith("tel:") and country.do_not_show:
                number = link.removeprefix("tel:")
                assert not any(each.covers(number, code) for each in country.do_not_show)


def test_a_country_without_a_helpline_gets_those_across_borders(help_page: Render) -> None:
    page = help_page("SM")
    assert "Help in San Marino" in page.text
    assert "We know no helpline for children in San Marino yet. These work across" in page.text
    assert "https://childhelplineinternational.org/helplines/" in page.links


def test_a_country_that_the_register_lacks(help_page: Render) -> None:
    page = help_page("JP")
    assert "We have no list for your country yet. These work across borders." in page.text
    assert "Call the emergency number of your country." in page.text
    assert "112" not in page.text
    assert "https://findahelpline.com" in page.links
    assert "/help/BG" in page.links


@pytest.mark.parametrize("code", ["ZZ", "INT", "<b>"])
def test_what_stands_in_the_address_is_not_repeated(pages: Pages, code: str) -> None:
    assert pages.help(code) == pages.help("JP")


def test_small_letters_are_understood(pages: Pages) -> None:
    assert pages.help("bg") == pages.help("BG")


def test_without_a_country(register: Register, help_page: Render) -> None:
    page = help_page(None)
    assert "In some countries it is another number. Australia: 000 Bosnia" in page.text
    assert "These work in many countries:" in page.text
    assert "no list for your country" not in page.text
    assert {f"/help/{code}" for code in register.countries} <= set(page.links)
    assert "#countries" in page.links


def test_countries_stand_beside_their_own_names(help_page: Render) -> None:
    html = help_page(None).html
    *_, tunisia = re.findall(r'<li><a href="/help/TN">(.*?)</a></li>', html, re.DOTALL)
    assert Page(tunisia).text == "Tunisia تونس Tunisie"
    assert '<bdi class="own" lang="ar">تونس</bdi>' in tunisia


def test_another_country_can_be_chosen(help_page: Render) -> None:
    page = help_page("BG")
    assert "Not in Bulgaria? Choose your country" in page.text
    assert "/help#countries" in page.links
    assert "/help/FR" not in page.links


def test_the_sites_own_country_comes_first(site: Site, register: Register) -> None:
    pages = Pages(replace(site, default_country="BA"), register)
    page = Page(pages.help(None))
    assert "Not in Bosnia & Herzegovina? Choose your country" in page.text
    assert "tel:122" in page.links
    assert "tel:112" not in page.links
    assert "/help/FR" in page.links
    assert "Help in France" in Page(pages.help("FR")).text


@pytest.mark.parametrize(("first", "others", "said"), [(0, 0, 1), (1, 0, 1), (1, 1, 0)])
def test_the_page_says_that_nobody_dialled_the_lines(
    site: Site, register: Register, first: int, others: int, said: int
) -> None:
    bulgaria = register.countries["BG"]
    services = tuple(
        replace(service, live=bool(others if number else first))
        for number, service in enumerate(bulgaria.services)
    )
    countries = {**register.countries, "BG": replace(bulgaria, services=services)}
    page = Page(Pages(site, replace(register, countries=countries)).help("BG"))
    assert page.text.count("We did not call these lines ourselves.") == said


def test_the_page_leads_back_to_the_chat(help_page: Render) -> None:
    assert "/" in help_page("BG").links


def test_language_and_direction_are_set(help_page: Render) -> None:
    attributes = next(attrs for tag, attrs in help_page(None).tags if tag == "html")
    assert attributes == {"lang": "en", "dir": "ltr"}


def test_the_colour_of_the_site(site: Site, register: Register) -> None:
    exit_page = 'https://calm.example/"'
    pages = Pages(replace(site, accent="#7a1f1f", exit_page=exit_page), register)
    colour, exit_ = "--accent:#7a1f1f", r'--exit:"https://calm.example/\""'
    assert pages.accent_css() == f":root,:host{{{colour};{exit_}}}"
    page = Page(pages.help(None))
    assert ("meta", {"name": "theme-color", "content": "#7a1f1f"}) in page.tags
    links = [attrs for tag, attrs in page.tags if tag == "link"]
    sheets = [attrs["href"] for attrs in links if attrs["rel"] == "stylesheet"]
    assert sheets == ["/static/accent.css", "/static/colours.css", "/static/help.css"]


def test_nothing_stands_inline_against_the_policy(register: Register, help_page: Render) -> None:
    for code in every_code(register):
        assert not INLINE.search(help_page(code).html)


def test_one_script_of_ours_ties_it_to_the_chat(help_page: Render) -> None:
    scripts = [attrs for tag, attrs in help_page(None).tags if tag == "script"]
    assert scripts == [{"type": "module", "src": "/static/help.js"}]


def test_elements_close_and_ids_are_unique(register: Register, help_page: Render) -> None:
    for code in every_code(register):
        page = help_page(code)
        ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
        assert len(ids) == len(set(ids))
        for element in ("a", "p", "ul", "li", "section", "h2", "h3", "span", "bdi"):
            opened = sum(tag == element for tag, _ in page.tags)
            assert opened == page.html.count(f"</{element}>")


def test_the_pages_own_words_are_for_a_child_of_11(help_page: Render) -> None:
    for code in (None, "SM", "BG", "JP"):
        own = CARDS.sub("", help_page(code).html)
        paragraphs = [Page(each).text for each in re.findall(r"<p.*?</p>", own, re.DOTALL)]
        long = [words for words in paragraphs if len(words.split()) >= 8]
        assert len(long) >= 5
        assert [words for words in long if textstat.flesch_kincaid_grade(words) > 6] == []


def test_the_style_sheet_asks_nobody_else() -> None:
    css = (ROOT / "web" / "static" / "help.css").read_text(encoding="utf-8")
    assert not re.search(r"url\(|@import|https?:", css)


@pytest.fixture
def own_folder(tmp_path: Path) -> Path:
    """A folder with pages of a test's own."""
    (tmp_path / "chat.html").write_text("<title>{{ site.name }}</title>{{ site.exit_page }}")
    (tmp_path / "embed-demo.html").write_text('<p title="{{ origin }}">{{ site.name }}</p>')
    return tmp_path


def test_the_chat_page_knows_the_site(site: Site, register: Register, own_folder: Path) -> None:
    pages = Pages(replace(site, name="<b>us</b>"), register, own_folder)
    assert pages.chat() == f"<title>&lt;b&gt;us&lt;/b&gt;</title>{EXIT}"


def test_the_demo_page_knows_the_origin(site: Site, register: Register, own_folder: Path) -> None:
    html = Pages(site, register, own_folder).embed_demo('https://a.example/"><script>')
    assert html == '<p title="https://a.example/&#34;&gt;&lt;script&gt;">Beacon</p>'


def test_a_name_that_is_not_set_is_an_error(
    site: Site, register: Register, own_folder: Path
) -> None:
    (own_folder / "chat.html").write_text("{{ site.colour }}")
    with pytest.raises(jinja2.UndefinedError):
        Pages(site, register, own_folder).chat()


WORDS = ("Report page", "Get a picture taken down", "Website", "No name needed", "Not free")


@pytest.mark.parametrize("words", [*WORDS, "We could not fully check this one."])
def test_the_help_page_calls_things_as_the_chat_does(words: str) -> None:
    web = FOLDER.parent
    assert words in (FOLDER / "help-parts.html").read_text()
    assert f"'{words}'" in (web / "static" / "texts.js").read_text()
