"""`{{ straf.casusoverleg }}`: plain look-up in a closed list, read by Jinja's own parser and evaluated by nobody."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from draaiboek.diagnostics import Diagnostic, nearest
from draaiboek.model import Origin

ONLY_NAMES = "Tussen {{ en }} staat alleen een naam uit docs/_data/variabelen.yml, bijvoorbeeld {{ livc.lijst }}."
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
    try:
        template = _PARSER.parse(text)
    except TemplateSyntaxError as error:
        found = f"dit is niet te lezen als variabele ({error.message})"
        problems.append(Diagnostic("VR002", _below(origin, error.lineno), found, ONLY_NAMES))
        return text
    pieces = [_piece(node, known, origin, problems) for output in template.body for node in _outputs(output)]
    return "".join(pieces)


def _outputs(node: nodes.Node) -> list[nodes.Node]:
    return list(node.nodes) if isinstance(node, nodes.Output) else [node]


def _piece(node: nodes.Node, known: Mapping[str, str], origin: Origin, problems: list[Diagnostic]) -> str:
    if isinstance(node, nodes.TemplateData):
        return node.data
    place = _below(origin, node.lineno)
    name = _name(node)
    if name is None:
        problems.append(Diagnostic("VR002", place, "tussen accolades staat meer dan een naam", ONLY_NAMES))
        return ""
    if name not in known:
        hint = nearest(name, known) or "Zet de naam in docs/_data/variabelen.yml."
        if name.startswith("sector."):
            hint = "'sector.naam' en 'sector.titel' bestaan alleen in tekst van een sector."
        problems.append(Diagnostic("VR001", place, f"de variabele '{name}' bestaat niet", hint))
    return known.get(name, "")


def _name(node: nodes.Node) -> str | None:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        before = _name(node.node)
        return None if before is None else f"{before}.{node.attr}"
    return None


def _below(origin: Origin, line: int) -> Origin:
    return Origin(origin.path, origin.line + line - 1, 1 if line > 1 else origin.column)
