"""Photos and drawings as published: what is visible stays, hidden data is removed, and excessive input is refused."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import pytest
from PIL import Image

from draaiboek.base.model import Origin
from draaiboek.content import drawings, pictures
from draaiboek.forms.pdf import photos
from draaiboek.pipeline.examine import examine
from draaiboek.render import stage
from tests.guidebook import guidebook
from tests.oracle import SECONDS, limited
from tests.photos import chunk, exif, png, segment

SECRET = b"GPS 50.8467 4.3525 laptop-van-an"
MUCH = "PG019 1 dit is te veel voor één bestand: een beeld van"
TITLE = "<title>T</title>"
SVG = '<svg xmlns="http://www.w3.org/2000/svg">%s</svg>'


def _read(content: bytes, name: str) -> tuple[bytes, list[str]]:
    made, problems = pictures.read(content, Origin(PurePosixPath(f"docs/media/{name}")))
    return made, [f"{each.code} {each.origin.line} {each.text}" for each in problems]


def _photo(kind: str, **more: object) -> bytes:
    """Return a photo as an image program writes it."""
    shown = Image.new("RGB", (40, 30))
    shown.putdata([(x * 6, y * 8, (x * y) % 256) for y in range(30) for x in range(40)])
    into = io.BytesIO()
    shown.save(into, kind, **more)
    return into.getvalue()


def _pixels(content: bytes) -> tuple[str, tuple[int, int], bytes]:
    with Image.open(io.BytesIO(content)) as shown:
        return shown.mode, shown.size, shown.tobytes()


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "P", "I;16"])
def test_a_png_keeps_its_pixels_and_loses_what_is_hidden(mode: str) -> None:
    into = io.BytesIO()
    Image.open(io.BytesIO(_photo("PNG"))).convert(mode).save(into, "PNG")
    plain = into.getvalue()
    hidden = b"".join(chunk(kind, SECRET) for kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"iCCP", b"prVt"))
    made, problems = _read(plain[:33] + hidden + plain[33:] + SECRET, "foto.png")
    assert problems == []
    assert SECRET not in made
    assert _pixels(made) == _pixels(plain)
    assert _read(made, "foto.png") == (made, [])


@pytest.mark.parametrize(
    "more", [{}, {"progressive": True}, {"quality": 95, "subsampling": 0}, {"restart_marker_rows": 1}]
)
def test_a_jpeg_keeps_its_pixels_and_loses_what_is_hidden(more: dict[str, object]) -> None:
    plain = _photo("JPEG", **more)
    hidden = [segment(0xE0 + number, SECRET) for number in range(1, 14)]
    hidden += [segment(0xFE, SECRET), segment(0xE1, exif(orientation=1, text=SECRET))]
    made, problems = _read(plain[:2] + b"".join(hidden) + plain[2:] + SECRET, "foto.jpg")
    assert problems == []
    assert SECRET not in made
    assert _pixels(made) == _pixels(plain)
    assert _read(made, "foto.jpg") == (made, [])


def test_a_jpeg_keeps_the_mark_that_says_how_its_colours_are_stored() -> None:
    plain = _photo("JPEG")
    marked = plain[:2] + segment(0xEE, b"Adobe\0d\0\0\0\0\0") + plain[20:]  # replaces JFIF
    assert _pixels(marked) != _pixels(plain), "these are red, green and blue, and no light and colour"
    assert _pixels(_read(marked, "foto.jpg")[0]) == _pixels(marked)


def test_a_jpeg_of_a_press_is_refused_because_no_pdf_of_ours_can_hold_it() -> None:
    into = io.BytesIO()
    Image.open(io.BytesIO(_photo("PNG"))).convert("CMYK").save(into, "JPEG")
    found = "PG011 1 dit beeld heeft de kleuren van een drukkerij (CMYK), en niet die van een scherm (RGB)"
    assert _read(into.getvalue(), "foto.jpg") == (b"", [found])


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
@pytest.mark.parametrize("width", [1, 2, 5, 8, 31])
def test_every_kind_of_png_is_read_to_its_last_pixel(mode: str, width: int) -> None:
    into = io.BytesIO()
    Image.new(mode, (width, 7)).save(into, "PNG")
    assert _read(into.getvalue(), "foto.png")[1] == []


def _png(header: bytes, pixels: bytes) -> bytes:
    pieces = (chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    return b"".join((b"\x89PNG\r\n\x1a\n", *pieces))


def _with(kind: bytes, *told: bytes) -> bytes:
    """Return a 4 by 4 PNG with a chunk of *kind* for each of *told*."""
    plain = _png(_four(), zlib.compress(ROWS))
    return plain[:33] + b"".join(chunk(kind, each) for each in told) + plain[33:]


def _four(*, depth: int = 8, colour: int = 0, woven: int = 0) -> bytes:
    return struct.pack(">IIBBBBB", 4, 4, depth, colour, 0, 0, woven)


ROWS = b"\0abcd" * 4
WOVEN = b"\0a" + b"\0a" + b"\0ab" + b"\0ab" * 2 + b"\0abcd" * 2  # interlaced, 4 by 4: five of the seven passes
STRANGE, DAMAGED = "PG011 1 dit is geen gewone png", "PG011 1 dit beeld is beschadigd"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(_png(_four(), zlib.compress(ROWS)), "", id="right"),
        pytest.param(_png(_four(), zlib.compress(ROWS * 2_000_000)), DAMAGED, id="more-than-it-says"),
        pytest.param(_png(_four(), zlib.compress(ROWS[:-1])), DAMAGED, id="fewer-than-it-says"),
        pytest.param(_png(_four(), b"geen zlib"), DAMAGED, id="not-packed"),
        pytest.param(_png(_four(), zlib.compress(b"\5" + ROWS[1:])), DAMAGED, id="no-such-filter"),
        pytest.param(_png(_four(depth=3), zlib.compress(ROWS)), STRANGE, id="no-such-depth"),
        pytest.param(_png(_four(colour=5), zlib.compress(ROWS)), STRANGE, id="no-such-colours"),
        pytest.param(_png(_four(colour=3), zlib.compress(ROWS)), STRANGE, id="no-palette"),
        pytest.param(_png(_four(woven=9), zlib.compress(ROWS)), STRANGE, id="no-such-order"),
        pytest.param(_png(_four(woven=1), zlib.compress(ROWS)), DAMAGED, id="another-order"),
        pytest.param(_png(_four(woven=1), zlib.compress(WOVEN)), "", id="woven"),
        pytest.param(_with(b"gAMA", bytes(4)), "", id="brightness"),
        pytest.param(_with(b"gAMA", SECRET), STRANGE, id="words-for-brightness"),
        pytest.param(_with(b"pHYs", SECRET), STRANGE, id="words-for-a-size"),
        pytest.param(_with(b"tRNS", bytes(2)), "", id="one-clear-colour"),
        pytest.param(_with(b"tRNS", SECRET), STRANGE, id="words-for-a-clear-colour"),
        pytest.param(_with(b"PLTE", SECRET * 30), STRANGE, id="words-for-a-palette"),
        pytest.param(_with(b"sRGB", b"a"), "", id="colours-of-a-screen"),
        pytest.param(_with(b"sRGB", b"a", b"b"), STRANGE, id="told-twice"),
        pytest.param(_png(_four(), zlib.compress(ROWS))[:-12] + chunk(b"IEND", SECRET), STRANGE, id="words-in-its-end"),
    ],
)
def test_a_png_has_the_pixels_that_it_says(content: bytes, said: str) -> None:
    assert _read(content, "foto.png")[1] == [said] * bool(said)


def test_a_png_of_very_many_pieces_is_read_in_time() -> None:
    pieces = chunk(b"IHDR", _four()) + chunk(b"IDAT", b"") * 150_000 + chunk(b"IEND", b"")
    with limited(SECONDS):
        assert _read(b"\x89PNG\r\n\x1a\n" + pieces, "foto.png")[1] == [DAMAGED]


def test_a_photo_that_only_its_hidden_data_turn_is_refused() -> None:
    plain = _photo("JPEG")
    turned = plain[:2] + segment(0xE1, exif(orientation=6, text=b"")) + plain[2:]
    assert _read(turned, "foto.jpg") == (
        b"",
        ["PG011 1 dit beeld staat gedraaid, en alleen in zijn verborgen gegevens staat hoe"],
    )


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        pytest.param(b"x", "a.png", "PG011 1 dit is geen png", id="text"),
        pytest.param(_photo("JPEG"), "a.png", "PG011 1 dit is geen png", id="another-kind"),
        pytest.param(_photo("PNG"), "a.jpg", "PG011 1 dit is geen jpg", id="another-kind-too"),
        pytest.param(_photo("PNG")[:-20], "a.png", "PG011 1 dit beeld is niet volledig", id="cut"),
        pytest.param(_photo("JPEG")[:-20], "a.jpg", "PG011 1 dit beeld is niet volledig", id="cut-jpeg"),
        pytest.param(_photo("JPEG")[:300], "a.jpg", "PG011 1 dit beeld is niet volledig", id="cut-in-a-table"),
        pytest.param(_photo("PNG").replace(b"IDAT", b"IDAX"), "a.png", "PG011 1 dit beeld is beschadigd", id="changed"),
        pytest.param(png(100_000, 100_000), "a.png", f"{MUCH} 100000 op 100000 pixels", id="huge"),
        pytest.param(png(6000, 6000), "a.png", f"{MUCH} 6000 op 6000 pixels", id="large"),
        pytest.param(png(20_000, 1), "a.png", f"{MUCH} 20000 op 1 pixels", id="long"),
        pytest.param(png(0, 5), "a.png", "PG011 1 dit beeld heeft geen breedte of hoogte", id="nothing"),
    ],
)  # fmt: skip
def test_what_is_no_photo_or_too_much_of_one_is_refused(content: bytes, name: str, said: str) -> None:
    assert _read(content, name) == (b"", [said])


def test_a_jpeg_that_says_it_is_huge_is_refused() -> None:
    plain = bytearray(_photo("JPEG"))
    frame = plain.index(b"\xff\xc0")
    plain[frame + 5 : frame + 9] = b"\xff\xff\xff\xff"
    assert [each.split()[0] for each in _read(bytes(plain), "a.jpg")[1]] == ["PG019"]


def _without(marker: int, plain: bytes) -> bytes:
    """Return the JPEG *plain* without its first segment *marker*."""
    start = plain.index(bytes((0xFF, marker)))
    return plain[:start] + plain[start + 2 + int.from_bytes(plain[start + 2 : start + 4]) :]


def test_a_photo_that_no_book_can_hold_is_told_when_the_text_is_checked(tmp_path: Path) -> None:
    """The PDF program parses more of a photo than we do; it reported this in English, and only when making the PDF."""
    plain, woven = _photo("JPEG"), _photo("JPEG", progressive=True)
    frame = woven.index(b"\xff\xc2")
    small = woven[: frame + 5] + b"\0\x08\0\x08" + woven[frame + 9 :]
    bad = {"tekens.jpg": _without(0xC4, plain), "sterkte.jpg": _without(0xDB, plain), "kleiner.jpg": small}
    for name, content in {**bad, "goed.jpg": plain, "ook-goed.jpg": woven, "goed.png": _photo("PNG")}.items():
        (tmp_path / "docs" / "media").mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / "media" / name).write_bytes(content)
    found = [each for each in examine(guidebook({}, tmp_path)).problems if "media" in str(each.origin)]
    assert {(each.code, each.origin.path.name) for each in found} == {("PG011", name) for name in bad}
    assert {each.text for each in found} == {"dit beeld is beschadigd: het kan niet in de pdf"}


def test_a_photo_of_which_bytes_changed_brings_a_message_and_nothing_else() -> None:
    """From us, or from the PDF program: neither of them may fail in any other way."""
    chance = random.Random(42)  # not for secrets
    kinds: Sequence[dict[str, object]] = ({}, {"progressive": True}, {"restart_marker_rows": 1})
    bases = [_photo("JPEG", **more) for more in kinds]
    told: Counter[str] = Counter()
    for _ in range(150):
        changed = bytearray(chance.choice(bases))
        for _ in range(chance.choice((1, 2, 5))):
            changed[chance.randrange(2, len(changed))] = chance.choice((0, 255, chance.randrange(256)))
        made, problems = _read(bytes(changed), "foto.jpg")
        if not problems:
            wrong = photos.problems(made, Origin(PurePosixPath("docs/media/foto.jpg")))
            told["refused" if wrong else "good"] += 1
        told["told"] += bool(problems)
    assert min(told.values()) > 5, told


@pytest.mark.parametrize(("layers", "said"), [(90, []), (110, ["PG019"])])
def test_a_jpeg_of_very_many_layers_is_refused(layers: int, said: list[str]) -> None:
    """Each scan is drawn over the whole picture, and can be written in a few bytes."""
    plain = _photo("JPEG", progressive=True)
    last = plain[plain.rindex(b"\xff\xda") : -2]
    found = _read(plain[:-2] + last * (layers - plain.count(b"\xff\xda")) + plain[-2:], "a.jpg")[1]
    assert [each.split()[0] for each in found] == said


def test_a_drawing_is_written_anew_without_what_is_not_shown() -> None:
    text = f"""<?xml version="1.0"?><!-- {SECRET.decode()} -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="urn:secret" viewBox='0 0 9 9'>
  {TITLE}<text x="1" xml:lang="nl">a &lt; b &amp; "c"</text><rect fill="url(#a)" width="2"/>
</svg>"""
    made, problems = _read(text.encode(), "a.svg")
    assert problems == []
    assert made.decode() == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n'
        '  <title>T</title><text x="1" xml:lang="nl">a &lt; b &amp; "c"</text><rect fill="url(#a)" width="2"></rect>\n'
        "</svg>\n"
    )


@pytest.mark.parametrize(
    "inside",
    [
        '<rect mask="image-set(\'https://kwaad.example/a.png\' 1x)"/>',
        '<rect cursor="image-set(\'https://kwaad.example/a.png\' 1x), auto"/>',
        "<rect fill=\"image-set('https://kwaad.example/a.png' 1x)\"/>",
        '<rect fill="url(#a) url(https://kwaad.example)"/>',
        '<rect marker-end="url(https://kwaad.example)"/>',
        '<rect font-family="a; src: url(https://kwaad.example)"/>',
        '<rect filter="url(#a)"/>',
        '<rect clip-path="url(b.svg#a)"/>',
        '<rect x="calc(1px)"/>',
        '<rect xml:base="https://kwaad.example/"/>',
        '<rect i:href="x" xmlns:i="http://www.w3.org/1999/xlink"/>',
        '<rect data-x="a"/>',
        "<svg/>",
        "<g>woorden die niemand ziet</g>",
        '<animate attributeName="fill" to="red"/>',
        '<use href="#a"/>',
        '<linearGradient spreadMethod="repeat"/>',
    ],
)  # fmt: skip
def test_what_a_drawing_may_not_hold_is_refused_with_its_line(inside: str) -> None:
    made, problems = _read((SVG % f"{TITLE}\n{inside}").encode(), "a.svg")
    assert made == b""
    assert [each.split()[:2] for each in problems] == [["HT004", "2"]]


@pytest.mark.parametrize(
    "size",
    [
        'width="0" height="5"',
        'width="-5" height="5"',
        'width="1e30" height="1e30"',
        'viewBox="0 0 0 5"',
        'viewBox="0 0 5 0"',
        'viewBox="0 0 1e6 5"',
        'viewBox="0 0 1"',
        'viewBox="0 0 1e-30 1e30"',
        'viewBox="1e9 0 5 5"',
    ],
)
def test_a_drawing_of_a_size_that_cannot_be_is_refused(size: str) -> None:
    made, problems = _read((SVG % TITLE).replace("<svg", f"<svg {size}", 1).encode(), "a.svg")
    assert made == b""
    assert problems == ["HT004 1 de tekening zegt een maat die niet kan"]


FAR = "gaat verder dan een programma kan tekenen"


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ('<circle r="1e5" cx="-100000"/>', []),
        ('<circle r="100001"/>', [f"HT004 2 het kenmerk 'r' {FAR}"]),
        ('<g transform="translate(-1e38 1e38)"/>', [f"HT004 2 het kenmerk 'transform' {FAR}"]),
        ('<rect width="1e999"/>', [f"HT004 2 het kenmerk 'width' {FAR}"]),
        ('<line stroke-dasharray="5 1e30"/>', [f"HT004 2 het kenmerk 'stroke-dasharray' {FAR}"]),
        ('<path d="M0 0A1e38 1e38 0 1 1 1 1"/>', [f"HT004 2 het kenmerk 'd' {FAR}"]),
        (f'<path d="M0 0{"h1e3" * 100}"/>', []),
        (f'<path d="M0 0{"h1e3" * 101}"/>', [f"HT004 2 het kenmerk 'd' {FAR}"]),
        (f'<path d="M0 0{"c1 1-1 1 1 0" * 5000}"/>', []),
        (
            f'<path d="M0 0{"c1 1-1 1 1 0" * 5001}"/>',
            ["PG019 2 dit is te veel voor één bestand: lijnen met meer dan 5000 bochten"],
        ),
    ],
)
def test_what_no_program_can_draw_is_refused(inside: str, said: list[str]) -> None:
    """A huge number crashed the PDF program; a line that goes too far took all its memory."""
    made, problems = _read((SVG % f"{TITLE}\n{inside}").encode(), "a.svg")
    assert (bool(made), problems) == (not said, said)


def test_of_a_drawing_with_everything_wrong_no_more_is_told_than_anybody_reads() -> None:
    wrong = " ".join(f"a{each}='b'" for each in range(300))
    _, problems = _read((SVG % f"{TITLE}\n<g {wrong}/>").encode(), "a.svg")
    assert len(problems) == 101
    assert problems[-1] == "HT004 2 hier en verderop staat nog meer wat niet is toegelaten"


HEAD = '<marker id="a"><path d="M0 0L1 1"/></marker>'
LINE = '<path marker-mid="url(#a)" d="M0 0{more}"/>'


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        pytest.param(HEAD + LINE.format(more="L1 1" * 50), [], id="right"),
        pytest.param('<marker id="a"><path d="M0 0" marker-end="url(#a)"/></marker>', ["HT004"], id="in-each-other"),
        pytest.param(
            HEAD.replace("L1 1", "c1 1 -1 1 1 0" * 400) + LINE.format(more="L1 1" * 200), ["PG019"], id="bends"
        ),
        pytest.param(
            HEAD.replace("<path", "<rect/>" * 400 + "<path") + LINE.format(more="L1 1" * 50), ["PG019"], id="many"
        ),
        pytest.param(
            HEAD.replace("<path", "<rect/>" * 400 + "<path")
            + LINE.replace("marker-mid", "fill").format(more="L1 1" * 50),
            [],
            id="drawn-nowhere",
        ),
    ],
)
def test_arrow_heads_are_counted_at_each_point(inside: str, said: list[str]) -> None:
    """A kilobyte of markers nested in markers took all memory of the PDF program."""
    assert [each.split()[0] for each in _read((SVG % f"{TITLE}{inside}").encode(), "a.svg")[1]] == said


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        pytest.param("<text>" + "woord " * 3000 + "</text>", [], id="long"),
        pytest.param("<text>" + "woord " * 4000 + "</text>", ["PG019"], id="too-long"),
        pytest.param(("<text>" + "<tspan>woord</tspan>" * 50 + "</text>") * 20, [], id="pieces"),
        pytest.param("<text>" + "<tspan>woord</tspan>" * 100 + "</text>", ["PG019"], id="too-many-pieces"),
        pytest.param("<text>" + "<tspan>" * 5 + "a" + "</tspan>" * 5 + "</text>", [], id="in-each-other"),
    ],
)
def test_the_work_of_setting_a_text_in_a_drawing_is_counted(inside: str, said: list[str]) -> None:
    """Two thousand pieces of one text, or a text of 240,000 characters, took minutes in the PDF."""
    assert [each.split()[0] for each in _read((SVG % f"{TITLE}{inside}").encode(), "a.svg")[1]] == said


@pytest.mark.parametrize("character", ["\u202e", "\u200b", "&#x202e;", "\U000e0041"])
def test_hidden_characters_in_a_drawing_are_refused(character: str) -> None:
    made, problems = _read((SVG % f"{TITLE}\n<text>a{character}b</text>").encode(), "a.svg")
    assert made == b""
    assert [each.split()[:2] for each in problems] == [["HT005", "2"]]


@pytest.mark.parametrize(
    ("inside", "line"),
    [("<g/>\n" * 6000, 4999), ("<g>\n" * 60 + "</g>" * 60, 51), ("<g>" * 40_000 + "</g>" * 40_000, 1)],
)
def test_a_monstrous_drawing_is_refused_with_the_line_where_it_becomes_one(inside: str, line: int) -> None:
    made, problems = _read((SVG % f"{TITLE}{inside}").encode(), "a.svg")
    assert made == b""
    assert [each.split()[:2] for each in problems] == [["PG019", str(line)]]


def test_what_is_published_holds_nothing_hidden(tmp_path: Path) -> None:
    photo = png(4, 4, hidden=[chunk(b"tEXt", SECRET)], behind=SECRET)
    project = guidebook({"docs/media/foto.png": photo}, tmp_path)
    core = examine(project).variants[0]
    stage.write_media(core.media[0], core, stage.Stage(project, tmp_path / "stage", (), "", {}))
    published = (tmp_path / "stage" / "kern" / "docs" / "media" / "foto.png").read_bytes()
    assert SECRET not in published
    assert _pixels(published) == _pixels(png(4, 4))


DRAWN = (
    *('id="a.b-1"', 'x="-1.5e2"', 'y="2%"', 'x1="1px"', 'x2="1em"', 'y1="1rem"', 'y2="1pt"', 'cx="1mm"', 'cy="1cm"'),
    *('r="1"', 'rx="1"', 'ry="1"', 'dx="1"', 'dy="1"', 'fx="1"', 'fy="1"', 'width="1"', 'height="1"'),
    *('viewBox="0 0 9 9"', 'points="0,0 1,1"', 'rotate="1"', 'offset="1"', 'opacity=".5"', 'font-size="12"'),
    *('fill-opacity="1"', 'stroke-opacity="1"', 'stop-opacity="1"', 'stroke-width="1"', 'stroke-dashoffset="1"'),
    *('stroke-miterlimit="1"', 'letter-spacing="1"', 'word-spacing="1"', 'textLength="1"', 'markerWidth="1"'),
    *('markerHeight="1"', 'refX="1"', 'refY="1"', 'd="M0 0 l1,1z"', 'transform="rotate(45 1,1) scale(2)"'),
    *('gradientTransform="matrix(1 0 0 1 0 0)"', 'fill="#fff"', 'stroke="rgba(1, 2, 3, 50%)"', 'color="red"'),
    *('stop-color="url(#a) none"', 'marker-start="url(#a)"', 'marker-mid="none"', 'marker-end="url( #b )"'),
    *("font-family=\"'Source Sans', sans-serif\"", 'aria-label="Een (twee)?"', 'fill-rule="evenodd"'),
    *('stroke-linecap="round"', 'stroke-linejoin="round"', 'font-weight="700"', 'font-style="italic"'),
    *('font-variant="small-caps"', 'text-anchor="middle"', 'text-decoration="none"', 'dominant-baseline="middle"'),
    *('alignment-baseline="middle"', 'lengthAdjust="spacing"', 'markerUnits="strokeWidth"', 'spreadMethod="pad"'),
    *('gradientUnits="userSpaceOnUse"', 'preserveAspectRatio="xMidYMid meet"', 'role="img"', 'lang="nl"'),
    *('aria-hidden="true"', 'shape-rendering="auto"', 'text-rendering="auto"', 'vector-effect="none"'),
    *('paint-order="stroke"', 'aria-labelledby="a b"', 'aria-describedby="a"', 'version="1.1"'),
    *('stroke-dasharray="1, 2"', 'orient="auto-start-reverse"', 'xml:space="preserve"', 'xml:lang="nl-BE"'),
    # Each letter of a path (SVG 2, 9.3), and the other ways to write a number, a colour, a place or a move.
    *('d="M1 2L3 4H5V6C1 2 3 4 5 6S1 2 3 4Q1 2 3 4T5 6A1 1 0 0 1 2 2Z"', 'x="+1.5E2"', 'd="M+1.5E1,-2e0"'),
    *('d="m1 2l3 4h5v6c1 2 3 4 5 6s1 2 3 4q1 2 3 4t5 6a1 1 0 0 1 2 2z"', 'viewBox="0,0 9,9"', 'points="+1E0-.5e1"'),
    *('transform="translate(+1.5E1-2e0), skewX(1) skewY (1)"', 'transform="rotate(1)scale(2)"', 'fill="none"'),
    *('stroke="#a1B2c3D4"', 'fill="#09f"', 'fill="rgb(1,2,3)"', 'stroke="rgba(1 2 3 / 0.5)"', 'fill="url(#a)"'),
    *('fill="url(#a) #09afAF"', "fill=\"url('#a_b.c-d')\"", "marker-end=\"url('#a_b.c-d')\"", 'marker-mid="url(#Az9)"'),
    *('stroke-dasharray="none"', 'stroke-dasharray="+1.5E1 2e0"', 'orient="auto"', 'orient="-4.5deg"', 'orient="+9"'),
    *('xml:space="default"', 'id="_A"', 'id="Zz9_"', 'stroke-linecap="Butt"', 'font-family="a-b_c, d"', 'version="1"'),
)


def test_what_a_drawing_is_made_of_stays_as_it_was_written() -> None:
    for attribute in DRAWN:
        whole = SVG % f"{TITLE}\n<g {attribute}><rect></rect></g>"
        assert _read(whole.encode(), "a.svg") == (f"{whole}\n".encode(), []), attribute


def test_words_that_nobody_sees_in_a_drawing_are_refused() -> None:
    _, (problem,) = drawings.read((SVG % f"{TITLE}\n<g>Verborgen</g>").encode(), Origin(PurePosixPath("a.svg")))
    assert (problem.code, problem.origin.line, problem.text) == ("HT004", 2, "hier staat tekst die niemand ziet")
    assert problem.hint == "Zet woorden in <text>, <title> of <desc>."


def test_every_shape_of_a_drawing_stays() -> None:
    shapes = (
        "g title desc rect circle ellipse line polyline polygon path text tspan defs marker linearGradient stop symbol"
    )
    for name in shapes.split():
        whole = SVG % f"{TITLE}\n<{name}></{name}>"
        assert _read(whole.encode(), "a.svg") == (f"{whole}\n".encode(), []), name


ANEW = "Maak de tekening opnieuw met alleen vormen en tekst."
MARKS = "Gebruik alleen kenmerken zoals fill en stroke."
SIZES = 'Bewaar ze opnieuw met een gewone breedte, hoogte en viewBox, bijvoorbeeld viewBox="0 0 800 600".'
UTF8 = "Bewaar ze opnieuw als gewone svg in UTF-8, zonder DOCTYPE."


@pytest.mark.parametrize(
    ("drawing", "said"),
    [
        pytest.param(
            SVG % f"{TITLE}\n\n<use/>", f"3 het element <use> is niet toegelaten in een tekening {ANEW}", id="element"
        ),
        pytest.param(
            SVG % f"{TITLE}\n<x onclick='a()'>woorden<b/></x>",
            f"2 het element <x> is niet toegelaten in een tekening {ANEW}",
            id="what a strange element holds is no second mistake, but another strange one is",
        ),
        pytest.param(
            SVG % f"{TITLE}\n<g onclick='a()'/>",
            f"2 het kenmerk 'onclick' is niet toegelaten in een tekening {MARKS}",
            id="key",
        ),
        pytest.param(
            SVG % f"{TITLE}\n<g xml:base='a'/>",
            f"2 het kenmerk 'base' is niet toegelaten in een tekening {MARKS}",
            id="key of XML",
        ),
        pytest.param(
            SVG % f"{TITLE}\n<?php weg() ?>",
            f"2 een opdracht (<?…?>) is niet toegelaten in een tekening {ANEW}",
            id="order",
        ),
        pytest.param(
            (SVG % TITLE).replace("<svg", "<svg width='0'"),
            f"1 de tekening zegt een maat die niet kan {SIZES}",
            id="size",
        ),
        pytest.param(
            SVG % f"{TITLE}<marker id='a'>\n<path marker-end='url(#a)'/></marker>",
            f"2 het kenmerk 'marker-end' is niet toegelaten in een pijlpunt {MARKS}",
            id="arrow head in an arrow head",
        ),
        pytest.param(
            SVG % "<g><title>Diep</title></g>",
            "1 de tekening heeft geen <title> Zet een <title> in de svg: in enkele woorden wat te zien is.",
            id="title",
        ),
        pytest.param(f"<!DOCTYPE svg>\n{SVG % TITLE}", f"1 de tekening is niet te lezen {UTF8}", id="doctype"),
        pytest.param(f"{SVG % TITLE}\n<", f"2 de tekening is niet te lezen {UTF8}", id="cut off"),
        pytest.param(
            f'<?xml version="1.0" encoding="iso-8859-1"?>{SVG % TITLE}',
            "1 de tekening is niet in UTF-8 Bewaar ze opnieuw als gewone svg in UTF-8.",
            id="another encoding",
        ),
    ],
)
def test_what_is_wrong_with_a_drawing_is_said_with_its_remedy(drawing: str, said: str) -> None:
    made, problems = drawings.read(drawing.encode(), Origin(PurePosixPath("a.svg")))
    assert made == b""
    assert {each.code for each in problems} == {"HT004"}
    found = [f"{each.origin.line} {each.text} {each.hint}" for each in problems]
    assert found[0] == said
    assert found[1:] == ([said.replace("<x>", "<b>")] if "<x>" in said else [])


@pytest.mark.parametrize("said", ['"utf-8"', "'UTF-8'", '"us-ascii"', " = 'utf-8' standalone=\"no\"", ' =\n"UTF-8"'])
def test_a_drawing_may_say_that_it_is_in_utf8(said: str) -> None:
    head = f'<?xml version="1.0" encoding{said if "=" in said else f"={said}"}?>\n'
    assert _read(f"{head}{SVG % TITLE}".encode(), "a.svg") == (f"{SVG % TITLE}\n".encode(), [])


@pytest.mark.parametrize(
    ("size", "can_be"),
    [
        ('width="0.01" height="100000"', True),
        ('width="0.009"', False),
        ('height="100001"', False),
        ('height="0"', False),
        ('width="5 5"', False),
        ('width="px"', False),
        ('viewBox="-100000 -100000 0.01 100000"', True),
        ('viewBox="-100001 0 5 5"', False),
        ('viewBox="0 -100001 5 5"', False),
        ('viewBox="0 0 5 0"', False),
        ('viewBox="0 0 5 5 5"', False),
    ],
)
def test_the_smallest_and_the_largest_drawing(size: str, can_be: object) -> None:
    made, problems = _read((SVG % TITLE).replace("<svg", f"<svg {size}", 1).encode(), "a.svg")
    assert (bool(made), problems) == (can_be, [] if can_be else ["HT004 1 de tekening zegt een maat die niet kan"])


def test_words_that_a_reader_sees_or_hears_stay() -> None:
    words = "<desc>Wat je ziet</desc><text>Een <tspan>twee</tspan></text>"
    assert _read((SVG % f"{TITLE}{words}").encode(), "a.svg") == (f"{SVG % f'{TITLE}{words}'}\n".encode(), [])


@pytest.mark.parametrize(
    "line", ['<polyline marker-mid="url(#a)" points="{}"/>', '<path marker-mid="url(#a)" d="{}"/>']
)
@pytest.mark.parametrize(("points", "refused"), [(0, []), (1, ["PG019"])])
def test_points_of_arrows_are_counted_to_the_last(points: int, refused: list[str], line: str) -> None:
    """Each of six shapes counts for one, and so does each number of a line, times the count of the arrow head."""
    head = '<marker id="a"><path d="M0 0"/><path/></marker>'
    line = line.format("1 " * (15_000 - 8 + points))
    found = _read((SVG % f"{TITLE}{head}{line}").encode(), "a.svg")[1]
    assert [each.split()[0] for each in found] == refused


def test_an_arrow_head_that_no_line_bears_is_drawn_once() -> None:
    head, line = '<marker id="a"><path/><path/></marker>', f'<polyline points="{"1 " * 20_000}"/>'
    assert _read((SVG % f"{TITLE}{head}{line}").encode(), "a.svg")[1] == []


DASHES = ["PG019 1 dit is te veel voor één bestand: lijnen van meer dan 1000000 streepjes"]


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ('<line x2="800" stroke-dasharray="4 4"/>' * 400, []),
        ('<line x2="100000" stroke-dasharray="0.1 0.1"/>', DASHES),
        ('<line x2="100000" stroke-dasharray="0.1 9"/>', []),
        ('<line x2="100000" stroke-dasharray="-0.1"/>', DASHES),
        ('<line x2="100000" stroke-dasharray="0"/>', []),
        ('<line x2="100000" stroke-dasharray="none"/>', []),
        ('<path d="M0 0l1e4 0l1e4 0" stroke-dasharray=".1"/>', DASHES),
        ('<path d="M0 0l1e3 0l1e3 0" stroke-dasharray=".1"/>', []),
        (f'<polyline points="{"0 0 1e4 0 " * 100}" stroke-dasharray="3"/>', DASHES),
        ('<circle r="100000" stroke-dasharray="1"/>' * 2, DASHES),
        ('<g stroke-dasharray=".1"><g><rect width="100000" height="1"/></g></g>', DASHES),
        ('<g stroke-dasharray=".1"><rect width="100000" height="1" stroke-dasharray="none"/></g>', []),
        ('<g stroke-dasharray=".1"/><rect width="100000" height="1"/>', []),
        ('<rect width="100%" height="1" stroke-dasharray="5"/>', DASHES),
        ('<rect width="9em" height="1" stroke-dasharray="5"/>', DASHES),
        ('<rect width="90px" height="1" stroke-dasharray="5"/>', []),
        (
            '<rect width="9" stroke-dasharray="5%"/>',
            ["HT004 1 het kenmerk 'stroke-dasharray' is niet toegelaten in een tekening"],
        ),
        (
            '<marker id="a"><path d="M0 0L1 1" stroke-dasharray="1"/></marker>',
            ["HT004 1 het kenmerk 'stroke-dasharray' is niet toegelaten in een pijlpunt"],
        ),
        (
            '<g stroke-dasharray="1"><text>a</text></g>',
            ["HT004 1 het kenmerk 'stroke-dasharray' is niet toegelaten in een tekst"],
        ),
    ],
)
def test_a_line_of_very_many_dashes_is_refused(inside: str, said: list[str]) -> None:
    """A line of a hundred thousand units in dashes of a ten-millionth: no program for PDFs showed the page."""
    made, problems = _read((SVG % f"{TITLE}{inside}").encode(), "a.svg")
    assert (bool(made), problems) == (not said, said)


def test_what_stands_on_two_lines_is_named_once_and_what_is_not_of_svg_by_its_name() -> None:
    assert _read((SVG % f"{TITLE}<g>een\n&amp; twee</g>").encode(), "a.svg")[1] == [
        "HT004 2 hier staat tekst die niemand ziet"
    ]
    assert _read((SVG % f'{TITLE}<rect xmlns=""/>').encode(), "a.svg")[1] == [
        "HT004 1 het element <rect> is niet toegelaten in een tekening"
    ]


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<g/>" * 5000, "dit is te veel voor één bestand: meer dan 5000 vormen"),
        ("<g>" * 51 + "</g>" * 51, "dit is te veel voor één bestand: meer dan 50 vormen in elkaar"),
        (
            f'<marker id="a">{"<path/>" * 400}</marker><polyline marker-mid="url(#a)" points="{"1 " * 50}"/>',
            "dit is te veel voor één bestand: meer pijlpunten dan een programma kan tekenen",
        ),
    ],
    ids=["shapes", "in each other", "arrow heads"],
)
def test_how_much_is_too_much_in_a_drawing_is_said(inside: str, said: str) -> None:
    _, (problem,) = drawings.read((SVG % f"{TITLE}{inside}").encode(), Origin(PurePosixPath("a.svg")))
    assert (problem.code, problem.text, problem.hint) == ("PG019", said, ANEW)


def test_what_is_just_not_too_much_is_drawn() -> None:
    assert _read((SVG % f"{TITLE}{'<g/>' * 4998}").encode(), "a.svg")[1] == []
    assert _read((SVG % f"{TITLE}{'<g>' * 50}{'</g>' * 50}").encode(), "a.svg")[1] == []


@pytest.mark.parametrize(
    ("text", "is_too_much"),
    [
        (f"<text>{'a' * 20_000}</text>", False),
        (f"<text>{'a' * 20_001}</text>", True),
        (f"<text><tspan/>{'a' * 10_000}</text>", False),
        (f"<text><tspan/>{'a' * 10_001}</text>", True),
        (f"<text>{'a' * 20_000}</text>" * 2, False),
        (f"<g>{'<rect/>' * 9}</g><text>{'a' * 20_000}</text>", False),
    ],
    ids=["just-not", "one-more", "two-pieces-just-not", "two-pieces-one-more", "two-texts", "behind-shapes"],
)
def test_a_text_of_many_signs_is_too_much_by_the_sign(text: str, is_too_much: object) -> None:
    assert bool(_read((SVG % f"{TITLE}{text}").encode(), "a.svg")[1]) == is_too_much


def test_white_space_around_a_value_is_no_mistake() -> None:
    whole = SVG % f'{TITLE}\n<rect fill=" red " width=" 5px "></rect>'
    assert _read(whole.encode(), "a.svg") == (f"{whole}\n".encode(), [])


def test_a_whole_drawing_says_of_itself_what_it_is() -> None:
    whole = (SVG % TITLE).replace("<svg ", '<svg role="img" lang="nl" viewBox="0 0 9 9" ')
    made, problems = _read(whole.encode(), "a.svg")
    assert problems == []
    assert all(each in made for each in (b'role="img"', b'lang="nl"', b'viewBox="0 0 9 9"'))
