"""What is wrong with the functions of sectors: each cites the basis of its secrecy, or says it is unknown. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Function, Reference, ReferenceStatus, Source

_CODE = "SC005"


def check(source: Source) -> Iterator[Diagnostic]:
    """Yield the functions that say too little or too much, or have the same name as another one of their sector."""
    seen: dict[tuple[str, str], Function] = {}
    for function in source.functions:
        first = seen.setdefault((function.sector, function.name.lower()), function)
        if first is not function:
            text = f"de functie '{function.name}' staat ook op regel {first.origin.line}"
            yield Diagnostic(_CODE, function.origin, text, "Houd er één van.")
        for text, hint in _wrong(function, source.references):
            yield Diagnostic(_CODE, function.origin, f"de functie '{function.name}' {text}", hint)


def _wrong(function: Function, references: Mapping[str, Reference]) -> Iterator[tuple[str, str]]:
    if bool(function.secrecy) is bool(function.question):
        yield (
            "heeft niet precies één van 'geheim' en 'na_te_gaan'",
            "Noem de geheimhouding met haar bron, of zeg wat je niet kon nagaan.",
        )
    elif function.question and (function.basis or function.according or function.remark or function.inferred):
        yield "is na te gaan, en zegt toch iets met zekerheid", "Laat 'bron', 'volgens' en 'afleiding' weg."
    elif function.secrecy and not function.basis and not function.inferred:
        yield "heeft geen bron", "Noem de bron, of zet 'afleiding: true' als je het zelf afleidt."
    elif function.basis and not function.according and not function.inferred:
        second = [each.key for each in function.basis.sources if _is_second_hand(references.get(each.key))]
        if second:
            yield f"steunt op een tweedehands bron ({second[0]})", "Zeg bij 'volgens' wie het zegt."


def _is_second_hand(reference: Reference | None) -> bool:
    return reference is not None and reference.status is ReferenceStatus.SECOND_HAND
