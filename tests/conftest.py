"""What all tests share."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every machine, and none refused because the machine was busy when they were made.
settings.register_profile(
    "draaiboek",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow],
)
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
