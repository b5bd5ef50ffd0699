"""What came of the runs of chapters in books, kept for the next build: a changed sentence is tried in its own run.

They stand together in one result of the cache, as in the folder that books share (`_laid` in `forms/pdf/engine.py`): by
the digest of all that a run is made of, beside the program.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from draaiboek.base import scratch
from draaiboek.base.cache import RUN, Cache, key, put, read, refuse

CHECKED_AGAIN = 3
"""So many runs are not given to a build, any of them: where it needs one it has to come to the same."""
_MOST = 3000  # seven times those of the real text


@contextmanager
def settled(keep: Cache) -> Iterator[tuple[Path, bool]]:
    """Give a folder for what comes of runs, with those of earlier builds, and tell whether there are any.

    What was used or made in it is kept when the body ends well, and what was not, as long as there is room.
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
