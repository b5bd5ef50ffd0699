"""Where a reader lands: whatever moved them there, one second later the target is still in view.

A page may scroll a second time, a few hundred milliseconds after the first; so no test may look at once. Many pages are
moved first and then checked together, so that they share one second of waiting.
"""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Page

SETTLED = 1000  # milliseconds: any second scrolling is over by then
_AMISS = """([id, focused]) => {
  const target = document.getElementById(id);
  const header = document.querySelector(".lr-header").getBoundingClientRect();
  const name = each => `${each.localName}#${each.id} '${each.textContent.trim().slice(0, 40)}'`;
  if (!target) return [`there is no #${id}`];
  const { top, bottom, height } = target.getBoundingClientRect();
  const found = [];
  if (!height) found.push("it is hidden");
  if (top < header.bottom - 1) found.push(`${Math.round(header.bottom - top)} px above the lower edge of the header`);
  if (bottom > innerHeight + 1) found.push(`${Math.round(bottom - innerHeight)} px below the window`);
  if (focused && document.activeElement !== target) found.push(`the focus is on ${name(document.activeElement)}`);
  return found;
}"""


def amiss(page: Page, target: str, *, focused: bool) -> Sequence[str]:
    """Return why *page* does not show the element with id *target* completely and below the header; empty when it does.

    With *focused*, the element must have the focus too.
    """
    return list(page.evaluate(_AMISS, [target, focused]))


def settle(pages: Sequence[Page]) -> None:
    """Wait until any second scrolling of *pages* is over."""
    for page in pages[:1]:
        page.wait_for_timeout(SETTLED)


def landed(page: Page, target: str, *, focused: bool = False) -> None:
    """Assert that the reader of *page* is at *target*, and stays there."""
    settle([page])
    assert amiss(page, target, focused=focused) == [], page.url
