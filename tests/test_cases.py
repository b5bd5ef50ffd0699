"""Every file in cases/ is a behaviour: the files that go in, the pages and messages that come out.

A case is two YAML documents. The first is written by hand: `what`, `files` (on top of the defaults of `guidebook`; null
removes one) and `show` (the pages of the variants that matter; the page `menu` is the table of contents). The second is
what comes out; `pytest --update-cases` rewrites it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from draaiboek.base.diagnostics import as_text
from draaiboek.base.model import MenuItem, Variant
from draaiboek.pipeline.examine import Checked, examine
from draaiboek.render.around import around
from draaiboek.render.article import article
from tests.guidebook import guidebook

CASES = sorted((Path(__file__).parent / "cases").glob("*.yml"))
MENU = "menu"
_EXPECTED = re.compile(r"^---\n", re.MULTILINE)

Outcome = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    what: str
    files: Mapping[str, str | bytes | None]
    show: Mapping[str, Sequence[str]]
    given: str
    expected: Outcome


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, tmp_path: Path, update: bool) -> None:  # noqa: FBT001  # a fixture
    case = _read(path)
    outcome = _outcome(examine(guidebook(case.files, tmp_path)), case.show)
    if update:
        path.write_text(f"{case.given}---\n{_as_yaml(outcome)}", encoding="utf-8")
    assert outcome == case.expected or update, case.what


def test_every_case_says_what_it_shows() -> None:
    assert [path.stem for path in CASES if not _read(path).what.endswith(".")] == []


def _read(path: Path) -> Case:
    text = path.read_text(encoding="utf-8")
    mark = _EXPECTED.search(text)
    given, expected = (text[: mark.start()], text[mark.end() :]) if mark else (text, "")
    parts = yaml.safe_load(given)
    assert parts.keys() <= {"what", "files", "show"}, path.name
    return Case(parts["what"], parts.get("files", {}), parts.get("show", {}), given, yaml.safe_load(expected) or {})


def _outcome(checked: Checked, show: Mapping[str, Sequence[str]]) -> Outcome:
    messages = as_text(checked.problems)
    outcome: dict[str, Any] = {"messages": f"{messages}\n" if messages else ""}
    variants = {variant.slug: variant for variant in checked.variants}
    for slug, names in show.items():
        outcome[slug] = {name: _shown(variants[slug], name) for name in names}
    return outcome


def _shown(variant: Variant, name: str) -> str:
    if name == MENU:
        return "".join(f"{line}\n" for item in variant.menu for line in _lines(item, ""))
    page = next(page for page in variant.pages if str(page.path) == name)
    return f"{article(page, around(page, variant, ''))}\n"


def _lines(item: MenuItem, indent: str) -> Iterator[str]:
    yield f"{indent}{item.title}: {item.page}" if item.page else f"{indent}{item.title}"
    for child in item.children:
        yield from _lines(child, f"{indent}  ")


class _Dumper(yaml.SafeDumper):
    """Write multi-line texts as they are, in block style."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _as_yaml(outcome: Outcome) -> str:
    return yaml.dump(outcome, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
