"""Laid-out runs of chapters in books, kept for the next build, so that a changed sentence affects only its own run.

They are stored together in one cache entry, as in the folder that books share (`_laid` in `forms/pdf/engine.py`): each
under the digest of everything that the run is made of; the program is part of the entry's key.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from draaiboek.base import scratch
from draaiboek.base.cache import RUN, Cache, key, put, read, refuse

CHECKED_AGAIN = 3
"""This many kept runs, chosen at random, are withheld from a build: if it needs one, it must get the same result."""
_MOST = 3000  # seven times those of the real text


@contextmanager
def settled(keep: Cache) -> Iterator[tuple[Path, bool]]:
    """Yield a folder for the results of runs, holding those of earlier builds, and whether there were any.

    When the body ends well, whatever it used or made is kept, and the rest of the earlier results as far as they fit.
    """
    name = key(keep, RUN, {})
    before = dict(read(keep, name) or {})
    again = random.sample(sorted(before), min(CHECKED_AGAIN, len(before)))
    with scratch.folder() as folder:
        for run, line in before.items():
            if run not in again:
                (folder / run).write_bytes(line)
        given = {run: _when(folder / run) for run in before if run not in again}
        yield folder, bool(before)
        now = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
        if any(run in now and now[run] != before[run] for run in again):
            refuse(keep, RUN)
        used = {run: line for run, line in now.items() if run not in given or _when(folder / run) != given[run]}
        if used:
            put(keep, name, _newest({**used, **{run: line for run, line in before.items() if run not in used}}))


def _when(file: Path) -> int:
    return file.stat().st_mtime_ns


def _newest(runs: Mapping[str, bytes]) -> dict[str, bytes]:
    return dict(list(runs.items())[:_MOST])
