"""What a sector says about itself and its functions, as values of the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Actor, Function, Keeper, Origin, Secrecy, Sector
from draaiboek.content.data_files import citation
from draaiboek.content.markdown import parse_words
from draaiboek.content.sector_schema import COLOURS, LAST, FunctionFile, SectorFile
from draaiboek.content.strict_yaml import Document


def new(slug: str, others: Sequence[Sector], *, description: str = "") -> str:
    """Return the sector.yml of the new sector *slug* beside *others*: last in order, in a colour not yet taken."""
    taken = {each.colour for each in others}
    colour = next((f"kleur: {each}\n" for each in COLOURS if each not in taken), "")
    order = max((each.order for each in others if each.order != LAST), default=0) + 10
    return (
        f'naam: "{title(slug).lower()}"\ntitel: "{title(slug)}"\nvolgorde: {order}\n{colour}'
        f'omschrijving: "{description}"\ngeheimhouding: ""\neindredactie: ""\nactoren: []\n'
    )


def title(slug: str) -> str:
    """Return what a sector is called of which nothing but its *slug* is known."""
    return slug.replace("-", " ").capitalize()


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
