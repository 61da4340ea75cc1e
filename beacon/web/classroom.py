"""Renders the classroom's pages under web/pages/classroom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from beacon.answers.book import Question
from beacon.lessons.explanation import source_words
from beacon.lessons.model import Asked, Lessons, Scene, Spoken, Step, Stop
from beacon.levels import YOUNG_BANDS
from beacon.register.look_up import find
from beacon.register.model import Audience, Need, Register
from beacon.register.names import country_name
from beacon.register.text import payload
from beacon.web.helplines import by_name, for_child
from beacon.web.pages import CARD_FIELDS, EMERGENCY_FIELDS, FOLDER, environment, with_all
from beacon.web.site import Site

SLIPS_ON_A_SHEET = 4
Values = dict[str, Any]


class ClassroomPages:
    """The pages for a class. Every value is escaped; a name that is not set is an error."""

    def __init__(
        self,
        site: Site,
        register: Register,
        lessons: Lessons,
        quiz: Mapping[str, tuple[Question, ...]],
        folder: Path = FOLDER,
    ) -> None:
        self._site = site
        self._register = register
        self._lessons = lessons
        self._quiz = quiz
        self._templates = environment(folder)
        self._templates.globals["site"] = site
        self._templates.filters["short_source"] = short_source
        self._of_band: Mapping[str, Callable[[str, Values], str]] = {
            "": self._band,
            "plan": self._plan,
            "slips": self._slips,
            "quiz": self._wall_quiz,
            "ask": self._ask,
        }

    def render(self, path: str, country: str | None = None) -> str | None:
        """The page at `path` below /classroom, None where there is none.

        `country` is an ISO 3166-1 alpha-2 code; for one that the register lacks the site's own
        stands in.
        """
        values = self._everywhere(country)
        if path == "":
            return self._home(values)
        if path == "card":
            return self._card(values)
        band, _, rest = path.partition("/")
        if band not in YOUNG_BANDS:
            return None
        if rest in self._of_band:
            return self._of_band[rest](band, values)
        kind, _, name = rest.partition("/")
        return self._scenario(band, name, values) if kind == "scenario" else None

    def missing(self) -> str:
        """The page for an address that leads nowhere."""
        return self._render("missing.html", self._everywhere(None))

    def _everywhere(self, asked: str | None) -> Values:
        code = (asked or "").upper()
        if code not in self._register.countries:
            code = self._site.default_country or ""
        return {
            "code": code,
            "query": f"?country={code}" if code else "",
            "country": country_name(code) if code else None,
            "bands": YOUNG_BANDS,
        }

    def _home(self, values: Values) -> str:
        countries = [(code, country_name(code)) for code in by_name(self._register)]
        return self._render("home.html", values, countries=countries)

    def _band(self, band: str, values: Values) -> str:
        scenarios = self._lessons.of_band(band)
        return self._render("band.html", values, band=band, scenarios=scenarios)

    def _scenario(self, band: str, name: str, values: Values) -> str | None:
        scenario = self._lessons.scenarios.get(name)
        if scenario is None or band not in scenario.bands:
            return None
        played = {
            "name": name,
            "band": band,
            "country": values["code"] or None,
            "asker": scenario.asker,
            "note": scenario.content_note,
            "steps": [step_values(step) for step in scenario.steps],
            "bot": self._site.name,
            "home": f"/classroom/{band}{values['query']}",
        }
        return self._render(
            "scenario.html",
            values,
            band=band,
            scenario=scenario,
            played=played,
            **self._help(values),
        )

    def _plan(self, band: str, values: Values) -> str:
        return self._render(
            "plan.html",
            values,
            band=band,
            plan=self._lessons.plans[band],
            scenarios=self._lessons.of_band(band),
        )

    def _slips(self, band: str, values: Values) -> str:
        return self._render(
            "slips.html",
            values,
            band=band,
            prompts=self._lessons.plans[band].exit_slip,
            slips=range(SLIPS_ON_A_SHEET),
            **self._help(values),
        )

    def _wall_quiz(self, band: str, values: Values) -> str:
        played = {
            "questions": [asdict(question) for question in self._quiz[band]],
            "home": f"/classroom/{band}{values['query']}",
        }
        return self._render("quiz.html", values, band=band, played=played)

    def _ask(self, band: str, values: Values) -> str:
        played = {
            "band": band,
            "country": values["code"] or None,
            "bot": self._site.name,
            "home": f"/classroom/{band}{values['query']}",
        }
        return self._render("ask.html", values, band=band, played=played, **self._help(values))

    def _card(self, values: Values) -> str:
        code = values["code"] or None
        report = find(self._register, code, Need.REPORT, Audience.PROFESSIONAL)
        return self._render(
            "card.html",
            values,
            card=self._lessons.disclosure,
            report=[with_all(CARD_FIELDS, each) for each in payload(report)["cards"]],
            **self._help(values),
        )

    def _help(self, values: Values) -> Values:
        """Emergency number and somebody to talk to, for a child of the chosen country."""
        found = payload(for_child(self._register, values["code"] or None, Need.TALK))
        return {
            "emergency": with_all(EMERGENCY_FIELDS, found["emergency"]),
            "services": [with_all(CARD_FIELDS, card) for card in found["cards"]],
        }

    def _render(self, name: str, everywhere: Values, **values: Any) -> str:
        template = self._templates.get_template(f"classroom/{name}")
        return template.render({**everywhere, **values})


def short_source(source: str) -> str:
    """A source as it stands in print: of a web page only the site."""
    words = source_words(source)
    return words.partition("/")[0] if source.startswith("service:") else words


def step_values(step: Step) -> Values:
    """A step as the player reads it, told by its `kind`."""
    if isinstance(step, Scene):
        return {"kind": "scene", "words": step.words}
    if isinstance(step, Spoken):
        return {"kind": "spoken", "speaker": step.speaker, "words": step.words}
    if isinstance(step, Asked):
        return {"kind": "asked", "words": step.words}
    assert isinstance(step, Stop)
    return {
        "kind": "stop",
        "question": step.question,
        "vote": list(step.vote),
        "listen_for": list(step.listen_for),
    }
