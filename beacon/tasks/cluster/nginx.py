"""nginx before the bots: its settings and what it shows while no bot answers.

`python -m beacon.tasks.cluster.nginx --bot HOST:PORT ... > nginx.conf` prints the settings.
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from beacon import project
from beacon.register.model import Need
from beacon.register.text import payload
from beacon.tasks.cluster.debian import check_reach, own_user
from beacon.tasks.cluster.debian import program as program_of
from beacon.tasks.cluster.supervisor import Program
from beacon.web.headers import frame_ancestors
from beacon.web.helplines import for_child
from beacon.web.pages import CARD_FIELDS, EMERGENCY_FIELDS, environment, with_all

FOLDER = project.ROOT / "deploy" / "nginx"
TEMPLATE, PAGE = "nginx.conf.j2", "unavailable.html"
MOST_FILES = 65_536


@dataclass(frozen=True)
class Limits:
    """How much is taken: requests a second and those at once above it, and requests under way.

    The template says how the figures for one address were reckoned.
    """

    pages_rate: int = 350
    pages_burst: int = 6000
    chat_rate: int = 120
    chat_burst: int = 1000
    open_requests: int = 3000
    conversation_rate: int = 3
    conversation_burst: int = 20
    conversation_open_requests: int = 4


@dataclass(frozen=True)
class Settings:
    """What the settings of nginx are made from.

    `bots` and `listen` are HOST:PORT, or PORT alone for `listen`; `out` are those of the bots that
    get no requests for now. Without `server_names` every name is answered, without a certificate it
    speaks plain HTTP. `listen_plain` leads to HTTPS. Below `challenges`, where it is named, stands
    what a certificate's issuer asks for over plain HTTP (ACME, HTTP-01). Pages and temporary files
    are in `folder`.
    """

    bots: tuple[str, ...]
    folder: Path
    listen: tuple[str, ...] = ("8080",)
    server_names: tuple[str, ...] = ()
    certificate: str | None = None
    certificate_key: str | None = None
    listen_plain: tuple[str, ...] = ()
    challenges: str | None = None
    user: str | None = None
    workers: str = "auto"
    files: int = 16_384
    ancestors: str = "'self'"
    out: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)


def render(settings: Settings) -> str:
    """The settings as nginx reads them."""
    templates = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    return templates.get_template(TEMPLATE).render(asdict(settings))


def unavailable_page() -> str:
    """The page for a time without bots, its numbers from the register."""
    found = payload(for_child(project.register(), project.site().default_country, Need.TALK))
    emergency = with_all(EMERGENCY_FIELDS, found["emergency"])
    return (
        environment(FOLDER)
        .get_template(PAGE)
        .render(
            site=project.site(),
            emergency=emergency,
            cards=[with_all(CARD_FIELDS, card) for card in found["cards"]],
            other_languages=_emergency_in_other_languages(emergency["number"]),
        )
    )


def most_files() -> int:
    """How many files a worker may open here."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)


def own_worker() -> str | None:
    """As whom the workers run where we are root."""
    return own_user("www-data", "nginx", "nobody")


def check() -> None:
    """Raises ClusterError where nginx is missing."""
    program_of("nginx", "nginx")


def make(settings: Settings) -> None:
    """Writes the settings and the page into their folder."""
    pages = settings.folder / "pages"
    pages.mkdir(mode=0o755, parents=True, exist_ok=True)
    check_reach(pages, settings.user)
    (pages / PAGE).write_text(unavailable_page())
    (settings.folder / "nginx.conf").write_text(render(settings))


def program(folder: Path) -> Program:
    """The server, with its settings and pages in `folder`."""
    server = str(program_of("nginx", "nginx"))
    file = str(folder / "nginx.conf")
    command = [server, "-p", str(folder), "-e", "stderr", "-c", file]
    # QUIT lets the requests under way end.
    return Program("nginx", command, stop_signal="QUIT", patience=12)


def _emergency_in_other_languages(number: str) -> list[tuple[str, str]]:
    book = project.answer_book()
    others = sorted(set(book.phrases) - {"en"})
    return [(code, book.phrase("emergency", code).format(number=number)) for code in others]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the settings, or the page for a time without bots."""
    asked = _read(arguments)
    print(unavailable_page() if asked.page else render(_settings(asked)), end="")
    return 0


def _settings(asked: argparse.Namespace) -> Settings:
    return Settings(
        bots=tuple(asked.bot),
        folder=asked.folder,
        listen=tuple(asked.listen),
        server_names=tuple(asked.server_name),
        certificate=asked.certificate,
        certificate_key=asked.certificate_key,
        listen_plain=tuple(asked.listen_plain),
        challenges=asked.challenges,
        ancestors=frame_ancestors(project.site()),
        user=asked.user,
        files=asked.files,
    )


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m beacon.tasks.cluster.nginx")
    reader.add_argument("--bot", nargs="+", default=["127.0.0.1:5005"], metavar="HOST:PORT")
    reader.add_argument("--folder", type=Path, default=Path("/tmp/nginx"))
    reader.add_argument("--listen", nargs="+", default=["8080"], metavar="[HOST:]PORT")
    reader.add_argument("--listen-plain", nargs="+", default=[], metavar="[HOST:]PORT")
    reader.add_argument("--server-name", nargs="+", default=[], metavar="NAME")
    reader.add_argument("--certificate", metavar="FILE")
    reader.add_argument("--certificate-key", metavar="FILE")
    reader.add_argument("--challenges", metavar="FOLDER")
    reader.add_argument("--user", metavar="NAME")
    reader.add_argument("--files", type=int, default=16_384)
    reader.add_argument("--page", action="store_true", help="print the page instead")
    asked = reader.parse_args(arguments)
    if bool(asked.certificate) != bool(asked.certificate_key):
        reader.error("a certificate needs its key, and a key its certificate")
    return asked


if __name__ == "__main__":
    sys.exit(main())
