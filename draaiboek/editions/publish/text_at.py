"""The text of a commit in a folder, read as data.

No filter, attribute, hook or symbolic link of git counts, and nothing is checked out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from draaiboek.base import scratch
from draaiboek.base.errors import UsageError
from draaiboek.editions.publish.tree import CommitTree

_FILES, _BYTES = 20_000, 200_000_000


@contextmanager
def text_at(commit: str, places: Sequence[str], repository: Path) -> Iterator[Path]:
    """Yield a folder with what *commit* of *repository* has at or below *places*, byte for byte.

    Raises UsageError when that is too much, or would be written outside the folder; ToolError when there is no such
    commit.
    """
    tree = CommitTree(repository, commit)
    entries = tree.entries(places)
    if len(entries) > _FILES or sum(each.size for each in entries) > _BYTES:  # before any of it is read
        message = f"de tekst van commit {commit[:12]} is te groot om te vergelijken"
        raise UsageError(message, hint=f"Hoogstens {_FILES} bestanden en {_BYTES // 1_000_000} MB.")
    if impossible := next((each.name for each in entries if ".." in PurePosixPath(each.name).parts), None):
        message = f"commit {commit[:12]} heeft een bestand buiten zijn map: {impossible!a}"
        raise UsageError(message, hint="Met git is dat niet te maken. Zoek uit wie het deed, en voeg het niet samen.")
    with scratch.folder() as folder:
        for entry, data in tree.bytes_of(entries):
            path = folder / entry.name
            path.parent.mkdir(parents=True, exist_ok=True)
            if entry.is_file and data is not None:
                path.write_bytes(data)
            else:  # a symbolic link or a submodule: `check` refuses it here as it will once it is merged
                path.symlink_to("nergens")
        yield folder
