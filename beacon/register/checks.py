"""What must hold for the register's files and a schema can't express."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import babel

from beacon.data_file import DataFileError, Key, line_of
from beacon.register import phones
from beacon.register.model import CONTACTS, Withdrawn

INTERNATIONAL = "INT"
# Words that go with a service; whoever reads a number there may call it.
_WORDS = ("name", "name_local", "only_for", "caution")
Problem = tuple[list[Key], str]


def check(files: Mapping[Path, Any]) -> None:
    """Raises DataFileError for the first problem in the files, each given with its content."""
    for path, content in files.items():
        for keys, problem in _in_file(path, content):
            where = ".".join(map(str, keys))
            raise DataFileError(path, line_of(path, keys), f"{where}: {problem}")
    _check_ids(files)
    _check_other_numbers(files)


def dialled(entry: Mapping[str, Any], field: str) -> list[str]:
    """The numbers to dial of a service (field phone) or an emergency (field number)."""
    numbers: list[str] = entry.get("dial") or [entry[field]]
    return numbers


def _in_file(path: Path, content: Any) -> Iterator[Problem]:
    yield from _country_problems(path, content["country"])
    yield from _emergency_problems(content)
    yield from _emergency_word_problems(content)
    for index, service in enumerate(content["services"]):
        for keys, problem in _service_problems(service, content["country"]):
            yield ["services", index, *keys], problem
        for keys, problem in _unquoted_in_words(service, content):
            yield ["services", index, *keys], problem
        for keys, problem in _withdrawn_in_service(service, content):
            yield ["services", index, *keys], problem


def _country_problems(path: Path, country: str) -> Iterator[Problem]:
    expected = "international" if country == INTERNATIONAL else country.lower()
    if path.stem != expected:
        yield ["country"], f"the file of {country} is named {expected}.yml"
    if country != INTERNATIONAL and country not in babel.Locale("en").territories:
        yield ["country"], f"{country} is no country"


def _emergency_problems(content: Any) -> Iterator[Problem]:
    emergency, country = content["emergency"], content["country"]
    for keys, problem in _date_problems(emergency):
        yield ["emergency", *keys], problem
    quotes = _all_quotes(content)
    known_good = country == INTERNATIONAL or "number_unlisted" in emergency
    for number in dialled(emergency, "number"):
        if not phones.is_plain(number):
            yield ["emergency", "number"], f"{number!r}: write the numbers to dial under dial"
        elif not known_good and not phones.is_valid(number, country):
            yield ["emergency", "number"], f"{number!r} is no number of {country}"
    for number in (*dialled(emergency, "number"), *emergency.get("if_no_answer", ())):
        if not phones.is_quoted(number, country, quotes):
            yield ["emergency", "number"], f"{number!r} stands in no quoted source"
        elif reason := _withdrawn(number, content):
            yield ["emergency", "number"], f"{number!r} must not be shown: {reason}"


def _emergency_word_problems(content: Any) -> Iterator[Problem]:
    quotes = _all_quotes(content)
    for field in ("number", "note", "cannot_speak"):
        words = content["emergency"].get(field, "")
        for number in _unquoted(words, [content["country"]], quotes):
            yield ["emergency", field], f"{number!r} stands in no quoted source"
        if reason := _withdrawn(words, content):
            yield ["emergency", field], f"{words!r} must not be shown: {reason}"


def _service_problems(service: Any, country: str) -> Iterator[Problem]:
    yield from _date_problems(service)
    if service["kind"] in service.get("also", ()):
        yield ["also"], f"{service['kind']} is its kind already"
    yield from _phone_problems(service, _regions(service, country))
    yield from _text_problems(service, _regions(service, country))
    quotes = _quotes([service])
    if "email" in service and not any(service["email"].lower() in q.lower() for q in quotes):
        yield ["email"], f"{service['email']!r} stands in no quoted source"
    for holder in ("hold_fields", "field_limits"):
        for field in service.get(holder, ()):
            if field not in service:
                yield [holder, field], f"the service has no {field}"
    if not _contacts(service):
        yield ["hold_fields"], "no way to reach the service is left: put the service on hold"


def _date_problems(entry: Any) -> Iterator[Problem]:
    try:
        date.fromisoformat(entry["checked"])
    except ValueError:
        yield ["checked"], f"{entry['checked']!r} is no date"


def _phone_problems(service: Any, regions: list[str]) -> Iterator[Problem]:
    if "phone" not in service:
        return
    for number in dialled(service, "phone"):
        if not phones.is_plain(number):
            yield ["phone"], f"{number!r}: write the numbers to dial under dial"
        elif not phones.is_quoted(number, regions[0], _quotes([service])):
            yield ["phone"], f"{number!r} stands in no quoted source"
        elif "phone_unlisted" not in service and not _valid_in_one(number, regions):
            yield ["phone"], f"{number!r} is no phone number of {', '.join(regions)}"
    for number in _unquoted(service["phone"], regions, _quotes([service])):
        yield ["phone"], f"{number!r} stands in no quoted source"


def _text_problems(service: Any, regions: list[str]) -> Iterator[Problem]:
    text = service.get("text")
    if text is None:
        return
    if not phones.is_plain(text):
        if not any(phones.has_valid(text, region) for region in regions):
            yield ["text"], f"{text!r} holds no phone number of {', '.join(regions)}"
    elif not _valid_in_one(text, regions):
        yield ["text"], f"{text!r} is no phone number of {', '.join(regions)}"
    for number in _unquoted(text, regions, _quotes([service])):
        yield ["text"], f"{number!r} stands in no quoted source"


def _unquoted_in_words(service: Any, content: Any) -> Iterator[Problem]:
    """A caution may name another service of the country: its own quotes count there."""
    regions, quotes = _regions(service, content["country"]), _all_quotes(content)
    for field in _WORDS:
        for number in _unquoted(service.get(field, ""), regions, quotes):
            yield [field], f"{number!r} stands in no quoted source"


def _unquoted(words: str, regions: list[str], quotes: list[str]) -> list[str]:
    """The numbers in some words that no quote prints."""
    numbers = phones.numbers_in(words, regions)
    return [number for number in numbers if not phones.is_quoted(number, regions[0], quotes)]


def _valid_in_one(number: str, regions: list[str]) -> bool:
    return any(phones.is_valid(number, region) for region in regions)


def _withdrawn_in_service(service: Any, content: Any) -> Iterator[Problem]:
    if "hold" in service:
        return
    words = {field: [service[field]] for field in _WORDS if field in service}
    for field, values in {**_contacts(service), **words}.items():
        for value in values:
            if reason := _withdrawn(value, content):
                yield [field], f"{value!r} must not be shown: {reason}"


def _withdrawn(value: str, content: Any) -> str | None:
    for entry in content.get("do_not_show", ()):
        if Withdrawn(**entry).covers(value, content["country"]):
            return str(entry["reason"])
    return None


def _contacts(service: Any) -> dict[str, list[str]]:
    """The values by which the service may be reached, without those on hold."""
    shown = [field for field in CONTACTS if field in service and not _is_held(service, field)]
    return {
        field: [*dialled(service, "phone"), service[field]]
        if field == "phone"
        else [service[field]]
        for field in shown
    }


def _is_held(service: Any, field: str) -> bool:
    return field in service.get("hold_fields", ())


def _regions(service: Any, country: str) -> list[str]:
    """The countries from which the service's numbers are dialled."""
    limited = service.get("field_limits", {}).get("phone", {}).get("countries")
    regions: list[str] = limited or service.get("only_countries") or [country]
    return regions


def _all_quotes(content: Any) -> list[str]:
    return [content["emergency"]["source"]["quote"], *_quotes(content["services"])]


def _quotes(services: list[Any]) -> list[str]:
    return [source["quote"] for service in services for source in service["sources"]]


def _check_ids(files: Mapping[Path, Any]) -> None:
    first: dict[str, Path] = {}
    for path, content in files.items():
        for index, service in enumerate(content["services"]):
            if service["id"] in first:
                other = first[service["id"]].name
                problem = f"the id {service['id']!r} stands in {other} too"
                raise DataFileError(path, line_of(path, ["services", index, "id"]), problem)
            first[service["id"]] = path


def _check_other_numbers(files: Mapping[Path, Any]) -> None:
    for path, content in files.items():
        if content["country"] == INTERNATIONAL:
            listed = content["emergency"].get("other_number_in", [])
            found = without_number(content["emergency"]["number"], files)
            if sorted(listed) != found:
                line = line_of(path, ["emergency", "other_number_in"])
                problem = f"emergency.other_number_in: by the countries' files it is {found}"
                raise DataFileError(path, line, problem)


def without_number(number: str, files: Mapping[Path, Any]) -> list[str]:
    """The codes of the countries, sorted, whose emergency number is another one."""
    return sorted(
        content["country"]
        for content in files.values()
        if number not in dialled(content["emergency"], "number")
    )
