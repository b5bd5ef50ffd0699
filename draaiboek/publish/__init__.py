"""Site → Edition: the only place that knows mike and git's plumbing.

A change is put together in a private repository beside the real one (`desk`), with mike's bookkeeping (`mikes`); the
finished commit then takes its place in one step (`places`). Killed at any moment, what is published is as it was or
complete. mike alone would overwrite an edition without a word and needs two commits for one publication
(decisions/0004).
"""

from __future__ import annotations

from draaiboek.publish.acts import Publication, publish, reskin, roll_back, withdraw
from draaiboek.publish.desk import Desk
from draaiboek.publish.lock import held
from draaiboek.publish.names import ALIAS, BRANCH, CHANGES, EDITION, shown
from draaiboek.publish.places import Operation, Place, change, look, ready, tip_of
from draaiboek.publish.remote import has_head
from draaiboek.publish.revision import Revision, revision
from draaiboek.publish.standing import listed, refuse_strange
from draaiboek.publish.tree import CommitTree, FolderTree, Tree
from draaiboek.publish.verifying import Difference, verify

__all__ = [
    "ALIAS",
    "BRANCH",
    "CHANGES",
    "EDITION",
    "CommitTree",
    "Desk",
    "Difference",
    "FolderTree",
    "Operation",
    "Place",
    "Publication",
    "Revision",
    "Tree",
    "change",
    "has_head",
    "held",
    "listed",
    "look",
    "publish",
    "ready",
    "refuse_strange",
    "reskin",
    "revision",
    "roll_back",
    "shown",
    "tip_of",
    "verify",
    "withdraw",
]
