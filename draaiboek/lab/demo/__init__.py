"""What `build.py demo` shows: made-up editions, as described in the `demonstratie/` of a guidebook.

By default those of a small, made-up guidebook (`small/`, on top of what `new guidebook` makes); with `--real` the
guidebook's own, around changes of the law.

The story depends on ids and names of variables, which are promises, and never on words: an editor may rewrite every
sentence. `geschiedenis.yml` says which files of edits turn the present text into each edition.
"""

from __future__ import annotations

from draaiboek.lab.demo.edits import apply, with_lines
from draaiboek.lab.demo.history import Step, history

__all__ = ["Step", "apply", "history", "with_lines"]
