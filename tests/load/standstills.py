"""Programs that stand still again and again while children chat, as where a machine has too little
for all of them: their answers come late, and everything that waited for them gives up at once.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.engines.frozen import frozen
from tests.load.machine import Programs

# Seconds: some are over before anybody gives up, after some nginx and the page have both done so.
LENGTHS = (0.5, 1.5, 2.5, 3.5, 4.5, 6.0, 9.0)
PAUSES = (1.0, 4.0)
ALL_BOTS = "bots"


@dataclass
class Standstills:
    """Stops programs by SIGSTOP, one of `names` after the other by chance, and lets them go on.

    A name is a program's, or the beginning of several of which one is chosen: `bot` is any bot;
    `bots` are all of them at once.
    """

    programs: Callable[[], Programs]
    names: Sequence[str]
    seed: int = 1
    lengths: list[float] = field(default_factory=list)
    _is_over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def going_on(self, after: float) -> Iterator[None]:
        """Stands still now and then, from so many seconds on until the block ends."""
        thread = threading.Thread(target=self._run, args=(after,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._is_over.set()
            thread.join()

    def _run(self, after: float) -> None:
        dice = random.Random(self.seed)
        self._is_over.wait(after)
        while not self._is_over.is_set():
            length = dice.choice(LENGTHS)
            if chosen := self._chosen(dice.choice(self.names), dice):
                with frozen(*chosen):
                    self._is_over.wait(length)
                self.lengths.append(length)
            self._is_over.wait(dice.uniform(*PAUSES))

    def _chosen(self, name: str, dice: random.Random) -> list[int]:
        programs = self.programs()
        meant = "bot" if name == ALL_BOTS else name
        chosen = [each for each in sorted(programs) if each.startswith(meant)]
        if name != ALL_BOTS and chosen:
            chosen = [dice.choice(chosen)]
        return [programs[each] for each in chosen]
