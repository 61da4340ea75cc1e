"""The edges of what can be tapped are seen: 3 to 1 against what is around them (WCAG 1.4.11)."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.stage import Stage
from tests.browser.states import CHAT_STATES, State, help_in_a_country, help_page
from tests.browser.test_person import Helpline, talk
from tests.browser.visitor import Visitor
from tests.conftest import Servers

LEAST = 3.0

# For each control with a frame or ground of its own, the better of the contrasts of both with what
# is around it. Words that are underlined have none and need none.
EDGES = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const linear = (channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const luminance = ([red, green, blue]) =>
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const contrast = (one, other) => {
    const [dark, light] = [luminance(rgba(one)), luminance(rgba(other))].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const isSeen = (colour) => rgba(colour)[3] > 0;
  const around = (element) => {
    const outer = element.parentElement || element.getRootNode().host;
    if (!outer) return 'white';
    const { backgroundColor } = getComputedStyle(outer);
    return isSeen(backgroundColor) ? backgroundColor : around(outer);
  };
  const found = [];
  const look = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) look(element.shadowRoot);
      const isControl = element.matches('a, button, summary, select, textarea, .person .bubble');
      if (!isControl || !element.checkVisibility()) continue;
      const { borderTopColor, borderTopWidth, backgroundColor } = getComputedStyle(element);
      const edge = parseFloat(borderTopWidth) ? [borderTopColor] : [];
      const seen = [...edge, backgroundColor].filter(isSeen);
      if (!seen.length) continue;
      const best = Math.max(...seen.map((colour) => contrast(colour, around(element))));
      found.push([best, `${element.className}: ${element.textContent.trim().slice(0, 40)}`]);
    }
  };
  look(document);
  return found;
}"""


def faint(visitor: Visitor) -> list[str]:
    """The controls with edges that are hard to see."""
    found: list[tuple[float, str]] = visitor.page.evaluate(EDGES)
    assert found
    return [f"{name}: {contrast:.1f}" for contrast, name in found if contrast < LEAST]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", [*CHAT_STATES, help_page, help_in_a_country])
def test_edges_of_controls_are_seen(
    visit: Visit, servers: Servers, state: State, scheme: str
) -> None:
    visitor = visit(servers.url, color_scheme=scheme)
    state(visitor)
    assert faint(visitor) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_a_person_writes_is_marked_so_that_it_is_seen(
    guest: Visitor, stage: Stage, scheme: Literal["light", "dark"]
) -> None:
    helpline = Helpline(stage)
    guest.page.emulate_media(color_scheme=scheme)
    chat = talk(guest)
    helpline.words.append({"id": 1, "text": "I am here."})
    expect(chat.log.locator(".person .bubble")).to_be_visible()
    assert faint(guest) == []
