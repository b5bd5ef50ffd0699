"""SVG files of editors, rewritten: shapes and text, nothing that runs, loads or hides.

An SVG that is opened by itself runs with our site's rights, and no policy of ours restrains it. So nothing is copied:
what is published is built only from known elements, attributes and values.
"""

from __future__ import annotations

import re
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Line, Origin
from draaiboek.content import budgets, safety
from draaiboek.content.drawing_paths import NUMBER, drawn, largest, longest

SVG = "http://www.w3.org/2000/svg"
XML = "http://www.w3.org/XML/1998/namespace"
ELEMENTS = {
    "svg", "g", "title", "desc", "rect", "circle", "ellipse", "line", "polyline", "polygon", "path", "text", "tspan",
    "defs", "marker", "linearGradient", "stop", "symbol",
}  # fmt: skip
_NUMBERS = re.compile(r"[-+0-9.eE,%\s]*(?:px|em|rem|pt|mm|cm)?")
_PATH = re.compile(r"[-+0-9.eE,\sMmZzLlHhVvCcSsQqTtAa]*")
_WORDS = re.compile(r"[A-Za-z][A-Za-z -]*|[0-9]{3}")
_ID = re.compile(r"[A-Za-z_][\w.-]*")
_CALLS = re.compile(r"(?:(?:matrix|translate|scale|rotate|skewX|skewY)\s?\([-+0-9.eE,\s]*\)[\s,]*)*")
_PAINT = re.compile(
    r"#[0-9A-Fa-f]{3,8}|[A-Za-z]+|rgba?\([0-9.,%\s/]*\)|url\(\s*[\"']?#[A-Za-z_][\w.-]*[\"']?\s*\)(?:\s+[A-Za-z]+|\s+#[0-9A-Fa-f]{3,8})?"
)
_SHAPE_HERE = re.compile(r"none|url\(\s*[\"']?#[A-Za-z_][\w.-]*[\"']?\s*\)")
_DASHES = re.compile(r"none|[-+0-9.eE,\s]+")
_MEASURES = {_NUMBERS, _CALLS, _DASHES}
_FONTS = re.compile(r"[\w\s,'\"-]*")
_SAID = re.compile(r"[^\x00-\x1f]*")
_KINDS = {
    _NUMBERS: "x y x1 x2 y1 y2 cx cy r rx ry dx dy fx fy width height viewBox points rotate offset opacity font-size "
    "fill-opacity stroke-opacity stop-opacity stroke-width stroke-dashoffset stroke-miterlimit letter-spacing "
    "word-spacing textLength markerWidth markerHeight refX refY",
    _PATH: "d",
    _CALLS: "transform gradientTransform",
    _PAINT: "fill stroke color stop-color",
    _SHAPE_HERE: "marker-start marker-mid marker-end",
    _FONTS: "font-family",
    _ID: "id",
    _SAID: "aria-label",
    _WORDS: "fill-rule stroke-linecap stroke-linejoin font-weight font-style font-variant text-anchor text-decoration "
    "dominant-baseline alignment-baseline lengthAdjust markerUnits gradientUnits preserveAspectRatio role "
    "lang aria-hidden shape-rendering text-rendering vector-effect paint-order",
    re.compile(r"[\w.\s-]*"): "aria-labelledby aria-describedby version",
    re.compile("pad"): "spreadMethod",  # a repeating gradient becomes a program in a PDF, which PDF/A forbids
    _DASHES: "stroke-dasharray",
    re.compile(r"auto(?:-start-reverse)?|[-+0-9.]+(?:deg)?"): "orient",
    re.compile(r"default|preserve"): f"{XML} space",
    re.compile(r"[A-Za-z-]+"): f"{XML} lang",
}
ATTRIBUTES = {
    name: kind for kind, names in _KINDS.items() for name in ([names] if names.startswith(XML) else names.split())
}
"""What each attribute may hold."""
_REFUSED = "?"
_WORDY = {"title", "desc", "text", "tspan", _REFUSED}
SHAPES = "Maak de tekening opnieuw met alleen vormen en tekst."
PLAIN = "Gebruik alleen kenmerken zoals fill en stroke."
_AGAIN = 'Bewaar ze opnieuw met een gewone breedte, hoogte en viewBox, bijvoorbeeld viewBox="0 0 800 600".'
_NEARER = "Verschuif of verklein de tekening: alles blijft binnen 100.000 eenheden van haar begin."
_MOST = 100  # messages: nobody reads more
_SIZES = {"width", "height", "viewBox"}
_DASHED = "Zet stroke-dasharray op de lijn zelf."
_SMALLEST, _WIDEST = 1e-2, 1e5
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)")


def _is_size(key: str, value: str) -> bool:
    """Return whether a drawing can have this size: programs disagree about one that is empty or far too large."""
    numbers = [float(each) for each in NUMBER.findall(value)]
    if key != "viewBox":
        return len(numbers) == 1 and _SMALLEST <= numbers[0] <= _WIDEST
    if len(numbers) != 4:  # noqa: PLR2004  # left, top, width, height
        return False
    left, top, width, height = numbers
    return max(abs(left), abs(top)) <= _WIDEST and all(_SMALLEST <= each <= _WIDEST for each in (width, height))


class _StopError(Exception):
    """Nothing more can be read; *problem* says why."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem.text)
        self.problem = problem


def read(content: bytes, origin: Origin) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Return the SVG *content* rewritten, and what is wrong with it; b'' when something is."""
    declared = _ENCODING.search(content)
    if declared and declared[1].lower() not in {b"utf-8", b"us-ascii"}:
        found, hint = "de tekening is niet in UTF-8", "Bewaar ze opnieuw als gewone svg in UTF-8."
        return b"", (Diagnostic("HT004", origin, found, hint),)
    writer = _Writer(origin)
    try:
        text = content.decode("utf-8")
        writer.parser.Parse(text.encode(), True)  # noqa: FBT003  # the last chunk
    except _StopError as stop:
        return b"", (*writer.problems, stop.problem)
    except (expat.ExpatError, UnicodeDecodeError, ValueError, LookupError):
        hint = "Bewaar ze opnieuw als gewone svg in UTF-8, zonder DOCTYPE."
        return b"", (*writer.problems, Diagnostic("HT004", writer.here, "de tekening is niet te lezen", hint))
    lines = (Line(line, Origin(origin.path, number)) for number, line in enumerate(text.splitlines(), start=1))
    problems = [*writer.problems, *safety.hidden(lines)]
    if not writer.titled:
        hint = "Zet een <title> in de svg: in enkele woorden wat te zien is."
        problems.append(Diagnostic("HT004", origin, "de tekening heeft geen <title>", hint))
    return b"" if problems else "".join((*writer.made, "\n")).encode(), tuple(problems)


class _Writer:
    """Writes the drawing again while it is parsed."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.made: list[str] = []
        self.problems: list[Diagnostic] = []
        self.titled = False
        self.open: list[str] = []
        self.dashes: list[float] = []  # of each open element, how long a dash with its gap is; 0 for a whole line
        self.cuts = 0.0
        self.shapes = self.bends = self.points = self.in_markers = self.pieces = self.signs = 0
        self.marked = False
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction

    @property
    def here(self) -> Origin:
        """The line that the parser has reached."""
        return Origin(self.origin.path, self.parser.CurrentLineNumber)

    def _tell(self, text: str, hint: str) -> None:
        if len(self.problems) == _MOST:
            more = "hier en verderop staat nog meer wat niet is toegelaten"
            raise _StopError(Diagnostic("HT004", self.here, more, "Herstel eerst wat hierboven staat."))
        self.problems.append(Diagnostic("HT004", self.here, text, hint))

    def _tell_far(self, key: str) -> None:
        self._tell(f"het kenmerk '{key}' gaat verder dan een programma kan tekenen", _NEARER)

    def _doctype(self, *_words: object) -> None:
        hint = "Bewaar ze opnieuw als gewone svg in UTF-8, zonder DOCTYPE."
        raise _StopError(Diagnostic("HT004", self.here, "de tekening is niet te lezen", hint))

    def _instruction(self, _target: str, _data: str) -> None:
        self._tell("een opdracht (<?…?>) is niet toegelaten in een tekening", SHAPES)

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        space, _, name = full.rpartition(" ")
        self.shapes += 1
        for amount, most, what in (
            (self.shapes, budgets.SHAPES, "vormen"),
            (len(self.open), budgets.SHAPE_DEPTH, "vormen in elkaar"),
        ):
            if amount > most:
                raise _StopError(budgets.over(f"meer dan {most} {what}", self.here, SHAPES))
        self._count(attributes)
        self._count_dashes(name, attributes)
        if space != SVG or name not in ELEMENTS or (name == "svg") == bool(self.open):
            self._tell(f"het element <{name}> is niet toegelaten in een tekening", SHAPES)
            name, attributes = _REFUSED, {}  # its attributes are not reported as well
        kept = [] if self.open else [f' xmlns="{SVG}"']
        for key, value in attributes.items():
            self._look_at(name, key, value)
            kept.append(f" {key.replace(f'{XML} ', 'xml:')}={quoteattr(value)}")
        if name == "svg" and not all(_is_size(key, attributes[key]) for key in attributes.keys() & _SIZES):
            self._tell("de tekening zegt een maat die niet kan", _AGAIN)
        self.titled |= name == "title" and len(self.open) == 1
        if name == "text":
            self.pieces = self.signs = 0
        self.pieces += 1
        self.open.append(name)
        self.made.append(f"<{name}{''.join(kept)}>")

    def _look_at(self, name: str, key: str, value: str) -> None:
        kind = ATTRIBUTES.get(key)
        if not kind or not kind.fullmatch(value.strip()):
            plain = key.rpartition(" ")[2]
            self._tell(f"het kenmerk '{plain}' is niet toegelaten in een tekening", PLAIN)
        elif kind in _MEASURES and not (name == "svg" and key in _SIZES) and largest(value) > _WIDEST:
            self._tell_far(key)

    def _count(self, attributes: dict[str, str]) -> None:
        """Count what has to be drawn: the bends of each line, and the arrow heads at each point of each line."""
        path = drawn(attributes.get("d", ""))
        if path.farthest > _WIDEST:
            self._tell_far("d")
        self.bends += path.bends
        if self.bends > budgets.BENDS:
            raise _StopError(budgets.over(f"lijnen met meer dan {budgets.BENDS} bochten", self.here, SHAPES))
        points = sum(len(NUMBER.findall(attributes.get(key, ""))) for key in ("d", "points")) + 1
        self.points += points
        self.in_markers += points if "marker" in self.open else 0
        marked = [key for key in attributes if key.startswith("marker-")]
        self.marked |= bool(marked)
        if marked and "marker" in self.open:
            self._tell(f"het kenmerk '{marked[0]}' is niet toegelaten in een pijlpunt", PLAIN)
        if self.marked and self.in_markers * self.points > budgets.MARKED:
            what = "meer pijlpunten dan een programma kan tekenen"
            raise _StopError(budgets.over(what, self.here, SHAPES))

    def _count_dashes(self, name: str, attributes: dict[str, str]) -> None:
        """Count into how many dashes the lines of an element are cut; how long those are, an element around can say."""
        own = attributes.get("stroke-dasharray")
        around = self.dashes[-1] if self.dashes else 0.0
        dash = around if own is None else sum(abs(float(each)) for each in NUMBER.findall(own))
        self.dashes.append(dash)
        place = "pijlpunt" if "marker" in self.open else "tekst"
        if dash and (place == "pijlpunt" or name in {"text", "tspan"}):
            self._tell(f"het kenmerk 'stroke-dasharray' is niet toegelaten in een {place}", _DASHED)
        elif dash:
            self.cuts += longest(attributes) / dash
        if self.cuts > budgets.DASHES:
            raise _StopError(budgets.over(f"lijnen van meer dan {budgets.DASHES} streepjes", self.here, SHAPES))

    def _end(self, _full: str) -> None:
        self.dashes.pop()
        self.made.append(f"</{self.open.pop()}>")

    def _text(self, text: str) -> None:
        if text.strip() and self.open[-1] not in _WORDY:
            self._tell("hier staat tekst die niemand ziet", "Zet woorden in <text>, <title> of <desc>.")
        self.signs += len(text)
        if "text" in self.open and self.pieces * self.signs > budgets.SET:
            raise _StopError(budgets.over("een tekst van te veel tekens of stukken", self.here, SHAPES))
        self.made.append(escape(text))
