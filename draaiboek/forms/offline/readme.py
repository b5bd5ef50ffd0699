"""LEESMIJ.txt: what the reader has to know before opening the folder."""

from __future__ import annotations

from draaiboek.base.model import Identity


def text(this: Identity, title: str, edition: str, permalink: str | None) -> bytes:
    """Return the text, with the line endings that every Windows editor displays correctly.

    *permalink* is None for a copy to comment on, which is no edition.
    """
    web = f"Een andere {this.audience.one}, de pdf’s en wat buiten het draaiboek staat, openen op het web"
    about = (
        (
            f"- Dit is een leeskopie van editie {edition}, en geen editie. Steun er niet op.",
            f"- {web}:",
            "  die links werken pas als de editie er is.",
        )
        if permalink is None
        else (
            f"- Dit is editie {edition}. Deze map werkt zichzelf niet bij.",
            "  Kijk op het web of er een nieuwe editie is voor je op de tekst steunt.",
            f"- {web}.",
        )
    )
    lines = [
        f"{this.name}, {title.lower()}, editie {edition}",
        "",
        "Zo open je het draaiboek",
        "1. Pak het zip-bestand eerst helemaal uit.",
        "2. Open de map en dubbelklik op index.html. Het draaiboek opent in je browser.",
        "Je hebt geen internet nodig. Ook zoeken werkt.",
        "",
        "Dit moet je weten",
        *about,
        "- Deze map blijft op je toestel staan en je browser onthoudt dat je ze opende.",
        "  Deel je het toestel met anderen? Wis dan de map, het zip-bestand en je geschiedenis.",
        *([f"- {this.standing}"] if this.standing else []),
        "",
        *([f"Deze editie op het web: {permalink}", ""] if permalink else []),
    ]
    return "\r\n".join(lines).encode()
