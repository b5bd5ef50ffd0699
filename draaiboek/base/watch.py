"""Watches folders, and reports changes once they have stopped: after a save, or a checkout of a hundred files."""

from __future__ import annotations

import queue
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

# Seconds without another change before changes are reported: one save of an editor writes, renames and touches.
QUIET = 0.06
DONE = 0.02  # the same after an event that ends a change, by which the system says that a file is complete
_ENDS = {"moved", "deleted", "closed"}
_CHANGES = {"created", "modified", *_ENDS}  # not: opened, or read and closed again
_OF_EDITORS = (".swp", ".swx", ".tmp", ".bak", "~", "4913")  # what an editor writes beside a file while saving it


@contextmanager
def watched(places: Sequence[Path]) -> Iterator[Iterator[frozenset[Path]]]:
    """Watch *places*, files and folders with all below them; yield an iterator over what changed, a set for each burst.

    The iterator waits for the next change, and never ends. What an editor writes beside a file does not count.
    """
    changes: queue.SimpleQueue[_Change] = queue.SimpleQueue()
    observer = Observer()
    for folder in {place if place.is_dir() else place.parent for place in places}:
        observer.schedule(_Listener(changes, places), str(folder), recursive=folder in places)
    observer.start()
    try:
        yield _when_quiet(changes)
    finally:
        observer.stop()
        observer.join()


_Change = tuple[Path, bool]
"""The path that changed, and whether the event ended the change."""


def _when_quiet(changes: queue.SimpleQueue[_Change]) -> Iterator[frozenset[Path]]:
    while True:
        ended: dict[Path, bool] = {}
        path, is_end = changes.get()
        try:
            while True:
                ended[path] = is_end
                path, is_end = changes.get(timeout=DONE if all(ended.values()) else QUIET)
        except queue.Empty:
            yield frozenset(ended)


class _Listener(FileSystemEventHandler):
    def __init__(self, changes: queue.SimpleQueue[_Change], places: Sequence[Path]) -> None:
        self._changes = changes
        self._places = places

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _CHANGES or (event.is_directory and event.event_type == "modified"):
            return
        for name in filter(None, (event.src_path, event.dest_path)):
            path = Path(str(name))
            if _counts(path) and any(path == place or place in path.parents for place in self._places):
                self._changes.put((path, event.event_type in _ENDS))


def _counts(path: Path) -> bool:
    return not path.name.startswith((".", "#")) and not path.name.endswith(_OF_EDITORS)
