"""Decision aids (beslisboom.yml) as Markdown sections, and what can be wrong with one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from draaiboek.base import dutch
from draaiboek.base.diagnostics import Diagnostic, nearest
from draaiboek.base.model import Line, Reference
from draaiboek.content import citations, content_paths
from draaiboek.content.data_files import DecisionAid, Outcome, Question
from draaiboek.content.markdown import block

NO_BASIS = "Werkwijze, geen wettelijke verplichting."


def write(aid: DecisionAid, level: int, references: Mapping[str, Reference]) -> Iterator[Line]:
    """Yield *aid* as Markdown with a heading of *level* for every question and outcome."""
    if aid.introduction:
        yield from block(aid.introduction, aid.origin)
    titles = {question.key: question.text for question in aid.questions}
    titles |= {outcome.key: outcome.title for outcome in aid.outcomes}
    for question in sorted(aid.questions, key=lambda question: question.key != aid.start):
        yield from _question(question, titles, level)
    for outcome in aid.outcomes:
        yield from _outcome(outcome, level, references)


def problems(aid: DecisionAid) -> Iterator[Diagnostic]:
    """Yield dead ends, circles, what cannot be reached, and outcomes without a basis (PG012)."""
    leads_to = {question.key: tuple(answer.target for answer in question.answers) for question in aid.questions}
    yield from _dead_ends(aid)
    yield from _unreached(aid, _reached(aid.start, leads_to))
    for question in aid.questions:
        if any(question.key in _reached(target, leads_to) for target in leads_to[question.key]):
            text = f"de vraag '{question.key}' leidt terug naar zichzelf"
            yield Diagnostic("PG012", question.origin, text, "Laat elk antwoord naar een volgende stap gaan.")
    for outcome in aid.outcomes:
        if bool(outcome.citation) == outcome.practice:
            text = f"de uitkomst '{outcome.key}' heeft een 'bron' nodig, of anders 'werkwijze: true'"
            hint = "Zeg op welke wet de uitkomst rust, of dat er geen is."
            missed = (content_paths.AIDS / aid.key / "uitkomsten" / outcome.key,)
            yield Diagnostic("PG012", outcome.origin, text, hint, missed=missed)


def _dead_ends(aid: DecisionAid) -> Iterator[Diagnostic]:
    known = {question.key for question in aid.questions} | {outcome.key for outcome in aid.outcomes}
    targets = [(aid.start, aid.origin)]
    targets += [(answer.target, answer.origin) for question in aid.questions for answer in question.answers]
    for target, origin in targets:
        if target not in known:
            yield Diagnostic("PG012", origin, f"'{target}' is geen vraag en geen uitkomst", nearest(target, known))


def _unreached(aid: DecisionAid, reached: set[str]) -> Iterator[Diagnostic]:
    origins = {question.key: question.origin for question in aid.questions}
    origins |= {outcome.key: outcome.origin for outcome in aid.outcomes}
    for key, origin in origins.items():
        if key not in reached:
            text = f"'{key}' is vanaf de eerste vraag niet te bereiken"
            yield Diagnostic("PG012", origin, text, "Laat een antwoord ernaar verwijzen of haal het weg.")


def _question(question: Question, titles: Mapping[str, str], level: int) -> Iterator[Line]:
    yield from block(f"{'#' * level} {question.text} {{#{question.key}}}", question.origin)
    if question.explanation:
        yield from block(question.explanation, question.origin)
    for answer in question.answers:
        title = titles.get(answer.target)
        # A target that does not exist has its own message; a dead link would say it twice.
        link = f"[{title}](#{answer.target})" if title else answer.target
        yield Line(f"- **{answer.text}**: {link}", answer.origin)
    yield Line("", question.origin)


def _outcome(outcome: Outcome, level: int, references: Mapping[str, Reference]) -> Iterator[Line]:
    yield from block(f"{'#' * level} {outcome.title} {{#{outcome.key}}}", outcome.origin)
    yield from block(outcome.text, outcome.origin)
    names = [
        f"{references[each.key].short}{', ' if each.place else ''}{each.place}"
        for each in citations.parse_group(outcome.citation) or ()
        if each.key in references
    ]
    basis = f"**Rechtsgrond:** {dutch.enumeration(names)}. [{outcome.citation}]" if outcome.citation else NO_BASIS
    yield from block(basis, outcome.origin)


def _reached(start: str, leads_to: Mapping[str, tuple[str, ...]]) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting += leads_to.get(key, ())
    return reached
