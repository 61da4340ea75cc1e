from __future__ import annotations

import pytest

from beacon.entities.ages import AgeFinder
from beacon.entities.countries import CountryFinder
from beacon.entities.languages import LanguageDetector
from beacon.entities.terms import TermFinder


@pytest.fixture(scope="session")
def countries() -> CountryFinder:
    return CountryFinder()


@pytest.fixture(scope="session")
def ages() -> AgeFinder:
    return AgeFinder()


@pytest.fixture(scope="session")
def languages() -> LanguageDetector:
    return LanguageDetector()


@pytest.fixture(scope="session")
def terms() -> TermFinder:
    return TermFinder()
