"""Diagnostics as SARIF 2.1.0, which code hosts and editors show beside the text.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; validated against its schema in the tests.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import quote

from draaiboek.base.diagnostics import CODES, Diagnostic
from draaiboek.base.origin import Origin

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(diagnostics: Sequence[Diagnostic]) -> str:
    """Format as one SARIF log with one run."""
    used = sorted({diagnostic.code for diagnostic in diagnostics})
    rules = [
        {
            "id": code,
            "shortDescription": {"text": CODES[code]},
            "help": {"text": f"Zie CONTRIBUTING.md, onder de kop {code}."},
        }
        for code in used
    ]
    run = {
        "tool": {"driver": {"name": "draaiboek", "language": "nl-BE", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, used) for diagnostic in diagnostics],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _result(diagnostic: Diagnostic, rules: Sequence[str]) -> dict[str, object]:
    about = {"relatedLocations": [_location(diagnostic.about)]} if diagnostic.about else {}
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": rules.index(diagnostic.code),
        "level": str(diagnostic.severity),
        "message": {"text": f"{diagnostic.message}\n{diagnostic.hint}".strip()},
        "locations": [_location(diagnostic.origin, diagnostic.end)],
        **about,
    }


def _location(place: Origin, end: int | None = None) -> dict[str, object]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(str(place.path)), "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": place.line, "startColumn": place.column} | ({"endColumn": end} if end else {}),
        }
    }
