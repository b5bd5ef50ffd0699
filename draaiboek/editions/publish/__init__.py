"""Site → Edition: the only place that knows mike, and that writes to the publication branch.

A change is assembled in a private repository beside the real one (`scratch_repository`), with mike doing the
bookkeeping (`mike_calls`); the finished commit then takes its place in one step (`destinations`). If the process is
killed at any moment, what is published is either as it was or complete. mike alone would silently overwrite an edition,
and needs two commits for one publication (decisions/0004).
"""

from __future__ import annotations

from draaiboek.editions.publish.allowed_names import ALIAS, BRANCH, EDITION, shown
from draaiboek.editions.publish.compare_bytes import Difference, verify
from draaiboek.editions.publish.destinations import Operation, Place, change, held, look, other_tip, ready, tip_of
from draaiboek.editions.publish.operations import Publication, publish, reskin, roll_back, sign, withdraw
from draaiboek.editions.publish.refs import refuse_below
from draaiboek.editions.publish.remote import has_head
from draaiboek.editions.publish.scratch_repository import Desk
from draaiboek.editions.publish.standing import listed, refuse_strange
from draaiboek.editions.publish.text_at import text_at
from draaiboek.editions.publish.tree import CommitTree, FolderTree, Tree
from draaiboek.editions.publish.vouching import Vouched, of_another, remembered, told_once, vouched, without_witness
from draaiboek.editions.publish.witness_tags import left_locked_in
from draaiboek.editions.revision import Revision, revision

__all__ = [
    "ALIAS",
    "BRANCH",
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
    "Vouched",
    "change",
    "has_head",
    "held",
    "left_locked_in",
    "listed",
    "look",
    "of_another",
    "other_tip",
    "publish",
    "ready",
    "refuse_below",
    "refuse_strange",
    "remembered",
    "reskin",
    "revision",
    "roll_back",
    "shown",
    "sign",
    "text_at",
    "tip_of",
    "told_once",
    "verify",
    "vouched",
    "withdraw",
    "without_witness",
]
