from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from beacon.data_file import DataFileError
from beacon.project import ROOT
from beacon.web.site import Site, contrast_with_white, load_site

WEB = ROOT / "web"
SETTINGS = """\
name: "Our school"
accent: "#2f5d8a"
exit_page: "https://weather.example/today"
sites:
  - "https://school.example"
default_country: PT
"""
Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the settings with one passage changed, and gives their folder."""
    schema = (WEB / "schema.yml").read_text(encoding="utf-8")
    (tmp_path / "schema.yml").write_text(schema, encoding="utf-8")

    def with_change(old: str, new: str) -> Path:
        assert old in SETTINGS
        (tmp_path / "site.yml").write_text(SETTINGS.replace(old, new), encoding="utf-8")
        return tmp_path

    return with_change


def refusal(folder: Path) -> str:
    with pytest.raises(DataFileError) as refused:
        load_site(folder)
    return str(refused.value).removeprefix(f"{folder}/")


def test_the_settings_that_beacon_comes_with() -> None:
    assert load_site(WEB) == Site("Beacon", "#2f5d8a", "https://www.bbc.com/weather", (), None)


def test_every_setting_is_explained_above_it() -> None:
    text = (WEB / "site.yml").read_text(encoding="utf-8")
    explained = re.findall(r"^#.*\n(\w+):", text, re.MULTILINE)
    assert explained == ["name", "accent", "exit_page", "sites", "default_country"]


def test_settings_of_an_operator(write: Write) -> None:
    assert load_site(write("PT", "PT")) == Site(
        name="Our school",
        accent="#2f5d8a",
        exit_page="https://weather.example/today",
        sites=("https://school.example",),
        default_country="PT",
    )


@pytest.mark.parametrize("country", ["null", "NO", "BA"])
def test_countries_that_may_be_the_default(write: Write, country: str) -> None:
    expected = None if country == "null" else country
    assert load_site(write("PT", country)).default_country == expected


@pytest.mark.parametrize("country", ["JP", "pt", "INT", "Portugal", '""', '"P*"'])
def test_a_country_that_the_register_lacks(write: Write, country: str) -> None:
    problem = refusal(write("PT", country))
    assert problem.startswith("site.yml:6: default_country: the register has no country")


@pytest.mark.parametrize(
    "page",
    [
        "http://weather.example",
        "weather.example",
        "javascript:alert(1)",
        "https://",
        "https://weather",
        "https://weather.example/a b",
        "https://me@weather.example",
        "https://weather.example\\n",
    ],
)
def test_an_exit_page_without_https(write: Write, page: str) -> None:
    problem = refusal(write("https://weather.example/today", page))
    assert problem.startswith("site.yml:3: exit_page: ")


@pytest.mark.parametrize(
    "page", ["https://weather.example", "https://weather.example:8443/a/b?c=d#e"]
)
def test_an_exit_page_with_https(write: Write, page: str) -> None:
    assert load_site(write("https://weather.example/today", page)).exit_page == page


@pytest.mark.parametrize(
    "origin",
    [
        "http://school.example",
        "school.example",
        "https://school.example/",
        "https://school.example/chat",
        "https://*.school.example",
        "https://School.example",
        "https://school.example; script-src *",
        "https://school.example 'unsafe-inline'",
        "https://school.example\\n",
        "https://",
        "*",
    ],
)
def test_a_site_that_is_no_origin(write: Write, origin: str) -> None:
    folder = write("  - ", f'  - "https://other.example"\n  - "{origin}"\n  - ')
    assert refusal(folder).startswith("site.yml:6: sites.1: ")


@pytest.mark.parametrize("origin", ["https://school.example:8443", "https://a-b.c.example"])
def test_a_site_that_is_an_origin(write: Write, origin: str) -> None:
    assert load_site(write("https://school.example", origin)).sites == (origin,)


@pytest.mark.parametrize("accent", ["blue", "#25a", "#2f5d8ag", "#2f5d8a\\n", "red;}body{}"])
def test_an_accent_that_is_no_colour(write: Write, accent: str) -> None:
    problem = refusal(write("#2f5d8a", accent))
    assert problem.startswith("site.yml:2: accent: ")
    assert "is no colour" in problem


def test_an_accent_without_quotes(write: Write) -> None:
    assert refusal(write('"#2f5d8a"', "#2f5d8a")).startswith("site.yml:2: accent: None")


def test_an_accent_on_which_white_words_can_not_be_read(write: Write) -> None:
    assert refusal(write("#2f5d8a", "#777777")) == (
        "site.yml:2: accent: '#777777' is too light: its contrast with white words is 4.48, not 4.5"
    )


def test_the_lightest_grey_that_is_dark_enough(write: Write) -> None:
    assert load_site(write("#2f5d8a", "#767676")).accent == "#767676"


@pytest.mark.parametrize(
    ("colour", "contrast"),
    [("#000000", 21), ("#ffffff", 1), ("#FF0000", 4.0), ("#0000ff", 8.59), ("#008000", 5.14)],
)
def test_contrast_with_white(colour: str, contrast: float) -> None:
    assert contrast_with_white(colour) == pytest.approx(contrast, abs=0.005)


@pytest.mark.parametrize("setting", ["name", "accent", "exit_page", "default_country"])
def test_a_setting_that_is_missing(write: Write, setting: str) -> None:
    folder = write(f"{setting}:", f"# {setting}:")
    assert f"'{setting}' is a required property" in refusal(folder)


def test_a_setting_that_is_unknown(write: Write) -> None:
    assert "'colour' was unexpected" in refusal(write("accent:", "colour: red\naccent:"))


@pytest.mark.parametrize("name", ["", " ", "x" * 41])
def test_a_name_that_can_not_be_shown(write: Write, name: str) -> None:
    assert refusal(write("Our school", name)).startswith("site.yml:1: name: ")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "site.yml:1: the file is missing"
