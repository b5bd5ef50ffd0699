"""A reader on a phone, in a hurry: from a page, by tapping words that are near, to words in view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from draaiboek.content.tasks import Task
from draaiboek.lab.audit import browser
from draaiboek.lab.audit.served_site import served
from draaiboek.lab.audit.shared_browsers import share_among
from draaiboek.render.layout import page_url, site_folder

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTH, HEIGHT = 360, 740
MOST = 1.5  # screens below where the reader lands
_SETTLED = 700  # milliseconds, after which late scrolling has finished
_AT_ONCE = 4  # readers at the same time: each mostly waits
_PATIENCE = 12  # times that long: on a busy machine the search texts arrive late

# Finds the occurrence of the words nearest below the top of the screen: as the reader sees them, in an element that is
# shown, whether HTML or drawn. Returns how far their end is below that top, in pixels, or null; with *taps* it looks
# only at what can be tapped, and marks it. While a page is loading it has not yet scrolled to the fragment of its
# address: null. Text for screen readers only is in a box of one pixel that clips it. Only the size of the deepest
# element is tested: otherwise the figure around such a box would be taken for the place of its words.
_FIND = """([words, taps]) => {
  if (document.readyState !== "complete") return null;
  const typed = (text) => text.replace(/[‘’]/g, "'").replace(/[“”]/g, '"');
  const plain = (text) => typed(text).replace(/[\\s\\u00ad]+/g, " ").trim().toLowerCase();
  const wanted = plain(words);
  const top = document.querySelector(".lr-header")?.getBoundingClientRect().bottom ?? 0;
  const all = [...document.querySelectorAll(taps ? "a[href], button, summary, label" : "main *, header ~ * *")];
  const large = ({ width, height }) => width > 4 && height > 4;
  const around = (each) => each ? [each, ...around(each.parentElement)] : [];
  const seen = (each) => large(each.getBoundingClientRect()) && around(each.parentElement).every((box) =>
    getComputedStyle(box).overflow === "visible" || large(box.getBoundingClientRect()));
  const found = all.filter((each) => each.checkVisibility({ visibilityProperty: true })
    && plain(each.innerText ?? each.textContent).includes(wanted)); // what is drawn has no innerText
  const deepest = found.filter((each) => taps || ![...each.children].some((child) => found.includes(child)));
  const near = deepest.filter(seen).map((each) => [each, each.getBoundingClientRect()])
    .filter(([, box]) => box.top >= Math.min(top, 0) - 1 || taps && box.bottom > 0)
    .sort(([, one], [, other]) => one.top - other.top)[0];
  if (!near) return null;
  document.querySelectorAll("[data-tik]").forEach((each) => each.removeAttribute("data-tik"));
  if (taps) near[0].setAttribute("data-tik", "");
  return near[1].bottom;
}"""


@dataclass(frozen=True, slots=True)
class Walk:
    """The outcome of *task*: how many screens down the farthest step was, and what was *missed*, '' for nothing."""

    task: Task
    screens: float
    missed: str


def walk(site: Path, tasks: Sequence[Task]) -> tuple[Walk, ...]:
    """Return the outcome of each of *tasks* on the site in folder *site*. Raises ToolError when there is no browser."""
    with served(site) as address:
        return share_among(_AT_ONCE, _phone, tasks, lambda page, task: _walk(page, address, task))


@contextmanager
def _phone() -> Iterator[Page]:
    with browser.started() as one:
        yield one.new_context(viewport={"width": WIDTH, "height": HEIGHT}, has_touch=True, is_mobile=True).new_page()


def _walk(page: Page, address: str, task: Task) -> Walk:
    page.goto(f"{address}{site_folder(task.variant)}{page_url(task.start)}")
    farthest = 0.0
    if task.search and not _searched(page, task.search):
        return Walk(task, farthest, f"zoeken op ‘{task.search}’ geeft niets")
    for number, words in enumerate((*task.taps, task.answer)):
        taps = number < len(task.taps)
        page.wait_for_timeout(_SETTLED)
        end = _found(page, words, taps=taps)
        if end is None:
            where = "waarop te tikken valt" if taps else "in beeld te brengen"
            return Walk(task, farthest, f"er is geen ‘{words}’ {where} op {_place(page, address)}")
        farthest = max(farthest, end / HEIGHT)
        if farthest > MOST:
            far = f"{farthest:.1f}".replace(".", ",")
            return Walk(task, farthest, f"‘{words}’ staat {far} schermen ver op {_place(page, address)}")
        if taps:
            page.locator("[data-tik]").tap()
            page.wait_for_load_state()
    return Walk(task, farthest, "")


def _searched(page: Page, words: str) -> bool:
    """Open the search box, type *words* and open the first result; return whether there was one."""
    page.locator(".lr-header__search").tap()
    page.keyboard.type(words)
    best = page.locator("[role=option][data-best]").first
    for _ in range(_PATIENCE):
        page.wait_for_timeout(_SETTLED)
        if best.is_visible():
            best.tap()
            page.wait_for_load_state()
            return True
    return False


def _found(page: Page, words: str, *, taps: bool) -> float | None:
    """Return what `_FIND` returns, or None; it keeps trying, because on a busy machine the next page comes late."""
    from playwright.sync_api import TimeoutError as TooLate  # noqa: PLC0415  # a machine that builds does not need it

    try:
        found = page.wait_for_function(_FIND, arg=[words, taps], timeout=_PATIENCE * _SETTLED, polling=_SETTLED / 4)
        return float(found.json_value())
    except TooLate:
        return None


def _place(page: Page, address: str) -> str:
    return page.url.removeprefix(address) or "de eerste pagina"
