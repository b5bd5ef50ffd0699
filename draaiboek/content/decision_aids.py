"""Decision aids (beslisboom.yml) as sections of a page, and what can be wrong with one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from draaiboek.base.diagnostics import Diagnostic, nearest
from draaiboek.base.model import Inline, Item, Link, Listing, Paragraph, Part, Reference, Strong, Text
from draaiboek.content import content_paths
from draaiboek.content.data_files import DecisionAid, Outcome, Question
from draaiboek.content.markdown import Heading

GROUND = "Rechtsgrond:"


def write(aid: DecisionAid, level: int, references: Mapping[str, Reference]) -> Iterator[Part | Heading]:
    """Yield *aid* as blocks, with a heading of *level* for every question and outcome."""
    yield from aid.introduction
    titles = {question.key: question.text for question in aid.questions}
    titles |= {outcome.key: outcome.title for outcome in aid.outcomes}
    for question in sorted(aid.questions, key=lambda question: question.key != aid.start):
        yield from _question(question, titles, level)
    for outcome in aid.outcomes:
        yield from _outcome(outcome, level, references)


def problems(aid: DecisionAid) -> Iterator[Diagnostic]:
    """Yield dead ends, cycles, what cannot be reached, and outcomes without a legal basis (PG012)."""
    leads_to = {question.key: tuple(answer.target for answer in question.answers) for question in aid.questions}
    dead = tuple(_dead_ends(aid))
    yield from dead or _unreached(aid, _reached(aid.start, leads_to))  # what no step leads to may be what was meant
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
            hint = nearest(target, known) or f"Noem een van deze: {', '.join(sorted(known))}."
            yield Diagnostic("PG012", origin, f"'{target}' is geen vraag en geen uitkomst", hint)


def _unreached(aid: DecisionAid, reached: set[str]) -> Iterator[Diagnostic]:
    origins = {question.key: question.origin for question in aid.questions}
    origins |= {outcome.key: outcome.origin for outcome in aid.outcomes}
    for key, origin in origins.items():
        if key not in reached:
            text = f"'{key}' is vanaf de eerste vraag niet te bereiken"
            yield Diagnostic("PG012", origin, text, "Laat een antwoord ernaar verwijzen of haal het weg.")


def _question(question: Question, titles: Mapping[str, tuple[Inline, ...]], level: int) -> Iterator[Part | Heading]:
    yield Heading(question.key, level, question.text, question.origin)
    yield from question.explanation
    items = []
    for answer in question.answers:
        title = titles.get(answer.target)
        # A target that does not exist is reported separately; a dead link would report it twice.
        target = Link(f"#{answer.target}", title, answer.origin) if title else Text(answer.target)
        paragraph = Paragraph((Strong(answer.text), Text(": "), target), answer.origin)
        items.append(Item((paragraph,), answer.origin))
    if items:
        yield Listing(tuple(items), items[0].origin)


def _outcome(outcome: Outcome, level: int, references: Mapping[str, Reference]) -> Iterator[Part | Heading]:
    yield Heading(outcome.key, level, outcome.title, outcome.origin)
    yield from outcome.text
    if outcome.citation is None:  # advice, like everything without a mark (design.md §3.3)
        return
    ground: list[Inline] = [Strong((Text(GROUND),)), Text(" ")]
    known = [each for each in outcome.citation.sources if each.key in references]
    for number, cited in enumerate(known):
        separator = "" if not number else " en " if cited is known[-1] else ", "
        name = f"{separator}{references[cited.key].short}{', ' if cited.place else ''}"
        ground += [Text(name), *cited.place]
    yield Paragraph((*ground, Text("."), outcome.citation), outcome.origin)


def _reached(start: str, leads_to: Mapping[str, tuple[str, ...]]) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting += leads_to.get(key, ())
    return reached
