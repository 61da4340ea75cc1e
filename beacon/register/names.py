"""Names of countries as people read them, from the Unicode CLDR (babel)."""

from __future__ import annotations

import babel


def country_name(code: str, language: str = "en") -> str:
    """The name of a country (ISO 3166-1 alpha-2) in a language (ISO 639-1).

    Falls back on English for a language that CLDR lacks, and on the code for such a country.
    """
    names = _territories(language)
    return names.get(code) or _territories("en").get(code, code)


def _territories(language: str) -> dict[str, str]:
    try:
        locale = babel.Locale.parse(language)
    except (babel.UnknownLocaleError, ValueError):
        locale = babel.Locale("en")
    return dict(locale.territories)
