"""mkdocs.yml is treated as an untrusted file: unknown keys in it never reach MkDocs, and give a message."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from draaiboek.base.errors import ToolError
from draaiboek.pipeline.examine import examine
from draaiboek.render import appearance
from tests.guidebook import guidebook

OURS = (Path(__file__).parents[2] / "mkdocs.yml").read_text(encoding="utf-8")
GROWS = "a: &a [x, x]\nb: &b [*a, *a]\n"


def said(text: str, into: Path) -> list[str]:
    """Return the messages of a check about mkdocs.yml with *text*."""
    project = guidebook({"mkdocs.yml": text}, into)
    found = [f"{each.origin}: {each.code} {each.message}" for each in examine(project).problems]
    wrong = [each for each in found if each.startswith("mkdocs.yml")]
    with pytest.raises(ToolError, match=r"mkdocs\.yml") if wrong else pytest.raises(StopIteration):
        appearance.read(project)
        raise StopIteration
    return wrong


def test_our_own_settings_are_right_and_come_out_as_they_are(tmp_path: Path) -> None:
    assert said(OURS, tmp_path) == []
    look = appearance.read(guidebook({"mkdocs.yml": OURS}, tmp_path))
    assert look["theme"]["palette"] == {"scheme": "default", "primary": "custom", "accent": "custom"}
    assert look["validation"]["links"] == {"not_found": "ignore", "anchors": "ignore"}
    assert (look["strict"], look["extra"], list(look["plugins"])) == (True, {"generator": False}, [])


def test_what_is_left_out_is_as_the_websites_need_it_and_features_are_those_of_the_theme(tmp_path: Path) -> None:
    short = "site_name: Kort\ntheme:\n  name: material\n  features: [navigation.top, toc.follow]\n"
    assert said(short, tmp_path) == []
    look = appearance.read(guidebook({"mkdocs.yml": short}, tmp_path))
    assert list(look["theme"].pop("features")) == ["navigation.top", "toc.follow"]
    whole = appearance.read(guidebook({"mkdocs.yml": OURS}, tmp_path))
    assert list(whole["theme"].pop("features")) == ["navigation.footer"]
    assert {**look, "site_name": ""} == {**whole, "site_name": ""}


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        ("hooks: [kwaad.py]", "PG003", "onbekende sleutel 'hooks'"),
        ("INHERIT: kwaad.yml", "PG003", "onbekende sleutel 'INHERIT'"),
        ("extra_javascript: [https://kwaad.example/x.js]", "PG003", "onbekende sleutel 'extra_javascript'"),
        ("docs_dir: /etc", "PG003", "onbekende sleutel 'docs_dir'"),
        ("x: !!python/object/apply:os.system [id]", "PG002", "python/object/apply:os.system' is hier niet toegelaten"),
        ("copyright: !ENV TOKEN", "PG002", "het label '!ENV' is hier niet toegelaten"),
        (GROWS, "PG002", "verwijzingen met & en * zijn hier niet toegelaten"),
        ("site_name: nog een", "PG002", "de sleutel 'site_name' staat hier twee keer"),
        (f"x: {'[' * 500}", "PG002", "dit is te diep genest"),
    ],
)
def test_what_could_run_load_or_grow_is_refused_at_its_line(more: str, code: str, words: str, tmp_path: Path) -> None:
    found, *more_of_it = said(f"{OURS}{more}\n", tmp_path)
    assert all(words in each for each in more_of_it)  # each line that has it is told
    line = OURS.count("\n") + 1
    assert found.startswith(f"mkdocs.yml:{line}:"), found
    assert f": {code} " in found
    assert words in found


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("font: false", "font: {text: Roboto}", "'theme.font' kent de waarde '{'text': 'Roboto'}' niet"),
        ("assets/images/favicon.svg", "https://kwaad.example/x.ico", "'theme.favicon' heeft niet de juiste vorm"),
        ("assets/images/favicon.svg", "assets/../../x.svg", "'theme.favicon' heeft niet de juiste vorm"),
        ("name: material", "name: kwaad", "'theme.name' kent de waarde 'kwaad' niet"),
        ("font: false", "font: false\n  custom_dir: /etc", "onbekende sleutel 'theme.custom_dir'"),
        ("plugins: []", "plugins: [macros]", "'plugins' klopt niet: verwacht een lijst van hoogstens 0"),
        ("extensions: []", "extensions: [kwaad]", "'markdown_extensions' klopt niet: verwacht een lijst van hoogstens"),
        ("strict: true", "strict: false", "'strict' kent de waarde 'false' niet"),
        ("- navigation.footer", "- search.highlight", "'theme.features.0' heeft niet de juiste vorm"),
        ("scheme: default", "scheme: 'x\" onload=\"y'", "'theme.palette.scheme' heeft niet de juiste vorm"),
    ],
)
def test_a_value_that_is_none_of_ours_is_refused(old: str, new: str, words: str, tmp_path: Path) -> None:
    assert old in OURS
    (found,) = said(OURS.replace(old, new, 1), tmp_path)
    assert f"PG003 {words}" in found


@pytest.mark.parametrize("text", ["", "x\n", "- a\n", "\0", "a: b: c\n"])
def test_what_holds_no_settings_is_told_and_no_traceback(text: str, tmp_path: Path) -> None:
    assert said(text, tmp_path)


def as_link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (os.mkfifo, "PG011 iets anders dan een bestand is niet toegelaten"),
        (as_link, "PG011 een snelkoppeling (symlink) is niet toegelaten"),
        (Path.mkdir, "PG001 het bestand is niet te lezen"),
    ],
    ids=["pipe", "link", "folder"],
)
def test_what_is_no_file_is_not_opened(make: Callable[[Path], None], words: str, tmp_path: Path) -> None:
    project = guidebook({}, tmp_path)
    make(project.config)
    assert [words in f"{each.code} {each.text}" for each in appearance.problems(project)] == [True]
    assert [str(each.origin) for each in examine(project).problems if words[6:] in each.text] == ["mkdocs.yml:1:1"]


def test_a_text_is_checked_without_settings_and_not_built(tmp_path: Path) -> None:
    project = guidebook({}, tmp_path)
    assert appearance.problems(project) == ()
    with pytest.raises(ToolError, match=r"mkdocs\.yml: het bestand ontbreekt"):
        appearance.read(project)
