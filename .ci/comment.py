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
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MARK = "<!-- draaiboek: verslag van een voorstel -->"
SIGN = re.compile(r"/nagelezen (?P<sector>[a-z][a-z0-9-]{0,40})\s*", re.ASCII)
COMMIT = re.compile(r"[0-9a-f]{40}")
PAGES, EACH = 10, 100
LARGEST = 5_000_000  # bytes of a report


def main(words: Sequence[str]) -> int:
    """Say the report in the file that *words* name, or with 'sign' do what a comment asks."""
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    if list(words) == ["sign"]:
        return sign(event)
    return report(event, Path(words[0]))


def report(event: Any, file: Path) -> int:
    """Put the report in *file* under the pull request whose last commit it is about."""
    head = event["workflow_run"]["head_sha"]
    run = event["workflow_run"]["html_url"]
    number = next((each["number"] for each in pulls(head) if each["state"] == "open"), None)
    said = json.loads(file.read_text(encoding="utf-8")) if file.stat().st_size < LARGEST else {}
    if number is None or said.get("voorstel") != head:
        sys.stderr.write("Geen open voorstel met deze commit: er is niets gezegd.\n")
        return 0
    body = build("pr-report", "--read", str(file), "--preview", run)
    mine = next((each for each in comments(number) if MARK in each["body"] and each["user"]["type"] == "Bot"), None)
    if mine:
        ask("PATCH", f"issues/comments/{mine['id']}", {"body": body})
    else:
        ask("POST", f"issues/{number}/comments", {"body": body})
    return 0


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
    words = ("--sector", asked["sector"], "--account", f"@{event['comment']['user']['login']}")
    run = program("pr-sign", "HEAD", head, *words)
    said = run.stderr.strip()
    if run.returncode == 0 and pull["head"]["repo"]["full_name"] == os.environ["GITHUB_REPOSITORY"]:
        git("push", "--quiet", "origin", f"{run.stdout.strip()}:refs/heads/{branch}")
    elif run.returncode == 0:
        said = (
            "Dit voorstel komt uit een kopie, waar dit programma niet mag schrijven. Gebruik de links in het verslag."
        )
    quoted = "\n".join(
        f"    {line}" for line in said.splitlines()[:10]
    )  # a block of code: nothing in it means anything
    ask("POST", f"issues/{number}/comments", {"body": f"`/nagelezen {asked['sector']}`\n\n{quoted}\n"})
    return 0


def pulls(commit: str) -> list[Any]:
    """Return the pull requests that *commit* belongs to."""
    if not COMMIT.fullmatch(commit):
        return []
    found = ask("GET", f"commits/{commit}/pulls")
    return [each for each in found if each["head"]["sha"] == commit]


def comments(number: int) -> list[Any]:
    """Return the comments under pull request *number*."""
    found: list[Any] = []
    for page in range(1, PAGES + 1):
        here = ask("GET", f"issues/{number}/comments?per_page={EACH}&page={page}")
        found += here
        if len(here) < EACH:
            break
    return found


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
