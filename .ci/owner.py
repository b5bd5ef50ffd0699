"""Does a pull request that changes more than the text have an owner? Run by the workflow `owner`.

What is not text (workflows, pins, theme, program) runs on the machines of editors and publishers. So it waits until
somebody who answers for the program opened it or approved its last commit. Who that is, the protected branch says, in
the line `*` of .github/CODEOWNERS; as long as that names no account, it is who belongs to the repository (owner,
member, collaborator). Make this check a required one for the protected branch: then it holds whatever else the host
asks.

It reads the event's file and what the host answers, and runs nothing of the proposal. Standard library only.
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
"""What an editor writes; draaiboek.yml names the owners, so it is no text here."""
SIGNERS = re.compile(r"sectors/[^/]+/sector\.yml")
"""Who may sign for a sector: no text either, because nobody makes himself that."""
WRITERS = {"OWNER", "MEMBER", "COLLABORATOR"}
ACCOUNT = re.compile(r"@[A-Za-z0-9-]+")
MOST, EACH = 30, 100  # pages that the host gives, and rows in each


def main() -> int:
    """Return 1, with what is missing, when an owner is needed and there is none."""
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    number = int(event["pull_request"]["number"])
    pull = ask(f"pulls/{number}")  # as it is now: the event may be older
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
    # Anybody may have chosen these names, and the machine obeys `##[…]` and `::…` in what is printed.
    _say(f"Dit voorstel wijzigt meer dan tekst ({len(program)} bestanden, eerst {', '.join(map(quote, program[:5]))}).")
    named = " ".join(sorted(owners)) or "wie bij de repository hoort"
    _say(f"Het wacht tot iemand die het beheert de laatste commit goedkeurt: {named}")
    return 1


def is_text(name: str) -> bool:
    """Tell whether file *name* is text, which needs no owner."""
    return name.startswith(TEXT) and not SIGNERS.fullmatch(name)


def answered(pull: Any, reviews: Iterable[Any], owners: Collection[str]) -> str:
    """Return the owner who opened or approved the last commit of *pull*, '' when there is none.

    Of somebody's *reviews* the last that says anything counts.
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
    """Return who answers for everything; a team is not among them, because nobody tells us who is in it."""
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
