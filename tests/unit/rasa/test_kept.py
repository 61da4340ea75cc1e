from __future__ import annotations

import pytest

from beacon import project
from beacon.rasa.kept import KeptEvents


@pytest.mark.parametrize("text", ["/ call me on +44 20 7946 0958", "/greet or +44 20 7946 0958"])
def test_a_stroke_at_the_beginning_opens_no_hole(text: str) -> None:
    kept = KeptEvents(project.door).of(
        {"event": "user", "text": text, "parse_data": {"text": text}}
    )
    assert "7946" not in repr(kept)


@pytest.mark.parametrize("text", ["/greet", '/inform_age{"age_band": "8-10"}'])
def test_a_payload_stays_what_it_is(text: str) -> None:
    assert KeptEvents(project.door).of({"event": "user", "text": text})["text"] == text
