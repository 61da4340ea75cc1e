"""The figures of a range of weeks, and what must not be worked out from them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import product
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from cases.words import TOPICS
from config.fields import DataFileError
from counts import dictionary
from counts.groups import BANDS, KINDS, RECORD, RISKS
from counts.models import Count
from counts.report import BREAKDOWNS, FUNNEL, Report, report
from counts.suppression import Hidden, figure, figures

FEW, PROTECTING = Hidden.FEW, Hidden.PROTECTING
WEEK = date(2026, 11, 23)


def add(kind: str, number: int, week: date = WEEK, seconds: int = 0, **group: str) -> None:
    Count.objects.create(week=week, kind=kind, number=number, seconds=seconds, **group)


def of_week() -> Report:
    return report(WEEK, WEEK)


@pytest.mark.parametrize(
    ("number", "shown"), [(0, 0), (1, FEW), (4, FEW), (5, 5), (6, 6), (1000, 1000)]
)
def test_under_five_is_not_shown(number: int, shown: object) -> None:
    assert figure(number) == shown


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        # Nothing small: nothing is hidden, and that nobody was there is no secret.
        ([9, 0, 7], [9, 0, 7]),
        # All small together: the sum is hidden too.
        ([2, 0, 1], [FEW, FEW, FEW]),
        # The smallest group hides a second one, or its number would be the sum less the others.
        ([3, 40, 20], [FEW, 40, PROTECTING]),
        # Two small ones whose sum is under five tell too much: they hide a third.
        ([1, 2, 30, 9], [FEW, FEW, 30, PROTECTING]),
        # Two that are small need no other, as long as they can't be told.
        ([3, 4, 30], [FEW, FEW, 30]),
        # Two of four make eight in no other way.
        ([4, 4, 30, 12], [FEW, FEW, 30, PROTECTING]),
        # 1 and 5 make six in no other way, so a third is hidden.
        ([1, 5, 30, 9], [FEW, PROTECTING, 30, PROTECTING]),
        # Nothing is left to show: then all are hidden alike.
        ([3, 40], [PROTECTING, PROTECTING]),
        ([3, 40, 0], [PROTECTING, PROTECTING, PROTECTING]),
        ([1, 1, 1, 1, 1], [PROTECTING] * 5),
        ([], []),
    ],
)
def test_small_groups_take_others_with_them(numbers: list[int], shown: list[object]) -> None:
    named = {str(place): number for place, number in enumerate(numbers)}
    assert list(figures(named).values()) == shown


@pytest.mark.parametrize(("groups", "most"), [(2, 14), (3, 12), (4, 9), (5, 6)])
def test_who_knows_the_sum_and_the_rules_still_cannot_tell_a_small_group(
    groups: int, most: int
) -> None:
    """Everything that is published, led back to all that it may have come from."""
    origins = defaultdict(list)
    for numbers in product(range(most + 1), repeat=groups):
        shown = figures({str(place): number for place, number in enumerate(numbers)})
        origins[figure(sum(numbers)), tuple(shown.values())].append(numbers)
    told = [
        (published, place)
        for published, possible in origins.items()
        # Larger sums may also come from numbers that are not tried here.
        if not isinstance(published[0], int) or published[0] <= most
        for place in range(groups)
        if len({numbers[place] for numbers in possible}) == 1 and 0 < possible[0][place] < 5
    ]
    assert len(origins) > 50
    assert told == []


@pytest.mark.django_db
def test_the_funnel_comes_first_and_in_order() -> None:
    for place, kind in enumerate(FUNNEL):
        add(kind, 70 - 10 * place)
    rows = list(of_week().rows())
    totals = {row.kind: row.measure.number for row in rows[: len(KINDS)]}
    assert {row.dimension for row in rows[: len(KINDS)]} == {"all"}
    assert [totals[kind] for kind in FUNNEL] == [70, 60, 50, 40, 30, 20, 10]
    assert totals["nobody"] == 0


@pytest.mark.django_db
def test_each_dimension_adds_up_the_others() -> None:
    add("understood", 6, topic="ask_law", risk="none", country="PT", language="en")
    add("understood", 7, topic="ask_law", risk="high", country="ES", language="en")
    add("understood", 8, topic="greet", risk="none", age_band="8-10", language="pt")
    found = {
        name: {value: one.number for value, one in kinds["understood"].items()}
        for name, kinds in of_week().breakdowns.items()
        if name not in RECORD
    }
    assert found == {
        "week": {"2026-11-23": 21},
        "topic": {"ask_law": 13, "greet": 8},
        "risk": {"none": 14, "high": 7},
        "age_band": {"8-10": 8, "": 13},
        "country": {"ES": 7, "PT": 6, "": 8},
        "language": {"en": 13, "pt": 8},
    }
    assert (*found, *RECORD) == tuple(of_week().breakdowns) == BREAKDOWNS


@pytest.mark.django_db
def test_no_small_group_is_in_any_figure() -> None:
    add("chat", 3, country="SM", language="it")
    add("chat", 30, country="IT", language="it")
    add("chat", 20, country="FR", language="fr")
    add("helped", 4, country="SM")
    found = of_week()
    assert found.totals["helped"].number is FEW
    countries = {value: one.number for value, one in found.breakdowns["country"]["chat"].items()}
    assert countries == {"FR": PROTECTING, "IT": 30, "SM": FEW}
    assert {row.measure.number for row in found.rows()}.isdisjoint({1, 2, 3, 4})


@pytest.mark.django_db
def test_a_small_country_is_not_told_by_being_left_out_elsewhere() -> None:
    add("chat", 30, country="IT")
    add("helped", 2, country="SM")
    found = of_week()
    assert {value: one.number for value, one in found.breakdowns["country"]["helped"].items()} == {
        "IT": FEW,
        "SM": FEW,
    }


@pytest.mark.django_db
def test_only_the_weeks_that_are_asked_for_count() -> None:
    for day, number in ((9, 50), (16, 6), (23, 7), (30, 80)):
        add("chat", number, date(2026, 11, day))
    # Any day of a week stands for it.
    found = report(date(2026, 11, 22), date(2026, 11, 25))
    assert (found.first, found.last) == (date(2026, 11, 16), date(2026, 11, 23))
    assert found.totals["chat"].number == 13
    assert list(found.breakdowns["week"]["chat"]) == ["2026-11-16", "2026-11-23"]


@pytest.mark.django_db
def test_weeks_without_anything_are_there_too() -> None:
    add("chat", 9, date(2026, 11, 9))
    found = report(date(2026, 11, 9), WEEK).breakdowns["week"]["chat"]
    assert [one.number for one in found.values()] == [9, 0, 0]


@pytest.mark.django_db
def test_the_time_to_take_is_the_mean_of_its_group() -> None:
    add("taken", 5, risk="emergency", seconds=100)
    add("taken", 15, risk="high", seconds=9000)
    found = of_week()
    assert found.totals["taken"].mean_seconds == 455
    by_risk = found.breakdowns["risk"]["taken"]
    assert {value: one.mean_seconds for value, one in by_risk.items()} == {
        "high": 600,
        "emergency": 20,
    }


@pytest.mark.django_db
def test_a_hidden_group_has_no_mean_either() -> None:
    add("taken", 4, risk="emergency", seconds=40)
    add("taken", 9, risk="high", seconds=900)
    add("taken", 20, risk="concern", seconds=4000)
    by_risk = of_week().breakdowns["risk"]["taken"]
    assert [(one.number, one.mean_seconds) for one in by_risk.values()] == [
        (20, 200),
        (PROTECTING, None),
        (FEW, None),
    ]


@pytest.mark.django_db
def test_nothing_counted_is_a_report_of_zeros() -> None:
    found = of_week()
    assert {row.measure.number for row in found.rows()} == {0}
    assert found.breakdowns["topic"]["chat"] == {}


def test_values_with_a_rank_are_in_its_order(db: None) -> None:
    del db
    for risk in ("none", "emergency", "high"):
        add("chat", 9, risk=risk)
    add("chat", 9)
    assert list(of_week().breakdowns["risk"]["chat"]) == ["none", "high", "emergency", ""]


def test_the_dictionary_knows_every_intent_of_the_bot() -> None:
    domain = yaml.safe_load((settings.TRIAGE.parent / "domain.yml").read_text(encoding="utf-8"))
    intents = {name for intent in domain["intents"] for name in intent}
    assert set(dictionary.dictionary().topics) == intents == set(TOPICS)


def test_the_dictionary_says_what_every_figure_means() -> None:
    words = dictionary.dictionary()
    assert list(words.kinds) == list(KINDS)
    assert list(words.dimensions) == list(BREAKDOWNS)
    assert list(words.risks) == list(RISKS)
    assert list(words.age_bands) == list(BANDS)
    assert words.label("topic", "") == "not told"
    assert words.label("risk", "high") == "High"
    assert words.label("topic", "disclose_sextortion") == TOPICS["disclose_sextortion"]
    assert words.label("language", "pt") == "Portuguese"
    assert words.label("country", "PT") == "PT"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("  number: ", "  numbers: ", "numbers: there is no such key here"),
        ("  nobody:\n", "  somebody:\n", "somebody: there is no such key here"),
        ("about: >-\n", "about: [\n", "did not find expected"),
        ("    label: Chats\n", "", "label is missing"),
        ("  insult: Insulted or swore.\n", "  insult:\n", "insult: this must be a text"),
    ],
)
def test_a_dictionary_with_a_mistake_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    text = dictionary.FILE.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file = tmp_path / "dictionary.yml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataFileError, match=rf"dictionary\.yml:\d+: .*{problem}"):
        dictionary.read(file)
