"""The addresses at which a browser edits a file or opens an issue, on hosts like GitHub and like GitLab."""

from __future__ import annotations

from typing import Any

import pytest

from draaiboek.base import git_host


@pytest.mark.parametrize(
    ("repository", "words", "address"),
    [
        ("", {}, ""),
        ("https://github.com/a/b", {}, "https://github.com/a/b/edit/main/docs/een%20stuk.md"),
        ("https://github.com/a/b", {"line": 7}, "https://github.com/a/b/edit/main/docs/een%20stuk.md#L7"),
        ("https://gitlab.be/a/b", {"line": 7}, "https://gitlab.be/a/b/-/edit/main/docs/een%20stuk.md#L7"),
        (
            "https://github.com/a/b",
            {"content": "x y"},
            "https://github.com/a/b/new/main/docs?filename=een+stuk.md&value=x+y",
        ),
        (
            "https://gitlab.be/a/b",
            {"content": "x"},
            "https://gitlab.be/a/b/-/new/main?file_name=docs%2Feen+stuk.md&content=x",
        ),
    ],
)
def test_where_a_file_is_edited_in_a_browser(repository: str, words: dict[str, Any], address: str) -> None:
    assert git_host.web_editor(repository, "main", "docs/een stuk.md", **words) == address
    assert git_host.web_editor(repository, "", "docs/een stuk.md", **words) == ""


@pytest.mark.parametrize(
    ("repository", "folder", "address"),
    [
        ("", "docs", ""),
        ("https://github.com/a/b", "", "https://github.com/a/b/upload/mijn%20tak"),
        ("https://github.com/a/b", "docs/media", "https://github.com/a/b/upload/mijn%20tak/docs/media"),
        ("https://gitlab.be/a/b", "", "https://gitlab.be/-/ide/project/a/b/edit/mijn%20tak/-/"),
        ("https://gitlab.be/a/b", "docs/media", "https://gitlab.be/-/ide/project/a/b/edit/mijn%20tak/-/docs/media"),
    ],
)
def test_where_files_are_dropped_in_a_browser(repository: str, folder: str, address: str) -> None:
    assert git_host.web_upload(repository, "mijn tak", folder) == address
    assert git_host.web_upload(repository, "", folder) == ""


def test_where_a_file_is_seen_as_it_was() -> None:
    assert git_host.web_file("https://github.com/a/b", "4f", "docs/een stuk.md") == (
        "https://github.com/a/b/blob/4f/docs/een%20stuk.md"
    )
    assert git_host.web_file("https://gitlab.be/a/b", "4f", "a.md") == "https://gitlab.be/a/b/-/blob/4f/a.md"
    assert git_host.web_file("", "4f", "a.md") == ""
