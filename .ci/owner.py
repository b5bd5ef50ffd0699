"""Does a pull request that changes more than the text have an owner? Run by the workflow `owner`.

Everything that is not text (workflows, pins, theme, program) runs on the machines of editors and publishers. So a
change of it waits until an owner of the program opened the pull request or approved its last commit. The owners are
named on the protected branch, in the line `*` of .github/CODEOWNERS; as long as that names no account, they are those
who belong to the repository (owner, member, collaborator). Make this a required check for the protected branch: then it
applies whatever else the host requires.

It reads the event's file and the host's answers, and runs nothing of the proposal. Standard library only.
"""

from __future__ import annotations

import json
import os
import re
import sys
import urllib.request
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
TEXT = ("docs/", "sectors/", "overlays/", "demonstratie/")
"""What an editor writes; draaiboek.yml names the owners, so it does not count as text here."""
SIGNERS = re.compile(r"sectors/[^/]+/sector\.yml")
"""The files that say who may sign for a sector: not text either, because nobody may appoint himself."""
WRITERS = {"OWNER", "MEMBER", "COLLABORATOR"}
ACCOUNT = re.compile(r"@[A-Za-z0-9-]+")
MOST, EACH = 30, 100  # most pages that the host gives, and rows on each


def main() -> int:
    """Return 1, after printing what is missing, when an owner is needed and has not acted; otherwise 0."""
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    number = int(event["pull_request"]["number"])
    pull = ask(f"pulls/{number}")  # its present state: the event may be older
    files = rows(f"pulls/{number}/files")
    names = [name for each in files for name in (each["filename"], each.get("previous_filename"))]
    program = sorted({name for name in names if name and not is_text(name)})
    complete = len(files) >= int(pull["changed_files"])
    if complete and not program:
        _say("Alleen tekst: dit voorstel heeft geen beheerder van het programma nodig.")
        return 0
    owners = accounts()
    reviews = [each for each in rows(f"pulls/{number}/reviews") if each.get("commit_id") == pull["head"]["sha"]]
    if who := answered(pull, reviews, owners):
        _say(f"Wie het programma beheert, keek: {who}")
        return 0
    # Anybody may have chosen these names, and the runner executes `##[…]` and `::…` in the log as commands.
    _say(f"Dit voorstel wijzigt meer dan tekst ({len(program)} bestanden, eerst {', '.join(map(quote, program[:5]))}).")
    named = " ".join(sorted(owners)) or "wie bij de repository hoort"
    _say(f"Het wacht tot iemand die het beheert de laatste commit goedkeurt: {named}")
    return 1


def is_text(name: str) -> bool:
    """Return whether file *name* is text, which needs no owner."""
    return name.startswith(TEXT) and not SIGNERS.fullmatch(name)


def answered(pull: Any, reviews: Iterable[Any], owners: Collection[str]) -> str:
    """Return the account of the owner who opened *pull* or approved its last commit, or ''.

    The last of a person's *reviews* that gives a verdict counts.
    """
    last = {
        each["user"]["login"]: each
        for each in reviews
        if each["state"] in {"APPROVED", "CHANGES_REQUESTED", "DISMISSED"}
    }
    approved = [each for each in last.values() if each["state"] == "APPROVED"]
    for each in (pull, *approved):
        name = each["user"]["login"]
        if (f"@{name}".lower() in owners) if owners else each["author_association"] in WRITERS:
            return str(name)
    return ""


def accounts() -> set[str]:
    """Return the accounts that own everything, in lower case; teams are left out, because their members are unknown."""
    path = ROOT / ".github" / "CODEOWNERS"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    words = [word for line in lines if line.startswith("* ") for word in line.split()[1:]]
    return {word.lower() for word in words if ACCOUNT.fullmatch(word)}


def rows(path: str) -> list[Any]:
    """Return all rows of *path*, as far as the host gives them."""
    found: list[Any] = []
    for page in range(1, MOST + 1):
        here = ask(f"{path}?per_page={EACH}&page={page}")
        found += here
        if len(here) < EACH:
            break
    return found


def ask(path: str) -> Any:
    """Ask the API of the Git host for *path* of this repository; raises URLError when it refuses."""
    address = f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}/{path}"
    headers = {"Authorization": f"Bearer {os.environ['GH_TOKEN']}", "Accept": "application/vnd.github+json"}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310  # the host's own address
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        return json.load(answer)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
