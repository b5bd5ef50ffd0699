"""Output quotes anybody's texts, names and titles, and the runner of a Git host executes commands in a log.

Which commands is in actions/runner, src/Runner.Common/ActionCommand.cs: `::name …::` at the start of a line, or else
`##[name …]` anywhere in it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from draaiboek.base import characters
from draaiboek.cli import main
from tests.guidebook import guidebook, page

WORDS = "##[stop-commands]x ##vso[task.complete]y"
BODY = f"[a](##[add-mask]e) [{WORDS}](nergens.md) [b](::warning::c.md)\n\n## ::error::d\n\n::notice::f\n===\n"
FILES = {
    "docs/delen.md": page(BODY, more=f"'{WORDS}': '::error::x'\n"),
    "docs/_data/begrippen.yml": f"'{WORDS}':\n  term: ' ::error::x'\n",
    "sectors/onderwijs/functies.yml": f"'::error::x':\n  '{WORDS}': '##[x]'\n",
    "overlays/onderwijs/::error::x": "",
    "docs/##[error]x": "",
}
_FIRST = re.compile(r"\s*::(?P<name>[\w-]+)")
_ANYWHERE = re.compile(r"##(?:\w*)\[(?P<name>[^\]\s]+)")


def obeyed(text: str) -> list[str]:
    """Return the names of the commands that a runner would execute when *text* is in a log."""
    found = (_FIRST.match(line) or _ANYWHERE.search(line) for line in text.splitlines())
    return [each["name"] for each in found if each]


def test_the_look_at_a_log_sees_what_a_machine_obeys() -> None:
    assert obeyed("a ##[error]b\n  ::warning file=a::b ##[c]\n##vso[d]\na::b") == ["error", "warning", "d"]


@pytest.mark.parametrize(
    ("words", "code"),
    [(("check",), 1), (("check", "--fix"), 1), (("status",), 0), (("##[error]x",), 2)],
    ids=["check", "fix", "status", "unknown"],
)
def test_no_machine_obeys_what_is_quoted(
    words: tuple[str, ...], code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = guidebook(FILES, tmp_path)
    assert main(words, project.root) == code
    said = "".join(capsys.readouterr())
    assert "⟨U+0023⟩#[" in said or words == ("status",)
    assert obeyed(said) == []


def test_in_the_form_of_a_git_host_it_obeys_our_messages_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = guidebook(FILES, tmp_path)
    assert main(("check", "--format", "github"), project.root) == 1
    assert {*obeyed(capsys.readouterr().out)} <= {"error", "warning", "notice"}


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_json_says_the_same_and_is_obeyed_by_no_machine(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = guidebook(FILES, tmp_path)
    assert main(("check", "--format", form), project.root) == 1
    said = capsys.readouterr().out
    assert obeyed(said) == []
    assert WORDS in str(json.loads(said))


@pytest.mark.parametrize("form", ["json", "sarif", "github", "text"])
def test_no_format_hides_a_character_or_reverses_what_it_says(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The name of a file is given as it is to a program, so it must be escaped: a terminal may show it too."""
    name, tag = "de\u202elen\u2066.md", "\U000e0041"
    project = guidebook({f"docs/{name}": page("x"), f"docs/a{tag}.md": page("y")}, tmp_path)
    assert main(("check", "--format", form), project.root) == 1
    said = "".join(capsys.readouterr())
    assert characters.HIDDEN.findall(said.replace("\n", "")) == []
    if form == "json":
        files = {each["bestand"] for each in json.loads(said)["meldingen"]}
        assert {f"docs/{name}", f"docs/a{tag}.md"} <= files


def test_the_report_of_a_build_hides_nothing_either(tmp_path: Path) -> None:
    project = guidebook({"docs/de\u202elen.md": page("x")}, tmp_path)
    assert main(("build",), project.root) == 1
    text = project.report.read_text(encoding="utf-8")
    assert "\u202e" not in text
    assert "docs/de\u202elen.md" in {each["bestand"] for each in json.loads(text)["meldingen"]}
