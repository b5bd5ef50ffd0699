"""A line of Markdown as the words that a reader sees, each with the Markdown it stands for.

The marks of emphasis, links to the glossary and white space belong to the word after them: they are kept, but a text
that differs only in them reads the same. The first use of a term on a page is a link that composing made, no author.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from draaiboek.editions.redline.values import Look, Word

_ATTRIBUTES = r"\{(?:[^{}\"]|\"[^\"]*\")*\}"
_TOKEN = re.compile(
    rf"""
      (?P<space>(?:\s|(?<=\n)[ ]{{0,3}}>[ ]?)+)
    | (?P<code>(?P<ticks>`+)(?P<inside>.+?)(?<!`)(?P=ticks)(?!`))
    | (?P<note>\[\^(?P<label>[^\]\s]+)\])
    | (?P<image>!\[(?P<alt>[^\]]*)\]\((?P<file>[^()]*)\)(?:{_ATTRIBUTES})?)
    | \\(?P<escaped>[!-/:-@\[-`{{-~])
    | (?P<open>\[(?=(?:[^\[\]]|\[[^\[\]]*\])*\]\())
    | (?P<close>\]\((?P<href>(?:[^()"]|"[^"]*"|\([^()]*\))*)\)(?P<attributes>{_ATTRIBUTES})?)
    | <(?P<address>(?:https?://|mailto:)[^<>\s]+)>
    | (?P<html></?(?:br|sub|sup|span)\b[^<>]*>|<!--.*?-->)
    | (?P<attribute>\{{[:\#.](?:[^{{}}"]|"[^"]*")*\}})
    | (?P<entity>&(?:\#\d+|\#[xX][0-9a-fA-F]+|[a-zA-Z]+\d*);)
    | (?P<mark>\*\*|\*|__|_)
    | (?P<word>[^\W_]+(?:(?:[-‑'’_.:/@]|(?<=\d),(?=\d))[^\W_]+)*)
    | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_NOTE_WORD = re.compile(r"(\(noot:|[^\W_][^\s;,)]*|§ ?\d+|\S)(\s*)")
_LABEL = re.compile(r"<span\b[^<>]*\blr-controle\b")
_TERM = ".lr-begrip"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: *key* is the same for the same place, *shown* names it."""

    key: str
    shown: str


@dataclass(frozen=True, slots=True)
class Names:
    """How what is not written out in a text is named: the places that links lead to, and notes by their label."""

    target: Callable[[str], Target]
    notes: Mapping[str, str] = field(default_factory=dict)


def read(source: str, names: Names) -> tuple[str, tuple[Word, ...]]:
    """Return the syntax that *source* holds when it has no words (else ''), and its words."""
    reader = _Reader(names, source)
    for match in _TOKEN.finditer(source):
        reader.take(match)
    if not reader.words:
        return source, ()
    last = reader.words[-1]
    reader.words[-1] = replace(last, source=last.source + reader.waiting)
    return "", tuple(reader.words)


def plain(source: str, *, look: Look = Look.PLAIN) -> tuple[str, tuple[Word, ...]]:
    """Return *source* as `read` does, for text in which nothing is syntax."""
    found = [Word(m[0], m[0].strip(), m[0].strip(), m[0][0].isspace(), look) for m in re.finditer(r"\s*\S+", source)]
    if not found:
        return source, ()
    rest = source[sum(len(word.source) for word in found) :]
    return "", (*found[:-1], replace(found[-1], source=found[-1].source + rest))


@dataclass(slots=True)
class _Reader:
    """One pass: *waiting* is the syntax since the last word, *links* how many words stood before each open link."""

    names: Names
    text: str
    waiting: str = ""
    spaced: bool = False
    strong: bool = False
    emphasis: bool = False
    labelled: bool = False
    links: list[int] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)

    def take(self, match: re.Match[str]) -> None:
        handler = _HANDLERS.get(str(match.lastgroup))  # of groups in groups the outer one closes last
        if handler is None:
            self.word(match[0], match[0])
        else:
            handler(self, match)

    def word(self, source: str, shown: str, look: Look | None = None, *, key: str = "", reach: int = 0) -> None:
        look = self.look() if look is None else look
        self.words.append(Word(self.waiting + source, shown, key or shown, self.spaced, look, reach))
        self.waiting, self.spaced = "", False

    def look(self) -> Look:
        if self.labelled:
            return Look.LABEL
        return Look.STRONG if self.strong else Look.EMPHASIS if self.emphasis else Look.PLAIN

    def space(self, match: re.Match[str]) -> None:
        self.waiting += match[0]
        self.spaced = True

    def hide(self, match: re.Match[str]) -> None:
        self.waiting += match[0]

    def html(self, match: re.Match[str]) -> None:
        self.waiting += match[0]
        self.spaced |= match[0].startswith("<br")
        if match[0].startswith(("<span", "</span")):
            self.labelled = bool(_LABEL.match(match[0]))

    def code(self, match: re.Match[str]) -> None:
        self.waiting += match["ticks"]
        for each in re.finditer(r"(\s*)(\S+)", match["inside"]):
            self.spaced |= bool(each[1])
            self.word(each[0], each[2], Look.CODE)
        self.waiting += match[0][len(match["ticks"]) + len(match["inside"].rstrip()) :]

    def note(self, match: re.Match[str]) -> None:
        brief = self.names.notes.get(match["label"]) or match["label"].removeprefix("bron-")
        self.spaced = True
        source = match[0]
        # The mark is one piece of Markdown; what it cites is compared word by word, with nothing in the Markdown.
        for each in _NOTE_WORD.finditer(f"(noot: {brief})"):
            self.word(source, each[1], Look.NOTE, key=f"noot {each[1]}")
            self.spaced, source = bool(each[2]), ""

    def image(self, match: re.Match[str]) -> None:
        self.word(match[0], f"(afbeelding: {match['alt']})", Look.NOTE, key=f"beeld {match['file']} {match['alt']}")

    def escaped(self, match: re.Match[str]) -> None:
        self.word(match[0], match["escaped"])

    def entity(self, match: re.Match[str]) -> None:
        sign = html.unescape(match[0])
        if sign.isspace():
            self.space(match)
        else:
            self.word(match[0], sign)

    def address(self, match: re.Match[str]) -> None:
        self.word(match[0], match["address"])

    def open(self, match: re.Match[str]) -> None:
        self.links.append(len(self.words))
        self.waiting += match[0]

    def close(self, match: re.Match[str]) -> None:
        if not self.links:
            self.word(match[0], match[0])
            return
        reach = len(self.words) - self.links.pop()
        if _TERM in (match["attributes"] or ""):
            self.waiting += match[0]
            return
        target = self.names.target(match["href"].strip().partition(" ")[0].strip("<>"))
        self.spaced = True
        self.word(match[0], f"(link naar {target.shown})", Look.LINK, key=f"link {target.key}", reach=reach)

    def mark(self, match: re.Match[str]) -> None:
        is_double = len(match[0]) > 1
        is_on = self.strong if is_double else self.emphasis
        before, after = self.text[: match.start()][-1:], self.text[match.end() :][:1]
        counts = bool(before.strip()) if is_on else bool(after.strip()) and match[0] in self.text[match.end() :]
        if not counts:
            self.word(match[0], match[0])
            return
        self.waiting += match[0]
        if is_double:
            self.strong = not self.strong
        else:
            self.emphasis = not self.emphasis


_HANDLERS: Mapping[str, Callable[[_Reader, re.Match[str]], None]] = {
    "space": _Reader.space,
    "code": _Reader.code,
    "note": _Reader.note,
    "image": _Reader.image,
    "escaped": _Reader.escaped,
    "open": _Reader.open,
    "close": _Reader.close,
    "address": _Reader.address,
    "html": _Reader.html,
    "attribute": _Reader.hide,
    "entity": _Reader.entity,
    "mark": _Reader.mark,
}
