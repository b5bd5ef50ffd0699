"""Shell completion of our commands, tried in a real bash."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import shtab

from draaiboek.cli import main
from draaiboek.cli.arguments import SHELLS

ROOT = Path(__file__).parents[2]


def completed(typed: str, script: Path) -> set[str]:
    """The completions that bash offers when Tab is pressed after *typed*."""
    words = typed.split(" ")
    array = " ".join(f"'{word}'" for word in words)
    code = (
        f"source {script}; COMP_WORDS=({array}); COMP_CWORD={len(words) - 1}; _shtab_build_py; echo ${{COMPREPLY[@]}}"
    )
    result = subprocess.run(["bash", "-c", code], capture_output=True, encoding="utf-8", check=True)
    return set(result.stdout.split())


@pytest.fixture
def script(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["completion", "bash"], ROOT) == 0
    path = tmp_path / "completion.bash"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    return path


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("./build.py re", {"review", "reskin"}),
        ("./build.py new ", {"overlay", "page", "sector", "guidebook", "edition"}),
        ("./build.py check --fo", {"--format"}),
        ("./build.py check --format ", {"text", "json", "sarif", "github"}),
    ],
)
def test_bash_completes_commands_kinds_and_choices(typed: str, offered: set[str], script: Path) -> None:
    assert completed(typed, script) == offered


def test_the_shells_that_are_named_are_known() -> None:
    assert set(SHELLS) <= set(shtab.SUPPORTED_SHELLS)


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_gets_a_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell], ROOT) == 0
    assert "withdraw" in capsys.readouterr().out
