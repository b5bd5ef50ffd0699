"""Every remedy works: after doing exactly what a message says the text is right, and no new mistake was made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from draaiboek.base.diagnostics import CODES, Diagnostic
from draaiboek.base.project import Project
from draaiboek.cli import main
from draaiboek.pipeline.examine import examine
from tests.guidebook import guidebook, overlay, page
from tests.integration import test_gate_remedies
from tests.rules import BY_OTHER_STAGES
from tests.unit.test_print_remedies import CASES as BOOKS

Entry = Mapping[str, Any]
Files = dict[str, str | bytes | None]

ENTRIES: list[Entry] = yaml.safe_load((Path(__file__).parent / "remedies.yml").read_text(encoding="utf-8"))
PAGE = "docs/delen.md"
TITLES = ("## Wat dan {#wat-dan}", "## Vast {#vast .vast}", "## Botst {#onderwijs-botst}")
CORE = "\n".join(f"{title}\n\nWoorden.\n" for title in TITLES)
PASTED = re.compile(r"^.*\bregels(?:, en eronder je tekst)?:\n", re.MULTILINE)


def files(entry: Entry, *, right: bool) -> Files:
    """Return the guidebook of *entry*: with the mistake, or, when *right*, after someone did what the message says."""
    found: Files = dict(entry.get("more", {}))
    if "overlay" in entry:
        front = entry.get("fixed", entry["overlay"]) if right else entry["overlay"]
        text = entry.get("fixed_text", entry.get("text")) if right else entry.get("text")
        target, action, *more = front.split("\n")
        made = overlay(
            text or "Erbij.\n",
            target=target.partition(": ")[2],
            action=action.partition(": ")[2],
            more="".join(f"{line}\n" for line in more),
        )
        folder = "onderwijs" if right else entry.get("folder", "onderwijs")
        return {**found, PAGE: page(CORE), f"overlays/{folder}/a.md": made}
    if "body" in entry:
        front = entry.get("fixed_front", entry.get("front", "")) if right else entry.get("front", "")
        return {**found, PAGE: page(entry["right"] if right else entry["body"], more=front)}
    if right and entry.get("gone"):
        return found
    name = entry.get("to", entry["at"]) if right else entry["at"]
    return {**found, name: entry["right"] if right else entry["wrong"]}


def problems(found: Files, into: Path) -> list[Diagnostic]:
    return [*examine(guidebook(found, into)).problems]


def name_of(entry: Entry) -> str:
    return f"{entry['code']}-{entry['says'][:30]}"


def repaired(entry: Entry, told: Diagnostic, into: Path) -> list[Diagnostic]:
    """Apply the remedy of *told* to a guidebook with its mistake, and return what is wrong afterwards."""
    guidebook(entry["files"], into)
    for words in entry.get("run", ()):
        assert main(words, into) == 0
    changed: Files = dict(entry.get("remedy", {}))
    if "pasted" in entry:
        lines = PASTED.split(told.hint)[-1].replace("JJJJ-MM-DD", "2026-11-29")
        folder = entry["pasted"]
        changed[f"{folder}nieuw.yml" if folder.endswith("/") else folder] = f"{lines}\n"
    for name, text in changed.items():
        if text is None:
            (into / name).unlink()
        else:
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            (into / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    for name, exchanges in entry.get("filled", {}).items():
        text = (into / name).read_text(encoding="utf-8")
        for old, new in exchanges.items():
            assert old in text
            text = text.replace(old, new)
        (into / name).write_text(text, encoding="utf-8")
    return [*examine(Project(into)).problems]


@pytest.mark.parametrize("entry", [each for each in ENTRIES if "files" in each], ids=name_of)
def test_what_a_message_says_about_several_files_works_when_it_is_done(
    entry: Entry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [each for each in problems(entry["files"], tmp_path / "fout") if each.code == entry["code"]]
    assert told
    assert entry["says"] in f"{told[0].text}\n{told[0].hint}"
    for words in entry.get("run", ()):
        asked = ["JJJJ.1" if word == "2027.1" else word for word in words]
        assert f"python3 build.py {' '.join(asked)}" in told[0].hint
    (tmp_path / "juist").mkdir()
    monkeypatch.chdir(tmp_path / "juist")  # the working folder of an editor who types a command
    left = [each for each in repaired(entry, told[0], tmp_path / "juist") if not each.code.startswith("TX")]
    left = [each for each in left if each.code != entry.get("besides")]
    assert [f"{each.origin}: {each.code} {each.text}" for each in left] == []


@pytest.mark.parametrize("entry", [each for each in ENTRIES if "files" not in each], ids=name_of)
def test_the_remedy_of_a_message_works_when_it_is_followed(entry: Entry, tmp_path: Path) -> None:
    wrong, right = files(entry, right=False), files(entry, right=True)
    told = [each for each in problems(wrong, tmp_path / "fout") if each.code == entry["code"]]
    assert told
    assert entry["says"] in told[0].hint
    before = {each.code for each in told} | {entry.get("besides", "")}
    left = [each for each in problems(right, tmp_path / "juist") if each.code != entry.get("besides")]
    left = [each for each in left if not (each.code.startswith("TX") and entry["code"][:2] != "TX")]
    assert left == [], before


def test_every_code_that_an_editor_meets_has_a_remedy_that_is_tried() -> None:
    tried = {entry["code"] for entry in ENTRIES}
    assert CODES.keys() - tried - BY_OTHER_STAGES == set()


def test_every_code_of_publishing_and_printing_has_a_remedy_that_is_tried() -> None:
    """With real commands, or in the books themselves; the rest is in unit/test_gate (ED009, ED010), test_approval."""
    tried = {each.code for each in test_gate_remedies.CASES.values()} | {code for code, *_ in BOOKS.values()}
    assert BY_OTHER_STAGES - tried == {"ED009", "ED010", "ED015"}


def test_every_message_has_a_remedy() -> None:
    told = examine(Project(Path(__file__).parent / "projects" / "everything-wrong")).problems
    assert [f"{each.origin}: {each.text}" for each in told if not each.hint.strip()] == []


def test_messages_speak_with_one_voice() -> None:
    """They address the reader as *je*, never as *u*."""
    sources = [path.read_text(encoding="utf-8") for path in (Path(__file__).parents[1] / "draaiboek").rglob("*.py")]
    assert not [text for text in sources if " uw " in text or '"Uw ' in text or " u kunt" in text]
