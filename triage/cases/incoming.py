"""What the bot may send, checked field by field: see docs/hand-over.md.

A problem is named by its field and never repeats the value, which may be a child's words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from cases.models import Risk, Sender
from cases.words import ASKED_FOR
from counts.groups import BANDS

MOST_BYTES = 200_000
LONGEST_TEXT = 4000
MOST_MESSAGES = 500
MOST_CARDS = 40
# Some 30,000 years in milliseconds.
LATEST = 10**15

_RISKS = {level.label: level for level in Risk}
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_INTENT = re.compile(r"[a-z][a-z0-9_]{0,39}")
_ANSWER = re.compile(r"[A-Za-z][A-Za-z0-9_./-]{0,59}")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]{1,500}")

Value = TypeVar("Value")
Check = Callable[[Any, str], Any]


class BadBodyError(ValueError):
    """The body can't be used; the message says which field and what it must be."""


@dataclass(frozen=True)
class HandOver:
    """A child's case as the bot passes it on.

    `transcript` is None where the child allows only the summary; it `decided` that then, in
    milliseconds.
    """

    key: str
    risk: Risk
    age_band: str
    country: str
    language: str
    asked_for: str
    happened: list[dict[str, str]]
    answered: list[str]
    help: dict[str, Any]
    transcript: list[tuple[Sender, str]] | None
    decided: int


@dataclass(frozen=True)
class ChildMessage:
    """What a child writes after the hand-over; without a text, only of which risk it was."""

    key: str
    text: str
    risk: Risk


def hand_over(body: dict[str, Any]) -> HandOver:
    """The hand-over in a body. Raises BadBodyError."""
    _expect(body, "the body", HandOver.__annotations__)
    transcript = body["transcript"]
    return HandOver(
        key=_key(body["key"], "key"),
        risk=_risk(body["risk"], "risk"),
        age_band=_band(body["age_band"], "age_band"),
        country=_country(body["country"], "country"),
        language=_matching(_LANGUAGE, "a language such as en")(body["language"], "language"),
        asked_for=_one_of(ASKED_FOR)(body["asked_for"], "asked_for"),
        happened=_list_of(_step, MOST_MESSAGES)(body["happened"], "happened"),
        answered=_list_of(_answer, MOST_MESSAGES)(body["answered"], "answered"),
        help=_help(body["help"], "help"),
        transcript=None if transcript is None else _said(transcript, "transcript"),
        decided=_moment(body["decided"], "decided"),
    )


def child_message(body: dict[str, Any]) -> ChildMessage:
    """The message in a body. Raises BadBodyError."""
    _expect(body, "the body", ChildMessage.__annotations__)
    text, risk = _text(body["text"], "text"), _risk(body["risk"], "risk")
    if not text.strip():
        text = ""
    if not text and risk == Risk.NONE:
        _refuse("text", "words where there is no risk")
    return ChildMessage(_key(body["key"], "key"), text, risk)


def json_object(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in the body of a request. Raises BadBodyError."""
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise BadBodyError(f"the body is longer than {MOST_BYTES} bytes") from error
    if len(body) > MOST_BYTES:
        raise BadBodyError(f"the body is longer than {MOST_BYTES} bytes")
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadBodyError("the body is not JSON") from error
    return _object(content, "the body")


def _refuse(name: str, wanted: str) -> NoReturn:
    raise BadBodyError(f"{name} must be {wanted}")


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        _refuse(name, "an object")
    return value


def _expect(body: dict[str, Any], name: str, fields: dict[str, Any]) -> None:
    _object(body, name)
    if missing := [field for field in fields if field not in body]:
        raise BadBodyError(f"{name} lacks {missing[0]}")
    if len(body) > len(fields):
        raise BadBodyError(f"{name} has more than {', '.join(fields)}")


def _text(value: Any, name: str, most: int = LONGEST_TEXT) -> str:
    if not isinstance(value, str) or len(value) > most:
        _refuse(name, f"a text of at most {most} characters")
    # PostgreSQL keeps no NUL, and no database half a character.
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        _refuse(name, "a text without NUL and lone surrogates")
    return value


def _matching(pattern: re.Pattern[str], wanted: str) -> Callable[[Any, str], str]:
    def check(value: Any, name: str) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            _refuse(name, wanted)
        return value

    return check


def _one_of(names: Any) -> Callable[[Any, str], str]:
    def check(value: Any, name: str) -> str:
        if not isinstance(value, str) or value not in names:
            _refuse(name, f"one of {', '.join(names)}")
        return value

    return check


def _or_null(check: Callable[[Any, str], str]) -> Callable[[Any, str], str]:
    return lambda value, name: "" if value is None else check(value, name)


def _list_of(check: Callable[[Any, str], Value], most: int) -> Callable[[Any, str], list[Value]]:
    def check_all(value: Any, name: str) -> list[Value]:
        if not isinstance(value, list) or len(value) > most:
            _refuse(name, f"a list of at most {most}")
        return [check(one, f"{name}[{position}]") for position, one in enumerate(value)]

    return check_all


def _moment(value: Any, name: str) -> int:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if not (is_number and 0 <= value <= LATEST):
        _refuse(name, "a time in milliseconds")
    return int(value)


def _truth(value: Any, name: str) -> bool:
    if not isinstance(value, bool):
        _refuse(name, "true or false")
    return value


_key = _matching(_KEY, "16 to 64 letters, digits, _ and -")
_band = _or_null(_one_of(BANDS))
_country = _or_null(_matching(_COUNTRY, "two capital letters or null"))
_intent = _matching(_INTENT, "the name of an intent")
_answer = _matching(_ANSWER, "the name of an answer")
_address = _matching(_ADDRESS, "an address of the web")


def _risk(value: Any, name: str) -> Risk:
    return _RISKS[_one_of(_RISKS)(value, name)]


def _step(value: Any, name: str) -> dict[str, str]:
    _expect(value, name, {"intent": str, "risk": str})
    risk = _risk(value["risk"], f"{name}.risk")
    return {"intent": _intent(value["intent"], f"{name}.intent"), "risk": risk.label}


def _said(value: Any, name: str) -> list[tuple[Sender, str]]:
    said = _list_of(_turn, MOST_MESSAGES)(value, name)
    # A picture that was refused leaves a message without words.
    return [(sender, text) for sender, text in said if text.strip()]


def _turn(value: Any, name: str) -> tuple[Sender, str]:
    _expect(value, name, {"from": str, "text": str})
    sender = _one_of((Sender.CHILD, Sender.BOT))(value["from"], f"{name}.from")
    return Sender(sender), _text(value["text"], f"{name}.text")


def _phrase(value: Any, name: str) -> str:
    return _text(value, name, 1000)


def _phrases_by_name(value: Any, name: str) -> dict[str, str]:
    content = _object(value, name)
    return {_phrase(key, name): _phrase(words, name) for key, words in content.items()}


_phrases = _list_of(_phrase, 40)
_EMERGENCY: dict[str, Check] = {
    "number": _phrase,
    "dial": _phrases,
    "if_no_answer": _phrases,
    "note": _phrase,
    "instead": _phrases_by_name,
}
_CARD: dict[str, Check] = {
    **dict.fromkeys(("name", "local_name", "kind", "phone", "email", "sms", "hours"), _phrase),
    **dict.fromkeys(("only_for", "caution", "confidence", "checked"), _phrase),
    **dict.fromkeys(("chat_url", "website", "report_url"), _address),
    **dict.fromkeys(("dial", "languages"), _phrases),
    **dict.fromkeys(("free", "anonymous"), _truth),
}


def _known(checks: dict[str, Check]) -> Check:
    """Keeps only the fields that we show; null stands for a field that isn't there."""

    def check(value: Any, name: str) -> dict[str, Any]:
        content = _object(value, name)
        told = {field for field in checks if content.get(field) is not None}
        return {field: checks[field](content[field], f"{name}.{field}") for field in sorted(told)}

    return check


_HELP: dict[str, Check] = {
    "country": _country,
    "emergency": _known(_EMERGENCY),
    "across_borders": _truth,
    "cards": _list_of(_known(_CARD), MOST_CARDS),
}


def _help(value: Any, name: str) -> dict[str, Any]:
    content = _object(value, name)
    if content.get("type") != "help":
        _refuse(f"{name}.type", "help")
    return dict(_known(_HELP)(content, name))
