"""The keys of draaiboek.yml, in the same way as `schema` defines those of other files."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from draaiboek.content.lines import Contact, Line, PlainText
from draaiboek.content.schema import Account, Address, Number, Slug, Strict, WebAddress


class LicenceEntry(Strict):
    """The licence in draaiboek.yml."""

    naam: Line = Field(description="De naam van de licentie voluit.")
    kort: Line = Field(description="De korte naam van de licentie, bijvoorbeeld CC BY 4.0.")
    adres: Address = Field(description="Het adres waar de lezer de licentie leest.")
    zin: Line = Field(description="Wat de lezer met de tekst mag, in een zin zonder punt; de licentie komt erachter.")
    korte_zin: Line = Field(description="Hetzelfde in enkele woorden, voor op een fiche en in een brief.")


class StatusEntry(Strict):
    """The status in draaiboek.yml."""

    tekst: PlainText = Field(
        default="", description="Wat de tekst is zolang ze niet officieel is, in enkele woorden; leeg als ze dat is."
    )
    uitleg: PlainText = Field(default="", description="Wat de lezer van de tekst mag verwachten: een hele zin.")


class AudienceEntry(Strict):
    """What the groups of readers are called, in draaiboek.yml."""

    enkelvoud: Line = Field(description="Het woord voor één groep, een de-woord, bijvoorbeeld sector.")
    meervoud: Line = Field(description="Het woord voor alle groepen, bijvoorbeeld sectoren.")
    vraag: Line = Field(description="De vraag boven de keuze, op een telefoon.")


class PrintEntry(Strict):
    """What is printed, in draaiboek.yml."""

    zijden: Annotated[Number, Field(ge=1, le=2)] = Field(
        default=2, description="2: beide kanten van het blad, met ruimte om te binden; 1: elke bladzijde gelijk."
    )
    beeldmerk: PlainText = Field(
        default="", description="Het beeld op de kaft, zoals een pagina het noemt: media/beeldmerk.svg; leeg is geen."
    )
    invullen: tuple[Line, ...] = Field(
        default=(),
        description="Wat de lezer zelf invult op de fiche en de zakgids, bijvoorbeeld een naam en een nummer.",
    )


class IdentityFile(Strict):
    """draaiboek.yml."""

    naam: Line = Field(description="De naam van het draaiboek: op elke pagina, op de kaft, in de feed.")
    korte_naam: Line = Field(description="De korte naam, in de kop van elke pagina; vaak het einde van de naam.")
    slug: Slug = Field(description="De naam van het draaiboek in de namen van bestanden en in de feed.")
    adres: WebAddress = Field(description="Het adres van de website; leeg zolang het niet gekozen is.")
    bewerken: WebAddress = Field(
        default="",
        description="Het adres van de opslagplaats, voor de link 'Verbeter dit stuk'; leeg is zonder link.",
    )
    uitgever: Line = Field(description="Wie het draaiboek uitgeeft, in de gegevens van pdf en e-boek.")
    contact: Contact = Field(default="", description="Waar de lezer terechtkan: een dienst (nooit een naam).")
    feedback: Contact = Field(
        default="", description="Waar iemand meldt dat het in de praktijk anders loopt: een dienst of adres."
    )
    antwoord_binnen: PlainText = Field(default="", description="De tijd waarbinnen er antwoord komt.")
    status: StatusEntry = Field(default=StatusEntry(), description="Wat de tekst is en wat ze niet is.")
    beheer: tuple[Account, ...] = Field(
        default=(), description="De accounts op de Git-host die over het programma, de pakketten en de kerntekst gaan."
    )
    trefwoorden: tuple[Line, ...] = Field(description="De trefwoorden van pdf en e-boek.")
    licentie: LicenceEntry = Field(description="Wat de lezer met de tekst mag doen.")
    druk: PrintEntry = Field(default=PrintEntry(), description="Hoe het draaiboek gedrukt wordt.")
    taal: Literal["nl-BE", "nl-NL"] = Field(default="nl-BE", description="De taal van de tekst: nl-BE of nl-NL.")
    doelgroep: AudienceEntry = Field(description="Hoe de groepen heten die een eigen versie van de tekst hebben.")
    zoekvoorbeelden: tuple[Line, ...] = Field(
        default=(), description="Woorden die de zoekfunctie als voorbeeld geeft, één of twee."
    )
