"""Acts on published editions, and what readers find at the root: one branch, with small editions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from draaiboek.base.errors import ToolError, UsageError
from draaiboek.editions import ledger, publish, version_list
from draaiboek.editions.ledger import Act, Piece
from draaiboek.editions.publish import allowed_names
from draaiboek.render import policy
from tests.integration import program, small_editions
from tests.integration.program import Place
from tests.integration.small_editions import ADDRESS, FIRST, SECOND, THIRD, THIS

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nobodys_machine")]

GRAMMAR = Path(__file__).parents[1] / "schemas" / "atom.rng"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
TODAY = date(2027, 6, 1)
PIECES = (Piece("kern", "Achteraf & later", "delen/#achteraf"), Piece("onderwijs", "Weg", ""))


@dataclass(frozen=True, slots=True)
class Web:
    """A publication in a folder, as a web server has it, and the `Place` that changes it."""

    place: publish.Place
    folder: Path

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def listed(self) -> Mapping[str, version_list.Listed]:
        return {each.id: each for each in version_list.read(self.read("versions.json"))}

    def wrong(self) -> list[str]:
        return [f"{each.name} {each.what}" for each in publish.verify(publish.FolderTree(self.folder))]

    def act(self, operation: publish.Operation) -> None:
        seen = publish.look(self.place)
        publish.change(self.place, operation, message="x", seen=seen, approve=lambda _tree: True)


@pytest.fixture
def web(tmp_path: Path) -> Web:
    """Two editions; in the second, the text of `delen/` moved to `geven/`, and a page compares the two."""
    place = Place(tmp_path / "main")
    place.root.mkdir()
    place.git("init", "--quiet")
    ready = tmp_path / "ready"
    small_editions.site(ready, FIRST, {"weg/index.html": b"<p>Weg</p>"})
    moved = {"delen/": "geven/", "delen/#oud": "index/#oud"}
    second = small_editions.site(ready, SECOND, {"geven/index.html": b"<p>Geven</p>"}, moved)
    changes = tmp_path / "changes"
    (changes / "onderwijs").mkdir(parents=True)
    (changes / "index.html").write_text("<p>Wat is er gewijzigd</p>", encoding="utf-8")
    (changes / "onderwijs" / "index.html").write_text("<p>Ook hier</p>", encoding="utf-8")
    where = publish.Place(place.root, tmp_path / "scratch", tmp_path / "www")
    small_editions.put(where, ready / FIRST)
    small_editions.put(where, second, pieces=PIECES, changes=changes)
    return Web(where, tmp_path / "www")


def found(tree: Any, path: str) -> Any:
    """The result of XPath *path* in *tree*, as Any, because lxml's types do not say what it is."""
    return tree.xpath(path, namespaces=ATOM)


# --- periods ----------------------------------------------------------------------------------------------------------


def test_an_edition_applies_until_its_successor_does(web: Web) -> None:
    listed = web.listed()
    assert (listed[FIRST].since, listed[FIRST].until) == (date(2026, 12, 1), date(2027, 3, 1))
    assert (listed[SECOND].since, listed[SECOND].until) == (date(2027, 3, 1), None)
    days = {"2026-11-30": None, "2026-12-01": FIRST, "2027-02-28": FIRST, "2027-03-01": SECOND, "2030-01-01": SECOND}
    for day, name in days.items():
        then = version_list.applied_on(date.fromisoformat(day), tuple(listed.values()))
        assert (then.id if then else None) == name


# --- verify -----------------------------------------------------------------------------------------------------------


def test_every_file_is_guarded_against_one_byte(web: Web) -> None:
    assert web.wrong() == []
    for name, data in program.tree(web.folder).items():
        path = web.folder / name
        if data:
            flipped = bytearray(data)
            flipped[len(data) // 2] ^= 1
            path.write_bytes(flipped)
            assert any(each.startswith(f"{name} is gewijzigd") for each in web.wrong()), name
        path.unlink()
        assert f"{name} ontbreekt" in web.wrong(), name
        path.write_bytes(data + b"\n")
        assert any(each.startswith(f"{name} is gewijzigd") for each in web.wrong()), name
        path.write_bytes(data)
    assert web.wrong() == []


@pytest.mark.parametrize("name", ["x.html", f"{FIRST}/x.html", "actueel/onderwijs/x.html", "wijzigingen/x/index.html"])
def test_a_file_too_many_is_named(web: Web, name: str) -> None:
    (web.folder / name).parent.mkdir(exist_ok=True)
    (web.folder / name).write_text("x", encoding="utf-8")
    assert web.wrong() == [f"{name} hoort er niet bij"]


def test_an_edition_slipped_in_or_taken_out_is_seen(web: Web) -> None:
    before = web.read("grootboek.json")
    kept = json.loads(before)[1:]
    (web.folder / "grootboek.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert "grootboek.json is gewijzigd" in web.wrong()
    with pytest.raises(ToolError, match="achteraf gewijzigd"):
        web.act(publish.withdraw(FIRST, "x", TODAY, this=THIS))


# --- withdraw and roll back -------------------------------------------------------------------------------------------


def test_a_withdrawn_edition_leaves_a_page_for_each_page(web: Web) -> None:
    pages = sorted(path.relative_to(web.folder) for path in (web.folder / FIRST).rglob("*.html"))
    web.act(publish.withdraw(FIRST, "Fout in <b>de</b> deeltest.", TODAY, this=THIS))
    assert web.wrong() == []
    left = sorted(path.relative_to(web.folder) for path in (web.folder / FIRST).rglob("*") if path.is_file())
    assert left == sorted([*pages, Path(FIRST, "editie.json")])
    links = {}
    for path in pages:
        page = web.read(str(path))
        assert "Fout in &lt;b&gt;de&lt;/b&gt; deeltest." in page
        links[path.relative_to(FIRST).as_posix()] = found(html.fromstring(page), "string(//a[@class='knop']/@href)")
    assert links["onderwijs/op-school/index.html"] == "../../../actueel/onderwijs/op-school/"
    assert links["delen/index.html"] == "../../actueel/delen/"
    assert links["weg/index.html"] == "../../actueel/"
    assert "Geheim." not in web.read(f"{FIRST}/editie.json")
    assert "Geheim." in web.read(f"{SECOND}/editie.json")
    listed = web.listed()
    assert (listed[FIRST].status, listed[FIRST].until) == ("ingetrokken", date(2027, 3, 1))
    assert listed[SECOND].aliases == ("actueel",)
    assert "Ingetrokken" in web.read("edities/index.html")
    with pytest.raises(UsageError, match="al ingetrokken"):
        web.act(publish.withdraw(FIRST, "x", TODAY, this=THIS))


def test_withdrawing_the_edition_in_force_lets_the_one_before_apply(web: Web) -> None:
    web.act(publish.withdraw(SECOND, "Fout.", TODAY, this=THIS))
    assert web.wrong() == []
    listed = web.listed()
    assert (listed[FIRST].aliases, listed[FIRST].until) == (("actueel",), None)
    assert listed[SECOND].until == TODAY
    assert version_list.applied_on(TODAY, tuple(listed.values())) == listed[FIRST]
    assert f"Tekst van {FIRST}" in web.read("actueel/index.html")
    assert "ingetrokken" in web.read(f"wijzigingen/{SECOND}/index.html")
    assert not (web.folder / "wijzigingen" / SECOND / "onderwijs").exists()
    web.act(publish.withdraw(FIRST, "Ook fout.", TODAY, this=THIS))
    assert web.wrong() == []
    assert "Er is nu geen editie die geldt." in web.read("actueel/index.html")
    assert small_editions.put(web.place, small_editions.site(web.folder.parent / "ready", THIRD)) == ""
    assert web.wrong() == []
    assert web.listed()[FIRST].until == web.listed()[SECOND].until == TODAY


def test_an_earlier_edition_applies_again(web: Web) -> None:
    before = program.tree(web.folder / FIRST)
    two = "Staan er twee bij die dag? Dan gold de nieuwste."
    assert two not in web.read("edities/index.html")
    web.act(publish.roll_back(FIRST, "Terug.", TODAY, this=THIS))
    assert two in web.read("edities/index.html"), "the first one applied before and after the second"
    assert web.wrong() == []
    assert program.tree(web.folder / "actueel") == before
    listed = web.listed()
    assert (listed[FIRST].until, listed[SECOND].until) == (None, TODAY)
    assert json.loads(web.read("paden.json"))["editie"] == FIRST
    with pytest.raises(UsageError, match="al de editie die geldt"):
        web.act(publish.roll_back(FIRST, "Nog eens.", TODAY, this=THIS))
    with pytest.raises(UsageError, match="niet gepubliceerd"):
        web.act(publish.roll_back("2025.1", "x", TODAY, this=THIS))


def test_the_ledger_remembers_everything(web: Web) -> None:
    web.act(publish.roll_back(FIRST, "Terug.", TODAY, this=THIS))
    web.act(publish.withdraw(SECOND, "Fout.", TODAY, this=THIS))
    entries = ledger.read(web.read("grootboek.json"))
    assert [(each.act, each.edition) for each in entries] == [
        (Act.PUBLISH, FIRST),
        (Act.PUBLISH, SECOND),
        (Act.ROLL_BACK, FIRST),
        (Act.WITHDRAW, SECOND),
    ]
    assert len({each.seal for each in entries}) == len(entries)


# --- the root ---------------------------------------------------------------------------------------------------------


def test_the_paths_of_the_edition_in_force(web: Web) -> None:
    paths = json.loads(web.read("paden.json"))
    assert paths["editie"] == SECOND
    assert {"", "delen/", "geven/", "onderwijs/", "onderwijs/op-school/"} == set(paths["paginas"])
    assert paths["verhuisd"] == {"delen/": "geven/"}, "the page that the other would lead to is not there"


def test_the_list_of_editions(web: Web) -> None:
    page = html.fromstring(web.read("edities/index.html"))
    assert found(page, "//section/@id") == [f"editie-{SECOND}", f"editie-{FIRST}"]
    links = found(page, "//main//a/@href")
    assert f"../wijzigingen/{SECOND}/" in links
    assert f"../wijzigingen/{FIRST}/" not in links
    for link in {*links, *found(html.fromstring(web.read("index.html")), "//main//a/@href")}:
        target = (web.folder / "edities" / link) if link.startswith("..") else web.folder / link
        assert target.exists(), link


@pytest.mark.parametrize("name", ["index.html", "edities/index.html", "404.html", f"{FIRST}/delen/index.html"])
def test_pages_at_the_root_hold_to_the_policy(web: Web, name: str) -> None:
    web.act(publish.withdraw(FIRST, "x", TODAY, this=THIS))
    page = html.fromstring(web.read(name))
    assert found(page, "//meta[@http-equiv='Content-Security-Policy']/@content") == [policy.as_meta()]
    assert not found(page, "//style | //script[not(@src)] | //@style | //@*[starts-with(name(), 'on')]")
    assert not [each for each in found(page, "//@src | //link[@rel='stylesheet']/@href") if "//" in each]


def test_web_servers_send_the_policy_too(web: Web) -> None:
    for name, value in policy.as_headers().items():
        assert f"  {name}: {value}\n" in web.read("_headers")
        assert f'Header always set {name} "{value}"' in web.read(".htaccess")
    assert "frame-ancestors 'none'" in web.read("_headers")


def feeds(web: Web) -> Mapping[str, etree._Element]:
    return {path.name: etree.fromstring(path.read_bytes()) for path in web.folder.glob("feed*.xml")}


def test_feeds_are_valid_atom_after_every_act(web: Web) -> None:
    grammar = etree.RelaxNG(etree.parse(GRAMMAR))
    assert not grammar.validate(etree.fromstring(b'<feed xmlns="http://www.w3.org/2005/Atom"/>'))
    acts = (
        publish.roll_back(FIRST, "Terug & <klaar>.", TODAY, this=THIS),
        publish.withdraw(SECOND, "Fout & <meer>.", TODAY, this=THIS),
    )
    for act in (None, *acts):
        if act:
            web.act(act)
        assert sorted(feeds(web)) == ["feed-onderwijs.xml", "feed.xml"]
        for feed in feeds(web).values():
            assert grammar.validate(feed), grammar.error_log
            ids = found(feed, "//a:id/text()")
            assert len(ids) == len(set(ids))


def test_an_entry_tells_why_when_and_what(web: Web) -> None:
    both = feeds(web)
    entry = found(both["feed.xml"], "a:entry[1]")[0]
    assert found(entry, "string(a:title)") == f"Editie {SECOND}"
    assert found(entry, "string(a:updated)") == "2027-03-01T00:00:00Z"
    assert found(entry, "a:category/@term") == ["praktijk", "wetgeving"]
    assert found(entry, "string(a:summary)") == f"Wat editie {SECOND} brengt, & waarom."
    content = html.fromstring(found(entry, "string(a:content)"))
    assert found(content, "//a/@href") == [f"{ADDRESS}/{SECOND}/delen/#achteraf"]
    assert found(content, "//li//text()") == ["Achteraf & later", "Weg (onderwijs) (weggehaald)"]
    own = found(both["feed-onderwijs.xml"], "a:entry[1]/a:content/text()")[0]
    assert f'href="{ADDRESS}/{SECOND}/onderwijs/delen/#achteraf"' in own


def test_the_names_of_entries_never_change(web: Web) -> None:
    before = found(feeds(web)["feed.xml"], "a:entry/a:id/text()")
    other = "https://elders.voorbeeld.be"
    web.act(publish.withdraw(FIRST, "x", TODAY, this=replace(THIS, address=other)))
    after = found(feeds(web)["feed.xml"], "a:entry/a:id/text()")
    assert after == before == [f"tag:draaiboek.voorbeeld.be,{day}:livc-r/editie/{name}" for name, day in
                               ((SECOND, "2027-03-01"), (FIRST, "2026-12-01"))]  # fmt: skip


# --- malicious names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["a\ndata 0\nR 2026.1 x", 'a"b.html', ".git/config", "map/.htaccess", "a b.html", "é.html", "a\\b.html"]
)
def test_a_name_that_would_hurt_is_refused_before_mike_sees_it(web: Web, name: str) -> None:
    before = program.tree(web.folder)
    ready = small_editions.site(web.folder.parent / "ready", THIRD, {name: b"x"})
    with pytest.raises(ToolError, match="kan niet in een editie"):
        small_editions.put(web.place, ready)
    assert program.tree(web.folder) == before


def test_a_link_is_no_file(web: Web) -> None:
    ready = small_editions.site(web.folder.parent / "ready", THIRD)
    (ready / "geheim.html").symlink_to("/etc/hostname")
    with pytest.raises(ToolError, match="geen gewoon bestand"):
        allowed_names.check(ready)


def test_only_numbers_of_editions_are_editions() -> None:
    for name in (".git", "actueel", "versions.json", "2026.1 ", "2026.01", "../2026.1", "2026.1.0", "<img>", ""):
        assert not allowed_names.EDITION.match(name), name
