"""What a workflow says under a pull request: the report, in place of the one before; and what a comment asked for.

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
ROBOT = "github-actions[bot]"  # nobody else bears that name, and no other app
SIGN = re.compile(r"/nagelezen (?P<sector>[a-z][a-z0-9-]{0,40})(?: (?P<start>[0-9a-f]{7,40}))?", re.ASCII)
REPAIR = "/herstel"
WRITERS = {"OWNER", "MEMBER", "COLLABORATOR"}
COMMIT = re.compile(r"[0-9a-f]{40}")
PAGES, EACH = 30, 100  # GitHub lists at most 3000 files of a proposal
LARGEST = 5_000_000  # bytes of a report


def main(words: Sequence[str]) -> int:
    """Say the report in the file that *words* name, or with 'answer' do what a comment asks."""
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    if list(words) == ["answer"]:
        return answer(event)
    return report(event, Path(words[0]))


def report(event: Any, file: Path) -> int:
    """Put the report in *file* under the pull request whose last commit it is about, or why there is none."""
    run = event["workflow_run"]
    number = next((each["number"] for each in pulls(run, into=event["repository"]["default_branch"])), None)
    changed = list(files(number)) if number else []
    # Asked after its files: then they are those of this commit, and all of them.
    pull = ask("GET", f"pulls/{number}") if number else None
    if pull is None or pull["head"]["sha"] != run["head_sha"]:
        sys.stderr.write("Geen open voorstel met deze commit: er is niets gezegd.\n")
        return 0
    # A proposal brings its own workflow, and so can make up the report: then nobody has to believe it. The host lists
    # no more than 3000 files, so a workflow may stand behind the last.
    if any(name.startswith(CHECKS) for each in changed for name in each):
        body = f"{MARK}\n{UNTRUSTED}"
    elif len(changed) < int(pull["changed_files"]):
        body = f"{MARK}\n{TOO_MANY}"
    elif run["conclusion"] != "success":  # what stood there is about an earlier text
        body = f"{MARK}\n{FAILED.format(run=run['html_url'])}"
    elif commit_in(file) == run["head_sha"]:
        at = run["head_repository"]["html_url"]  # no link of it may lead elsewhere
        body = build("pr-report", "--read", str(file), "--preview", run["html_url"], "--at", at)
    else:
        sys.stderr.write("Dit verslag gaat niet over de laatste commit: er is niets gezegd.\n")
        return 0
    if mine := report_under(int(pull["number"])):
        ask("PATCH", f"issues/comments/{mine['id']}", {"body": body})
    else:
        ask("POST", f"issues/{number}/comments", {"body": body})
    return 0


UNTRUSTED = """### Wat doet dit voorstel?

Dit voorstel wijzigt bestanden in `.github/`, en dus de controle zelf.
Een verslag ervan is niet te vertrouwen; daarom staat het hier niet.

Wijzig je tekst? Doe dat in een ander voorstel. Wie het programma beheert, leest dit voorstel regel voor regel.
"""
TOO_MANY = """### Wat doet dit voorstel?

Dit voorstel wijzigt zoveel bestanden dat niet na te gaan is of het ook de controle zelf wijzigt.
Daarom staat hier geen verslag.

Splits het in kleinere voorstellen. Wie het programma beheert, leest dit voorstel regel voor regel.
"""
FAILED = """### Wat doet dit voorstel?

Er is geen verslag over de laatste wijziging: [de controle]({run}) stopte voor het klaar was.
Wat hier eerder stond, ging over een vroegere tekst.

Klik op *Close pull request*, en dan op *Reopen pull request*: dan begint ze opnieuw.
Stopt ze weer? Vraag wie het programma beheert om te kijken.
"""


def commit_in(file: Path) -> str:
    """Return the commit that the report in *file* says to be about; '' for what is no report of ours."""
    if not file.is_file() or file.is_symlink() or file.stat().st_size >= LARGEST:
        return ""
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return ""
    return str(said.get("voorstel")) if isinstance(said, dict) else ""


def answer(event: Any) -> int:
    """Do what a comment asks, sign for a sector or repair, and answer what became of it."""
    line = event["comment"]["body"].split("\n")[0].strip()
    asked = SIGN.fullmatch(line)
    if not (asked or line == REPAIR) or "pull_request" not in event["issue"]:
        return 0
    number = int(event["issue"]["number"])
    pull = ask("GET", f"pulls/{number}")
    if not COMMIT.fullmatch(pull["head"]["sha"]) or pull["state"] != "open":
        return 0
    git("fetch", "--quiet", "--no-tags", "origin", f"refs/pull/{number}/head")
    said = signed(event, pull, asked) if asked else repaired(event, pull)
    quoted = "\n".join(f"    {line}" for line in said.splitlines()[:10])  # a block of code: nothing in it is Markdown
    ask("POST", f"issues/{number}/comments", {"body": f"`{asked[0] if asked else REPAIR}`\n\n{quoted}\n"})
    return 0


def signed(event: Any, pull: Any, asked: re.Match[str]) -> str:
    """Add to the branch of *pull* what the sector that *asked* read, when all is as it should be; return the answer."""
    head = pull["head"]["sha"]
    if not was_told(int(pull["number"]), head, event["comment"]["created_at"], start=asked["start"] or ""):
        return (
            "Lees eerst het verslag over de laatste wijziging. Staat het er nog niet? Wacht even, en antwoord opnieuw."
        )
    words = ("--sector", asked["sector"], "--account", f"@{event['comment']['user']['login']}")
    return pushed(event, pull, program("pr-sign", "HEAD", head, *words))


def repaired(event: Any, pull: Any) -> str:
    """Add to the branch of *pull* what can be repaired in it without a guess; return the answer."""
    comment = event["comment"]
    if comment["user"]["login"] != pull["user"]["login"] and comment["author_association"] not in WRITERS:
        return "Dat vraagt wie dit voorstel schreef, of wie bij de repository hoort."
    return pushed(event, pull, program("pr-fix", "HEAD", pull["head"]["sha"]))


def pushed(event: Any, pull: Any, run: subprocess.CompletedProcess[str]) -> str:
    """Push the commit that *run* made to the branch of *pull*, when we may; return the answer."""
    if run.returncode:
        return run.stderr.strip()
    branch, of_ours = pull["head"]["ref"], pull["head"]["repo"]
    repository = of_ours["full_name"] if of_ours else ""  # the copy may be gone
    if repository != os.environ["GITHUB_REPOSITORY"] or branch == event["repository"]["default_branch"]:
        return "Dit voorstel komt uit een kopie (een fork), waar dit programma niet mag schrijven. Gebruik het verslag."
    try:
        git("push", "--quiet", "origin", f"{run.stdout.strip()}:refs/heads/{branch}")
    except subprocess.CalledProcessError:  # it never overwrites what somebody pushed meanwhile
        return "Er is niets opgeschreven: het voorstel is intussen gewijzigd. Wacht op het nieuwe verslag, en lees dat."
    return f"{run.stderr.strip()}\n{AGAIN}"


# What is pushed with the token of a workflow starts no other workflow (docs.github.com, GITHUB_TOKEN).
AGAIN = "De controle start hierna niet vanzelf: klik op 'Close pull request', en dan op 'Reopen pull request'."


def was_told(number: int, head: str, asked: str, *, start: str) -> bool:
    """Tell whether who *asked* at that time read the report on *head*: else other words would be signed.

    The answer that the report gives to copy says with which signs its commit starts (*start*): a report that was
    renewed behind the back of who reads is another one. What sectors signed since that report is no other text.
    """
    mine = report_under(number)
    found = REPORTED.search(mine["body"]) if mine else None
    if not mine or not found or mine["updated_at"] > asked or not found[1].startswith(start):
        return False
    if found[1] == head:
        return True
    run = subprocess.run(  # noqa: S603
        ["git", "diff", "--name-only", "--no-renames", "-z", found[1], head],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return run.returncode == 0 and all(READ.fullmatch(name) for name in run.stdout.split("\0") if name)


def report_under(number: int) -> Any:
    """Return our report under pull request *number*, or None."""
    return next(
        (each for each in comments(number) if each["body"].startswith(MARK) and each["user"]["login"] == ROBOT), None
    )


def pulls(run: Any, *, into: str) -> list[Any]:
    """Return the open pull requests to branch *into* of which workflow *run* saw the last commit.

    One commit may be proposed to two branches; the workflow looks at what comes to *into* alone. By the branch and its
    owner: the list by commit is empty for what comes from a copy (a fork).
    """
    owner, branch = run["head_repository"]["owner"]["login"], run["head_branch"]
    if not COMMIT.fullmatch(run["head_sha"]):
        return []
    asked = f"state=open&base={quote(into, safe='')}&head={quote(owner, safe='')}:{quote(branch, safe='')}"
    found = ask("GET", f"pulls?{asked}")
    return [
        each
        for each in found
        if each["head"]["sha"] == run["head_sha"] and each["state"] == "open" and each["base"]["ref"] == into
    ]


def comments(number: int) -> Iterator[Any]:
    """Yield the comments under pull request *number*."""
    yield from listed(f"issues/{number}/comments")


def files(number: int) -> Iterator[tuple[str, str]]:
    """Yield the name of each file that pull request *number* changes, and the old name of what it moves, or ''."""
    for each in listed(f"pulls/{number}/files"):
        yield each["filename"], each.get("previous_filename", "")


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
