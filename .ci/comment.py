"""Post comments on a pull request: the report, which replaces the earlier one; and replies to what a comment asked for.

Run on the protected branch, with a token, on data that was made without one. Standard library only. Untrusted words
come in as values: from the event's file, from a report that `pr-report --read` validates, never through a shell.
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
ROBOT = "github-actions[bot]"  # no person and no other app can have that name
SIGN = re.compile(
    r"/nagelezen (?P<sector>[a-z][a-z0-9-]{0,40})(?: (?P<start>[0-9a-f]{7,40}))?", re.ASCII | re.IGNORECASE
)
REPAIR = "/herstel"
WRITERS = {"OWNER", "MEMBER", "COLLABORATOR"}
COMMIT = re.compile(r"[0-9a-f]{40}")
PAGES, EACH = 30, 100  # GitHub lists at most 3000 files of a proposal
LARGEST = 5_000_000  # bytes of a report


def main(words: Sequence[str]) -> int:
    """Post the report in the file that *words* name, or with 'answer' do what a comment asks; return the exit code."""
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    if list(words) == ["answer"]:
        return answer(event)
    return report(event, Path(words[0]))


def report(event: Any, file: Path) -> int:
    """Post the report in *file* on the pull request whose last commit it is about, or the reason why there is none."""
    run = event["workflow_run"]
    number = next((each["number"] for each in pulls(run, into=event["repository"]["default_branch"])), None)
    changed = list(files(number)) if number else []
    # Requested after the files: if the commit is still the same, the files are those of this commit, and complete.
    pull = ask("GET", f"pulls/{number}") if number else None
    if pull is None or pull["head"]["sha"] != run["head_sha"]:
        sys.stderr.write("Geen open voorstel met deze commit: er is niets gezegd.\n")
        return 0
    # A proposal that changes workflows can forge the report, which is then not posted. The host lists at most 3000
    # files, so a workflow may be beyond the last of these.
    if any(name.startswith(CHECKS) for each in changed for name in each):
        body = f"{MARK}\n{UNTRUSTED}"
    elif len(changed) < int(pull["changed_files"]):
        body = f"{MARK}\n{TOO_MANY}"
    else:  # without a report, the present comment is about an earlier text
        body = as_comment(file, run) or f"{MARK}\n{FAILED.format(run=run['html_url'])}"
    if mine := report_under(int(pull["number"])):
        ask("PATCH", f"issues/comments/{mine['id']}", {"body": body})
    else:
        ask("POST", f"issues/{number}/comments", {"body": body})
    return 0


def as_comment(file: Path, run: Any) -> str:
    """Return the comment with the report in *file*; '' when *run* made none about its commit that may be posted."""
    if run["conclusion"] != "success":
        return ""
    if commit_in(file) != run["head_sha"]:
        sys.stderr.write("Dit verslag gaat niet over de laatste commit.\n")
        return ""
    at = run["head_repository"]["html_url"]  # its links may only lead there
    made = program("pr-report", "--read", str(file), "--preview", run["html_url"], "--at", at)
    if made.returncode not in {0, 1}:  # 1: the text has errors
        sys.stderr.write(made.stderr)
        return ""
    return made.stdout


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

Er is geen verslag over de laatste wijziging.
[De controle]({run}) stopte voor ze klaar was, of wat ze schreef is niet te gebruiken.
Wat hier eerder stond, ging over een vroegere tekst.

Klik op *Close pull request*, en dan op *Reopen pull request*: dan begint ze opnieuw.
Stopt ze weer? Vraag wie het programma beheert om te kijken.
"""


def commit_in(file: Path) -> str:
    """Return the commit that the report in *file* claims to be about; '' when it is not a report of ours."""
    if not file.is_file() or file.is_symlink() or file.stat().st_size >= LARGEST:
        return ""
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return ""
    return str(said.get("voorstel")) if isinstance(said, dict) else ""


def answer(event: Any) -> int:
    """Do what a comment asks, sign for a sector or repair, and reply with the outcome."""
    line, *others = (each.strip() for each in event["comment"]["body"].split("\n"))
    asked = SIGN.fullmatch(line)
    if not (asked or line.lower() == REPAIR) or "pull_request" not in event["issue"]:
        return 0
    number = int(event["issue"]["number"])
    pull = ask("GET", f"pulls/{number}")
    if not COMMIT.fullmatch(pull["head"]["sha"]) or pull["state"] != "open":
        return 0
    git("fetch", "--quiet", "--no-tags", "origin", f"refs/pull/{number}/head")
    said = signed(event, pull, asked) if asked else repaired(event, pull)
    more = [ONE] if any(SIGN.fullmatch(each) or each.lower() == REPAIR for each in others) else []
    told = [*said.splitlines()[:10], *more]
    quoted = "\n".join(f"    {each}" for each in told)  # a code block: none of it is read as Markdown
    ask("POST", f"issues/{number}/comments", {"body": f"`{asked[0] if asked else REPAIR}`\n\n{quoted}\n"})
    return 0


ONE = "Alleen de eerste regel van je antwoord is gedaan. Zet elke opdracht in een eigen antwoord."


def signed(event: Any, pull: Any, asked: re.Match[str]) -> str:
    """Add the reading of the sector in *asked* to the branch of *pull*, if that is allowed; return the reply."""
    head = pull["head"]["sha"]
    if not was_told(int(pull["number"]), head, event["comment"]["created_at"], start=asked["start"] or ""):
        return (
            "Lees eerst het verslag over de laatste wijziging. Staat het er nog niet? Wacht even, en antwoord opnieuw."
        )
    words = ("--sector", asked["sector"].lower(), "--account", f"@{event['comment']['user']['login']}")
    return pushed(event, pull, program("pr-sign", "HEAD", head, *words))


def repaired(event: Any, pull: Any) -> str:
    """Add to the branch of *pull* the repairs that need no guess, if that is allowed; return the reply."""
    comment = event["comment"]
    if comment["user"]["login"] != pull["user"]["login"] and comment["author_association"] not in WRITERS:
        return "Dat vraagt wie dit voorstel schreef, of wie bij de repository hoort."
    return pushed(event, pull, program("pr-fix", "HEAD", pull["head"]["sha"]))


def pushed(event: Any, pull: Any, run: subprocess.CompletedProcess[str]) -> str:
    """Push the commit that *run* made to the branch of *pull*, if we may; return the reply."""
    if run.returncode:
        return run.stderr.strip()
    branch, of_ours = pull["head"]["ref"], pull["head"]["repo"]
    repository = of_ours["full_name"] if of_ours else ""  # None when the fork was deleted
    if repository != os.environ["GITHUB_REPOSITORY"] or branch == event["repository"]["default_branch"]:
        return "Dit voorstel komt uit een kopie (een fork), waar dit programma niet mag schrijven. Gebruik het verslag."
    try:
        git("push", "--quiet", "origin", f"{run.stdout.strip()}:refs/heads/{branch}")
    except subprocess.CalledProcessError:  # a plain push never overwrites what somebody pushed meanwhile
        return "Er is niets opgeschreven: het voorstel is intussen gewijzigd. Wacht op het nieuwe verslag, en lees dat."
    return f"{run.stderr.strip()}\n{AGAIN}"


# A push with the token of a workflow starts no other workflow (docs.github.com, GITHUB_TOKEN).
AGAIN = "De controle start hierna niet vanzelf: klik op 'Close pull request', en dan op 'Reopen pull request'."


def was_told(number: int, head: str, asked: str, *, start: str) -> bool:
    """Return whether someone who *asked* at that time had the report on *head*: otherwise other words would be signed.

    The answer that the report offers for copying contains the first characters of its commit (*start*), so that an
    answer to a report that was replaced meanwhile is recognised. Signatures added since do not change the text.
    """
    mine = report_under(number)
    found = REPORTED.search(mine["body"]) if mine else None
    if not mine or not found or mine["updated_at"] > asked or not found[1].startswith(start.lower()):
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
    """Return our report on pull request *number*, as the API's comment object, or None."""
    return next(
        (each for each in comments(number) if each["body"].startswith(MARK) and each["user"]["login"] == ROBOT), None
    )


def pulls(run: Any, *, into: str) -> list[Any]:
    """Return the open pull requests to branch *into* whose last commit workflow *run* saw.

    One commit may be proposed to two branches; the workflow only examines proposals to *into*. They are looked up by
    branch and owner, because the API's list by commit is empty for a fork.
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
    """Yield the comments on pull request *number*."""
    yield from listed(f"issues/{number}/comments")


def files(number: int) -> Iterator[tuple[str, str]]:
    """Yield the name of each file that pull request *number* changes, and its old name if it is renamed, or ''."""
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


def program(*words: str) -> subprocess.CompletedProcess[str]:
    """Run `build.py` with *words*."""
    command = [sys.executable, str(ROOT / "build.py"), *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603


def git(*words: str) -> None:
    """Run git with *words*."""
    subprocess.run(["git", *words], cwd=ROOT, check=True)  # noqa: S603, S607


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
