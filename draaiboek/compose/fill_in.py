"""The words of a page: variables filled in, citations made footnotes, emergency numbers and glossary terms linked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import (
    Block,
    EmergencyNumbers,
    Origin,
    Page,
    Part,
    Reference,
    Section,
    Sector,
    SectorText,
    Source,
    Term,
)
from draaiboek.compose import emergency, variables
from draaiboek.compose.emergency import LEFT_ALONE
from draaiboek.content import citations

GLOSSARY = PurePosixPath("begrippen.md")
REGISTER = PurePosixPath("bronnen.md")


@dataclass(frozen=True, slots=True)
class Words:
    """What words a variant knows."""

    variables: Mapping[str, str]
    references: Mapping[str, Reference]
    terms: Mapping[str, Term]
    pattern: re.Pattern[str]
    register: AbstractSet[str]
    emergency: EmergencyNumbers


def words_for(source: Source, sector: Sector | None) -> Words:
    """Return the words of the variant of *sector* (None for the core, which has no `sector.` variables)."""
    own: Mapping[str, str] = {}
    if sector:
        own = {"sector.naam": sector.name, "sector.titel": sector.title, "sector.geheimhouding": sector.secrecy}
    ids = {page.path: {section.id for section in page.walk()} for page in source.pages}
    # A page without its list has no anchors to link to.
    linked = [term for term in source.terms if term.key in ids.get(GLOSSARY, ())]
    forms = {form: term for term in linked for form in _forms(term)}
    alternatives = "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
    return Words(
        variables={**source.variables, **own},
        references=source.references,
        terms=forms,
        pattern=re.compile(rf"{LEFT_ALONE}|(?<![\w-])(?P<term>{alternatives or '(?!)'})(?![\w-])", re.MULTILINE),
        register={key for key in source.references if f"bron-{key}" in ids.get(REGISTER, ())},
        emergency=source.emergency,
    )


def resolve(page: Page, words: Words, problems: list[Diagnostic]) -> Page:
    """Return *page* with its final words and its footnotes."""
    notes = citations.Notes(words.references, words.register, _link(page, REGISTER))
    desk = _Desk(page, words, problems, notes)
    lead = desk.parts(page.lead)
    sections = desk.sections(page.sections)
    return replace(page, lead=lead, sections=sections, footnotes=desk.notes.footnotes())


def _forms(term: Term) -> Iterator[str]:
    for form in (term.term, *term.also):
        yield form
        if form[0].islower():
            yield form[0].upper() + form[1:]


def _link(page: Page, target: PurePosixPath) -> str:
    return "../" * (len(page.path.parts) - 1) + str(target)


@dataclass(slots=True)
class _Desk:
    """The state of one page while it is read from top to bottom: notes made, terms already linked."""

    page: Page
    words: Words
    problems: list[Diagnostic]
    notes: citations.Notes
    linked: set[str] = field(default_factory=set)

    def sections(self, sections: Sequence[Section]) -> tuple[Section, ...]:
        return tuple(self.section(section) for section in sections)

    def section(self, section: Section) -> Section:
        title = self.variables(section.title, section.origin)
        self.problems += citations.in_heading(title, section.origin)
        return replace(
            section,
            title=title,
            body=self.parts(section.body),
            subsections=self.sections(section.subsections),
            tail=tuple(self.sector_text(part) for part in section.tail),
        )

    def parts(self, parts: Sequence[Part]) -> tuple[Part, ...]:
        return tuple(self.part(part) for part in parts)

    def part(self, part: Part) -> Part:
        if isinstance(part, Block):
            return replace(part, text=self.text(part))
        return self.sector_text(part) if isinstance(part, SectorText) else part

    def sector_text(self, part: SectorText) -> SectorText:
        return replace(part, body=self.parts(part.body), sections=self.sections(part.sections))

    def text(self, block: Block) -> str:
        if block.kind in {"fence", "code_block"}:
            return block.text
        text = self.variables(block.text, block.origin)
        text = self.notes.cite(text, block.origin, self.problems)
        text = emergency.link(text, self.words.emergency)
        return self.terms(text) if self.page.path != GLOSSARY else text

    def variables(self, text: str, origin: Origin) -> str:
        return variables.substitute(text, self.words.variables, origin, self.problems)

    def terms(self, text: str) -> str:
        pieces, end = [], 0
        for start, found in _terms(self.words.pattern, text):
            term = self.words.terms[found]
            if term.key not in self.linked:
                self.linked.add(term.key)
                pieces += [text[end:start], self.term(found, term)]
                end = start + len(found)
        return "".join([*pieces, text[end:]])

    def term(self, found: str, term: Term) -> str:
        full = f"{term.full}. " if term.full else ""
        title = f"{full}{term.definition}".replace('"', "'").replace("|", "/")
        return f'[{found}]({_link(self.page, GLOSSARY)}#{term.key}){{ .lr-begrip title="{title}" }}'


# Seven variants hold the same core text; it is searched once.
@lru_cache(maxsize=50_000)
def _terms(pattern: re.Pattern[str], text: str) -> tuple[tuple[int, str], ...]:
    """Return where terms stand in *text*, and the words of each."""
    return tuple((match.start("term"), match["term"]) for match in pattern.finditer(text) if match["term"])
