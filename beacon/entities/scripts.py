"""Languages that nothing here reads, told by the script that they are written in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

# The script as Unicode names its letters, and the language that most who write it here speak.
_BY_SCRIPT = {
    "ARABIC": "ar",
    "HEBREW": "he",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "GURMUKHI": "pa",
    "GUJARATI": "gu",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "SINHALA": "si",
    "THAI": "th",
    "LAO": "lo",
    "KHMER": "km",
    "MYANMAR": "my",
    "TIBETAN": "bo",
    "MONGOLIAN": "mn",
    "ETHIOPIC": "am",
    "THAANA": "dv",
}
# Letters of the Arabic script that Arabic itself has not: the first language that has one of them.
_BY_LETTER = {
    "ur": frozenset("\u0679\u0688\u0691\u06ba\u06d2\u06c1\u06be"),
    "ps": frozenset("\u067c\u0689\u0693\u069a\u0696\u0681\u0685\u06d0\u06cd"),
    "ku": frozenset("\u06c6\u06ce\u06d5\u0695\u06b5"),
    "fa": frozenset("\u067e\u0686\u0698\u06af\u06cc\u06a9"),
}
# Two signs of such a script beside one another: what stands alone is part of a face, as `ツ` is.
_WORD = re.compile(r"[^\W\d_a-zA-Z][^\x00-\x7f\s]")


def unread_language(text: str) -> str | None:
    """The language (ISO 639-1) of a text mostly in such a script; None of any other text."""
    text = text.strip()
    if text.isascii() or not (_WORD.search(text) or len(text) == 1):
        return None
    scripts = Counter(script for letter in text if (script := _script(letter)))
    unread = Counter({one: count for one, count in scripts.items() if one in _BY_SCRIPT})
    if unread.total() <= scripts.total() / 2:
        return None
    if unread["HIRAGANA"] or unread["KATAKANA"]:
        return "ja"
    language = _BY_SCRIPT[unread.most_common(1)[0][0]]
    return _of_arabic_letters(text) if language == "ar" else language


def _script(letter: str) -> str | None:
    """The script of a letter; None of other signs."""
    if letter.isascii():
        return "LATIN" if letter.isalpha() else None
    return unicodedata.name(letter, "").split(" ")[0] if letter.isalpha() else None


def _of_arabic_letters(text: str) -> str:
    letters = set(text)
    return next((one for one, own in _BY_LETTER.items() if not own.isdisjoint(letters)), "ar")
