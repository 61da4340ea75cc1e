"""The figures as Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields

from beacon.bench.quality import Quality, Result, confusions, measure
from beacon.bench.speed import Speed
from beacon.levels import BANDS

CLOSE_LANGUAGES = ("fr", "de", "es", "it", "pl", "pt", "nl", "ru", "tr")
MORE_LANGUAGES = ("uk", "ro", "el", "hr", "bg", "cs", "sv")
QUALITY = tuple(field.name.replace("_", " ") for field in fields(Quality))
BESIDE = ("", "Beacon", "rasa init", "ratio")


def quality_table(results: Sequence[Result]) -> str:
    """Quality in English, by band, and in the other languages."""
    english = [one for one in results if one.message.language == "en"]
    rest = [one for one in results if one.message.language != "en"]
    groups = [("English", english)]
    groups += [(f"English, {band}", _of_band(english, band)) for band in BANDS]
    groups += [("nine languages", [o for o in rest if o.message.language in CLOSE_LANGUAGES])]
    groups += [("seven more", [o for o in rest if o.message.language in MORE_LANGUAGES])]
    known = (*CLOSE_LANGUAGES, *MORE_LANGUAGES)
    groups += [("five more", [o for o in rest if o.message.language not in known])]
    languages = sorted({one.message.language for one in rest})
    groups += [(name, [o for o in rest if o.message.language == name]) for name in languages]
    rows = [[name, *quality_cells(group)] for name, group in groups if group]
    return table(["messages of", *QUALITY], rows)


def quality_cells(results: Sequence[Result]) -> list[str]:
    """The quality over these results as a row under the titles `QUALITY`."""
    quality = measure(results)
    shares = [getattr(quality, field.name) for field in fields(Quality)[1:]]
    return [str(quality.messages), *map(share, shares)]


def confusion_table(results: Sequence[Result]) -> str:
    """The commonest mistakes in English."""
    english = [one for one in results if one.message.language == "en"]
    rows = [[truth, guess, str(count)] for truth, guess, count in confusions(english)]
    return table(["was", "taken for", "times"], rows)


def speed_table(ours: Speed, default: Speed | None) -> str:
    """Our speed, that of the default, and the ratio."""
    rows = []
    for field in fields(Speed):
        mine = getattr(ours, field.name)
        row = [field.name.replace("_", " "), f"{mine:.1f}"]
        if default:
            other = getattr(default, field.name)
            row += [f"{other:.1f}", f"{mine / other:.2f}"]
        rows.append(row)
    return table(BESIDE if default else BESIDE[:2], rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def share(part: float, of: float = 1) -> str:
    """A count of so many, or a part of one, in percent; `nan` of nothing."""
    return f"{100 * part / of:.1f}" if of else "nan"


def _of_band(results: Sequence[Result], band: str) -> list[Result]:
    return [one for one in results if one.message.band == band]
