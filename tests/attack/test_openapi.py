"""Schemathesis over the running bot: what the description promises holds for odd requests too."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from beacon.project import ROOT
from tests.conftest import Servers

DESCRIPTION = ROOT / "docs" / "openapi.yml"
# Methods are not among them: that others are refused is nginx's part, see tests/cluster.
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
# About 20 seconds on a quiet machine; every run asks the same.
EXAMPLES = 25
LONGEST = 300.0
TOOLS = ("sh", str(ROOT / "tools" / "quality.sh"))


def schemathesis(url: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Its run against the bot at `url`, from a folder that it may write into."""
    options = {
        "--url": url,
        "--checks": ",".join(CHECKS),
        "--max-examples": str(EXAMPLES),
        "--request-timeout": "20",
        "--suppress-health-check": "all",
        "--warnings": "off",
    }
    words = [word for option in options.items() for word in option]
    words += ["--generation-deterministic", "--no-color"]
    return subprocess.run(
        [*TOOLS, "schemathesis", "run", str(DESCRIPTION), *words],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )


def test_every_answer_is_as_described(servers: Servers, tmp_path: Path) -> None:
    # To build the tools' environment is not part of the time.
    subprocess.run([*TOOLS, "schemathesis", "--version"], check=True, stdout=subprocess.DEVNULL)
    done = schemathesis(servers.url, tmp_path)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    followed = re.search(r"API Links: +(\d+) covered", done.stdout)
    # Conversations that the server began were gone on with, not only made-up ones refused.
    assert followed, done.stdout
    assert int(followed[1]) >= 5
