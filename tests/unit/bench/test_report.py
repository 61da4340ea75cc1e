from __future__ import annotations

from beacon.bench.labelled import Labelled
from beacon.bench.quality import Result
from beacon.bench.report import confusion_table, quality_table, share, speed_table, table
from beacon.bench.speed import Speed


def understood(language: str, band: str, taken_for: str) -> Result:
    return Result(Labelled("", "greet", None, language, band), taken_for, "none")


RESULTS = [
    understood("en", "8-10", "greet"),
    understood("en", "adult", "thank"),
    understood("fr", "11-13", "greet"),
    understood("bg", "11-13", "thank"),
    understood("sq", "11-13", "thank"),
]


def rows(text: str) -> dict[str, list[str]]:
    cells = [line.strip("| ").split(" | ") for line in text.splitlines()]
    return {first: rest for first, *rest in cells}


def test_each_group_has_a_row_of_its_own() -> None:
    found = {name: cells[:2] for name, cells in rows(quality_table(RESULTS)).items()}
    assert found["English"] == ["2", "50.0"]
    assert found["English, 8-10"] == ["1", "100.0"]
    assert found["English, adult"] == ["1", "0.0"]
    assert found["nine languages"] == found["fr"] == ["1", "100.0"]
    assert found["seven more"] == found["bg"] == ["1", "0.0"]
    assert found["five more"] == found["sq"] == ["1", "0.0"]
    assert "English, 14-17" not in found


def test_only_english_mistakes_are_listed() -> None:
    assert rows(confusion_table(RESULTS))["greet"] == ["thank", "1"]


def test_a_speed_stands_beside_the_other_with_its_ratio() -> None:
    ours, theirs = Speed(1, 2, 3, 4, 5, 6), Speed(2, 2, 6, 8, 10, 3)
    assert rows(speed_table(ours, theirs))["turn p50"] == ["3.0", "6.0", "0.50"]
    assert rows(speed_table(ours, None))["turn p50"] == ["3.0"]


def test_a_table_is_markdown() -> None:
    assert table(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"


def test_a_share_is_in_percent() -> None:
    assert (share(1, 3), share(0.125), share(0, 0)) == ("33.3", "12.5", "nan")
