"""How long work reports its progress: it counts its steps, and its caller shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

Step = Callable[[str], None]
"""Says that one more is done, and which."""

Steps = Callable[[str, int], AbstractContextManager[Step]]
"""Begins work of a name and a number of steps; inside it, each step is told."""


@contextmanager
def silent(_name: str, _total: int) -> Iterator[Step]:
    """Show nothing."""
    yield lambda _what: None
