"""The operator's settings, from web/site.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beacon import data_file
from beacon.data_file import DataFileError, Key
from beacon.register.loader import FOLDER as REGISTER_FOLDER

SITE_FILE = "site.yml"
SCHEMA_FILE = "schema.yml"
LOWEST_CONTRAST = 4.5
Problem = tuple[list[Key], str]

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_ORIGIN = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?")
_PAGE = re.compile(r"https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]{1,5})?([/?#][!-~]*)?")


@dataclass(frozen=True)
class Site:
    """How Beacon appears: its colour, where the exit leads, and which sites may embed the chat."""

    name: str
    accent: str
    exit_page: str
    sites: tuple[str, ...] = ()
    default_country: str | None = None


def load_site(folder: Path, register: Path = REGISTER_FOLDER) -> Site:
    """The settings in `folder`: site.yml, checked against schema.yml and the files of `register`.

    Raises DataFileError, which names file and line, for a setting that can't be used.
    """
    path = folder / SITE_FILE
    if not path.is_file():
        raise DataFileError(path, 1, "the file is missing")
    content = data_file.load(path, data_file.load(folder / SCHEMA_FILE, {}))
    for keys, problem in _problems(content, register):
        where = ".".join(map(str, keys))
        raise DataFileError(path, data_file.line_of(path, keys), f"{where}: {problem}")
    return Site(**{**content, "sites": tuple(content["sites"])})


def contrast_with_white(colour: str) -> float:
    """The contrast of a colour such as #2f5d8a with white, 1 to 21, as WCAG 2 computes it."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 1.05 / (luminance + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _problems(content: dict[str, Any], register: Path) -> Iterator[Problem]:
    yield from _accent_problems(content["accent"])
    if not _PAGE.fullmatch(content["exit_page"]):
        yield ["exit_page"], f"{content['exit_page']!r} is no address of a page with https://"
    for index, site in enumerate(content["sites"]):
        if not _ORIGIN.fullmatch(site):
            yield ["sites", index], f"{site!r} is not https:// and a name in small letters only"
    country = content["default_country"]
    if country is not None and country not in _countries(register):
        yield ["default_country"], f"the register has no country {country!r}"


def _accent_problems(accent: str) -> Iterator[Problem]:
    if not _COLOUR.fullmatch(accent):
        yield ["accent"], f"{accent!r} is no colour such as '#2f5d8a'"
    elif (contrast := contrast_with_white(accent)) < LOWEST_CONTRAST:
        found = f"its contrast with white words is {contrast:.2f}"
        yield ["accent"], f"{accent!r} is too light: {found}, not {LOWEST_CONTRAST}"


def _countries(register: Path) -> set[str]:
    """The codes of the register, which has a file a country: its names are enough."""
    return {path.stem.upper() for path in register.glob("??.yml")}
