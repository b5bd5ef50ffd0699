"""Changes as editors make them, good and bad, and three by who means harm, through a Git host that we play.

Each goes the road of the workflows, with their own scripts: what proposal.yml runs on a copy of the protected branch,
then what proposal-comment.yml runs on what that left. What is looked at is the comment as a person reads it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

from tests.integration import private_server
from tests.integration.git_host import Host, environment_of, host, workflow
from tests.integration.program import ROOT, Place

__all__ = ["host"]

pytestmark = pytest.mark.slow

AT = "https://github.com/ons/draaiboek"
PAGE = "docs/delen.md"
SCREEN = 60
"""Lines of a comment that a person sees without scrolling far; what is folded does not count."""

KEPT = frozenset(
    {"h3", "p", "strong", "em", "code", "pre", "a", "ul", "ol", "li", "blockquote", "details", "summary", "del", "ins"}
    | {"table", "thead", "tbody", "tr", "th", "td", "sub", "br"}
)
"""The elements that a comment may have."""


# --- the host and its workflows ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment under a proposal: *source* as it was posted, and what a person sees of it."""

    source: str

    @property
    def html(self) -> str:
        return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(self.source))

    @property
    def text(self) -> str:
        return _Reader.of(self.html).text

    @property
    def elements(self) -> set[str]:
        return _Reader.of(self.html).elements

    @property
    def links(self) -> list[str]:
        return _Reader.of(self.html).links

    @property
    def in_sight(self) -> list[str]:
        """The lines that are not folded."""
        open_part = re.sub(r"<details>.*?</details>", "", self.html, flags=re.DOTALL)
        return [line for line in _Reader.of(open_part).text.splitlines() if line.strip()]


class _Reader(HTMLParser):
    """What is seen of HTML, and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.elements: set[str] = set()
        self.links: list[str] = []

    @classmethod
    def of(cls, source: str) -> _Reader:
        reader = cls()
        reader.feed(source)
        return reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        assert not [name for name, _ in attrs if name.startswith("on") or name == "style"]
        self.text += "\n" if tag in {"p", "li", "tr", "br", "summary", "blockquote", "h3", "pre"} else " "

    def handle_data(self, data: str) -> None:
        self.text += data


@dataclass(frozen=True, slots=True)
class Desk:
    """An editor's copy of the repository, the server, and the machine on which the workflows run."""

    place: Place
    server: Path
    tools: Path
    host: Host

    def propose(self, change: Callable[[Place], None], branch: str = "voorstel") -> Comment:
        """Let somebody push *change* as *branch*, run the workflows, and return the comment that stands then."""
        place = self.place
        place.git("checkout", "--quiet", "-B", "werk", "main")
        change(place)
        self.host.head, self.host.branch = place.commit(), branch
        self.host.files = place.git("diff", "--name-only", "main", "werk").splitlines()
        place.git("push", "--quiet", "--force", "origin", "werk:refs/pull/7/head", f"werk:refs/heads/{branch}")
        place.git("checkout", "--quiet", "--force", "main")
        place.git("clean", "-fdq", "-e", "out")
        report = self.looked_at()
        run = workflow(place, self.host, self.host.after_run(), str(report))
        assert run.code == 0, run.said
        return Comment(self.host.said)

    def looked_at(self, address: str = "") -> Path:
        """Run the scripts of proposal.yml, as its job has them: on a copy of the protected branch.

        *address* is that of the server, when it is not a folder. As after actions/checkout without credentials, who
        runs it knows the address and no token but the one that a step is given.
        """
        runner = Place(self.tools.parent / "machine")
        shutil.rmtree(runner.root, ignore_errors=True)
        runner.root.mkdir()
        runner.git("clone", "--quiet", str(self.server), ".")
        runner.git("remote", "set-url", "origin", address or str(self.server))
        values = {
            "TOKEN": private_server.TOKEN,
            "NUMBER": "7",
            "BASE": runner.git("rev-parse", "origin/main"),
            "HEAD": self.host.head,
            "AT": AT,
            "BRANCH": self.host.branch,
        }
        own = {
            **environment_of(self.place, self.host, {}),
            "PATH": f"{self.tools}{os.pathsep}{os.environ['PATH']}",
            "GIT_TERMINAL_PROMPT": "0",
            "GITHUB_STEP_SUMMARY": str(self.tools.parent / "samenvatting.md"),
        }
        job = yaml.safe_load((ROOT / ".github/workflows/proposal.yml").read_text(encoding="utf-8"))["jobs"]["report"]
        for step in [each for each in job["steps"] if "run" in each]:
            env = {**own, **{name: values[name] for name in step["env"]}}
            run = runner.run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"], env=env)
            assert run.code == 0, run.said
        return runner.root / "voorstel.json"


@pytest.fixture
def desk(place: Place, host: Host, tmp_path: Path) -> Desk:
    place.replace("sectors/sport/sector.yml", "actoren: []", KEEPER)
    place.replace("draaiboek.yml", "slug: livc-r", f'slug: livc-r\nbewerken: "{AT}"')
    place.write(".ci/comment.py", (ROOT / ".ci" / "comment.py").read_text(encoding="utf-8"))
    place.commit()
    server = tmp_path / "server.git"
    place.git("init", "--quiet", "--bare", "--initial-branch=main", str(server))
    place.git("remote", "add", "origin", str(server))
    place.git("push", "--quiet", "origin", "main")
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "python3").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    (tools / "python3").chmod(0o755)
    return Desk(place, server, tools, host)


KEEPER = "beheer:\n  - account: '@an-sport'\n    functie: contactpersoon sport\nactoren: []"


# --- ten changes of editors -------------------------------------------------------------------------------------------


def typo(place: Place) -> None:
    place.replace(PAGE, "achter slot.", "achter slot en grendel.")


def new_page(place: Place) -> None:
    """It is in no menu, and its heading has no id."""
    place.write("docs/wie-belt-wie.md", "---\ntitle: Wie belt wie?\ndescription: De volgorde.\n---\n## Eerst\n\nBel.\n")


def moved_page(place: Place) -> None:
    """In the web editor a page is renamed by typing another name; nothing else moves along."""
    (place.root / PAGE).rename(place.root / "docs/informatie-delen.md")


def another_article(place: Place) -> None:
    place.replace("docs/_data/variabelen.yml", 'spreken: "art. 3, § 1"', 'spreken: "art. 4, § 2"')


def from_word(place: Place) -> None:
    pasted = "•\tBel de dienst.\n•\tNoteer wat je zei.\n\nEen <span>gesprek</span> dat je ver\u00adtrouwt.\n"
    page = "docs/over-dit-draaiboek.md"
    place.write(page, f"{place.read(page)}\n{pasted}")


def heading_gone(place: Place) -> None:
    text = place.read(PAGE)
    start, end = text.index("## Achteraf"), text.index("## Klachten")
    place.write(PAGE, text[:start] + text[end:])


def other_advice(place: Place) -> None:
    place.replace(PAGE, "Deel alleen wat de anderen nodig hebben.", "Deel alles wat de anderen vragen.")
    place.replace(PAGE, "Een naam deel je met", "Een naam deel je nooit, ook niet met")


def heavy_picture(place: Place) -> None:
    """A photo straight from a phone, without a word about it."""
    name = place.root / "docs/media/tafel.jpg"
    name.write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 6_000_000)
    place.replace(PAGE, "## Achteraf", "![](media/tafel.jpg)\n\n## Achteraf")


def chapter_of_a_sector(place: Place) -> None:
    place.write("sectors/onderwijs/op-school.md", place.read("sectors/onderwijs/op-school.md") + "\nBel ook het CLB.\n")


def slip_in_a_list(place: Place) -> None:
    """A quote in the wrong place: no variable can be read any more, and every text that has one reads otherwise."""
    place.replace("docs/_data/variabelen.yml", 'spreken: "art. 3, § 1"', 'spreken: "art. 3" § 1')


def page_gone(place: Place) -> None:
    (place.root / PAGE).unlink()


def duty(place: Place) -> None:
    """The most dangerous sentence that there is: it is wrong, and no program can tell."""
    place.replace(PAGE, "Neem geen papieren mee in de trein.", "Je bent verplicht om alles te melden.")


def edition_page(place: Place) -> None:
    """Who prepares an edition learns here what the button to publish would say."""
    place.replace("docs/edities/2026.1.md", "zonder_nazicht: [onderwijs, sport]\n", "")
    place.replace("docs/edities/2026.1.md", "Alles is nieuw.", "")
    place.replace("docs/edities/2026.1.md", "Lees [Delen](../delen.md).", "")
    place.replace("docs/edities/2026.1.md", "status: goedgekeurd", "status: concept")


def text_and_program(place: Place) -> None:
    place.replace(PAGE, "Zwijgen is ook een antwoord.", "Zwijgen mag altijd.")
    place.write("draaiboek/base/dutch.py", "raise SystemExit('uitgevoerd')\n")


CHANGES: Mapping[str, tuple[Callable[[Place], None], list[str], list[str]]] = {
    "typo": (
        typo,
        [
            "De tekst klopt voor het programma",
            "Voor lezers: 1 stuk",
            "achter slot",
            "en grendel",
            "iedereen behalve onderwijs",
        ],
        ["Nog te herstellen"],
    ),
    "new page": (
        new_page,
        ["Nog te herstellen: 2", "PG004", "## Eerst {#eerst}", "PG009", "- pagina: wie-belt-wie.md"],
        [],
    ),
    "moved page": (
        moved_page,
        ["Nog te herstellen: 1", "heet nu 'informatie-delen.md'", "delen.md]'", "verplaatst, met 7 stukken eronder"],
        ["OV001", "LK001"],
    ),
    "article": (another_article, ["wet.spreken", "art. 3, § 1", "art. 4, § 2", "Bronnen en variabelen"], []),
    "from Word": (from_word, ["Nog te herstellen", "PG007", "HT001", "HT005", "check --fix"], []),
    "heading gone": (
        heading_gone,
        ["Nog te herstellen: 1", "het stuk 'Achteraf'", "{#achteraf} terug", "overlays/onderwijs/delen--achteraf.md"],
        ["Bedoel je"],
    ),
    "other advice": (
        other_advice,
        ["Voor lezers: 2 stukken", "Opnieuw te lezen door een sector: 1", "onderwijs", "lees en teken af"],
        ["Nog te herstellen"],
    ),
    "heavy picture": (
        heavy_picture,
        ["HT007", "tafel.jpg", "(6,1 MB; hoogstens 2 MB)", "Nog te herstellen", "wel een beeld"],
        [],
    ),
    "slip in a list": (
        slip_in_a_list,
        ["Nog te herstellen: 1", "VR003", "Wat lezers ervan merken, is pas te zeggen als dit hersteld is"],
        ["Voor lezers", "Opnieuw te lezen", "Bronnen en variabelen", "VR001"],
    ),
    "page gone": (
        page_gone,
        ["Nog te herstellen: 1", "de pagina 'delen.md' is weg", "Zet docs/delen.md terug", "met 7 stukken eronder"],
        ["Bedoel je"],
    ),
    "edition page": (
        edition_page,
        [
            *("Voor deze editie kan verschijnen, moet dit nog: 3", "ED007", "ED011", "zonder_nazicht: [sport]"),
            *("onder de front matter wat er verandert", "De tekst klopt voor het programma"),
            "Lees ook de pagina van de editie",
        ],
        ["ED004", "ED005", "ED015", "Wie keurt", "Geen enkel woord"],
    ),
    "duty": (
        duty,
        ["Moet dit van de wet? Er staat geen bron bij: 1", "een jurist leest dit na", "verplicht om alles te melden"],
        ["Advies over de taal", "Nog te herstellen"],
    ),
    "chapter": (
        chapter_of_a_sector,
        ["Voor lezers: 1 stuk", "op-school.md", "Bel ook het CLB", "waarschuwing: de afkorting 'CLB'"],
        ["iedereen", "Wie keurt"],
    ),
    "text and program": (text_and_program, ["tekst én programma", "Splits het", "dutch.py", "Zwijgen"], []),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_an_editor_reads_under_a_proposal(name: str, desk: Desk) -> None:
    change, said, unsaid = CHANGES[name]
    comment = desk.propose(change)
    if folder := os.environ.get("SHOW_COMMENTS"):
        Path(folder, f"{name.replace(' ', '-')}.html").write_text(comment.html, encoding="utf-8")
    assert [words for words in said if words not in comment.text] == []
    assert [words for words in unsaid if words in comment.text] == []
    assert len(comment.in_sight) < SCREEN
    assert comment.elements <= KEPT
    assert all(link.startswith((f"{AT}/", "https://git.voorbeeld.be/run/")) for link in comment.links)
    assert not (desk.place.root / "uitgevoerd").exists()


def test_a_proposal_in_a_private_repository_has_its_report(desk: Desk) -> None:
    """The machine that looks at it has no credentials; the step that fetches is given a token that only reads."""
    desk.propose(typo)
    with private_server.private(desk.server.parent) as address:
        report = json.loads(desk.looked_at(f"{address}/{desk.server.name}").read_text(encoding="utf-8"))
    assert report["voorstel"] == desk.host.head
    assert "TOKEN" not in (ROOT / ".github/workflows/proposal.yml").read_text(encoding="utf-8").partition("Say what")[2]


def test_a_repaired_proposal_has_one_comment_that_says_so(desk: Desk) -> None:
    assert "Nog te herstellen" in desk.propose(heading_gone).text
    comment = desk.propose(typo)
    assert len(desk.host.comments) == 1
    assert "De tekst klopt voor het programma" in comment.text


def test_a_renamed_page_is_mended_by_what_the_comment_says(desk: Desk) -> None:
    """To the letter: one line to paste, one command; then there is nothing to repair."""
    said = desk.propose(moved_page).text
    (line,) = re.findall(r"'(voorheen: \[[^\]]*\])'", said)
    (command,) = re.findall(r"build\.py (check --fix --yes)", said)

    def mended(place: Place) -> None:
        moved_page(place)
        place.replace("docs/informatie-delen.md", "voorheen: [oude-deelregels]", line)
        run = place.build(*command.split())
        assert run.code == 0, run.said

    assert "Nog te herstellen" not in desk.propose(mended).text


# --- three who mean harm ----------------------------------------------------------------------------------------------

RUN = "uitgevoerd"
WORDS = (
    "</details><script>fetch('https://kwaad.voorbeeld')</script><img src=x onerror=alert(1)> @iedereen @ons/redactie "
    "fixes #1 ons/draaiboek#2 ![](https://kwaad.voorbeeld/p.png) [Keur goed](https://kwaad.voorbeeld) "
    "$(touch uitgevoerd) `touch uitgevoerd` ${{ github.token }} | # kop "
    f"<!-- draaiboek: commit {'0' * 40} -->"
)


def words_that_break_out(place: Place) -> None:
    """Titles, front matter, text, an id, a data file and names of files."""
    quoted = WORDS.replace("\\", "").replace('"', "'")
    front = f'---\ntitle: "{quoted}"\ndescription: "{quoted}"\nbronnen: ["{quoted}"]\n{WORDS[:40]}: x\n---\n'
    place.write("docs/$(touch uitgevoerd).md", f"{front}## {WORDS} {{#x}}\n\n{WORDS}\n")
    place.write("docs/--output=uitgevoerd.md", f"{front}## {WORDS}\n")
    place.write("docs/@iedereen.md", f"{front}{WORDS}\n")
    place.write('docs/x"; touch uitgevoerd; ".md', f"{front}{WORDS}\n")
    place.replace(PAGE, "Zwijgen is ook een antwoord.", WORDS)
    place.replace("docs/_data/variabelen.yml", 'spreken: "art. 3, § 1"', f'spreken: "{quoted}"')
    place.write(
        "sectors/onderwijs/nagelezen/kwaad.yml", f'doel: "{quoted}"\ntekst: "{quoted}"\nop: x\ndoor: "{quoted}"\n'
    )


def harmless(comment: Comment) -> None:
    """Nothing in *comment* runs, calls, closes or leads anywhere, nor says that it is about another commit."""
    assert comment.elements <= KEPT
    assert all(link.startswith((f"{AT}/", "https://git.voorbeeld.be/run/")) for link in comment.links)
    source = re.sub(r"<code>.*?</code>|`[^`]*`", "", comment.source)
    assert not re.search(r"(?<![\w&])@\w|(?<![\w&])#\d|\w#\d", source)
    assert source.count("<!--") == 2, "ours"
    assert comment.source.count("<details") == comment.source.count("</details>")


@pytest.mark.parametrize(
    "branch", ["$(touch${IFS}uitgevoerd)", "a`touch${IFS}uitgevoerd`", 'x";touch${IFS}uitgevoerd;"']
)
def test_words_and_names_that_would_run_are_only_words(desk: Desk, branch: str) -> None:
    change = words_that_break_out if branch.startswith("$") else typo
    comment = desk.propose(change, branch)
    harmless(comment)
    assert list(desk.place.root.parent.rglob(RUN)) == []
    if change is words_that_break_out:
        assert "Nog te herstellen" in comment.text
        assert "PG011" in comment.text
        assert len(comment.in_sight) < 2 * SCREEN


def test_a_proposal_that_changes_what_looks_at_it(desk: Desk) -> None:
    """It changes the workflows, the script, the program and hooks, and makes up its own report."""

    def everything(place: Place) -> None:
        typo(place)
        for name in ("build.py", ".ci/comment.py", "draaiboek/cli/__init__.py", "draaiboek/bootstrap.py"):
            place.write(name, f"open('{RUN}', 'w')\nraise SystemExit(1)\n")
        place.write(
            ".github/workflows/proposal.yml", "on: pull_request\njobs: {x: {steps: [{run: touch uitgevoerd}]}}\n"
        )
        place.write(".gitattributes", "* filter=kwaad diff=kwaad\n")
        place.write(".gitmodules", '[submodule "x"]\n\tpath = docs/x\n\turl = --upload-pack=touch uitgevoerd\n')
        (place.root / "docs" / "geheim.md").symlink_to("/etc/passwd")

    comment = desk.propose(everything)
    harmless(Comment(comment.source + "<!-- een -->"))
    assert "niet te vertrouwen" in comment.text
    assert "Voor lezers" not in comment.text
    assert list(desk.place.root.parent.rglob(RUN)) == []


PROBLEM: Mapping[str, object] = {
    "plaats": "docs/delen.md:1:1",
    "code": "PG001",
    "tekst": WORDS,
    "raad": WORDS,
    "ernst": "error",
    "nieuw": True,
    "link": "",
}
FORGED: Mapping[str, Callable[[dict[str, object]], object]] = {
    "another commit": lambda made: {**made, "voorstel": "1" * 40},
    "a link that runs": lambda made: {**made, "problemen": [{**PROBLEM, "link": "javascript:alert(1)"}]},
    "another kind": lambda made: {**made, "soort": "</details><script>"},
    "too much": lambda made: {**made, "programma": ["x"] * 101},
    "a list": lambda _made: [],
    "a text": lambda _made: "niets",
    "one key more": lambda made: {**made, "besluit": "goedgekeurd"},
    "a file too large": lambda made: {**made, "x": "y" * 6_000_000},
}


def test_a_report_that_somebody_made_up_is_data_or_nothing(desk: Desk) -> None:
    """What a job of a stranger leaves is checked; what has the shape of a report is only words."""
    desk.propose(typo)
    report = desk.tools.parent / "machine" / "voorstel.json"
    made = json.loads(report.read_text(encoding="utf-8"))
    desk.host.comments.clear()
    for what, change in FORGED.items():
        report.write_text(json.dumps(change(made)), encoding="utf-8")
        workflow(desk.place, desk.host, desk.host.after_run(), str(report))
        assert desk.host.comments == [], what
    changed = {
        "pagina": WORDS,
        "id": WORDS,
        "titel": WORDS,
        "soort": WORDS,
        "varianten": [WORDS],
        "woorden": [[{"soort": "nieuw", "tekst": WORDS}]],
    }
    report.write_text(json.dumps({**made, "problemen": [PROBLEM], "wijzigingen": [changed]}), encoding="utf-8")
    assert workflow(desk.place, desk.host, desk.host.after_run(), str(report)).code == 0
    harmless(Comment(desk.host.said))


FOREIGN = [
    ("/nagelezen sport", "iemand"),
    ("/nagelezen onderwijs", "an-sport"),
    ("/nagelezen sport", "an-sport --sector=onderwijs"),
    ("/nagelezen --sector=sport", "an-sport"),
    ("/nagelezen sport $(touch uitgevoerd)", "an-sport"),
    ("/nagelezen ../sport", "an-sport"),
]


def test_a_stranger_signs_for_nobody(desk: Desk) -> None:
    """Also not who makes himself the keeper of a sector in the same proposal; who keeps it does."""

    def with_myself(place: Place) -> None:
        place.replace(PAGE, "in de trein", "in de tram")
        for sector in ("sport", "onderwijs"):
            text = place.read(f"sectors/{sector}/sector.yml")
            mine = KEEPER.replace("an-sport", "iemand")
            before = KEEPER if KEEPER in text else "actoren: []"
            place.write(f"sectors/{sector}/sector.yml", text.replace(before, mine))

    desk.propose(with_myself)
    for words, who in FOREIGN:
        run = workflow(desk.place, desk.host, desk.host.after_comment(words, who), "sign")
        assert run.code == 0, run.said
        assert Place(desk.server).git("rev-parse", "voorstel") == desk.host.head, (words, who)
    run = workflow(desk.place, desk.host, desk.host.after_comment("/nagelezen sport", "an-sport"), "sign")
    assert run.code == 0, run.said
    assert Place(desk.server).git("rev-parse", "voorstel^") == desk.host.head
    assert list(desk.place.root.parent.rglob(RUN)) == []
