"""The browser: where it is, how it starts, and the four settings in which a page is checked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from draaiboek.base.errors import ToolError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Error, Page

NAMES = ("chromium", "chromium-browser")
# No network traffic of the browser's own; and no sandbox, which root in a container cannot use.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HEIGHT = 800
_PAINTED = """limit => new Promise(done => {
  requestAnimationFrame(() => requestAnimationFrame(() => done(true)));
  setTimeout(done, limit, false);
})"""
_PATIENCE = 10_000.0  # milliseconds; on a busy machine a frame takes a second
_CHOOSE = """dark => {
  const button = document.querySelector(".lr-colours__button");
  if (button && (button.getAttribute("aria-pressed") === "true") !== dark) button.click();
}"""


@dataclass(frozen=True, slots=True)
class Setting:
    """A screen width in pixels and one of the two colour schemes."""

    width: int
    dark: bool

    def __str__(self) -> str:
        """Return the setting as a reader of the results sees it."""
        return f"{self.width} px, {'donker' if self.dark else 'licht'}"


# In an order in which each differs from the previous one in one thing.
SETTINGS = (Setting(360, dark=False), Setting(360, dark=True), Setting(1280, dark=True), Setting(1280, dark=False))


def executable() -> str:
    """Return the path of Chromium; '' when there is none. The environment variable `CHROMIUM` takes precedence."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")


@contextmanager
def started() -> Iterator[Browser]:
    """Start a headless browser while the body runs. Each thread needs its own. Raises ToolError when there is none."""
    path = executable()
    if not path:
        message = "Chromium ontbreekt"
        raise ToolError(message, hint="Installeer 'chromium', of zet zijn pad in CHROMIUM.")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415  # a machine that builds does not need it
    except ImportError as error:
        message = "het pakket 'playwright' ontbreekt"
        raise ToolError(message, hint="Voer 'python3 build.py test --version' een keer uit.") from error
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def complaints(page: Page) -> Iterator[list[str]]:
    """Yield a list that grows with the errors that *page* reports: refused by its policy, missing, broken."""
    said: list[str] = []

    def on_line(line: ConsoleMessage) -> None:
        if line.type == "error":
            said.append(line.text)

    def on_error(error: Error) -> None:
        said.append(error.message)

    page.on("console", on_line)
    page.on("pageerror", on_error)
    try:
        yield said
    finally:
        page.remove_listener("console", on_line)
        page.remove_listener("pageerror", on_error)


def version(page: Page) -> str:
    """Return the name and version of the browser that shows *page*."""
    browser = page.context.browser
    return f"Chromium {browser.version.partition('.')[0] if browser else ''}".strip()


def show(page: Page, setting: Setting) -> None:
    """Show *page* in *setting*, as a reader does who turns the screen or presses the button for dark colours."""
    page.set_viewport_size({"width": setting.width, "height": HEIGHT})
    page.evaluate(_CHOOSE, setting.dark)
    painted(page)


class NotPaintedError(ToolError):
    """Chromium no longer paints a tab, though its scripts still run and another tab of the same browser is painted."""


def painted(page: Page) -> None:
    """Wait until *page* has been painted as its scripts left it; raises NotPaintedError when that never happens."""
    if not page.evaluate(_PAINTED, _PATIENCE):
        message = "Chromium toont een pagina niet meer"
        raise NotPaintedError(message, hint="Begin opnieuw, op een machine die niets anders doet.")


@cache
def script(name: str) -> str:
    """Return the source of the function in *name*.js, to be run in a page."""
    return Path(__file__).with_name(f"{name}.js").read_text(encoding="utf-8")
