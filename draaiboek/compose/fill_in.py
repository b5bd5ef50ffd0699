"""The final words of a page: variables filled in, citations turned into notes, emergency numbers and terms linked.

A value enters as a text node, after the Markdown was parsed: it can never make a heading, a cell, a link or a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import PurePosixPath
from typing import TypeVar

from draaiboek.base.diagnostics import MOST_HINTS, Absent, Diagnostic, nearest
from draaiboek.base.memo import Memo
from draaiboek.base.model import (
    Block,
    Box,
    Citation,
    Cited,
    EmergencyNumbers,
    Emphasis,
    Figure,
    Footnote,
    Foreign,
    Inline,
    Link,
    Note,
    Origin,
    Page,
    Reference,
    ReferenceStatus,
    Script,
    Section,
    Sector,
    SectorText,
    Source,
    Strong,
    Term,
    TermLink,
    Text,
    Variable,
    deep,
    with_runs,
    words,
)
from draaiboek.compose import emergency
from draaiboek.compose.rewriting import Rewriter, put_in
from draaiboek.content import addresses, budgets, citations, content_paths

SECOND_HAND = "Tweedehands bron."
OF_SECTOR = "sector."
_URL = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The vocabulary of the text; *register* are the sources that the page with all sources lists.

    *own* are the variables that only the text of one sector knows, by its slug. *foreign* finds the words of terms in
    other languages, *languages* says in which. Compared by identity, because the order of the mappings matters.
    """

    variables: Mapping[str, str]
    own: Mapping[str, Mapping[str, str]]
    references: Mapping[str, Reference]
    terms: Mapping[str, Term]
    pattern: re.Pattern[str]
    register: AbstractSet[str]
    emergency: EmergencyNumbers
    foreign: re.Pattern[str]
    languages: Mapping[str, str]


def words_of(source: Source, memo: Memo) -> Words:
    """Return the vocabulary of *source*: the same in every variant, but for the variables of each sector's own text."""
    lists = (content_paths.GLOSSARY_PAGE, content_paths.REGISTER_PAGE)
    ids = {page.path: {section.id for section in page.walk()} for page in source.pages if page.path in lists}
    # A page without its list has no anchors to link to.
    linked = tuple(term for term in source.terms if term.key in ids.get(content_paths.GLOSSARY_PAGE, ()))
    listed = ids.get(content_paths.REGISTER_PAGE, ())
    register = frozenset(key for key in source.references if f"{content_paths.ENTRY}{key}" in listed)
    own = tuple((sector.slug, tuple(_own(sector).items())) for sector in source.sectors)
    variables = tuple(source.variables.items()), own
    references = tuple(source.references.items())
    return memo.of("", _words, variables, references, source.terms, linked, register, source.emergency)


_Values = tuple[tuple[str, str], ...]


def _words(  # everything that `Words` is made from, and nothing else
    variables: tuple[_Values, tuple[tuple[str, _Values], ...]],
    references: tuple[tuple[str, Reference], ...],
    terms: tuple[Term, ...],
    linked: tuple[Term, ...],
    register: AbstractSet[str],
    numbers: EmergencyNumbers,
) -> Words:
    forms = {form: term for term in linked for form in _forms(term)}
    languages = {form: term.language for term in terms for each in term.foreign for form in _spellings(each)}
    return Words(
        variables=dict(variables[0]),
        own={slug: dict(found) for slug, found in variables[1]},
        references=dict(references),
        terms=forms,
        pattern=_finding(forms),
        register=register,
        emergency=numbers,
        foreign=_finding(languages),
        languages=languages,
    )


def _finding(forms: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that matches *forms* as whole words, the longest first, and addresses, so as to skip those."""
    longest_first = sorted(forms, key=lambda form: (form[0], -len(form), form))
    # Grouped by first letter: most letters begin no form, so that none has to be tried.
    alternatives = "|".join(
        f"{re.escape(letter)}(?:{'|'.join(re.escape(form[1:]) for form in alike)})"
        for letter, alike in groupby(longest_first, key=itemgetter(0))
    )
    return re.compile(rf"({_URL.pattern})|(?<![\w-])({alternatives or '(?!)'})(?![\w-])")


def resolve(page: Page, known: Words) -> tuple[Page, tuple[Diagnostic, ...]]:
    """Return *page* with its final words and footnotes, and what is wrong with them."""
    problems: list[Diagnostic] = []
    reader = _Reader(page, known, problems, page.sector or "")
    filled = reader.of_page(page)
    return replace(filled, footnotes=tuple(reader.notes)), tuple(problems)


def _own(sector: Sector) -> Mapping[str, str]:
    return {"sector.naam": sector.name, "sector.titel": sector.title, "sector.geheimhouding": sector.secrecy}


def _forms(term: Term) -> Iterator[str]:
    for form in (term.term, *term.also):
        yield from _spellings(form)


def _spellings(form: str) -> Iterator[str]:
    """Yield *form*, and its spelling at the beginning of a sentence."""
    yield form
    if form[0].islower():
        yield form[0].upper() + form[1:]


@dataclass(slots=True)
class _Reader(Rewriter):
    """The state of one page while it is read from top to bottom: notes made, terms already linked.

    *whose* is the sector whose text is being read, '' for the core's. *folded* is the same where that text is folded:
    a reader of the page may not see it. *linked* are the terms that are already linked, by the sector whose folded text
    has them. *room* is how many characters of variables and notes the page may still hold: a few characters in its file
    can insert thousands.
    """

    page: Page
    known: Words
    problems: list[Diagnostic]
    whose: str
    folded: str = ""
    linked: dict[str, set[str]] = field(default_factory=dict)
    marks: dict[tuple[Cited, ...], int] = field(default_factory=dict)
    notes: list[Footnote] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    room: int = budgets.FILLED

    # --- sections and blocks ------------------------------------------------------------------------------------------

    def heading(self, section: Section) -> tuple[Inline, ...]:
        if any(isinstance(each, Citation) for each in deep(section.heading)):
            hint = "Zet het citaat achter een zin onder de kop."
            self.problems.append(Diagnostic("BR002", section.origin, "een kop kan niet citeren", hint))
        return self.spoken(self.filled(section.heading))

    def sector_text(self, text: SectorText) -> SectorText:
        around, self.whose, self.folded = self.whose, text.sector, text.sector if text.anchor else ""
        filled = Rewriter.sector_text(self, text)
        self.whose, self.folded = around, ""
        return filled

    def block(self, block: Block) -> Block:
        if isinstance(block, Box):  # no term is linked in a title: the text of the box comes after it
            title = self.spoken(self.cited(self.filled(block.title)))
            return replace(block, title=title, blocks=tuple(self.block(each) for each in block.blocks))
        if isinstance(block, Figure):  # no term is linked in a drawing: its explanation would be hidden
            drawn = with_runs(replace(block, note=()), lambda run: self.called(self.filled(run)))
            return replace(drawn, note=self.run(block.note)) if isinstance(drawn, Figure) else drawn
        return with_runs(block, self.run)

    def run(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        if self.page.path == content_paths.REMARKS_PAGE:  # the words of strangers stay as they are
            return self.spoken(content)
        content = self.called(self.cited(self.filled(content)))
        return self.spoken(content if self.page.path == content_paths.GLOSSARY_PAGE else self.with_terms(content))

    def called(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return emergency.called(content, self.known.emergency)

    # --- variables ----------------------------------------------------------------------------------------------------

    def filled(self, content: Sequence[Inline]) -> tuple[Inline, ...]:
        return tuple(map(self.value, content))

    def value(self, inline: Inline) -> Inline:
        match inline:
            case Text():
                return inline
            case Variable(name=name, origin=origin):
                return Text(self.look_up(name, origin))
            case Emphasis() | Strong() | Script():
                return _around(inline, self.filled(inline.content))
            case Link():
                return self.link(inline)
            case Citation() if any(each.place for each in inline.sources):
                sources = tuple(replace(each, place=self.filled(each.place)) for each in inline.sources)
                return replace(inline, sources=sources)
        return inline

    def link(self, link: Link) -> Link:
        filled = _around(link, self.filled(link.content))
        if name := addresses.variable(link.href):
            filled = replace(filled, href=self.look_up(name, link.origin))
        if filled != link and filled.href:
            self.problems += addresses.link_problems(filled)
        return filled

    def look_up(self, name: str, origin: Origin) -> str:
        own = self.known.own.get(self.whose, {})
        value = own[name] if name in own else self.known.variables.get(name)
        if value == "":
            hint = "Vul ze in, of haal ze weg uit deze tekst."
            self.problems.append(Diagnostic("VR001", origin, f"de variabele '{name}' is leeg", hint))
        if value is None:
            missed = (content_paths.VARIABLES.joinpath(*name.split(".")),)
            text = f"de variabele '{name}' bestaat niet"
            hint = self.hint(name)
            absent = Absent(f"de variabele '{name}' is er niet", hint)
            self.problems.append(Diagnostic("VR001", origin, text, hint, missed=missed, absent=absent))
        # The name stands in for a missing value, so that the sentence or citation around it is not reported as well.
        if value is None:
            return name
        self.count(len(value), origin)
        return value

    def count(self, letters: int, origin: Origin) -> None:
        """Count *letters*, the characters inserted at *origin*; report once when that is more than a page can hold."""
        if self.room >= 0 > self.room - letters:
            what = f"variabelen en noten van samen meer dan {budgets.FILLED} tekens (een noot telt voor {budgets.NOTE})"
            self.problems.append(budgets.over(what, origin, "Splits de pagina, of maak korter wat er ingevuld wordt."))
        self.room -= letters

    def hint(self, name: str) -> str:
        if name.startswith(OF_SECTOR):
            return "Namen als 'sector.naam' en 'sector.titel' bestaan alleen in tekst van een sector."
        near = nearest(name, self.known.variables) if len(self.problems) < MOST_HINTS else ""
        return near or "Zet de naam in docs/_data/variabelen.yml."

    # --- citations ----------------------------------------------------------------------------------------------------

    def cited(self, content: Sequence[Inline]) -> tuple[Inline, ...]:
        return tuple(result for each in content for result in self.note(each))

    def note(self, inline: Inline) -> Iterator[Inline]:
        match inline:
            case Citation(sources=sources, origin=origin):
                unknown = [each.key for each in sources if each.key not in self.known.references]
                near = self.known.references if len(self.problems) < MOST_HINTS else ()
                self.problems += (citations.unknown_source(key, near, origin) for key in unknown)
                if not unknown:
                    yield self.mark(tuple(_plain(each) for each in sources), origin)
            case Emphasis() | Strong() | Script() | Link():
                yield _around(inline, self.cited(inline.content))
            case _:
                yield inline

    def mark(self, sources: tuple[Cited, ...], origin: Origin) -> Note:
        if sources not in self.marks:
            self.marks[sources] = len(self.notes)
            content = [each for number, cited in enumerate(sources) for each in self.source(cited, number, origin)]
            # The page has now named them all, so that this time they come in their short form.
            short = [each for number, cited in enumerate(sources) for each in self.source(cited, number, origin)]
            brief = "; ".join(map(self.brief, sources))
            note = Footnote(len(self.notes) + 1, self.spoken(content), brief, marks=0, short=self.spoken(short))
            self.notes.append(note)
            self.count(max(budgets.NOTE, len(words(note.content)) + len(words(note.short))), origin)
        note = self.notes[self.marks[sources]]
        note = self.notes[self.marks[sources]] = replace(note, marks=note.marks + 1)
        unchecked = any(self.known.references[each.key].status is ReferenceStatus.UNCHECKED for each in sources)
        return Note(note.number, note.marks, note.brief, unchecked=unchecked)

    def brief(self, cited: Cited) -> str:
        short = self.known.references[cited.key].short
        return f"{short}, {words(cited.place)}" if cited.place else short

    def source(self, cited: Cited, number: int, origin: Origin) -> Iterator[Inline]:
        """Yield what the note says about one source: in full the first time that the page names it."""
        reference = self.known.references[cited.key]
        name = Text(reference.short)
        if number:
            yield Text(" ")
        if reference.key in self.known.register:
            yield Link(
                f"{way(self.page.path, content_paths.REGISTER_PAGE)}#{content_paths.ENTRY}{reference.key}",
                (name,),
                origin,
            )
        else:
            yield name
        pieces = [f", {words(cited.place)}." if cited.place else "" if reference.short.endswith(".") else "."]
        url = reference.url if reference.key not in self.told else ""
        if reference.key not in self.told:
            self.told.add(reference.key)
            pieces += [_sentence(reference.title)] if reference.title != reference.short else []
            pieces += [_sentence(reference.publication)] if reference.publication else []
        said = " ".join(pieces) + (" " if url else "")
        if said:
            yield Text(said)
        if url:
            yield Link(url, (Text("Lees de tekst"),), origin)
        rest = ["."] if url else []
        rest += [f" {SECOND_HAND}"] if reference.status is ReferenceStatus.SECOND_HAND else []
        rest += [" Te controleren."] if reference.status is ReferenceStatus.UNCHECKED else []
        if rest:
            yield Text("".join(rest))

    # --- terms --------------------------------------------------------------------------------------------------------

    def with_terms(self, content: Sequence[Inline]) -> tuple[Inline, ...]:
        return tuple(result for each in content for result in self.terms(each))

    def terms(self, inline: Inline) -> Iterator[Inline]:
        match inline:
            case Text(text=text):
                yield from put_in(text, self.not_linked(text))
            case Emphasis() | Strong() | Script():
                yield _around(inline, self.with_terms(inline.content))
            case _:
                yield inline

    def not_linked(self, text: str) -> Iterator[tuple[int, int, TermLink]]:
        """Yield, as links, the terms of *text* not yet explained on this page as its reader sees it; remember them."""
        for start, form in _terms_in(text, self.known):
            term = self.known.terms[form]
            if any(term.key in self.linked.get(where, ()) for where in ("", self.folded)):
                continue
            self.linked.setdefault(self.folded, set()).add(term.key)
            full = f"{term.full}. " if term.full else ""
            meaning = f"{full}{words(self.filled(term.definition))}"
            yield start, start + len(form), TermLink(term.key, form, meaning, self.known.languages.get(form, ""))

    # --- languages ----------------------------------------------------------------------------------------------------

    def spoken(self, content: Sequence[Inline]) -> tuple[Inline, ...]:
        """Return *content* with the words of terms in another language marked as such, wherever they occur."""
        return (
            tuple(result for each in content for result in self.languages(each))
            if self.known.languages
            else tuple(content)
        )

    def languages(self, inline: Inline) -> Iterator[Inline]:
        match inline:
            case Text(text=text):
                found = _foreign_in(text, self.known)
                known = self.known.languages
                yield from put_in(
                    text, ((start, start + len(form), Foreign(form, known[form])) for start, form in found)
                )
            case Emphasis() | Strong() | Script() | Link():
                yield _around(inline, self.spoken(inline.content))
            case _:
                yield inline


C = TypeVar("C", bound=Emphasis | Strong | Script | Link)


def _around(inline: C, content: tuple[Inline, ...]) -> C:
    """Return *inline* with *content*, or *inline* itself when that already is its content."""
    return inline if content == inline.content else replace(inline, content=content)


# Most sectors show most texts as they are in the core. The cache key holds the `Words` as one object, because hashing a
# pattern of some hundred forms costs as much as a search for them.
@lru_cache(maxsize=100_000)
def _terms_in(text: str, known: Words) -> tuple[tuple[int, str], ...]:
    """Return the index of each form of a term in *text*, and the form."""
    return _found(known.pattern, text)


@lru_cache(maxsize=100_000)
def _foreign_in(text: str, known: Words) -> tuple[tuple[int, str], ...]:
    """Return the index of each form in another language in *text*, and the form."""
    return _found(known.foreign, text)


def _found(pattern: re.Pattern[str], text: str) -> tuple[tuple[int, str], ...]:
    return tuple((match.start(2), match[2]) for match in pattern.finditer(text) if match[2])


def way(page: PurePosixPath, target: PurePosixPath) -> str:
    """Return the relative link from *page* to *target*, a page at the root of the variant."""
    return "../" * (len(page.parts) - 1) + str(target)


def _plain(cited: Cited) -> Cited:
    """Return *cited* with its place as plain words, so that it is equal whether or not a variable filled it in."""
    return Cited(cited.key, (Text(words(cited.place)),) if cited.place else ())


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
