"""Other words than the project's own in the answers and the register, and who says them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bot.page import Page
from tests.cluster.children import CRY

# In this child's country the register changes.
COUNTRY = "PT"
# The bot answers the first from its answers, and an emergency from its register; the last is
# answered by the action server, from its own copies of both.
TERM, HELP = "what is sexting", "where can i get help"


@dataclass(frozen=True)
class Change:
    """Words in a file, those that come in their place, and the messages that are met with them."""

    file: str
    old: str
    new: str
    asked: tuple[str, ...]


CHANGES = (
    Change("answers/en/prevention.yml", "Sexting means sending", "Sexting is sending", (TERM,)),
    Change("answers/en/victims.yml", "Pick one from the list", "Try one from the list", (HELP,)),
    Change("helplines/pt.yml", "SOS Child and Youth line", "A line with a new name", (CRY, HELP)),
)


@contextmanager
def changed(folder: Path) -> Iterator[None]:
    """The new words are in the files below the folder inside, and the old ones afterwards."""
    files = {folder / change.file: change for change in CHANGES}
    old = {file: file.read_text() for file in files}
    assert all(change.old in old[file] for file, change in files.items())
    try:
        for file, change in files.items():
            file.write_text(old[file].replace(change.old, change.new))
        yield
    finally:
        for file, text in old.items():
            file.write_text(text)


def are_new(bots: Sequence[str]) -> bool:
    """Whether each bot, and the action server when each of them asks it, says the new words."""
    return all(change.new in said and change.old not in said for change, said in _answers(bots))


def are_old(bots: Sequence[str]) -> bool:
    """Whether they say the old ones."""
    return all(change.old in said and change.new not in said for change, said in _answers(bots))


def _answers(bots: Sequence[str]) -> Iterator[tuple[Change, str]]:
    return ((c, _answer(bot, text)) for bot in bots for c in CHANGES for text in c.asked)


def _answer(bot: str, text: str) -> str:
    """All that a child is shown who says this first, and its country before."""
    page = Page(bot)
    page.say(country=COUNTRY)
    return json.dumps(page.say(text=text), ensure_ascii=False)
