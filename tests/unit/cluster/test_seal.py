from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon.cluster.seal import Seal, WeakSecretError, seal

SECRET = "known to the tests only, and long enough"
OURS, THEIRS = Seal(SECRET), Seal(SECRET[::-1])


def test_every_server_with_the_secret_reads_the_ids_of_the_others() -> None:
    conversation = Seal(SECRET).new_id(now=1_700_000_000)
    assert Seal(SECRET).made_at(conversation) == 1_700_000_000


def test_ids_are_all_different() -> None:
    assert len({OURS.new_id(now=1.0) for _ in range(100)}) == 100


def test_another_secret_reads_nothing() -> None:
    conversation = OURS.new_id()
    assert THEIRS.made_at(conversation) is None
    assert THEIRS.payload(conversation, OURS.token(conversation, "/greet")) is None


def test_a_token_is_no_id_and_an_id_no_token() -> None:
    conversation = OURS.new_id()
    assert OURS.made_at(OURS.token(conversation, "x" * 20)) is None
    assert OURS.payload(conversation, conversation) is None


@given(st.text(), st.text())
def test_a_token_gives_its_payload_in_its_conversation_only(payload: str, other: str) -> None:
    conversation = OURS.new_id()
    token = OURS.token(conversation, payload)
    if len(token) <= 2000:
        assert OURS.payload(conversation, token) == payload
    assert OURS.payload(other, token) is None


@given(st.text(max_size=3000) | st.binary(max_size=100).map(lambda b: base64.b64encode(b).decode()))
def test_nothing_that_is_made_up_is_read(made_up: str) -> None:
    assert OURS.made_at(made_up) is None
    assert OURS.payload("conversation", made_up) is None


@given(st.integers(0, 47), st.sampled_from("ABab01-_"))
def test_an_id_with_one_letter_changed_is_none_of_ours(place: int, letter: str) -> None:
    conversation = OURS.new_id()
    changed = conversation[:place] + letter + conversation[place + 1 :]
    assert changed == conversation or OURS.made_at(changed) is None


def test_a_weak_secret_is_refused() -> None:
    with pytest.raises(WeakSecretError, match="BEACON_CHAT_SECRET needs at least 32"):
        Seal("short")


def test_without_a_secret_each_process_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BEACON_CHAT_SECRET", raising=False)
    assert seal().made_at(seal().new_id()) is None
    monkeypatch.setenv("BEACON_CHAT_SECRET", SECRET)
    assert seal().made_at(OURS.new_id(now=5)) == 5


def test_an_id_has_one_spelling() -> None:
    conversation = next(made for made in iter(OURS.new_id, "") if "-" in made or "_" in made)
    other = conversation.replace("-", "+").replace("_", "/")
    assert OURS.made_at(conversation) is not None
    assert OURS.made_at(other) is None
