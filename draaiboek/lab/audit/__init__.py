"""A finished site → the barriers for readers with a disability. Only this folder knows Playwright and axe.

Every page is checked in four settings; of the things that can be opened, also the first of each kind in every variant.
`keyboard_and_reflow` looks for what axe-core does not see. Only a machine looks: the accessibility page says what it
cannot judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from draaiboek.lab.audit import axe, browser, keyboard_and_reflow, shared_browsers, states
from draaiboek.lab.audit.axe import Finding, Look
from draaiboek.lab.audit.browser import SETTINGS, Setting
from draaiboek.lab.audit.served_site import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["Finding", "Result", "audit", "pages"]

COMPLAINT = "klacht-van-de-browser"
UNREACHED = "opent-niet"


@dataclass(frozen=True, slots=True)
class Result:
    """What was checked, how often, with what, and what was found; *passed* and *unsure* hold ids of axe's rules."""

    axe: str
    browser: str
    pages: int
    looks: int
    states: tuple[str, ...]
    stops: int
    passed: tuple[str, ...]
    unsure: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def violations(self) -> tuple[Finding, ...]:
        """What WCAG does not allow."""
        return tuple(each for each in self.findings if not each.advised)


@dataclass(frozen=True, slots=True)
class _Visit:
    """The results of one page, or of one thing opened on it; *engines* are the versions of axe-core and the browser."""

    page: str
    looks: tuple[Look, ...] = ()
    openers: tuple[tuple[Setting, str], ...] = ()
    findings: tuple[Finding, ...] = ()
    stops: int = 0
    engines: tuple[str, str] = ("", "")


def pages(site: Path) -> tuple[str, ...]:
    """Return the address of every page in folder *site*, relative to it, sorted."""
    return tuple(sorted(path.relative_to(site).as_posix().removesuffix("index.html") for path in site.rglob("*.html")))


def audit(site: Path, sectors: Sequence[str], *, done: Callable[[str], None]) -> Result:
    """Audit every page in folder *site*, which has a folder for each of *sectors*.

    Uses as many browsers as there are cores. Calls *done* with the name of each finished page, from any thread. Raises
    ToolError when there is no browser.
    """
    names = pages(site)
    walked = _longest(site, names, sectors)
    with served(site) as address:

        def visit(page: Page, name: str) -> _Visit:
            result = _visit(page, address, name, walk=name in walked)
            done(name)
            return result

        visits = shared_browsers.share(names, visit)
        opened = shared_browsers.share(_first_of_each(visits, sectors), lambda page, what: _open(page, address, *what))
    return _result((*visits, *opened), len(names))


def _visit(page: Page, address: str, name: str, *, walk: bool) -> _Visit:
    with browser.complaints(page) as said:
        page.goto(address + name)
        looks: list[Look] = []
        openers: list[tuple[Setting, str]] = []
        findings: list[Finding] = []
        for setting in SETTINGS:
            browser.show(page, setting)
            looks.append(axe.look(page, name, str(setting)))
            openers += [(setting, kind) for kind in states.kinds(page)]
            findings += keyboard_and_reflow.small_targets(page, name, str(setting)) if not setting.dark else ()
        findings += keyboard_and_reflow.sideways(page, name)
        stops = 0
        if walk:
            walked = keyboard_and_reflow.stops(page)
            stops = len(walked)
            findings += keyboard_and_reflow.unreachable(walked, name, f"{keyboard_and_reflow.NARROW} px")
        engines = (axe.version(page), browser.version(page))
    return _Visit(name, tuple(looks), tuple(openers), (*findings, *_said(name, said)), stops, engines)


def _open(page: Page, address: str, name: str, setting: Setting, state: str) -> _Visit:
    """Audit page *name* with one thing open."""
    with browser.complaints(page) as said:
        page.goto(address + name)
        browser.show(page, setting)
        where = f"{setting}, open: {state}"
        if not states.reach(page, state):
            return _Visit(name, findings=(Finding(name, where, UNREACHED, state, ""),))
        look = axe.look(page, name, where)
        walked: tuple[keyboard_and_reflow.Stop, ...] = ()
        findings: list[Finding] = []
        if not setting.dark:  # the position of a stop or an edge does not depend on the colours
            findings += keyboard_and_reflow.sideways(page, name, state=state)
            walked = keyboard_and_reflow.stops_while_open(page)
            narrow = f"{keyboard_and_reflow.NARROW} px, open: {state}"
            findings += keyboard_and_reflow.unreachable(walked, name, narrow)
    return _Visit(name, (look,), ((setting, state),), (*findings, *_said(name, said)), len(walked))


def _said(name: str, complaints: Iterable[str]) -> tuple[Finding, ...]:
    return tuple(Finding(name, "", COMPLAINT, text, "") for text in complaints)


def _variant(name: str, sectors: Sequence[str]) -> str:
    first = name.partition("/")[0]
    return first if first in sectors else ""


def _longest(site: Path, names: Sequence[str], sectors: Sequence[str]) -> frozenset[str]:
    """Return the first and the longest page of every variant."""

    def size(name: str) -> int:
        path = site / name
        return (path / "index.html" if path.is_dir() else path).stat().st_size

    variants = {_variant(name, sectors) for name in names}
    longest = {max((name for name in names if _variant(name, sectors) == each), key=size) for each in variants}
    return frozenset(longest | {f"{each}/" if each else "" for each in variants})


def _first_of_each(visits: Iterable[_Visit], sectors: Sequence[str]) -> tuple[tuple[str, Setting, str], ...]:
    """Return for every variant and setting the first page with each kind of thing to open, and the two searches."""
    found: dict[tuple[str, Setting, str], str] = {}
    for visit in visits:
        searches = [(setting, state) for setting in SETTINGS for state in states.SEARCHES]
        for setting, kind in (*visit.openers, *searches):
            found.setdefault((_variant(visit.page, sectors), setting, kind), visit.page)
    return tuple((page, setting, kind) for (_, setting, kind), page in found.items())


def _result(visits: Sequence[_Visit], count: int) -> Result:
    looks = [look for visit in visits for look in visit.looks]
    version, chromium = visits[0].engines
    findings = {each for look in looks for each in look.findings}
    findings |= {each for visit in visits for each in visit.findings}
    wrong = {each.rule for each in findings}
    return Result(
        axe=version,
        browser=chromium,
        pages=count,
        looks=len(looks),
        states=tuple(sorted({kind for visit in visits for _, kind in visit.openers} | set(states.SEARCHES))),
        stops=sum(visit.stops for visit in visits),
        passed=tuple(sorted({rule for look in looks for rule in look.passed} - wrong)),
        unsure=tuple(sorted({rule for look in looks for rule in look.unsure} - wrong)),
        findings=tuple(sorted(findings, key=lambda each: (each.rule, each.page, each.setting, each.selector))),
    )
