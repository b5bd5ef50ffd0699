"""`{{ straf.casusoverleg }}`: plain look-up in a closed list, read by Jinja's own parser and evaluated by nobody."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from draaiboek.base.diagnostics import Diagnostic, nearest
from draaiboek.base.model import Origin
from draaiboek.content import content_paths

ONLY_NAMES = "Tussen {{ en }} staat alleen een naam uit docs/_data/variabelen.yml, bijvoorbeeld {{ livc.lijst }}."
OF_SECTOR = "sector."
# Jinja's own comment mark is how a heading's id begins; this one cannot stand in a text (HT005 refuses it).
_PARSER = SandboxedEnvironment(
    comment_start_string="\u2060{#", comment_end_string="#}\u2060", keep_trailing_newline=True
)


def substitute(text: str, known: Mapping[str, str], origin: Origin, problems: list[Diagnostic]) -> str:
    """Return *text* with every variable replaced by its value; *origin* is the place of its first line.

    Unknown names (VR001) and anything but a name (VR002) become problems.
    """
    if "{{" not in text and "{%" not in text:
        return text
    result = []
    for piece in _read(text):
        place = Origin(origin.path, origin.line + piece.line - 1, 1 if piece.line > 1 else origin.column)
        if piece.wrong:
            problems.append(Diagnostic("VR002", place, piece.wrong, ONLY_NAMES))
        elif piece.name and piece.name not in known:
            missed = (content_paths.VARIABLES.joinpath(*piece.name.split(".")),)
            text_ = f"de variabele '{piece.name}' bestaat niet"
            problems.append(Diagnostic("VR001", place, text_, _hint(piece, known), missed=missed))
        # Its name in the place of a value that is not there: the sentence or citation around it is not wrong as well.
        result.append(known.get(piece.name, piece.name) if piece.name else piece.text)
    return "".join(result)


def _hint(piece: _Piece, known: Mapping[str, str]) -> str:
    if piece.name.startswith(OF_SECTOR):
        return "Namen als 'sector.naam' en 'sector.titel' bestaan alleen in tekst van een sector."
    everywhere = [name for name in known if not name.startswith(OF_SECTOR)]  # one place, one message in all variants
    return nearest(piece.name, everywhere) or "Zet de naam in docs/_data/variabelen.yml."


class _Piece(NamedTuple):
    """Plain *text*, or a variable's *name*, or what is *wrong*; *line* counts from 1."""

    line: int
    text: str = ""
    name: str = ""
    wrong: str = ""


# Seven variants hold the same core text; it is read once.
@lru_cache(maxsize=50_000)
def _read(text: str) -> tuple[_Piece, ...]:
    try:
        template = _PARSER.parse(text)
    except TemplateSyntaxError as error:
        return (_Piece(error.lineno, text, wrong="dit is niet te lezen als variabele"),)
    return tuple(_piece(node) for output in template.body for node in _outputs(output))


def _outputs(node: nodes.Node) -> list[nodes.Node]:
    return list(node.nodes) if isinstance(node, nodes.Output) else [node]


def _piece(node: nodes.Node) -> _Piece:
    if isinstance(node, nodes.TemplateData):
        return _Piece(node.lineno, node.data)
    if name := _name(node):
        return _Piece(node.lineno, name=name)
    return _Piece(node.lineno, wrong="tussen accolades staat meer dan een naam")


def _name(node: nodes.Node) -> str | None:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        before = _name(node.node)
        return None if before is None else f"{before}.{node.attr}"
    return None
