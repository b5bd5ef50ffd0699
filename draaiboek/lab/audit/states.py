"""What a reader can open on a page: menus, explanations, the search; each is checked while it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draaiboek.lab.audit.browser import painted, script

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOUND = "zoeken met resultaten"
NOT_FOUND = "zoeken zonder resultaat"
SEARCHES = {FOUND: "overleg", NOT_FOUND: "qqzzxxqq"}
_PATIENCE = 10_000  # milliseconds
_FIELD = "[role=search] [role=combobox]"
_ANSWERED = """found => {
  const count = document.querySelectorAll("[role=search] [role=option]").length;
  const said = document.querySelector("[role=search] [role=status]").textContent;
  return found ? count > 0 : count === 0 && said.startsWith("Geen");
}"""


def kinds(page: Page) -> tuple[str, ...]:
    """Return the kinds of things that can be opened on *page* as it is shown now."""
    return tuple(page.evaluate(script("openers"), None))


def reach(page: Page, state: str) -> bool:
    """Bring *page* into *state*, a kind of opener or one of `SEARCHES`; return whether that worked."""
    from playwright.sync_api import TimeoutError as TooLate  # noqa: PLC0415  # see browser.started

    try:
        if state in SEARCHES:
            _search(page, state)
        else:
            page.evaluate(script("openers"), state)
    except TooLate:
        painted(page)  # else it is the browser that does not go on
        return False
    # What opens may scroll into view, and leave half a link behind the header: that does not make the link too small.
    page.evaluate("scrollTo(0, 0)")
    painted(page)
    return True


def _search(page: Page, state: str) -> None:
    field = page.locator(_FIELD)
    field.focus()
    field.press_sequentially(SEARCHES[state])
    page.wait_for_function(_ANSWERED, arg=state == FOUND, timeout=_PATIENCE)
