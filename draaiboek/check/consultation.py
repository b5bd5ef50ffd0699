"""Whether every remark of a sector that has an answer has a complete one. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from draaiboek.base.diagnostics import Diagnostic, Severity
from draaiboek.base.model import Origin, Remark, Source, Verdict
from draaiboek.content import content_paths, personal


def check(source: Source) -> Iterator[Diagnostic]:
    """Yield what is wrong with the rounds and remarks of *source*; a remark without a decision is not an error."""
    rounds = {(each.sector, each.edition) for each in source.rounds}
    for remark in source.remarks:
        yield from _answer(remark)
        if (remark.sector, remark.edition) not in rounds:
            missing = content_paths.round_of(remark.sector, remark.edition) / content_paths.ROUND
            text = f"bij deze opmerking hoort een bestand {missing}, en dat is er niet"
            hint = "Maak het met de regels 'geopend: JJJJ-MM-DD' en 'tot: JJJJ-MM-DD'."
            yield Diagnostic("SC006", remark.origin, text, hint, missed=(missing,))
        for key, words in (("opmerking", remark.text), ("voorstel", remark.proposal), ("antwoord", remark.answer)):
            yield from _persons(remark.place(key), words)


def _persons(origin: Origin, words: str) -> Iterator[Diagnostic]:
    hint = "Haal het weg: een opmerking komt op de website, en noemt alleen een functie en een organisatie."
    found = [Diagnostic("PG018", origin, f"hier staat {each.what}", hint) for each in personal.in_form(words)]
    if not found and personal.may_name(words):
        text = "hier staat misschien de naam van een persoon: kijk het na"
        found = [Diagnostic("PG018", origin, text, hint, Severity.ADVICE)]
    yield from found


def _answer(remark: Remark) -> Iterator[Diagnostic]:
    verdict = remark.verdict
    if verdict is None:
        if remark.answer or remark.landed:
            key = "antwoord" if remark.answer else "geland"
            hint = "Zet er 'besluit: overgenomen', 'besluit: gedeeltelijk' of 'besluit: niet' bij."
            yield Diagnostic("SC006", remark.place(key), f"er staat '{key}', maar geen besluit", hint)
        return
    if verdict is not Verdict.TAKEN and not remark.answer:
        text, hint = f"'{verdict}' zonder antwoord", "Zet er 'antwoord: …' bij, met in één zin waarom."
        yield Diagnostic("SC006", remark.place("besluit"), text, hint)
    if verdict is not Verdict.NOT and not remark.landed:
        hint = "Zet er 'geland: pagina.md#id' bij: het stuk waar de lezer het nu vindt."
        yield Diagnostic("SC006", remark.place("besluit"), f"'{verdict}' zonder plaats in de tekst", hint)
