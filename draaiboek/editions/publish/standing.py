"""The present state of a publication; its lists must agree before anything is added.

If there is nothing at all, a first edition can be published. Otherwise versions.json, the ledger and wortel.json must
be complete: one that is missing or empty is damage, not a fresh start. wortel.json vouches for bestanden.json.
"""

from __future__ import annotations

import shlex
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlsplit

from draaiboek.base import dutch, published_json
from draaiboek.base.errors import ToolError
from draaiboek.editions import ledger, signatures, version_list
from draaiboek.editions.ledger import ROOT, Entry
from draaiboek.editions.publish.allowed_names import ALIAS, BRANCH, EDITION, SUMS, shown
from draaiboek.editions.publish.tree import CommitTree, Tree
from draaiboek.editions.version_list import Listed

_HOST = "CNAME"
"""The file in which GitHub Pages keeps the host name; it writes the file on the branch itself."""
_MOST = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """The editions *listed*, newest first, the acts recorded (*entries*), and the *files* outside the editions."""

    listed: tuple[Listed, ...] = ()
    entries: tuple[Entry, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


def standing(tree: Tree) -> Standing:
    """Return what the lists in *tree* say; raises ToolError when they are damaged or do not agree."""
    top = tree.top()
    if not tree.commit and not top:
        return Standing()
    texts = tree.texts([version_list.NAME, ledger.NAME, ROOT, signatures.NAME])
    missing = [name for name in (version_list.NAME, ledger.NAME, ROOT) if name not in texts]
    if missing:
        raise _damaged(tree, f"{dutch.enumeration(missing)} ontbreekt")
    try:
        listed = version_list.read(texts[version_list.NAME])
        entries = ledger.read(texts[ledger.NAME])
        files = published_json.read_texts(texts[ROOT])
        signatures.read(texts.get(signatures.NAME))
    except ToolError as error:
        raise _damaged(tree, str(error)) from error
    except (ValueError, TypeError) as error:
        raise _damaged(tree, f"{ROOT} is geen lijst van bestanden") from error
    if wrong := _disagreement(top, listed, entries, texts[ROOT]):
        raise _damaged(tree, wrong)
    # Nothing else knows the files of withdrawn editions, and nothing else knows what the editions are called.
    for name in (SUMS, version_list.NAME):
        if name in files and tree.digests("", [name]).get(name) != files[name]:
            raise _damaged(tree, f"{name} is niet wat er volgens {ROOT} in stond")
    return Standing(listed, entries, files)


def listed(tree: Tree) -> tuple[Listed, ...]:
    """Return the editions in *tree*, newest first; none when nothing was ever published.

    Raises ToolError when *tree* is damaged.
    """
    return standing(tree).listed


def refuse_strange(tree: Tree, *, address: str) -> None:
    """Raise ToolError, naming them, when there are files at the root of *tree* that we did not put there.

    *address* is the address of the root on the web: CNAME may contain its host name.
    """
    files = standing(tree).files
    top = [name for name in tree.top() if not EDITION.match(name) and name != ALIAS]
    own = {ROOT, ledger.NAME, signatures.NAME, *files, *([_HOST] if _is_own_host(tree, address) else [])}
    strange = [name for name in tree.below(top) if name not in own]
    if strange:
        more = f" (en nog {len(strange) - _MOST})" if len(strange) > _MOST else ""
        message = (
            f"bij de edities staat wat het programma er niet zette: {', '.join(map(shown, strange[:_MOST]))}{more}"
        )
        raise ToolError(message, hint=_removing(shown(strange[0])))


def _is_own_host(tree: Tree, address: str) -> bool:
    return (tree.text(_HOST) or "").strip() == urlsplit(address).hostname


def _disagreement(top: Collection[str], listed: Sequence[Listed], entries: Sequence[Entry], root: str) -> str:
    """Return how the lists contradict each other or the folders at the *top*, or ''."""
    names = sorted(each.id for each in listed)
    present = sorted(name for name in top if EDITION.match(name))
    done = sorted(ledger.manifests(entries))
    if names != present:
        return f"{version_list.NAME} noemt {_told(names)}, er staan {_told(present)}"
    if names != done:
        return f"{version_list.NAME} noemt {_told(names)}, {ledger.NAME} {_told(done)}"
    if not names:
        return f"{version_list.NAME} is leeg"
    if sum(ALIAS in each.aliases for each in listed) != 1:
        return f"{version_list.NAME} zegt niet welke ene editie '{ALIAS}' is"
    if sha256(root.encode()).hexdigest() != entries[-1].root:
        return f"{ROOT} is niet wat er volgens {ledger.NAME} in stond"
    return ""


def _told(names: Sequence[str]) -> str:
    return ", ".join(names) or "niets"


def _damaged(tree: Tree, what: str) -> ToolError:
    message = f"{tree.name} is beschadigd: {what}"
    return ToolError(message, hint="\n".join(_remedies(tree)))


def _remedies(tree: Tree) -> Sequence[str]:
    """Return how to restore what was there, and how to start over for whoever really wants that."""
    if not isinstance(tree, CommitTree):
        return (
            "Er is niets gewijzigd. Zet de bestanden terug uit een kopie, of publiceer in een andere, lege map.",
            "Zeker opnieuw beginnen? Maak de map leeg: alle edities die erin staan, zijn dan weg.",
        )
    return (
        f"Er is niets gewijzigd. Zoek de laatste goede stand: git log {BRANCH} (of origin/{BRANCH}),",
        f"en zet de tak daarop: git branch --force {BRANCH} COMMIT",
        f"Staat de fout ook op de server? Zet ze daar recht: git push --force-with-lease origin {BRANCH}",
        "Zeker opnieuw beginnen? Alle edities zijn dan weg van het web, en hun adressen leiden nergens heen:",
        f"  git push origin --delete {BRANCH}   (als de tak op de server staat)",
        f"  git branch -D {BRANCH}   (als de tak hier staat)",
    )


def _removing(name: str) -> str:
    folder = f"out/{BRANCH}"
    return "\n".join(
        (
            "Er is niets gewijzigd. Ken je het niet, zoek dan eerst uit wie het er zette. Haal het daarna weg.",
            "In een map: wis het. Op de tak:",
            f"  git fetch origin {BRANCH}:{BRANCH}   (als de tak op de server staat)",
            f"  git worktree add {folder} {BRANCH}",
            f"  git -C {folder} rm -r -- {shlex.quote(name)}",
            f"  git -C {folder} commit -m 'Wat er niet hoort, is weg'",
            f"  git worktree remove {folder}",
            f"  git push origin {BRANCH}   (als de tak op de server staat)",
        )
    )
