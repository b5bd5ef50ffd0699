"""One run of axe-core on a page as it is shown on the screen (https://github.com/dequelabs/axe-core)."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

REQUIRED = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
ADVISED = "best-practice"
_RUN = """async tags => {
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return {
    passed: found.passes.map(rule => rule.id),
    unsure: found.incomplete.map(rule => rule.id),
    wrong: found.violations.flatMap(rule => rule.nodes.map(node => (
      { rule: rule.id, advised: rule.tags.includes("best-practice"), selector: node.target.join(" "), html: node.html }
    ))),
  };
}"""


@dataclass(frozen=True, slots=True)
class Finding:
    """A barrier for readers on page *page*, in *setting* ('360 px, donker').

    *rule* is axe's id, or the name of one of our own checks; an *advised* one is not required by WCAG.
    """

    page: str
    setting: str
    rule: str
    selector: str
    html: str
    advised: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """The results of one run; *passed* and *unsure* hold ids of rules."""

    findings: tuple[Finding, ...]
    passed: frozenset[str]
    unsure: frozenset[str]


def script() -> str:
    """Return the source of axe-core, to be run in every page before its own scripts."""
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def version(page: Page) -> str:
    """Return the version of axe-core; *page* must have loaded `script()`."""
    return str(page.evaluate("axe.version"))


def look(page: Page, name: str, setting: str) -> Look:
    """Run axe-core on *page*, whose address is *name* and which is shown in *setting*.

    The page must have loaded `script()`. It runs through the browser's debugger, which no policy of the page blocks.
    """
    found: dict[str, Any] = page.evaluate(_RUN, [*REQUIRED, ADVISED])
    findings = (
        Finding(name, setting, each["rule"], each["selector"], each["html"][:200], each["advised"])
        for each in found["wrong"]
    )
    return Look(tuple(findings), frozenset(found["passed"]), frozenset(found["unsure"]))
