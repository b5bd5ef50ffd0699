"""The data files of docs/_data/ as values of the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TypeVar

from pydantic import BaseModel

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import (
    Accessibility,
    Block,
    Citation,
    EmergencyNumbers,
    Figure,
    Inline,
    KitDocument,
    KitPart,
    Link,
    Obstacle,
    Origin,
    Preferred,
    Reference,
    Statement,
    Term,
)
from draaiboek.content import accessibility_schema, addresses, budgets, content_paths, figures, schema, validation
from draaiboek.content.citations import parse_group
from draaiboek.content.figure_schema import FigureFile
from draaiboek.content.files import ContentFile, read_data
from draaiboek.content.kit_schema import KitEntry, KitFile
from draaiboek.content.markdown import parse_blocks, parse_words
from draaiboek.content.strict_yaml import Document, Path

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Step:
    """A step in the making of the guidebook (totstandkoming.yml)."""

    title: tuple[Inline, ...]
    target_date: str
    state: str
    remark: tuple[Inline, ...]
    citation: Citation | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in a decision aid and the question or outcome that it leads to."""

    text: tuple[Inline, ...]
    target: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a decision aid."""

    key: str
    text: tuple[Inline, ...]
    explanation: tuple[Block, ...]
    answers: tuple[Answer, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a decision aid ends; *practice* says that there is no legal *citation*."""

    key: str
    title: tuple[Inline, ...]
    text: tuple[Block, ...]
    citation: Citation | None
    practice: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class DecisionAid:
    """A decision aid: questions that lead to outcomes."""

    key: str
    title: str
    introduction: tuple[Block, ...]
    start: str
    questions: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class MenuLine:
    """A line of inhoud.yml: a page, or a group with a title."""

    title: str
    pages: tuple[tuple[PurePosixPath, Origin], ...]


@dataclass(frozen=True, slots=True, eq=False)
class ContentData:
    """What the data files hold; compared by identity, because the order of their mappings matters."""

    references: Mapping[str, Reference]
    terms: tuple[Term, ...]
    variables: Mapping[str, str]
    menu: tuple[MenuLine, ...] | None
    steps: tuple[Step, ...]
    accessibility: Accessibility | None
    statement: Statement | None
    aids: Mapping[str, DecisionAid]
    figures: Mapping[str, Figure]
    emergency: EmergencyNumbers
    synonyms: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    preferred: tuple[Preferred, ...]
    kit: tuple[KitDocument, ...]


FILES = frozenset(
    {"bronnen.yml", "begrippen.yml", "variabelen.yml", "inhoud.yml", "totstandkoming.yml", "beslisboom.yml"}
    | {"toegankelijkheid.yml", "toegankelijkheidsverklaring.yml", "noodnummers.yml", "synoniemen.yml"}
    | {"voorkeurswoorden.yml", "woordenlijst.yml", "documenten.yml", "figuren.yml"}
)


OWN_GROUP = "draaiboek"
"""The group of variables that the program makes from draaiboek.yml: `draaiboek.naam`."""


def read(files: Mapping[str, ContentFile], problems: list[Diagnostic]) -> ContentData:
    """Read *files* (by file name); a missing file counts as empty, what is wrong with one is added to *problems*."""

    def parse(name: str, model: type[M]) -> tuple[M | None, Document]:
        return read_model(files[name], model, problems) if name in files else (None, Document({}))

    references, entries = parse("bronnen.yml", schema.ReferenceFile)
    terms, term_places = parse("begrippen.yml", schema.TermFile)
    variables, variable_places = parse("variabelen.yml", schema.VariableFile)
    problems += _named_twice(variables, variable_places)
    menu, menu_places = parse("inhoud.yml", schema.MenuFile)
    history, step_places = parse("totstandkoming.yml", schema.HistoryFile)
    audited, audit_places = parse("toegankelijkheid.yml", accessibility_schema.AccessibilityFile)
    declared, declared_places = parse("toegankelijkheidsverklaring.yml", accessibility_schema.StatementFile)
    aids, aid_places = parse("beslisboom.yml", schema.DecisionAidFile)
    drawn, figure_places = parse("figuren.yml", FigureFile)
    emergency, _ = parse("noodnummers.yml", schema.EmergencyFile)
    synonyms, _ = parse("synoniemen.yml", schema.SynonymFile)
    words, _ = parse("woordenlijst.yml", schema.WordFile)
    preferred, _ = parse("voorkeurswoorden.yml", schema.PreferredFile)
    kit, kit_places = parse("documenten.yml", KitFile)
    return ContentData(
        references={
            key: _reference(key, entry, entries, problems)
            for key, entry in (references.root.items() if references else ())
        },
        terms=tuple(_term(key, entry, term_places, problems) for key, entry in (terms.root.items() if terms else ())),
        variables={
            f"{group}.{name}": value
            for group, names in (variables.root.items() if variables else ())
            for name, value in names.items()
        },
        menu=tuple(_menu(menu, menu_places, problems)) if menu else None,
        steps=tuple(_steps(history, step_places, problems)) if history else (),
        accessibility=_accessibility(audited, audit_places) if audited else None,
        statement=_statement(declared, declared_places, problems) if declared else None,
        aids={key: _aid(key, entry, aid_places, problems) for key, entry in (aids.root.items() if aids else ())},
        figures={
            key: figures.read(key, entry, figure_places, problems)
            for key, entry in (drawn.root.items() if drawn else ())
        },
        emergency=EmergencyNumbers(emergency.nummers, emergency.woorden) if emergency else EmergencyNumbers(),
        synonyms=synonyms.root if synonyms else (),
        words=words.root if words else (),
        preferred=tuple(
            Preferred(each.woord, each.niet, each.reden, each.mag_in) for each in (preferred.root if preferred else ())
        ),
        kit=tuple(_kits(kit, kit_places, problems)) if kit else (),
    )


def _named_twice(variables: schema.VariableFile | None, document: Document) -> Iterator[Diagnostic]:
    """Yield an error when variabelen.yml defines the group of variables that the program itself makes."""
    if variables and OWN_GROUP in variables.root:
        text = f"'{OWN_GROUP}' hoort niet in dit bestand"
        hint = f"Zet wat het draaiboek over zichzelf zegt in {content_paths.IDENTITY}, en haal het hier weg."
        yield Diagnostic("VR003", document.place((OWN_GROUP,)), text, hint)


def read_model(file: ContentFile, model: type[M], problems: list[Diagnostic]) -> tuple[M | None, Document]:
    """Return *file* as *model*, and its document; None when nothing of it is usable. Errors go to *problems*."""
    document, wrong = read_data(file)
    problems += wrong
    if document is None:
        return None, Document({})
    value, wrong = validation.validate(model, document)
    problems += wrong
    return (value, document) if document.whole else (None, Document({}))


def read_list(file: ContentFile, model: type[M], problems: list[Diagnostic]) -> Iterator[tuple[M, Origin]]:
    """Yield the valid entries of *file*, a list of *model*, with their places; errors go to *problems*."""
    document, wrong = read_data(file)
    problems += wrong
    entries = document.value if document and document.whole else []
    if document is None or not entries:
        return
    if not isinstance(entries, list):
        text = "'het bestand' klopt niet: verwacht een lijst"
        problems.append(Diagnostic("PG003", document.place(()), text, validation.SEE, lost=file.origin.path))
        return
    for index in range(len(entries)):
        value, wrong = validation.validate(model, document.below(index))
        problems += (replace(problem, text=problem.text.replace("'", f"'{index}.", 1)) for problem in wrong)
        if value:
            yield value, document.place((index,))


def citation(text: str, origin: Origin) -> Citation | None:
    """Return *text*, a value without brackets, as a citation; None when it is empty or cannot be read."""
    sources = parse_group(text, origin) if text else None
    return Citation(sources, origin) if sources else None


def _reference(key: str, entry: schema.ReferenceEntry, document: Document, problems: list[Diagnostic]) -> Reference:
    if entry.url:
        problems += addresses.link_problems(Link(entry.url, (), document.place((key, "url"))))
    return Reference(
        key=key,
        title=entry.titel,
        short=entry.kort,
        kind=entry.soort,
        status=entry.status,
        origin=document.place((key,)),
        date=entry.datum,
        publication=entry.publicatie,
        numac=entry.numac,
        url=entry.url,
        language=entry.taal_gelezen,
        checked=entry.gecontroleerd_op,
        remark=parse_words(entry.opmerking, document.place((key, "opmerking")), problems),
        checker=entry.na_te_kijken_door,
    )


def _term(key: str, entry: schema.TermEntry, document: Document, problems: list[Diagnostic]) -> Term:
    origin = document.place((key,))
    return Term(
        key=key,
        term=entry.term,
        definition=parse_words(entry.definitie, document.place((key, "definitie")), problems),
        origin=origin,
        full=entry.voluit,
        also=entry.ook,
        citation=citation(entry.bron, document.place((key, "bron"))),
        language=entry.taal or "",
    )


def _kits(kit: KitFile, document: Document, problems: list[Diagnostic]) -> Iterator[KitDocument]:
    for number, (key, entry) in enumerate(kit.root.items(), start=1):
        if number > budgets.DOCUMENTS:
            what = f"meer dan {budgets.DOCUMENTS} documenten"
            problems.append(budgets.over(what, document.place((key,)), "Haal weg wat er niet hoort."))
            return
        yield _kit(key, entry, document)


def _kit(key: str, entry: KitEntry, document: Document) -> KitDocument:
    parts = []
    for index, written in enumerate(entry.stukken):
        page, _, name = written.partition("#")
        parts.append(KitPart(PurePosixPath(page), name, document.place((key, "stukken", index))))
    return KitDocument(
        key=key,
        title=entry.titel,
        description=entry.omschrijving,
        letter=entry.soort == "brief",
        subject=entry.betreft or entry.titel,
        parts=tuple(parts),
        room=entry.invulruimte,
        caution=entry.let_op,
        origin=document.place((key,)),
    )


def _menu(menu: schema.MenuFile, document: Document, problems: list[Diagnostic]) -> Iterable[MenuLine]:
    for index, entry in enumerate(menu.root):
        is_page = bool(entry.pagina) and not entry.titel and not entry.paginas
        is_group = bool(entry.titel and entry.paginas) and not entry.pagina
        if not is_page and not is_group:
            text = "een regel is ofwel 'pagina', ofwel 'titel' met 'paginas'"
            problems.append(Diagnostic("PG003", document.place((index,)), text, "Kies één van de twee."))
        names: list[tuple[str, Path]] = [(name, (index, "paginas", i)) for i, name in enumerate(entry.paginas)]
        if entry.pagina:
            names.append((entry.pagina, (index, "pagina")))
        yield MenuLine(entry.titel, tuple((PurePosixPath(name), document.place(path)) for name, path in names))


def _steps(history: schema.HistoryFile, document: Document, problems: list[Diagnostic]) -> Iterable[Step]:
    for index, entry in enumerate(history.stappen):
        origin = document.place(("stappen", index))
        place = document.place(("stappen", index, "toelichting"))
        title = parse_words(entry.stap, document.place(("stappen", index, "stap")), problems)
        remark = parse_words(entry.toelichting, place, problems)
        basis = citation(entry.bron, document.place(("stappen", index, "bron")))
        yield Step(title, entry.richtdatum, entry.stand, remark, basis, origin)


def _accessibility(entry: accessibility_schema.AccessibilityFile, document: Document) -> Accessibility:
    return Accessibility(
        edition=entry.editie,
        date=entry.datum,
        axe=entry.axe,
        browser=entry.browser,
        pages=entry.paginas,
        widths=entry.breedtes,
        looks=entry.metingen,
        stops=entry.haltes,
        states=entry.toestanden,
        rules=entry.regels,
        violations=entry.overtredingen,
        advice=entry.aanbevelingen,
        unsure=entry.te_bekijken,
        origin=document.place(()),
    )


def _statement(entry: accessibility_schema.StatementFile, document: Document, problems: list[Diagnostic]) -> Statement:
    obstacles = []
    for index, each in enumerate(entry.niet_toegankelijk):
        why, instead = (document.place(("niet_toegankelijk", index, key)) for key in ("waarom", "alternatief"))
        words = parse_words(each.waarom, why, problems), parse_words(each.alternatief, instead, problems)
        obstacles.append(Obstacle(each.deel, *words, each.grond, document.place(("niet_toegankelijk", index))))
    return Statement(
        owner=entry.dienst,
        rules=entry.regels,
        scope=entry.waarvoor,
        conformance=entry.status,
        norm=entry.norm,
        obstacles=tuple(obstacles),
        method=entry.methode,
        made=entry.opgemaakt_op,
        revised=entry.herzien_op,
        feedback=entry.melden.waar,
        answer_within=entry.melden.antwoord_binnen,
        enforcer=entry.handhaving.instantie,
        complaint=entry.handhaving.hoe,
        origin=document.place(()),
    )


def _aid(key: str, entry: schema.DecisionAidEntry, document: Document, problems: list[Diagnostic]) -> DecisionAid:
    def question(name: str, each: schema.QuestionEntry) -> Question:
        here = (key, "vragen", name)
        answers = []
        for index, answer in enumerate(each.antwoorden):
            text = parse_words(answer.antwoord, document.place((*here, "antwoorden", index, "antwoord")), problems)
            answers.append(Answer(text, answer.naar, document.place((*here, "antwoorden", index, "naar"))))
        asked = parse_words(each.vraag, document.place((*here, "vraag")), problems)
        explanation = parse_blocks(each.uitleg, document.place((*here, "uitleg")), problems)
        return Question(name, asked, explanation, tuple(answers), document.place(here))

    def outcome(name: str, each: schema.OutcomeEntry) -> Outcome:
        here = (key, "uitkomsten", name)
        title = parse_words(each.titel, document.place((*here, "titel")), problems)
        text = parse_blocks(each.tekst, document.place((*here, "tekst")), problems)
        basis = citation(each.bron, document.place((*here, "bron")))
        return Outcome(name, title, text, basis, each.werkwijze, document.place(here))

    return DecisionAid(
        key=key,
        title=entry.titel,
        introduction=parse_blocks(entry.inleiding, document.place((key, "inleiding")), problems),
        start=entry.start,
        questions=tuple(question(name, each) for name, each in entry.vragen.items()),
        outcomes=tuple(outcome(name, each) for name, each in entry.uitkomsten.items()),
        origin=document.place((key,)),
    )
