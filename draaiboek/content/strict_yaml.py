"""YAML in which every value knows its place: the safe subset that editors need and nothing else.

No aliases (a few hundred bytes of them grow to gigabytes), no tags (they can name Python objects), no duplicate keys
(the last one would silently win).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from draaiboek.base.characters import CURLY
from draaiboek.base.model import Origin
from draaiboek.content import budgets, yaml_slips
from draaiboek.content.yaml_slips import CURLY_QUOTES, LOOK, QUOTE, STRAIGHT, Slip

Path = tuple[str | int, ...]

# libyaml where PyYAML has it (all its wheels): eight times faster, with the same places.
_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Only YAML takes these for line ends, so lines would be miscounted. No text may hold them (`safety.hidden`).
_NO_LINE_ENDS = ("\x85", "\u2028", "\u2029")
_DEEPEST = 50  # nested lists and mappings; libyaml builds them on the stack
_LONGEST_NUMBER = 20  # characters; Python refuses to print an int of thousands of digits, and YAML has many notations


class StrictYamlError(ValueError):
    """The text is not YAML that we accept; *origin* is the place, the message and *hint* are Dutch."""

    def __init__(self, message: str, origin: Origin, hint: str = LOOK) -> None:
        super().__init__(message)
        self.origin = origin
        self.hint = hint


class TooMuchYamlError(StrictYamlError):
    """The text holds more keys and values than any file may."""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed document: *value* as plain Python; *places* maps each path in it (`("wet-2018", "url")`) to a place.

    One that is not *whole* lacks the keys that are no YAML. *written* has, by path, what stands in the file for each
    number, day and boolean: YAML reads `no` as False, and `1:30` as 90.
    """

    value: Any
    places: Mapping[Path, Origin] = field(default_factory=dict)
    start: Origin | None = None
    whole: bool = True
    written: Mapping[Path, str] = field(default_factory=dict)

    def place(self, path: Path) -> Origin:
        """Return the place of *path*, or of its nearest parent."""
        while path not in self.places:
            path = path[:-1]
        return self.places[path]

    def texts(self) -> Iterator[tuple[Path, str, Origin]]:
        """Yield the path, the value and the place of every string."""
        for path, origin in self.places.items():
            value = self.value
            for part in path:
                if isinstance(value, dict):
                    value = value.get(part)
                else:
                    value = value[part] if isinstance(value, list) and isinstance(part, int) else None
            if isinstance(value, str):
                yield path, value, origin

    def below(self, index: int) -> Document:
        """Return entry *index* of a list as a document of its own."""
        places = {path[1:]: origin for path, origin in self.places.items() if path[:1] == (index,)}
        written = {path[1:]: words for path, words in self.written.items() if path[:1] == (index,)}
        return Document(self.value[index], places, self.places[(index,)], written=written)


def parse_rest(text: str, start: Origin) -> tuple[Document, tuple[StrictYamlError, ...]]:
    """Return the keys of *text* that are YAML, and what is wrong with each of the others, so that all is said at once.

    Nothing is left of a text with too many mistakes, or that is too large.
    """
    lines, errors = text.split("\n"), list[StrictYamlError]()
    while len(errors) < (_MOST if len(text) < _LONG else 1):
        try:
            document = parse("\n".join(lines), start)
            return (replace(document, whole=False) if errors else document), tuple(errors)
        except TooMuchYamlError as error:
            return Document({}, {(): start}, start, whole=False), (error,)
        except StrictYamlError as error:
            errors.append(error)
            at = error.origin.line - start.line
            better = error.hint.partition(f"{yaml_slips.LINE}\n")[2]
            if better and lines[at].rstrip() != better:  # with the line that the message gives, the rest can be read
                lines[at] = better
                continue
            for number in yaml_slips.entry_at(lines, at):
                lines[number] = ""
    return Document({}, {(): start}, start, whole=False), tuple(errors)


_MOST = 10  # mistakes that are looked for: each costs another reading,
_LONG = 200_000  # so of a text of this many characters, only the first


def parse(text: str, start: Origin) -> Document:
    """Parse *text*, whose first line is at *start*; an empty text gives an empty mapping.

    Raises StrictYamlError.
    """
    for sign in _NO_LINE_ENDS:
        text = text.replace(sign, " ")
    try:
        node = _compose(text, start)
    except yaml.MarkedYAMLError as error:
        slip = yaml_slips.explain(error, text) or Slip("dit is geen geldige YAML", 0, 0, LOOK)
        raise StrictYamlError(slip.message, _origin(slip, start), slip.hint) from error
    except yaml.YAMLError as error:
        message = "dit is geen geldige YAML"
        raise StrictYamlError(message, start) from error
    if node is None:
        return Document({}, {(): start}, start)
    places: dict[Path, Origin] = {(): _origin(node.start_mark, start)}
    _collect(node, (), start, places)
    constructor = yaml.SafeLoader("")
    try:
        return Document(constructor.construct_document(node), places, start, written=dict(_written(node, ())))
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        mark = getattr(error, "problem_mark", None)
        raise StrictYamlError(_UNREADABLE, _origin(mark, start) if mark else start, QUOTE) from error


_UNREADABLE = "deze waarde is niet te lezen"
_NO_DAY, _A_DAY = "deze dag bestaat niet", "Schrijf een dag die er is, als JJJJ-MM-DD."
_NUMBERS = {"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"}
_DAY = "tag:yaml.org,2002:timestamp"
_NO_OTHER_WORDS = {"tag:yaml.org,2002:str", "tag:yaml.org,2002:null"}
_WHOLE = re.compile(rf"[{CURLY}][^{CURLY}]*[{CURLY}]")


def _compose(text: str, start: Origin) -> yaml.Node | None:
    try:
        _refuse_events(text, start, _FAST)
        return yaml.compose(text, Loader=_FAST)
    except yaml.YAMLError as error:  # PyYAML's Python parser says more precisely what is wrong
        try:
            _refuse_events(text, start, yaml.SafeLoader)
            return yaml.compose(text, Loader=yaml.SafeLoader)
        except StrictYamlError:
            raise
        except ValueError:  # but it tries to make a character of "\U00110000", which Python does not have
            raise error from None


def _refuse_events(text: str, start: Origin, loader: type[Any]) -> None:
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=loader)):
        if isinstance(event, yaml.NodeEvent):
            depth += isinstance(event, yaml.CollectionStartEvent)
            for message, hint in _refusal(event, depth):
                raise StrictYamlError(message, _origin(event.start_mark, start), hint)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if number > budgets.VALUES:
            message = f"meer dan {budgets.VALUES} sleutels en waarden"
            raise TooMuchYamlError(message, _origin(event.start_mark, start))


def _refusal(event: yaml.NodeEvent, depth: int) -> Iterator[tuple[str, str]]:
    """Yield why *event*, nested *depth* deep, is not accepted, and what to do."""
    if depth > _DEEPEST:
        yield "dit is te diep genest", "Maak er minder lagen van."
    if event.anchor:  # an alias has one too
        yield "verwijzingen met & en * zijn hier niet toegelaten", f"Schrijf ze voluit. Is het tekst? {QUOTE}"
    if tag := getattr(event, "tag", None):
        yield f"het label '{tag}' is hier niet toegelaten", f"Laat het weg. Is het tekst? {QUOTE}"


def _collect(node: yaml.Node, path: Path, start: Origin, places: dict[Path, Origin]) -> None:
    """Add the place of everything inside *node*, whose own path is *path*, to *places*."""
    if isinstance(node, yaml.ScalarNode):
        _refuse_scalar(node, start)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            inside: Path = (*path, index)
            places[inside] = _origin(item.start_mark, start)
            _collect(item, inside, start, places)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _collect(key, path, start, places)
            inside = (*path, str(key.value))
            if key.value == "<<":
                message = "'<<' is hier niet toegelaten"
                raise StrictYamlError(message, _origin(key.start_mark, start), "Schrijf de sleutels voluit.")
            if inside in places:
                message = f"de sleutel '{key.value}' staat hier twee keer"
                raise StrictYamlError(message, _origin(key.start_mark, start), "Laat er één staan.")
            places[inside] = _origin(key.start_mark, start)
            _collect(value, inside, start, places)


def _written(node: yaml.Node, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the path and the characters of each scalar inside *node*, whose own path is *path*, that is not text."""
    if isinstance(node, yaml.ScalarNode) and node.tag not in _NO_OTHER_WORDS:
        yield path, node.value
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _written(item, (*path, index))
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _written(value, (*path, str(key.value)))


def _refuse_scalar(node: yaml.ScalarNode, start: Origin) -> None:
    if not node.style and _WHOLE.fullmatch(node.value):
        raise StrictYamlError(CURLY_QUOTES, _origin(node.start_mark, start), STRAIGHT)
    if node.tag in _NUMBERS and len(node.value) > _LONGEST_NUMBER:
        message = f"dit getal heeft meer dan {_LONGEST_NUMBER} tekens"
        raise StrictYamlError(message, _origin(node.start_mark, start), QUOTE)
    if node.tag in {*_NUMBERS, _DAY}:
        try:
            yaml.SafeLoader("").construct_object(node)
        except ValueError as error:  # 30 February, or 0x_
            told = (_NO_DAY, _A_DAY) if node.tag == _DAY else (_UNREADABLE, QUOTE)
            raise StrictYamlError(told[0], _origin(node.start_mark, start), told[1]) from error


def _origin(mark: Any, start: Origin) -> Origin:
    return Origin(start.path, start.line + mark.line, mark.column + 1)
