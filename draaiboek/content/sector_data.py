"""What a sector says about itself and its functions, as values of the model."""

from __future__ import annotations

from collections.abc import Iterator

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Actor, Function, Keeper, Origin, Secrecy, Sector
from draaiboek.content.data_files import citation
from draaiboek.content.markdown import parse_words
from draaiboek.content.sector_schema import FunctionFile, SectorFile
from draaiboek.content.strict_yaml import Document


def sector(slug: str, entry: SectorFile, document: Document, problems: list[Diagnostic]) -> Sector:
    """Return sector.yml of sector *slug* as a value; what is wrong with it is added to *problems*."""
    actors = []
    for index, actor in enumerate(entry.actoren):
        role, basis = (document.place(("actoren", index, key)) for key in ("rol", "bron"))
        actors.append(Actor(actor.naam, parse_words(actor.rol, role, problems), citation(actor.bron, basis)))
    return Sector(
        slug=slug,
        name=entry.naam,
        title=entry.titel,
        order=entry.volgorde,
        description=entry.omschrijving,
        secrecy=entry.geheimhouding,
        colour=entry.kleur or "",
        keepers=tuple(Keeper(each.account, each.functie) for each in entry.beheer),
        editor=entry.eindredactie,
        actors=tuple(actors),
        origin=Origin(document.place(()).path),
    )


def functions(slug: str, entries: FunctionFile, document: Document, problems: list[Diagnostic]) -> Iterator[Function]:
    """Yield the functions in sector *slug*."""
    for key, entry in entries.root.items():
        yield Function(
            sector=slug,
            name=entry.functie,
            also=entry.ook,
            secrecy=Secrecy(entry.geheim),
            according=entry.volgens,
            remark=entry.toelichting,
            inferred=entry.afleiding,
            basis=citation(entry.bron, document.place((key, "bron"))),
            question=entry.na_te_gaan,
            at_table=parse_words(entry.aan_tafel, document.place((key, "aan_tafel")), problems),
            origin=document.place((key,)),
        )
