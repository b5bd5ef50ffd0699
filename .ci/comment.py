"""What a workflow says under a pull request: the report, in place of the one before; and what a sector signed.

Run on the protected branch, with a token, on data that was made without one. Standard library only. The words of a
stranger come in as values: from the event's file, from a report that `pr-report --read` checks, never through a shell.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
MARK = "<!-- draaiboek: verslag van een voorstel -->"
REPORTED = re.compile(r"<!-- draaiboek: commit ([0-9a-f]{40}) -->")
READ = re.compile(r"sectors/[a-z0-9-]+/nagelezen/[A-Za-z0-9._-]+\.yml")
CHECKS = ".github/"
SIGN = re.compile(r"/nagelezen (?P<sector>[a-z][a-z0-9-]{0,40})\s*", re.ASCII)
COMMIT = re.compile(r"[0-9a-f]{40}")
PAGES, EACH = 30, 100  # GitHub lists at most 3000 files of a proposal
LARGEST = 5_000_000  # bytes of a report


def main(words: Sequence[str]) -> int:
    """Say the report in the file that *words* name, or with 'sign' do what a comment asks."""
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    if list(words) == ["sign"]:
        return sign(event)
    return report(event, Path(words[0]))


def report(event: Any, file: Path) -> int:
    """Put the report in *file* under the pull request whose last commit it is about."""
    run = event["workflow_run"]
    head = run["head_sha"]
    number = next((each["number"] for each in pulls(run)), None)
    is_ours = file.is_file() and not file.is_symlink() and file.stat().st_size < LARGEST
    said = json.loads(file.read_text(encoding="utf-8")) if is_ours else {}
    if number is None or not isinstance(said, dict) or said.get("voorstel") != head:
        sys.stderr.write("Geen open voorstel met deze commit: er is niets gezegd.\n")
        return 0
    # A proposal brings its own workflow, and so can make up the report: then nobody has to believe it.
    if any(name.startswith(CHECKS) for name in files(number)):
        body = f"{MARK}\n{UNTRUSTED}"
    else:
        body = build("pr-report", "--read", str(file), "--preview", run["html_url"])
    if mine := report_under(number):
        ask("PATCH", f"issues/comments/{mine['id']}", {"body": body})
    else:
        ask("POST", f"issues/{number}/comments", {"body": body})
    return 0


UNTRUSTED = """### Wat doet dit voorstel?

Dit voorstel wijzigt bestanden in `.github/`, en dus de controle zelf.
Een verslag ervan is niet te vertrouwen; daarom staat het hier niet.

Wijzig je tekst? Doe dat in een ander voorstel. Wie het programma beheert, leest dit voorstel regel voor regel.
"""


def sign(event: Any) -> int:
    """Sign for a sector when the comment asks it, and answer what became of it."""
    asked = SIGN.fullmatch(event["comment"]["body"].split("\n")[0].strip())
    if not asked or "pull_request" not in event["issue"]:
        return 0
    number = int(event["issue"]["number"])
    pull = ask("GET", f"pulls/{number}")
    head, branch = pull["head"]["sha"], pull["head"]["ref"]
    if not COMMIT.fullmatch(head) or pull["state"] != "open":
        return 0
    git("fetch", "--quiet", "--no-tags", "origin", f"refs/pull/{number}/head")
    said = signed(event, number, head, branch, asked["sector"], of_ours=pull["head"]["repo"])
    quoted = "\n".join(f"    {line}" for line in said.splitlines()[:10])  # a block of code: nothing in it is Markdown
    ask("POST", f"issues/{number}/comments", {"body": f"`/nagelezen {asked['sector']}`\n\n{quoted}\n"})
    return 0


def signed(event: Any, number: int, head: str, branch: str, sector: str, *, of_ours: Any) -> str:
    """Add to *branch* what *sector* read at *head*, when all is as it should be; return what to answer."""
    if not was_told(number, head, event["comment"]["created_at"]):
        return (
            "Lees eerst het verslag over de laatste wijziging. Staat het er nog niet? Wacht even, en antwoord opnieuw."
        )
    words = ("--sector", sector, "--account", f"@{event['comment']['user']['login']}")
    run = program("pr-sign", "HEAD", head, *words)
    if run.returncode:
        return run.stderr.strip()
    repository = of_ours["full_name"] if of_ours else ""  # the copy may be gone
    if repository != os.environ["GITHUB_REPOSITORY"] or branch == event["repository"]["default_branch"]:
        return (
            "Dit voorstel komt uit een kopie, waar dit programma niet mag schrijven. Gebruik de links in het verslag."
        )
    git("push", "--quiet", "origin", f"{run.stdout.strip()}:refs/heads/{branch}")
    return f"{run.stderr.strip()}\n{AGAIN}"


# What is pushed with the token of a workflow starts no other workflow (docs.github.com, GITHUB_TOKEN).
AGAIN = "De controle start hierna niet vanzelf: klik op 'Close pull request', en dan op 'Reopen pull request'."


def was_told(number: int, head: str, asked: str) -> bool:
    """Tell whether who *asked* at that time could have read the report on *head*: else other words would be signed.

    What sectors signed since that report is no other text.
    """
    mine = report_under(number)
    found = REPORTED.search(mine["body"]) if mine else None
    if not mine or not found or mine["updated_at"] > asked:
        return False
    if found[1] == head:
        return True
    run = subprocess.run(  # noqa: S603
        ["git", "diff", "--name-only", "--no-renames", "-z", found[1], head],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode == 0 and all(READ.fullmatch(name) for name in run.stdout.split("\0") if name)


def report_under(number: int) -> Any:
    """Return our report under pull request *number*, or None."""
    return next((each for each in comments(number) if MARK in each["body"] and each["user"]["type"] == "Bot"), None)


def pulls(run: Any) -> list[Any]:
    """Return the open pull requests of which workflow *run* saw the last commit.

    By the branch and its owner: the list by commit is empty for what comes from a copy (a fork).
    """
    owner, branch = run["head_repository"]["owner"]["login"], run["head_branch"]
    if not COMMIT.fullmatch(run["head_sha"]):
        return []
    found = ask("GET", f"pulls?state=open&head={quote(owner, safe='')}:{quote(branch, safe='')}")
    return [each for each in found if each["head"]["sha"] == run["head_sha"] and each["state"] == "open"]


def comments(number: int) -> Iterator[Any]:
    """Yield the comments under pull request *number*."""
    yield from listed(f"issues/{number}/comments")


def files(number: int) -> Iterator[str]:
    """Yield the name of each file that pull request *number* changes, and the old name of what it moves."""
    for each in listed(f"pulls/{number}/files"):
        yield from (each["filename"], each.get("previous_filename", ""))


def listed(path: str) -> Iterator[Any]:
    """Yield what the API lists at *path*, page by page."""
    for page in range(1, PAGES + 1):
        here = ask("GET", f"{path}?per_page={EACH}&page={page}")
        yield from here
        if len(here) < EACH:
            break


def ask(method: str, path: str, data: object = None) -> Any:
    """Ask the API of the Git host for *path* of this repository; raises URLError when it refuses."""
    address = f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}/{path}"
    headers = {
        "Authorization": f"Bearer {os.environ['GH_TOKEN']}",
        "Accept": "application/vnd.github+json",
        "Content-Type": "application/json",
    }
    body = None if data is None else json.dumps(data).encode()
    request = urllib.request.Request(address, body, headers, method=method)  # noqa: S310  # the host's own address
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        return json.loads(answer.read() or b"null")


def build(*words: str) -> str:
    """Return what `build.py` prints for *words*; it may say with 1 that the text has errors."""
    run = program(*words)
    if run.returncode not in {0, 1}:
        sys.exit(run.stderr)
    return run.stdout


def program(*words: str) -> subprocess.CompletedProcess[str]:
    """Run `build.py` with *words*."""
    command = [sys.executable, str(ROOT / "build.py"), *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603


def git(*words: str) -> None:
    """Run git with *words*."""
    subprocess.run(["git", *words], cwd=ROOT, check=True)  # noqa: S603, S607


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
