"""Shows services: a line of text for plain channels, a card for those that can draw one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from beacon.register.model import Emergency, Found, Service
from beacon.register.names import country_name

VERSION = 1


def service_line(service: Service) -> str:
    """A service in one line of English, such as "Childline: call 0800 1111, free, 24/7"."""
    line = f"{_full_name(service)}: {', '.join((*_ways(service), *_qualities(service)))}"
    notes = [f"Only for {service.only_for}."] if service.only_for else []
    notes += [service.caution] if service.caution else []
    return ". ".join([line, " ".join(notes)]) if notes else line


def emergency_details(emergency: Emergency) -> str:
    """What else there is to say of an emergency number, in English; often nothing."""
    parts = []
    if emergency.if_no_answer:
        parts.append(f"If nobody answers: {', '.join(emergency.if_no_answer)}.")
    if emergency.note:
        parts.append(emergency.note)
    if emergency.instead:
        others = (f"{country_name(code)}: {number}" for code, number in emergency.instead)
        parts.append(f"{'; '.join(others)}.")
    return " ".join(parts)


def card(service: Service) -> dict[str, Any]:
    """The service for the custom payload; keys without a value are left out.

    `dial` holds the numbers as a phone dials them, `source` a web address, `checked` a day.
    """
    values = {
        "name": service.name,
        "local_name": service.name_local,
        "kind": service.kind,
        "phone": service.phone,
        "dial": list(service.dial),
        "chat_url": service.chat_url,
        "website": service.website,
        "report_url": service.report_url,
        "email": service.email,
        "sms": service.text,
        "hours": service.hours,
        "free": service.free,
        "anonymous": service.anonymous,
        "languages": list(service.languages),
        "only_for": service.only_for,
        "caution": service.caution,
        "source": service.sources[0].url,
        "checked": service.checked.isoformat(),
        "confidence": service.confidence,
    }
    return _without_empty(values)


def payload(found: Found) -> dict[str, Any]:
    """The custom payload of a look-up: {"v", "type", "country", "emergency", ..., "cards"}."""
    return {
        "v": VERSION,
        "type": "help",
        "country": found.country,
        "emergency": _emergency_card(found.emergency) if found.emergency else None,
        "across_borders": found.across_borders,
        "cards": [card(service) for service in found.services],
    }


def _emergency_card(emergency: Emergency) -> dict[str, Any]:
    values = {
        "number": emergency.number,
        "dial": list(emergency.dial),
        "if_no_answer": list(emergency.if_no_answer),
        "note": " ".join(filter(None, (emergency.note, emergency.cannot_speak))) or None,
        "instead": dict(emergency.instead),
        "source": emergency.source.url,
    }
    return _without_empty(values)


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, [], {})}


def _full_name(service: Service) -> str:
    local = service.name_local
    return f"{service.name} ({local})" if local and local not in service.name else service.name


def _ways(service: Service) -> Iterator[str]:
    labelled = {
        "call": service.phone,
        "text": service.text,
        "chat": service.chat_url,
        "report": service.report_url,
        "e-mail": service.email,
    }
    yield from (f"{label} {value}" for label, value in labelled.items() if value)
    if service.website and service.website not in (service.chat_url, service.report_url):
        yield service.website


def _qualities(service: Service) -> Iterator[str]:
    if service.free is not None:
        yield "free" if service.free else "not free"
    if service.anonymous is not None:
        yield "anonymous" if service.anonymous else "not anonymous"
    if service.hours:
        yield service.hours
