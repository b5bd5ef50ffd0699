"""`build.py audit`: the barriers for readers with a disability, on every page of out/site."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from draaiboek.base.errors import UsageError
from draaiboek.base.project import Project
from draaiboek.cli.loading import unreadable
from draaiboek.cli.printing import answer, say
from draaiboek.cli.progress import steps
from draaiboek.content import content_paths
from draaiboek.editions import manifest
from draaiboek.editions.manifest import Manifest
from draaiboek.lab.audit import COMPLAINT, UNREACHED, Finding, audit, figures, pages
from draaiboek.lab.audit import keyboard_and_reflow as reach
from draaiboek.pipeline import earlier

MOST_PLACES = 5
ADVICE = {
    COMPLAINT: "De browser weigert of mist iets; lees zijn woorden en kijk in render/policy.py of het sjabloon.",
    UNREACHED: "Dit gaat niet open, of de zoekfunctie antwoordt niet; kijk in draaiboek/theme/assets/js/.",
    reach.STOPS: "De Tab-toets stopt waar niemand iets ziet: verberg het met 'visibility: hidden' of 'hidden'.",
    reach.OUTLINE: "Je ziet niet waar de focus is: geef het een rand van 2 px met contrast 3:1.",
    reach.ORDER: "De Tab-toets gaat hier terug naar boven: zet in de HTML wat de lezer eerst ziet ook eerst.",
    reach.SIDEWAYS: "De pagina scrolt opzij op een klein scherm: laat het afbreken of op zichzelf scrollen.",
    reach.TARGET: "Te klein voor een vinger: maak het minstens 24 op 24 px.",
    "color-contrast": "Tekst en achtergrond lijken te veel op elkaar: kies andere kleuren in tokens.css.",
    "empty-table-header": "Een kolom heeft geen kop: schrijf een woord in de eerste rij van de tabel.",
    "heading-order": "Een kopniveau wordt overgeslagen: gebruik na '##' eerst '###'.",
    "image-alt": "Een beeld heeft geen beschrijving: schrijf ze tussen de rechte haken.",
    "link-name": "Een link heeft geen woorden: schrijf waar hij heen leidt.",
    "scrollable-region-focusable": "Een stuk scrolt op zichzelf, maar niet met het toetsenbord: geef het 'tabindex=0'.",
}


def check_reach(project: Project, options: argparse.Namespace) -> int:
    """Audit out/site and say what is wrong; with `--accept`, write the figures for the accessibility page."""
    earlier.refuse(project)
    made = _manifest(project)
    if options.accept and unreadable(project, but=content_paths.ACCESSIBILITY)[1]:
        return 1
    sectors = [slug for slug in made.sections if (project.site / slug).is_dir()]
    with steps("pagina's", len(pages(project.site))) as step:
        result = audit(project.site, sectors, done=lambda name: step(name or "(eerste pagina)"))
    for line in _lines(result.findings, result.axe):
        answer(line)
    values = figures.as_values(result, made.edition)
    _keep(project, values, accept=options.accept)
    say(
        f"{result.pages} pagina's, {result.looks} metingen met axe-core {result.axe}, {result.stops} haltes van Tab: "
        f"{len(result.violations)} overtredingen, {values['aanbevelingen']} aanbevelingen"
    )
    return 1 if result.violations else 0


def _manifest(project: Project) -> Manifest:
    path = project.site / manifest.NAME
    if not path.exists():
        message = "er is nog geen website om te bekijken"
        raise UsageError(message, hint="Maak ze eerst: python3 build.py")
    return manifest.read(path.read_text(encoding="utf-8"))


def _keep(project: Project, values: Mapping[str, object], *, accept: bool) -> None:
    name = content_paths.ACCESSIBILITY
    path = project.root / name
    if accept:
        figures.write(values, path)
        say(f"{name} is bijgewerkt; bouw de website opnieuw.")
    elif not figures.is_current(values, path):
        say(f"{name} is verouderd. Werk het bij: python3 build.py audit --accept")


def _lines(findings: Iterable[Finding], version: str) -> Iterator[str]:
    """Yield every mistake once, with the pages that have it."""
    places = defaultdict(list)
    for each in findings:
        places[each.rule, each.selector, each.html, each.advised].append(each)
    for (rule, selector, html, advised), found in places.items():
        kind = "aanbeveling" if advised else "overtreding"
        yield f"{_place(found[0])}: {kind} '{rule}' bij {selector}"
        if html:
            yield f"    {' '.join(html.split())}"
        others = [_place(each) for each in found[1:MOST_PLACES]]
        if others:
            more = len(found) - 1 - len(others)
            yield f"    ook: {'; '.join(others)}{f' en nog {more} keer' if more else ''}"
        yield f"    {ADVICE.get(rule) or _manual(rule, version)}"


def _place(finding: Finding) -> str:
    page = finding.page or "(eerste pagina)"
    return f"{page} ({finding.setting})" if finding.setting else page


def _manual(rule: str, version: str) -> str:
    short = ".".join(version.split(".")[:2])
    return f"Uitleg van de regel: https://dequeuniversity.com/rules/axe/{short}/{rule}"
