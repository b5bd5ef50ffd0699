"""What axe-core does not see: every stop of the Tab key, sideways scrolling, small targets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from draaiboek.lab.audit.axe import Finding
from draaiboek.lab.audit.browser import HEIGHT, painted, script

if TYPE_CHECKING:
    from playwright.sync_api import Page

STOPS = "toetsenbord-stop"
OUTLINE = "zichtbare-focus"
ORDER = "tab-volgorde"
SIDEWAYS = "opzij-scrollen"
TARGET = "klein-doel"
NARROW = 320
MOST_STOPS = 1500
STOPS_WHILE_OPEN = 40
_LINE = 40  # pixels: elements on one line are not always at the same height
_OPENING = 200  # milliseconds
# https://www.w3.org/TR/WCAG22/#text-spacing
TEXT_SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    " p { margin-bottom: 2em !important }"
)
_TO_TOP = """() => {
  window.givenStops = new Set();
  document.activeElement?.blur();
  getSelection().removeAllRanges();
  scrollTo(0, 0);
}"""
# At the first link of the page the focus has wrapped around: what follows is above what was opened, and already walked.
_FROM_HERE = "() => { window.givenStops = new Set([document.links[0]]); }"
ADD_STYLE = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
}"""
DROP_STYLE = "() => { document.adoptedStyleSheets.pop(); }"


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop of the Tab key; *seen* and *outlined* say whether a reader can tell where it is.

    *top* is its distance in pixels from the top of the page, or None outside the running text.
    """

    top: int | None
    selector: str
    html: str
    seen: bool
    outlined: bool


def stops(page: Page) -> tuple[Stop, ...]:
    """Press Tab from the top of *page* until the focus wraps around, and return every stop."""
    page.evaluate(_TO_TOP)
    return _stops(page, MOST_STOPS)


def stops_while_open(page: Page) -> tuple[Stop, ...]:
    """Press Tab from the present focus on *page*, through what was opened and beyond, and return the stops."""
    page.evaluate(_FROM_HERE)
    return _stops(page, STOPS_WHILE_OPEN)


def _stops(page: Page, most: int) -> tuple[Stop, ...]:
    found: list[Stop] = []
    while len(found) < most:
        page.keyboard.press("Tab")
        stop = page.evaluate(script("stop"), False)  # noqa: FBT003  # a value for the page
        if stop and not stop["seen"]:
            page.wait_for_timeout(_OPENING)  # the search box expands when it gets the focus
            stop = page.evaluate(script("stop"), True)  # noqa: FBT003  # likewise
        if stop is None:
            break
        found.append(Stop(**stop))
    return tuple(found)


def unreachable(found: Iterable[Stop], name: str, setting: str) -> tuple[Finding, ...]:
    """Return findings for stops in *found* that are invisible, show no focus, or go back up in the text."""
    found = tuple(found)
    hidden = [Finding(name, setting, STOPS, each.selector, each.html) for each in found if not each.seen]
    vague = [Finding(name, setting, OUTLINE, each.selector, each.html) for each in found if not each.outlined]
    text = [(each.top, each) for each in found if each.top is not None]
    upward = [
        Finding(name, setting, ORDER, each.selector, each.html)
        for (before, _), (top, each) in pairwise(text)
        if top < before - _LINE
    ]
    return (*hidden, *vague, *upward)


def sideways(page: Page, name: str, *, state: str = "") -> tuple[Finding, ...]:
    """Return what makes *page* scroll sideways at 320 px (400 % zoom), as it is and with increased text spacing.

    *state* says what is open on it.
    """
    opened = f", open: {state}" if state else ""
    page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    painted(page)
    found = _findings(page, "wide", (name, f"{NARROW} px{opened}", SIDEWAYS))
    page.evaluate(ADD_STYLE, TEXT_SPACING)
    painted(page)
    spaced = _findings(page, "wide", (name, f"{NARROW} px, ruime tekst{opened}", SIDEWAYS))
    page.evaluate(DROP_STYLE)
    return (*found, *spaced)


def small_targets(page: Page, name: str, setting: str) -> tuple[Finding, ...]:
    """Return what is too small for a finger on *page*: less than 24 px wide or high."""
    return _findings(page, "small", (name, setting, TARGET))


def _findings(page: Page, name: str, where: tuple[str, str, str]) -> tuple[Finding, ...]:
    found: list[dict[str, str]] = page.evaluate(script(name))
    return tuple(Finding(*where, each["selector"], each["html"]) for each in found)
