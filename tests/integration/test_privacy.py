"""Nothing that is published says where, by whom or on which machine it was made: every byte is searched.

The small guidebook is built in a folder, with a home, a user, a host and an author that have conspicuous names; then
everything that can be unpacked is unpacked (streams of PDFs, files of zips and EPUBs, and archives in those), and
searched.
"""

from __future__ import annotations

import io
import json
import socket
import zipfile
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.integration import program
from tests.integration.program import Place, tree
from tests.integration.traces import AUTHOR, FOLDER, HOME, HOST, PATHS, USER, unpacked
from tests.photos import chunk, exif, png, segment

pytestmark = pytest.mark.slow

HIDDEN = "gps-3a7d"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The small guidebook with a photo whose metadata name its maker, built by somebody with a conspicuous name."""
    place = program.leaflet(tmp_path_factory.mktemp("privacy") / FOLDER / "main")
    photo = png(8, 8, hidden=[chunk(b"tEXt", f"Author\0{HIDDEN}".encode())], behind=HIDDEN.encode())
    (place.root / "docs/media").mkdir(exist_ok=True)
    (place.root / "docs/media/foto.png").write_bytes(photo)
    (place.root / "docs/media/foto.jpg").write_bytes(_jpeg())
    place.replace("docs/delen.md", "## ", "![Een foto](media/foto.png) ![Nog een foto](media/foto.jpg)\n\n## ")
    home = place.root.parent / HOME
    home.mkdir()
    place.git("init", "--quiet", "--initial-branch=main")
    place.git("config", "user.name", AUTHOR)
    place.git("config", "user.email", f"{AUTHOR}@{HOST}.voorbeeld.be")
    place.git("add", "--all")
    place.git("commit", "--quiet", "-m", "Tekst")
    who = {
        "HOME": str(home),
        "USER": USER,
        "LOGNAME": USER,
        "USERNAME": USER,
        "HOSTNAME": HOST,
        "EMAIL": f"{USER}@{HOST}",
    }
    run = place.build(env=who)
    assert run.code == 0, run.said
    return place


def _jpeg() -> bytes:
    into = io.BytesIO()
    Image.new("RGB", (16, 16), (9, 90, 200)).save(into, "JPEG")
    plain = into.getvalue()
    return plain[:2] + segment(0xE1, exif(orientation=1, text=HIDDEN.encode())) + plain[2:] + HIDDEN.encode()


def test_no_byte_says_who_made_it_or_where(made: Place) -> None:
    names = [FOLDER, HOME, USER, HOST, AUTHOR, HIDDEN, socket.gethostname(), str(Path.home()), str(made.root)]
    # A short host name may be a word of the text.
    told = [each.encode() for each in names if len(each) >= 6]
    told += [each.decode().encode("utf-16-be") for each in told]
    found, seen = [], 0
    for file, content in tree(made.site).items():
        for name, inside in unpacked(file, content):
            seen += 1
            found += [f"{name}: {each!r}" for each in told if each in inside]
            found += [f"{name}: {match[0]!r}" for match in PATHS.finditer(inside)]
    assert found == []
    assert seen > 1000  # proof that packed content was searched


def test_the_look_sees_what_is_packed() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("a.txt", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa /home/iemand/werk " * 9)
    book = pikepdf.new()
    book.add_blank_page()
    book.pages[0].Contents = book.make_stream(b"/home/iemand/werk " * 9)
    into = io.BytesIO()
    book.save(into, compress_streams=True)
    for name, content in (("x.zip", inner.getvalue()), ("x.pdf", into.getvalue())):
        assert not PATHS.search(content)
        assert any(PATHS.search(inside) for _, inside in unpacked(name, content))


def test_the_files_say_no_more_of_their_making_than_they_must(made: Place) -> None:
    """No program except Typst, which PDF/A requires; no author except the publisher; no time except the commit's."""
    day = json.loads((made.site / "editie.json").read_text(encoding="utf-8"))["editie"]["datum"].replace("-", "")
    pdfs, pictures = list(made.site.rglob("*.pdf")), list(made.site.rglob("*.png"))
    assert pdfs
    assert pictures
    for path in pdfs:
        with pikepdf.open(path) as pdf:
            information = {str(key): str(value) for key, value in pdf.docinfo.items()}
        assert information.keys() <= {
            "/Title",
            "/Author",
            "/Creator",
            "/Subject",
            "/Keywords",
            "/CreationDate",
            "/ModDate",
            "/Producer",
        }
        assert information["/Creator"].startswith("Typst ")
        assert information["/CreationDate"].startswith(f"D:{day}")
    for path in pictures:
        with Image.open(path) as shown:
            assert set(shown.info) <= {"gamma", "srgb", "dpi", "transparency"}, path
