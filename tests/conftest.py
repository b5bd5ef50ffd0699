"""What all tests share."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# Always the same examples, however slow the machine: a test fails because of a change, not by chance. Who changes a
# reader or the redline lets the properties look further: `build.py test tests/unit --hypothesis-profile=verder`.
_CALM = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("draaiboek", _CALM, derandomize=True, max_examples=30)
settings.register_profile("verder", _CALM, max_examples=1000)
settings.load_profile("draaiboek")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-cases",
        action="store_true",
        help="rewrite the expectations in tests/cases/ and tests/projects/; read the diff before you commit it",
    )


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-cases"))
