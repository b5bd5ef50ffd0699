"""Restricts where this process may write, with landlock(7), which needs no privileges (Linux 6.2 or later).

Standard library only, like `process`, which uses it. Its system calls have the same numbers on every architecture.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION, _BELOW = 1, 1
_NO_NEW_RIGHTS = 38  # prctl(2)
_FIRST_WITH_TRUNCATE = 3
# Write a file, remove a folder or a file, make one of any of seven kinds, move it to another folder, truncate it.
_CHANGES = 1 << 1 | sum(1 << number for number in range(4, 15))
_ALWAYS = ("/dev/null", "/dev/shm", "/proc/self")  # noqa: S108  # the last for unshare(1), to map its user there
_OF_A_FILE = 1 << 1 | 1 << 14


def hold_to(folders: Iterable[Path]) -> bool:
    """Restrict this process and all that it starts to writing in *folders*; return False where the system cannot."""
    system = ctypes.PyDLL(None, use_errno=True).syscall
    if system(_CREATE, None, ctypes.c_size_t(0), _VERSION) < _FIRST_WITH_TRUNCATE:
        return False
    handled = struct.pack("=Q", _CHANGES)
    rules = system(_CREATE, handled, ctypes.c_size_t(len(handled)), 0)
    for place in (*_ALWAYS, *map(str, folders)):
        try:
            opened = os.open(place, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue  # nothing can be written in what does not exist
        rights = _CHANGES if Path(place).is_dir() else _OF_A_FILE
        system(_ADD, rules, _BELOW, struct.pack("=Qi", rights, opened), 0)
        os.close(opened)
    prctl = ctypes.PyDLL(None).prctl
    return bool(prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0) == 0 and system(_RESTRICT, rules, 0) == 0)
