"""How fast children read, type and decide. Standard library only; seconds everywhere.

Sources: reading aloud, words a minute, grades 2 to 6, median in spring 100 to 146, quarters 72 to
173 (Hasbrouck and Tindal 2017); silent reading of grown-ups 175 to 300 (Brysbaert 2019); typing on
a phone at 10 to 19 years 39.6 words a minute, 3.3 letters a second (Palin and others, MobileHCI
2019, copying a text). All else is assumed: making up a message is no faster than copying one, the
pause to think is log-normal with a median of four seconds, a tap takes one to three.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

# Share of children, and words read a minute at least and at most, by age band.
BANDS = {
    "8-10": (0.20, 100, 130),
    "11-13": (0.40, 120, 160),
    "14-17": (0.35, 150, 200),
    "adult": (0.05, 175, 200),
}
LETTERS_A_SECOND = (2.0, 4.0)
TAP = (1.0, 3.0)
PAUSE_MEDIAN, PAUSE_SPREAD, LONGEST_PAUSE = 4.0, 0.6, 30.0

TURNS = (3, 15)
ENGLISH = 0.85
TELLS_AGE, SKIPS_AGE = 0.70, 0.15
TELLS_COUNTRY = 0.60
SAYS_GOODBYE = 0.75
COMES_BACK = 0.20


@dataclass(frozen=True)
class Child:
    """One child with a speed of its own; `faster` divides all times."""

    band: str
    words_a_minute: float
    letters_a_second: float
    dice: random.Random
    faster: float = 1.0

    @classmethod
    def draw(cls, dice: random.Random, faster: float = 1.0) -> Child:
        """Any child, as often as its age band is."""
        shares = [share for share, _, _ in BANDS.values()]
        [band] = dice.choices(list(BANDS), shares)
        _, slowest, fastest = BANDS[band]
        speed = dice.uniform(slowest, fastest)
        return cls(band, speed, dice.uniform(*LETTERS_A_SECOND), dice, faster)

    def reading(self, words: int) -> float:
        """How long it reads so many words."""
        return 60 * words / self.words_a_minute / self.faster

    def typing(self, text: str) -> float:
        """How long it thinks and types."""
        return self._pause() + len(text) / self.letters_a_second / self.faster

    def tapping(self) -> float:
        """How long it takes to decide on a button."""
        return self.dice.uniform(*TAP) / self.faster

    def _pause(self) -> float:
        pause = PAUSE_MEDIAN * self.dice.lognormvariate(0, PAUSE_SPREAD)
        return min(pause, LONGEST_PAUSE) / self.faster
