"""Makes a message plain: one spelling of each character, nothing that cannot be seen."""

from __future__ import annotations

import re
import unicodedata

from beacon.door.policy import POLICY

# Blank to the eye, yet letters or signs to Unicode.
_BLANK = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\ufffd")
# Format, control, lone surrogate, private use, enclosing mark.
_UNSEEN = frozenset({"Cf", "Cc", "Cs", "Co", "Me"})
_VARIATION_SELECTORS = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
# Kept as typed: NFKC would turn them into several characters that nobody typed.
_AS_TYPED = frozenset("…™℠№½¼¾⅓⅔℃℉ºª¨´¸¯")
_APOSTROPHES = frozenset("‘’‛ʼ`´′＇")
_QUOTES = frozenset("“”„‟«»")

_SPACES = re.compile(r"\s+")
_STACKED = re.compile(
    "([^\\W\\d_][\u0300-\u036f]{1,2})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]*"
    "|[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
_REPEATED = re.compile(rf"(.)\1{{{POLICY.repeats},}}")


def clean(message: object) -> str:
    """The message on one line: no control, zero-width, bidirectional or tag characters, no lone
    surrogates; full-width and decorated letters and digits folded to plain ones; spaces collapsed;
    runs of one character cut to `repeats` of door.yml. What isn't a string becomes "".
    """
    if not isinstance(message, str):
        return ""
    plain = unicodedata.normalize("NFC", message.translate(_PLAIN))
    if not plain.isascii():
        plain = _STACKED.sub(r"\1", plain)
    return _REPEATED.sub(_shortened, _SPACES.sub(" ", plain)).strip()


def _shortened(run: re.Match[str]) -> str:
    return run[1] * POLICY.repeats


class _Plain(dict[int, str]):
    """What becomes of a character, found out at its first use."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain(chr(code))
        return plain


_PLAIN = _Plain()


def _plain(character: str) -> str:
    if character.isspace():
        return " "
    if character in _APOSTROPHES:
        return "'"
    if character in _QUOTES:
        return '"'
    if _is_unseen(character):
        return ""
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.decimal(character))
    return _folded(character)


def _is_unseen(character: str) -> bool:
    return (
        unicodedata.category(character) in _UNSEEN
        or character in _BLANK
        or character in _VARIATION_SELECTORS
        or _is_noncharacter(ord(character))
    )


def _is_noncharacter(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _folded(character: str) -> str:
    if character in _AS_TYPED:
        return character
    folded = unicodedata.normalize("NFKC", character)
    return folded if folded == character else "".join(map(_plain, folded))
