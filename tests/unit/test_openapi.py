"""docs/openapi.yml describes all that the public channels and nginx take, and nothing else."""

from __future__ import annotations

import importlib
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from rasa.core.channels.channel import InputChannel, register
from sanic import Sanic
from sanic.exceptions import SanicException

from beacon.handover.counting import KINDS_OF_PAGE
from beacon.levels import BANDS, YOUNG_BANDS, Risk
from beacon.project import ROOT

PRIVATE = {"beacon.rasa.channels.rest.DoorRestInput"}
DESCRIPTION: dict[str, Any] = yaml.safe_load((ROOT / "docs" / "openapi.yml").read_text())
OPERATIONS = [
    (method.upper(), path)
    for path, operations in DESCRIPTION["paths"].items()
    for method in operations
]


def channels() -> Iterator[InputChannel]:
    """Those of credentials.yml but for the one that nginx keeps private."""
    names = set(yaml.safe_load((ROOT / "credentials.yml").read_text()))
    assert names >= PRIVATE
    for name in sorted(names - PRIVATE):
        module, _, channel = name.rpartition(".")
        yield getattr(importlib.import_module(module), channel)()


@pytest.fixture(scope="module")
def app() -> Sanic:
    made = Sanic(f"openapi-{uuid.uuid4().hex}")
    register(list(channels()), made, "/webhooks/")
    made.router.finalize()
    return made


def resolved(value: dict[str, Any]) -> dict[str, Any]:
    """What a reference within the description points to; anything else as it is."""
    found: Any = DESCRIPTION
    if "$ref" not in value:
        return value
    for key in value["$ref"].removeprefix("#/").split("/"):
        found = found[key]
    return dict(found)


def example(method: str, path: str) -> str:
    """The path with the examples of its parameters."""
    operation = DESCRIPTION["paths"][path][method.lower()]
    for parameter in map(resolved, operation.get("parameters", [])):
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", parameter["example"])
    assert "{" not in path
    return path


def route_of(app: Sanic, method: str, path: str) -> str | None:
    """The route that would answer; the home page is answered before there are routes."""
    if (method, path) == ("GET", "/"):
        return "home"
    try:
        route, *_ = app.router.get(example(method, path), method, None)
    except SanicException:
        return None
    return str(route.name)


def schema(name: str) -> dict[str, Any]:
    return dict(DESCRIPTION["components"]["schemas"][name])


def test_what_is_described_is_there(app: Sanic) -> None:
    assert [each for each in OPERATIONS if route_of(app, *each) is None] == []


def test_what_is_there_is_described(app: Sanic) -> None:
    routes = {
        (method, route.name)
        for route in app.router.routes_all.values()
        for method in route.methods
        if method != "OPTIONS"
    }
    described = {(method, route_of(app, method, path)) for method, path in OPERATIONS}
    assert routes - described == set()


def test_nginx_lets_pass_what_is_described() -> None:
    template = (ROOT / "deploy" / "nginx" / "nginx.conf.j2").read_text()
    [passing] = re.findall(r"map \$request_uri \$kind \{(.*?)\n    \}", template, re.DOTALL)
    patterns = re.findall(r'"~(\S+)" (post|page);', passing)
    assert patterns
    kinds = [
        next((kind for pattern, kind in patterns if re.search(pattern, example(*each))), None)
        for each in OPERATIONS
    ]
    assert kinds == ["page" if method == "GET" else "post" for method, _ in OPERATIONS]


def test_the_words_of_the_code_are_those_of_the_description() -> None:
    ages = schema("Offer")["properties"]["ages"]["items"]["properties"]
    assert tuple(schema("Tapped")["properties"]["kind"]["enum"]) == KINDS_OF_PAGE
    assert tuple(schema("PupilsBand")["enum"]) == tuple(YOUNG_BANDS)
    assert tuple(ages["band"]["enum"]) == BANDS
    assert schema("Risk")["enum"] == [risk.name for risk in Risk]


def test_an_answer_has_no_key_that_is_not_described() -> None:
    """Where a request may have any further key, an answer may not."""
    answers = [
        media["schema"]
        for operations in DESCRIPTION["paths"].values()
        for operation in operations.values()
        for answer in map(resolved, operation["responses"].values())
        for kind, media in answer.get("content", {}).items()
        if kind == "application/json"
    ]
    assert answers
    assert [problem for answer in answers for problem in open_objects(answer)] == []


def open_objects(value: Any, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The object schemas below that leave open which keys there are."""
    if isinstance(value, list):
        for each in value:
            yield from open_objects(each, seen)
    if not isinstance(value, dict) or value.get("$ref") in seen:
        return
    if "$ref" in value:
        yield from open_objects(resolved(value), seen | {value["$ref"]})
        return
    if value.get("type") == "object" and "additionalProperties" not in value:
        yield str(sorted(value.get("properties", {})))
    for each in value.values():
        yield from open_objects(each, seen)
