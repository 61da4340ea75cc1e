"""The pages are light: an old phone on a slow line opens them too."""

from __future__ import annotations

import pytest
import requests

from tests.browser.visitor import Visitor
from tests.conftest import ANSWER, Servers

MOST_SCRIPT = 15_800
MOST_PAGE = 60_000
MOST_EMBED = 3_150


@pytest.fixture
def sizes(visitor: Visitor) -> dict[str, int]:
    """The bytes on the line for each address that belongs to the chat page."""
    visitor.open_chat()
    asked = [each for each in visitor.requests if each.method == "GET"]
    return {each.url: each.sizes()["responseBodySize"] for each in asked}


def test_the_scripts(sizes: dict[str, int]) -> None:
    scripts = [size for url, size in sizes.items() if url.endswith(".js")]
    assert 0 < sum(scripts) <= MOST_SCRIPT


def test_the_whole_page(sizes: dict[str, int]) -> None:
    kinds = {url.rpartition(".")[2] for url in sizes}
    assert {"js", "css", "json", "svg"} <= kinds
    assert all(size > 0 for size in sizes.values())
    assert sum(sizes.values()) <= MOST_PAGE


def test_the_script_for_other_sites(servers: Servers) -> None:
    answer = requests.get(f"{servers.url}/embed.js", timeout=ANSWER, stream=True)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert 0 < len(answer.raw.read(decode_content=False)) <= MOST_EMBED
