from __future__ import annotations

import pytest

from beacon import project
from beacon.cluster.seal import WeakSecretError


def test_servers_that_share_chats_must_share_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEACON_DATABASE", "postgres://beacon@127.0.0.1:9/beacon")
    monkeypatch.delenv("BEACON_CHAT_SECRET", raising=False)
    with pytest.raises(WeakSecretError, match="BEACON_CHAT_SECRET"):
        project.seal.__wrapped__()
    monkeypatch.setenv("BEACON_CHAT_SECRET", "known to the tests only, and long enough")
    assert project.seal.__wrapped__().made_at("made up") is None
