"""Each HTML element as the Typst that it becomes: golden cases, and what is refused."""

from __future__ import annotations

import pytest

from draaiboek.forms.link_targets import Addresses
from draaiboek.forms.pdf.convert import convert
from tests.unit.export_books import book, chapter

FILES = {"media/schema.svg": "media/0-schema.svg"}
NOTE = '<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">1</a></sup>'
AGAIN = '<sup id="fnref2:a"><a class="footnote-ref" href="#fn:a">1</a></sup>'
ELSEWHERE = "https://example.org/2026.1/onderwijs/elders/#x"
BOX = '<label class="task-list-control"><input type="checkbox"><span class="task-list-indicator"></span></label>'
BACK = '<a class="footnote-backref" href="#fnref:a">↩</a>'


def notes(text: str) -> str:
    """Return the footnotes that Python-Markdown puts at the end of a page."""
    return f'<div class="footnote"><hr><ol><li id="fn:a">{text}</li></ol></div>'


# what goes in, what comes out below the title of the chapter
CASES = {
    # --- in a line
    "text is a string": ("<p>a # *b* $c$ [d]</p>", 'par("a # *b* $c$ [d]")'),
    "quotes and backslashes": ('<p>a "b" \\n</p>', 'par("a \\"b\\" \\\\n")'),
    "non-breaking hyphen": ("<p>LIVC\u2011RR</p>", 'par(box("LIVC-RR"))'),
    "hyphen beside one letter": ("<p>de LIVC-R, nu</p>", 'par({"de "; box("LIVC-R"); ", nu"})'),
    "hyphen between words": ("<p>zorg-werkers</p>", 'par("zorg-werkers")'),
    "long word": ("<p>de samenwerkingen</p>", 'par({"de "; long("samenwerkingen")})'),
    "white space": ("<p> a\n  b <em> c </em> d </p>", 'par({"a b "; emph("c "); "d"})'),
    "emphasis": ("<p><em>a</em><strong>b</strong></p>", 'par({emph("a"); strong("b")})'),
    "emphasis by look": ("<p><i>a</i><b>b</b></p>", 'par({emph("a"); strong("b")})'),
    "paragraph break in strong": ("<strong><div><p>a</p></div></strong>", 'par(strong(par("a")))'),
    "raised and lowered": ("<p>1<sup>e</sup> H<sub>2</sub></p>", 'par({"1"; super("e"); " H"; sub("2")})'),
    "line break": ("<p>a <br> b</p>", 'par({"a"; linebreak(); "b"})'),
    "deleted, inserted": ("<p><del>a</del> <ins>c</ins></p>", 'par({deleted("a"); " "; inserted("c")})'),
    "deleted, with other words in it": ("<p><del>a <strong>b</strong></del></p>", 'par(deleted({"a "; strong("b")}))'),
    "struck": ("<p><s>b</s></p>", 'par(strike("b"))'),
    "marked, small": ("<p><mark>a</mark><small>b</small></p>", 'par({marked("a"); small("b")})'),
    "quote, work": ("<p><q>a</q><cite>b</cite></p>", 'par({quoted("a"); emph("b")})'),
    "key, code": ("<p><kbd>a</kbd><code>b  c</code></p>", 'par({key("a"); code("b c")})'),
    "abbreviation": ('<p><abbr title="b">a</abbr></p>', 'par("a")'),
    "to be checked": ('<p><span class="lr-controle">te controleren</span></p>', 'par(tag("te controleren"))'),
    "to be checked, at the end of its sentence": (
        '<p>Dat mag. <span class="lr-controle">te controleren</span> En dit.</p>',
        'par({"Dat mag.\u00a0"; tag("te controleren"); " En dit."})',
    ),
    "another language": ('<p>a <span lang="fr-BE">b</span></p>', 'par({"a "; text(lang: "fr", "b")})'),
    "comment": ("<p>a<!-- b -->c</p>", 'par({"a"; "c"})'),
    "place without text": ('<p>a<span id="x"></span></p>', 'par({"a"; anchor("delen#x")})'),
    # --- links
    "link to a section": ('<p id="x"><a href="#x">a</a></p>', '{anchor("delen#x"); par(inside("delen#x", "a"))}'),
    "link to a chapter": ('<p><a href="../delen/">a</a></p>', 'par(inside("delen#", "a"))'),
    "link to its own title": ('<p><a href="#delen">a</a></p>', 'par(inside("delen#delen", "a"))'),
    "link to another page of the site": (
        '<p><a href="../elders/#x">a</a></p>',
        f'par({{outside("{ELSEWHERE}", "a"); address("{ELSEWHERE}", "{ELSEWHERE}")}})',
    ),
    "address as text": ('<p><a href="https://a.be/">www.a.be</a></p>', 'par(outside("https://a.be/", "www.a.be"))'),
    "address printed once": (
        '<p><a href="https://a.be">a</a><a href="https://a.be">b</a></p>',
        'par({{outside("https://a.be", "a"); address("https://a.be", "https://a.be")}; outside("https://a.be", "b")})',
    ),
    "address that is not printed": (
        '<p><a class="lr-kort" href="https://a.be">a</a></p>',
        'par(outside("https://a.be", "a"))',
    ),
    "list inside a link": (
        '<a href="#delen"><ul><li>a</li></ul></a>',
        'par(inside("delen#delen", list(tight: true, "a")))',
    ),
    # --- blocks
    "heading": (
        '<h2 id="x">A<a class="headerlink" href="#x">¶</a></h2><p>b</p>',
        '{\n\n//§ 1 docs/delen.md\tx\nlabelled(heading(level: 2, "A"), "delen#x")\nparbreak()\npar("b")\n}',
    ),
    "heading levels are not skipped": (
        '<h4 id="x">A</h4>',
        '\n//§ 1 docs/delen.md\tx\nlabelled(heading(level: 2, "A"), "delen#x")',
    ),
    "link inside a heading": (
        '<h2><a href="https://a.be">A</a></h2>',
        '\n//§ 1 docs/delen.md\t\nheading(level: 2, outside("https://a.be", "A"))',
    ),
    "blocks without a look of their own": ('<section><div class="lr-kaart"><p>a</p></div></section>', 'par("a")'),
    "rule": ("<hr>", "rule()"),
    "quotation": ("<blockquote><p>a</p></blockquote>", 'quotation(par("a"))'),
    "listing": ("<pre><code>a\n  b\n</code></pre>", 'listing("a\\n  b")'),
    "box": (
        '<div class="admonition warning"><p class="admonition-title">Let op</p><p>a</p></div>',
        'admonition(whole: true, "warn", "Let op", par("a"))',
    ),
    "box in a box": (
        '<div class="admonition note"><div class="admonition tip"><p>a</p></div></div>',
        'admonition(whole: true, "calm", none, admonition(whole: true, "calm", none, par("a")))',
    ),
    "details are opened": (
        "<details><summary>Meer</summary><p>a</p></details>",
        'admonition(whole: true, "plain", "Meer", par("a"))',
    ),
    "sector text": (
        '<div class="lr-sector"><p class="lr-sector__label">Specifiek voor onderwijs</p><p>a</p></div>',
        'sector(whole: true, "Specifiek voor onderwijs", par("a"))',
    ),
    # --- lists
    "bullets": ("<ul><li>a</li><li>b</li></ul>", 'list(tight: true, "a", "b")'),
    "loose list": ("<ul><li><p>a</p></li></ul>", 'list(tight: false, par("a"))'),
    "nested list": ("<ul><li>a<ul><li>b</li></ul></li></ul>", 'list(tight: true, {"a"; list(tight: true, "b")})'),
    "numbers from five": ('<ol start="5"><li>a</li></ol>', 'enum(tight: true, start: 5, "a")'),
    "items with numbers of their own": (
        '<ol><li value="2">a</li><li>b</li></ol>',
        'enum(tight: true, enum.item(2, "a"), "b")',
    ),
    "letters": ('<ol type="a"><li>a</li></ol>', 'enum(tight: true, numbering: "a.", "a")'),
    "list after its announcement": (
        "<p>a:</p><ul><li>b</li></ul>",
        '{\nlead-in("a:")\nparbreak()\nlist(tight: true, "b")\n}',
    ),
    "task list": (
        f"<ul><li>{BOX} a</li><li><input type='checkbox' checked> b</li><li>c</li></ul>",
        'checklist(tight: true, ("open", "ticked", "bullet", ), "a", "b", "c")',
    ),
    "terms": (
        "<dl><dt>a</dt><dt>b</dt><dd>c</dd><dd><p>d</p><p>e</p></dd></dl>",
        'terms(terms.item({"a"; linebreak(); "b"}, {"c"; parbreak(); {"d"; parbreak(); "e"}}))',
    ),
    # --- pictures
    "picture": (
        '<p><img src="../media/schema.svg" alt="Drie stappen"></p>',
        'picture(image(alt: "Drie stappen", "media/0-schema.svg"))',
    ),
    "picture in a sentence": (
        '<p>a <img src="../media/schema.svg" alt="b"></p>',
        'par({"a "; small-picture(image(alt: "b", "media/0-schema.svg"))})',
    ),
    "picture as decoration": (
        '<p><img src="../media/schema.svg" alt="" role="presentation"></p>',
        'decoration(image("media/0-schema.svg"))',
    ),
    "picture with caption": (
        '<figure><img src="../media/schema.svg" alt="a"><figcaption>b</figcaption></figure>',
        'drawing(picture(image(alt: "a", "media/0-schema.svg")), "b")',
    ),
    # --- footnotes
    "footnote": (f"<p>a {NOTE}</p>{notes(f'<p>b {BACK}</p>')}", 'kept(par({"a"; note("delen#fn:a", "b")}))'),
    "footnote without paragraph": (f"<p>a{NOTE}</p>{notes('b')}", 'kept(par({"a"; note("delen#fn:a", "b")}))'),
    "footnote of two paragraphs": (
        f"<p>a{NOTE}</p>{notes('<p>b</p><p>c</p>')}",
        'kept(par({"a"; note("delen#fn:a", {"b"; parbreak(); "c"})}))',
    ),
    "footnote twice": (
        f"<p>a{NOTE} b{AGAIN}</p>{notes('<p>c</p>')}",
        'kept(par({"a"; note("delen#fn:a", "c"); " b"; note-again("delen#fn:a")}))',
    ),
    "two footnotes together": (
        f"<p>a{NOTE}{AGAIN}</p>{notes('<p>c</p>')}",
        'kept(par({"a"; note("delen#fn:a", "c"); {note-comma; note-again("delen#fn:a")}}))',
    ),
    "footnote in a heading": (
        f'<h2 id="x">A{NOTE}</h2>{notes("<p>b</p>")}',
        (
            "\n//§ 1 docs/delen.md\tx\n"
            'labelled(heading(level: 2, {"A"; not-in-contents(note("delen#fn:a", "b"))}), "delen#x")'
        ),
    ),
}


def below_title(html: str) -> str:
    """Return what *html* becomes, without the opening of the chapter."""
    page = chapter(html)
    converted = convert(page, Addresses.of(book(page)), FILES, opens=True)
    assert converted.problems == ()
    return converted.source.split("\n", 5)[5].removesuffix("\n}")


@pytest.mark.parametrize(("html", "expected"), CASES.values(), ids=CASES)
def test_element(html: str, expected: str) -> None:
    assert below_title(html) == expected


def test_opening_of_a_chapter() -> None:
    page = chapter("<p>a</p>", group="Meedoen")
    source = convert(page, Addresses.of(book(page)), {}, opens=True).source
    assert source.split("\n")[1:5] == [
        "//§ 1 docs/delen.md\t",
        "{",
        'show: it => fitted("delen/", it)',
        'chapter("Meedoen", true, "Delen", ("delen#", "delen#delen", ), "Delen")',
    ]


REFUSED = {
    "unknown element": ("<video></video>", "HT006", "het element <video> kan niet in de pdf"),
    "input outside a list": ('<p><input type="radio"></p>', "HT006", "het element <input> kan niet in de pdf"),
    "sector text without label": ('<div class="lr-sector"><p>a</p></div>', "HT006", "sectortekst zegt niet in woorden"),
    "picture without words": ('<p><img src="../media/schema.svg" alt=""></p>', "HT007", "heeft geen vervangtekst"),
    "picture that is not there": ('<p><img src="x.svg" alt="a"></p>', "LK005", "het beeld 'x.svg' is er niet"),
    "picture on the web": ('<p><img src="https://a.be/x.svg" alt="a"></p>', "LK005", "is er niet"),
    "forbidden address": ('<p><a href="javascript:x">a</a></p>', "LK005", "de link 'javascript:x' kan niet in de pdf"),
    "note that is not there": (f"<p>{NOTE}</p>", "LK005", "de voetnoot 'a' bestaat niet"),
    "note without reference": (notes("<p>b</p>"), "LK005", "de voetnoot 'a' heeft geen verwijzing in de tekst"),
}


@pytest.mark.parametrize(("html", "code", "text"), REFUSED.values(), ids=REFUSED)
def test_refused(html: str, code: str, text: str) -> None:
    page = chapter(f'<h2 id="plaats">A</h2>{html}')
    (problem,) = convert(page, Addresses.of(book(page)), FILES, opens=True).problems
    assert (problem.code, str(problem.origin)) == (code, "docs/delen.md:1:1")
    assert text in problem.text
    assert problem.text.endswith("(bij '#plaats')")


def test_a_heading_asks_for_room_when_notes_follow() -> None:
    html = f'<h2 id="x">A</h2><p>{"woord " * 20}{NOTE}</p>{notes("<p>b</p>")}'
    assert 'roomy(17mm, 2, labelled(heading(level: 2, "A"), "delen#x"))' in below_title(html)


def test_every_run_of_blocks_says_where_it_was_written() -> None:
    html = '<div data-bron="docs/delen.md:8"><p>a</p><p>b</p></div>'
    marks = [line.removeprefix("//§ ") for line in below_title(html).split("\n") if line.startswith("//§ ")]
    assert marks == [f"{number} docs/delen.md\t" for number in (8, 8, 10)]


@pytest.mark.parametrize(
    ("before", "after", "start"),
    [(20, 0, "kept(par("), (100, 380, "kept(par("), (100, 480, "par("), (200, 100, "par(")],
    ids=["short", "note in the first two lines", "too long", "note further on"],
)
def test_a_paragraph_stays_whole_for_its_footnote(before: int, after: int, start: str) -> None:
    html = f"<p>{'a ' * (before // 2)}{NOTE} {'b ' * (after // 2)}</p>{notes('<p>b</p>')}"
    assert below_title(html).splitlines()[-1].startswith(start)
