"""What an editor types, and what print makes of it."""

from __future__ import annotations

import pytest

from draaiboek.base.model import Code, Emphasis, Text
from draaiboek.render.typography import printed, printed_text

CASES = {
    'Zeg: "Daarover zeg ik nu niets."': "Zeg: “Daarover zeg ik nu niets.”",
    '("ja")': "(“ja”)",
    "'ja' of 'nee'": "‘ja’ of ‘nee’",
    "zo'n foto's": "zo’n foto’s",
    "'s morgens en 't is zo": "’s morgens en ’t is zo",
    "de jaren '90": "de jaren ’90",
    '"\'s Avonds", zei ze': "“’s Avonds”, zei ze",
    "de wet - die van 2018 - geldt": "de wet – die van 2018 – geldt",
    "e-mail, LIVC-R, 2026-11-28": "e-mail, LIVC-R, 2026-11-28",
    "art. 3, § 1": "art.\u00a03, §\u00a01",
    "LIVC-wet, art. 458ter": "LIVC-wet, art.\u00a0458ter",
    "9. Terugkoppeling": "9.\u00a0Terugkoppeling",
    "Stap 6. Het overleg, na stap 5": "Stap\u00a06. Het overleg, na stap\u00a05",
    "Bij voor, alinea 12": "Bij voor, alinea\u00a012",
    "in 2026. Daarna": "in 2026. Daarna",
    "tot 1 september 2026, en in 2026 mei": "tot 1\u00a0september 2026, en in 2026 mei",
}


@pytest.mark.parametrize(("typed", "expected"), CASES.items(), ids=CASES)
def test_signs(typed: str, expected: str) -> None:
    assert printed_text(typed) == expected


def test_a_quote_opens_and_closes_around_other_words() -> None:
    content = (Text('Zeg "'), Emphasis((Text("nooit"),)), Text('" of "'), Emphasis((Text('ja"'),)))
    assert printed(content) == (Text("Zeg “"), Emphasis((Text("nooit"),)), Text("” of “"), Emphasis((Text("ja”"),)))


def test_code_is_left_alone() -> None:
    assert printed((Code('"a" - b'), Text(' "c"'))) == (Code('"a" - b'), Text(" “c”"))
