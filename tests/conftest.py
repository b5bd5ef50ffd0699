"""The settings, markers and options that all tests share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

# Always the same examples, however slow the machine: a test fails because of a change, not by chance. Whoever changes a
# reader or the redline lets the properties search longer: `build.py test tests/unit --hypothesis-profile=verder`.
_CALM = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("draaiboek", _CALM, derandomize=True, max_examples=30)
settings.register_profile("verder", _CALM, max_examples=1000)
# For `tests.mutants`: knowing that something fails is enough, and shrinking the example takes a hundred times as long.
settings.register_profile("haast", _CALM, derandomize=True, max_examples=30, phases=[Phase.explicit, Phase.generate])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "draaiboek"))


ROOT = Path(__file__).parent.parent
_REAL_TEXT = tuple(f"{ROOT / name}{os.sep}" for name in ("docs", "sectors", "overlays", "demonstratie"))


def _leave_the_real_text_alone(event: str, words: tuple[object, ...]) -> None:
    """Fail a test that opens the real text: whoever changes a sentence must never have to repair a test."""
    if event == "open" and isinstance(words[0], str) and os.path.abspath(words[0]).startswith(_REAL_TEXT):  # noqa: PTH100  # called at every open
        message = f"a test reads {words[0]}; tests have guidebooks of their own, the real text has `build.py check`"
        raise AssertionError(message)


sys.addaudithook(_leave_the_real_text_alone)


# Slow tests: each of these sets up environments, publishes editions or walks through whole websites.
NIGHTLY = frozenset(
    f"test_{name}.py"
    for name in (
        *("accessibility", "ace", "another_guidebook", "bootstrap", "check_file", "comparison", "consult"),
        *("consult_form", "damaged_lists", "demo", "diff", "editions", "editors", "faults", "folder"),
        *("following", "git_environment", "hosting", "interrupts", "kit", "landing", "machine", "offline"),
        *("pips", "policy", "privacy", "privacy_of_branch", "proposal", "publish", "push", "reading_aids"),
        *("root", "search", "search_box", "sector_pages", "serve_edits", "signatures", "site", "trusted"),
        *("usage", "vera_pdf", "weight", "witnesses", "gate_remedies", "buttons"),
    )
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.name in NIGHTLY and item.path.parent.name in {"browser", "integration"}:
            item.add_marker(pytest.mark.nightly)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-cases",
        action="store_true",
        help="rewrite the expectations in tests/cases/ and tests/projects/; read the diff before you commit it",
    )


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-cases"))
