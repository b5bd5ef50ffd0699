"""What `build.py demo` shows: made editions, as the `demonstratie/` of a guidebook tells them.

Without more it is that of a small, made-up guidebook (`small/`, on top of what `new guidebook` makes); with `--real`
the guidebook's own, around changes of law.

That story hangs on ids and names of variables, which are promises, and never on words: an editor may rewrite every
sentence. `geschiedenis.yml` says which files of changes make each edition out of the text of now.
"""

from __future__ import annotations

from draaiboek.lab.demo.edits import apply, with_lines
from draaiboek.lab.demo.history import Step, history

__all__ = ["Step", "apply", "history", "with_lines"]
