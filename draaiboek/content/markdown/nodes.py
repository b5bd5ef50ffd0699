"""The parser's syntax tree → nodes of ours; what an editor may not write is refused here, never cleaned up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from markdown_it.tree import SyntaxTreeNode

from draaiboek.base.characters import CURLY
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import (
    Blank,
    Block,
    Box,
    Break,
    Citation,
    Code,
    Emphasis,
    Foreign,
    Image,
    Inline,
    Item,
    Link,
    Listing,
    Mark,
    Origin,
    Paragraph,
    Quote,
    Row,
    Rule,
    Script,
    Strong,
    Table,
    Text,
    Variable,
    deep,
    words,
)
from draaiboek.content import addresses, citations
from draaiboek.content.markdown import meant
from draaiboek.content.markdown.rules import ONLY_NAMES, Reading, origin

BOXES: Mapping[str, str] = {
    "note": "Opmerking",
    "abstract": "Samenvatting",
    "info": "Informatie",
    "tip": "Tip",
    "success": "Gelukt",
    "question": "Vraag",
    "warning": "Let op",
    "failure": "Mislukt",
    "danger": "Gevaar",
    "bug": "Fout",
    "example": "Voorbeeld",
    "quote": "Citaat",
}
"""The kinds of boxes, each with its default title."""
# Words that are neither the kind nor the title would be lost.
_WHOLE_BOX = re.compile(rf'^\s*\S+(?:\s+(?:".*"|(?![{CURLY}])[^"]*))?\s*$')
_COMMENT = re.compile(r"^<!--(?:(?!-->).)*-->$", re.DOTALL)
_MARKS = re.compile(r"^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)*")
_SCRIPT = re.compile(r"^<(?P<closing>/?)(?P<name>sub|sup)\s*>$")
_TAG_NAME = re.compile(r"</?([A-Za-z]+)")
_INSTEAD: Mapping[str, str] = {
    **dict.fromkeys(("b", "strong"), "Schrijf **woord** om iets sterk te zeggen."),
    **dict.fromkeys(("i", "em"), "Schrijf *woord* om iets schuin te zetten."),
    **dict.fromkeys(("span", "font"), "Haal het weg; 'python3 build.py check --fix' doet het voor je."),
    **dict.fromkeys(("p", "div"), "Haal het weg; een lege regel begint een nieuwe alinea."),
    **dict.fromkeys(("del", "s", "strike"), "Haal het weg met de woorden ertussen: die zijn geschrapt."),
    "ins": "Haal het weg; de woorden ertussen blijven.",
    "a": "Schrijf [tekst](adres).",
    "img": "Schrijf ![wat er op staat](media/bestand.png).",
    **dict.fromkeys(("ul", "li"), "Schrijf '- ' voor elk punt van een lijst."),
    **dict.fromkeys(("table", "tr", "td"), "Schrijf een tabel met | tussen de cellen, en | --- | onder de eerste rij."),
    **dict.fromkeys(("h1", "h2", "h3", "h4"), "Schrijf ## Titel {#id}."),
}
"""What an editor should write instead of an HTML element."""
_BREAK = re.compile(r"^<br\s*/?>$")
_SAID = frozenset({"text", "code_inline"})
_SPACE = frozenset({"softbreak", "hardbreak"})
_IN_PICTURES = _SAID | _SPACE | {"em", "strong", "link", "image"}
_LOOKS: Mapping[str, type[Emphasis | Strong]] = {"em": Emphasis, "strong": Strong}


def blocks(nodes: Sequence[SyntaxTreeNode], reading: Reading) -> Iterator[Block]:
    """Yield *nodes*, which are siblings, as blocks; what is not allowed there becomes a problem."""
    return (_block(node, reading) for node in nodes)


def inlines(node: SyntaxTreeNode, reading: Reading) -> tuple[Inline, ...]:
    """Return the content of the inline *node*; what Word or a converter left there becomes a problem."""
    reading.problems += meant.pasted(node, reading)
    return _run(node.children, node, reading)


def place(node: SyntaxTreeNode, reading: Reading) -> Origin:
    """Return the place of the first line of *node*."""
    line = reading.line((node.map or (0, 0))[0])
    return line.origin


_OF_WORD = re.compile(r"\b(?:Mso[A-Z]|mso-)|</?o:p|supportLists|<!--\[if|\bname=\"_(?:Toc|Ref|Hlk)")
_MERGED = re.compile(r"<t[dh]\s[^<>]*\b(?:col|row)span\b", re.IGNORECASE)


def html_problem(content: str, where: Origin) -> Diagnostic:
    """Return the diagnostic that refuses the HTML *content*."""
    tag = content.strip().splitlines()[0][:40]
    name = _TAG_NAME.match(tag)
    hint = _INSTEAD.get(name[1].lower(), "") if name else ""
    if _MERGED.search(content):
        hint = f"{hint} Samengevoegde cellen bestaan hier niet: herhaal hun woorden in elke rij, of laat de cel leeg."
    if _OF_WORD.search(content):  # removing the tags would remove the words as well
        hint = "Dit komt uit Word. Plak de tekst opnieuw, zonder opmaak: Ctrl+Shift+V."
    return Diagnostic(
        "HT001", where, f"HTML is niet toegelaten: {tag}", hint or "Haal het weg en schrijf gewone tekst."
    )


# --- blocks -----------------------------------------------------------------------------------------------------------


def _block(node: SyntaxTreeNode, reading: Reading) -> Block:
    if read := _BLOCKS.get(node.type):
        return read(node, reading)
    reading.problems.append(_refusal(node, reading))
    return Paragraph((), place(node, reading))  # empty, so that one mistake is not reported twice


def _paragraph(node: SyntaxTreeNode, reading: Reading) -> Paragraph:
    run = node.children[0]
    reading.problems += meant.otherwise(run, reading)
    return Paragraph(inlines(run, reading), place(node, reading))


def _quote(node: SyntaxTreeNode, reading: Reading) -> Quote:
    return Quote(tuple(blocks(node.children, reading)), place(node, reading))


def _rule(node: SyntaxTreeNode, reading: Reading) -> Rule:
    return Rule(place(node, reading))


def _listing(node: SyntaxTreeNode, reading: Reading) -> Listing:
    items = tuple(
        Item(tuple(blocks(item.children, reading)), place(item, reading), item.meta.get("ticked"))
        for item in node.children
    )
    start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
    paragraphs = [each for item in node.children for each in item.children if each.type == "paragraph"]
    return Listing(items, place(node, reading), start, tight=all(each.hidden for each in paragraphs))


def _table(node: SyntaxTreeNode, reading: Reading) -> Table:
    head, *bodies = node.children
    (first,) = head.children
    align = tuple(str(cell.attrs.get("style", "")).removeprefix("text-align:") for cell in first.children)
    below = [row for body in bodies for row in body.children]
    reading.problems += _unmarked_rows(first, below, reading)
    rows = tuple(_row(row, reading) for row in below)
    return Table(_row(first, reading), rows, align, place(node, reading))


def _unmarked_rows(head: SyntaxTreeNode, rows: Sequence[SyntaxTreeNode], reading: Reading) -> Iterator[Diagnostic]:
    """Yield each of *rows* that lacks the leading bar of the table's *head*: a sentence below, or half a cell."""
    if not _text_of(head, reading).startswith("|"):
        return
    for row in rows:
        said = _text_of(row, reading)
        if said and not said.startswith("|"):
            hint = "Hoort ze bij de rij erboven? Zet ze op die regel. Is het gewone tekst? Zet er een lege regel boven."
            text = f"deze regel zou een rij van de tabel zijn: {said[:60]}"
            yield Diagnostic("PG007", place(row, reading), text, hint)


def _text_of(row: SyntaxTreeNode, reading: Reading) -> str:
    text = reading.line((row.map or (0, 0))[0]).text
    marks = _MARKS.match(text)
    return text[marks.end() if marks else 0 :]


def _row(node: SyntaxTreeNode, reading: Reading) -> Row:
    return Row(tuple(inlines(cell.children[0], reading) for cell in node.children), place(node, reading))


def _box(node: SyntaxTreeNode, reading: Reading) -> Box:
    where = place(node, reading)
    title: tuple[Inline, ...] = ()
    below = node.children
    if below and below[0].type == "admonition_title":
        title, below = inlines(below[0].children[0], reading), below[1:]
    kind = str(node.meta.get("tag", ""))
    if node.markup != "!!!" or kind not in BOXES:
        text = f"het kader '{node.markup} {kind}' bestaat niet"
        hint = f"Schrijf !!! en een van deze woorden: {', '.join(sorted(BOXES))}."
        reading.problems.append(Diagnostic("PG007", where, text, hint))
    elif not _WHOLE_BOX.match(node.info):
        text = f"de titel van dit kader is niet te lezen: {node.info.strip()}"
        straight = f'Schrijf !!! {kind} "Titel", met rechte aanhalingstekens'
        hint = f"{straight}, niets tussen het woord en de titel en niets erachter."
        reading.problems.append(Diagnostic("PG007", where, text, hint))
    if not below and (node.map or (0, 1))[0] + 1 < len(reading.lines):
        following = reading.line((node.map or (0, 0))[0] + 1)
        if following.text.strip(" >\t"):
            text, hint = "dit kader is leeg: de tekst eronder hoort er niet bij", "Spring de tekst in met vier spaties."
            reading.problems.append(Diagnostic("PG007", following.origin, text, hint))
    if node.info.strip() and not node.info.strip().partition(" ")[2]:
        title = (Text(BOXES.get(kind, kind)),)
    return Box(kind, title, tuple(blocks(below, reading)), where)


_BLOCKS: Mapping[str, Callable[[SyntaxTreeNode, Reading], Block]] = {
    "paragraph": _paragraph,
    "bullet_list": _listing,
    "ordered_list": _listing,
    "table": _table,
    "blockquote": _quote,
    "admonition": _box,
    "hr": _rule,
}


def _refusal(node: SyntaxTreeNode, reading: Reading) -> Diagnostic:
    line = reading.line((node.map or (0, 0))[0])
    marks = _MARKS.match(line.text)
    where = Origin(line.origin.path, line.origin.line, line.origin.column + (marks.end() if marks else 0))
    if node.type in {"fence", "code_block"}:
        hint = "Haal de spaties of de tekens ``` aan het begin weg."
        return Diagnostic("PG007", where, "dit wordt gelezen als programmacode", hint)
    if node.type == "heading":
        title = words(inlines(node.children[0], reading))
        found = f"de kop '{title}' staat in een lijst, kader of citaat"
        return Diagnostic("PG006", where, found, "Zet de kop los van de tekst eromheen.")
    content = node.content.strip()
    if _COMMENT.match(content):
        found = f"een plaatshouder kan niet in een lijst, kader of citaat staan: {content}"
        return Diagnostic("PG008", where, found, "Zet hem op een eigen regel, zonder inspringen.")
    return html_problem(content, where)


# --- words ------------------------------------------------------------------------------------------------------------


def _run(nodes: Sequence[SyntaxTreeNode], run: SyntaxTreeNode, reading: Reading) -> tuple[Inline, ...]:
    """Return *nodes*, which are (part of) the children of the inline node *run*, as inlines."""
    result: list[Inline] = []
    waiting = list(nodes)
    while waiting:
        node = waiting.pop(0)
        if node.type == "html_inline" and (match := _SCRIPT.match(node.content)):
            inside = _until(waiting, match["name"]) if not match["closing"] else None
            if inside is None:
                reading.problems.append(html_problem(node.content, _at(node, run, reading)))
                continue
            del waiting[: len(inside) + 1]
            result.append(Script(_run(inside, run, reading), raised=match["name"] == "sup"))
        else:
            result += _inline(node, run, reading)
    return tuple(_joined(result))


def _until(nodes: Sequence[SyntaxTreeNode], name: str) -> list[SyntaxTreeNode] | None:
    """Return those of *nodes* that come before the closing tag of the element *name*, or None when it is not closed."""
    for number, node in enumerate(nodes):
        if node.type == "html_inline" and (match := _SCRIPT.match(node.content)) and match["name"] == name:
            return list(nodes[:number]) if match["closing"] else None
    return None


def _inline(node: SyntaxTreeNode, run: SyntaxTreeNode, reading: Reading) -> Iterator[Inline]:
    match node.type:
        case "text":
            yield Text(node.content)
        case "softbreak":
            yield Text("\n")
        case "hardbreak":
            yield Break()
        case "code_inline":
            yield Code(node.content)
        case "em" | "strong":
            yield _LOOKS[node.type](_run(node.children, run, reading))
        case "html_inline" if _BREAK.match(node.content):
            yield Break()
        case "html_inline":
            reading.problems.append(html_problem(node.content, _at(node, run, reading)))
        case _:
            yield from _own(node, run, reading)


def _own(node: SyntaxTreeNode, run: SyntaxTreeNode, reading: Reading) -> Iterator[Inline]:
    where = _at(node, run, reading)
    match node.type:
        case "link":
            found = Link(
                str(node.attrs["href"]), _run(node.children, run, reading), where, str(node.attrs.get("title", ""))
            )
            reading.problems += (*addresses.link_problems(found), *_link_problems(found))
            yield found
        case "image":
            picture = Image(str(node.attrs["src"]), _plain(node.children), where)
            reading.problems += (*addresses.image_problems(picture), *_picture_problems(node, where))
            yield picture
        case "citation":
            yield from _citation(node, where, reading)
        case "variable":
            yield Variable(node.content, where)
        case "foreign" | "mark" | "blank":
            yield _braced(node, where)
        case "problem":
            code, text, hint = node.meta["problem"]
            reading.problems.append(Diagnostic(code, where, text, hint))
        case other:  # pragma: no cover  # there are no other rules; a new one must not vanish silently
            message = f"the reader knows no '{other}'"
            raise AssertionError(message)


def _braced(node: SyntaxTreeNode, where: Origin) -> Foreign | Mark | Blank:
    match node.type:
        case "foreign":
            return Foreign(node.content, node.info)
        case "mark":
            return Mark(node.content, node.info, where)
    return Blank(node.info, where)


def _link_problems(link: Link) -> Iterator[Diagnostic]:
    """Yield an error when *link* has no words, or has a variable in its title, which would not be filled in."""
    if not words(link.content).strip() and not any(isinstance(each, Image) for each in deep(link.content)):
        hint = "Schrijf tussen de vierkante haken waar de link heen leidt."
        yield Diagnostic("PG007", link.origin, "deze link heeft geen woorden", hint)
    if "{{" in link.title:
        hint = "Zet de variabele in de tekst van de link."
        yield Diagnostic("PG007", link.origin, "in de titel van een link kan geen variabele staan", hint)


def _citation(node: SyntaxTreeNode, where: Origin, reading: Reading) -> Iterator[Inline]:
    sources = citations.parse_group(node.content, where)
    if sources is None:
        meant = citations.meant(node.content)
        hint = (
            f"Schrijf [{meant}]."
            if meant
            else "Schrijf bijvoorbeeld [@wet-2018, art. 2] of [@wet-2018; @decreet-2021]."
        )
        reading.problems.append(Diagnostic("BR002", where, f"het citaat '[{node.content}]' is niet te lezen", hint))
        return
    said = [each.text for cited in sources for each in cited.place if isinstance(each, Text)]
    if any(sign in text for text in said for sign in ("{{", "}}", "{%")):
        reading.problems.append(Diagnostic("VR002", where, "tussen accolades staat meer dan een naam", ONLY_NAMES))
    yield Citation(sources, where)


def _plain(nodes: Sequence[SyntaxTreeNode]) -> str:
    """Return the text alternative of a picture as plain text, without emphasis."""
    return "".join(
        each.content if each.type in _SAID else " " if each.type in _SPACE else _plain(each.children) for each in nodes
    )


def _picture_problems(node: SyntaxTreeNode, where: Origin) -> Iterator[Diagnostic]:
    """Yield what would be lost of the picture *node*: its text alternative is plain words and it has no title."""
    if any(each.type not in _IN_PICTURES for each in node.walk(include_self=False)):
        text = "in de vervangtekst van een beeld kunnen alleen woorden staan"
        hint = "Schrijf daar geen variabele, citaat, kenmerk of HTML."
        yield Diagnostic("PG007", where, text, hint)
    if title := node.attrs.get("title"):
        hint = "Zet deze woorden tussen de vierkante haken, of in een zin bij het beeld."
        yield Diagnostic("PG007", where, f"de titel van een beeld zou verdwijnen: {title}", hint)


def _joined(content: Sequence[Inline]) -> Iterator[Inline]:
    """Yield *content* with adjacent texts joined, and no space before a citation, whose mark attaches to a word."""
    text = ""
    for each in content:
        if isinstance(each, Text):
            text += each.text
            continue
        text = text.rstrip() if isinstance(each, Citation) else text
        if text:
            yield Text(text)
        text = ""
        yield each
    if text:
        yield Text(text)


def _at(node: SyntaxTreeNode, run: SyntaxTreeNode, reading: Reading) -> Origin:
    return origin(reading, run, int(node.meta.get("at", 0)))
