"""`build.py pr-report`, `pr-sign`, `pr-fix` and `owners`: what a proposal changes, and who owns which files."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from draaiboek.base import dutch, templating
from draaiboek.base.diagnostics import Severity
from draaiboek.base.dutch import count
from draaiboek.base.errors import UsageError
from draaiboek.base.model import CORE
from draaiboek.base.project import Project
from draaiboek.base.templating import Code
from draaiboek.cli.loading import unreadable
from draaiboek.cli.printing import answer, answer_exactly, answer_json, say
from draaiboek.cli.progress import steps
from draaiboek.pipeline import code_owners, proposal_report
from draaiboek.pipeline.proposal import report
from draaiboek.pipeline.proposal_problems import PERSONAL
from draaiboek.pipeline.proposal_report import Problem, Report
from draaiboek.pipeline.sign_off import fix, sign_off
from draaiboek.pipeline.where_to_repair import Web

MOST = 60_000  # a comment on GitHub holds 65,536 characters
_ADVICE = Severity.ADVICE.value
_DUTY = "TX005"  # advice, but about the law: it is never collapsed
_PREVIEW = "voorstel/index.html"


def show(project: Project, options: argparse.Namespace) -> int:
    """Print the report; return 1 when the text of the proposal has errors."""
    if options.read:
        found = proposal_report.read(_text(options.read), options.at)
    elif options.base and options.head:
        web = Web(options.at, options.branch, options.home)
        found = report(project, options.base, options.head, web=web, books=not options.fast, steps=steps)
    else:
        message = "zeg welke commits je vergelijkt, of geef een verslag met --read"
        raise UsageError(message, hint="Bijvoorbeeld: python3 build.py pr-report main HEAD")
    _print(found, options)
    return int(found.failed)


def sign(project: Project, options: argparse.Namespace) -> int:
    """Print the commit in which a sector signs off what a proposal asks it to read."""
    commit, places = sign_off(
        project, options.base, options.head, sector=options.sector, account=options.account, day=date.today()
    )
    say(f"{options.sector}: {count(len(places), 'tekst', 'teksten')} nagelezen, {dutch.enumeration(places)}")
    answer(commit)
    return 0


def repair(project: Project, options: argparse.Namespace) -> int:
    """Print the commit in which a proposal is repaired as far as possible without guessing."""
    commit, files = fix(project, options.base, options.head)
    say(f"{count(files, 'bestand', 'bestanden')} hersteld")
    answer(commit)
    return 0


def owners(project: Project, options: argparse.Namespace) -> int:
    """Write .github/CODEOWNERS; with --check only say whether it is right, and return 1 when it is not."""
    source, stops = unreadable(project)
    if stops:
        return 1
    wrong = code_owners.differs(project, source)
    if not options.check:
        path = project.root / code_owners.NAME
        path.parent.mkdir(exist_ok=True)
        path.write_text(code_owners.text(source), encoding="utf-8", newline="\n")
        say(f"{code_owners.NAME} geschreven")
        return 0
    if wrong:
        say(f"{code_owners.NAME} klopt niet met draaiboek.yml en de sectoren.\n    Maak het: python3 build.py owners")
    return int(wrong)


def _print(found: Report, options: argparse.Namespace) -> None:
    if options.format == "json":
        answer_json(found.model_dump_json(indent=1))
    else:
        answer_exactly(told(found, options.format, preview=options.preview))


def told(found: Report, form: str, *, preview: str = "") -> str:
    """Return *found* as *form* ('markdown' or 'html'); *preview* is the address of the full comparison, or ''."""
    new = [each for each in found.problemen if each.is_mistake]
    words = {
        "report": found,
        "kort": list(_in_short(found, new)),
        "nieuw": new,
        "zelf": [each for each in new if not each.vanzelf],
        "vanzelf": [each for each in new if each.vanzelf],
        "recht": [each for each in found.problemen if each.nieuw and each.code == _DUTY],
        "advies": [each for each in found.problemen if each.nieuw and each.ernst == _ADVICE and each.code != _DUTY],
        "oud": [each for each in found.problemen if not each.nieuw and each.ernst != _ADVICE],
        "persoon": any(each.code == PERSONAL and each.is_mistake for each in found.problemen),
        "lezers": sorted({each.sector for each in found.lezen if each.antwoorden}),
        "hoeveel": _how_many,
        "gezegd": _parts,
        "code": Code,
        "naam": _name,
        "wie": lambda slugs: _who(slugs, found.sectoren),
        "preview": preview or (_PREVIEW if form == "html" and found.wijzigingen else ""),
    }
    if form == "html":
        return templating.render_strangers("draaiboek.pipeline", "proposal.html", words)
    text = templating.render("draaiboek.pipeline", "proposal.md", words)
    return text if len(text) <= MOST else f"{text[:MOST].rpartition(chr(10))[0]}\n\n… (ingekort)"


def _in_short(found: Report, new: Sequence[Problem]) -> Iterator[str]:
    """Yield the summary: what to repair, what readers notice, and who must read it."""
    if new:
        yield f"Herstel eerst {count(_how_many(new), 'ding', 'dingen')}"
    elif not found.failed:
        yield "De tekst klopt voor het programma"
    if found.botsingen:
        yield f"{count(len(found.botsingen), 'stuk is', 'stukken zijn')} intussen ook elders gewijzigd"
    if found.wijzigingen:
        every = {slug for each in found.wijzigingen for slug in each.varianten}
        many = count(len(found.wijzigingen), "stuk leest", "stukken lezen")
        yield f"{many} anders, voor {_who(sorted(every), found.sectoren)}"
    elif not (found.failed or found.edities or found.kenmerken):
        yield "lezers merken niets"
    if found.lezen:
        yield f"opnieuw te lezen door {dutch.enumeration(sorted({each.sector for each in found.lezen}))}"


def _how_many(problems: Sequence[Problem]) -> int:
    """Return the number of *problems*, including the like ones that each stands for."""
    return sum(1 + each.nog for each in problems)


def _parts(advice: str) -> tuple[list[str], list[str]]:
    """Return the prose lines of *advice*, and those to copy: all lines after the first one that ends with a colon."""
    lines = advice.splitlines()
    at = next((number for number, line in enumerate(lines, start=1) if line.endswith(":")), len(lines))
    return lines[:at], lines[at:]


def _who(slugs: Sequence[str], sectors: Sequence[str]) -> str:
    """Return in Dutch who reads the variants *slugs*; with the core, everybody but the *sectors* not among them."""
    if CORE not in slugs:
        return dutch.enumeration(list(slugs)) if slugs else "niemand"
    others = [slug for slug in sectors if slug not in slugs]
    return f"iedereen behalve {dutch.enumeration(others)}" if others else "iedereen"


def _name(slug: str) -> str:
    return "kerntekst" if slug == CORE else slug


def _text(name: str) -> str:
    path = Path(name)
    if not path.is_file() or path.stat().st_size > proposal_report.MOST_BYTES:
        message = f"'{name}' is geen verslag, of is te groot"
        raise UsageError(message, hint="Maak het met: python3 build.py pr-report BASIS VOORSTEL --format json")
    return path.read_text(encoding="utf-8", errors="replace")
