"""How long-running work reports its progress: it counts its steps, and its caller shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

Step = Callable[[str], None]
"""Called when one more step is done, with its name."""

Steps = Callable[[str, int], AbstractContextManager[Step]]
"""Begins work, given its name and number of steps; yields the `Step` to call for each of them."""


@contextmanager
def silent(_name: str, _total: int) -> Iterator[Step]:
    """Show nothing."""
    yield lambda _what: None
