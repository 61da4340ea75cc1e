from __future__ import annotations

import logging

import pytest

from beacon.door import people, vocabulary
from beacon.door.people import People


@pytest.fixture
def finder() -> People:
    return People(vocabulary.read())


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("emma told josh smith", "[name] told [name]"),
        ("Emma Wyrwik sent it", "[name] sent it"),
        ("Tom keeps asking me", "[name] keeps asking me"),
        ("he told Zofinka to send", "he told [name] to send"),
        ("he told Zofinka Wyrwik, Danekk and me", "he told [name], [name] and me"),
    ],
)
def test_hides_names(text: str, becomes: str, finder: People) -> None:
    assert finder.hide(text, capitals_tell=True) == becomes


@pytest.mark.parametrize(
    "text",
    [
        "I told Childline and Take It Down",
        "we went to Leeds and to Bulgaria",
        "is Lucy Faithfull safe",
        "on Monday she told Mum",
        "sam nie wiem co robić",
        "can you help me",
        "i live in barry",
    ],
)
def test_keeps_what_is_no_name(text: str, finder: People) -> None:
    assert finder.hide(text, capitals_tell=True) == text


def test_small_letters_never_load_the_model(
    finder: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "import_module", lambda _: pytest.fail("loaded"))
    finder.hide("i told emma and he has my picture", capitals_tell=True)


def test_without_the_model_unknown_capitals_are_names(
    finder: People, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(people, "MODEL", "no_such_model")
    with caplog.at_level(logging.WARNING):
        assert finder.hide("he told Zofinka to send", capitals_tell=True) == (
            "he told [name] to send"
        )
    assert "Zofinka" not in caplog.text
