"""Checks of phone numbers, by the numbering plans in the phonenumbers library."""

from __future__ import annotations

import re
from collections.abc import Iterable

import phonenumbers
from phonenumbers import shortnumberinfo

LONGEST_SHORT_CODE = 6
_SEPARATORS = r"[^0-9A-Za-z]*"
_PLAIN = re.compile(r"^\(?\+?[0-9][0-9 ()/-]*$")
_ADDRESS = re.compile(r"\S*(?:://|\w@\w|\w\.[A-Za-z]{2,})\S*")
# Neither a time such as 09:00 nor letters and digits such as INCIBE017.
_CODE = re.compile(r"(?<![\w:])[0-9](?: ?[0-9]){2,}(?![\w:])")
_YEAR = re.compile(r"^(?:19|20)[0-9]{2}$")


def is_plain(text: str) -> bool:
    """Whether `text` is one number with nothing else in it."""
    return _PLAIN.match(text) is not None


def is_valid(number: str, country: str) -> bool:
    """Whether `number`, national, international or a short code such as 116 111, exists.

    `country` (ISO 3166-1 alpha-2) is the one it is dialled from.
    """
    parsed = _parse(number, country)
    if parsed is None:
        return False
    return phonenumbers.is_valid_number(parsed) or (
        shortnumberinfo.is_valid_short_number_for_region(parsed, country)
    )


def is_quoted(number: str, country: str, quotes: Iterable[str]) -> bool:
    """Whether the digits of `number` stand in a quote, with or without the prefix for abroad."""
    digits = _national_digits(number, country)
    spaced = _SEPARATORS.join(digits) + r"(?![0-9])"
    short = len(digits) <= LONGEST_SHORT_CODE
    pattern = re.compile(r"(?<![0-9])0*" + spaced if short else spaced)
    return any(pattern.search(quote) for quote in quotes)


def same(one: str, other: str, country: str) -> bool:
    """Whether two ways of writing a number reach the same line from `country`."""
    if _digits(one) == _digits(other):
        return True
    reached = _international(one, country)
    return reached is not None and reached == _international(other, country)


def has_valid(text: str, country: str) -> bool:
    """Whether a text such as "WhatsApp 0530 918 11 17" holds a valid number of the country."""
    return bool(_full_numbers(text, country))


def numbers_in(text: str, countries: Iterable[str]) -> list[str]:
    """The numbers that a text tells to call: those of the countries, and codes of 3 digits or more.

    Digits in a web or e-mail address are none, and neither is a year that is no number there.
    """
    if is_plain(text):
        return [text]
    codes = list(countries)
    left = _ADDRESS.sub(" ", text)
    found = [number for country in codes for number in _full_numbers(left, country)]
    for number in found:
        left = left.replace(number, " ")
    short = (match.group() for match in _CODE.finditer(left))
    return found + [code for code in short if not _is_year(code, codes)]


def _full_numbers(text: str, country: str) -> list[str]:
    return [match.raw_string for match in phonenumbers.PhoneNumberMatcher(text, country)]


def _is_year(code: str, countries: Iterable[str]) -> bool:
    return bool(_YEAR.match(code)) and not any(is_valid(code, country) for country in countries)


def _parse(number: str, country: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None


def _international(number: str, country: str) -> str | None:
    parsed = _parse(number, country)
    if parsed is None or not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _national_digits(number: str, country: str) -> str:
    """Without leading zeros: they are written at home and left out abroad."""
    parsed = _parse(number, country)
    digits = _digits(number) if parsed is None else str(parsed.national_number)
    return digits.lstrip("0")


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)
