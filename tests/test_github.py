"""What GitHub reads of this repository: workflows that trust nobody, and forms for reports."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import yaml

from draaiboek.base import process

ROOT = Path(__file__).parent.parent
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
PINNED = re.compile(r"^\s*- uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
# The rights of the workflows that comment or sign; every other workflow may only read.
RIGHTS = {
    "consult": {"contents": "write"},
    "owner": {"contents": "read", "pull-requests": "read"},
    "measure": {"contents": "write"},
    "publish": {"contents": "write"},
    "proposal-comment": {"actions": "read", "contents": "read", "pull-requests": "write"},
    "sign-off": {"contents": "write", "pull-requests": "write"},
}
NOBODY = ("-c", "user.name=test", "-c", "user.email=test@localhost")
TYPES = {"markdown", "textarea", "input", "dropdown", "checkboxes"}


def read(path: Path) -> dict[Any, Any]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def jobs(path: Path) -> Iterator[Mapping[str, Any]]:
    yield from read(path)["jobs"].values()


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_only_read_and_runs_with_no_rights_of_ours(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in workflow[True]  # YAML 1.1 reads the key `on` as true
    assert "secrets." not in path.read_text(encoding="utf-8")
    assert all(job["timeout-minutes"] for job in jobs(path))
    granted = {name: right for job in jobs(path) for name, right in job.get("permissions", {}).items()}
    assert granted == RIGHTS.get(path.stem, {})


@pytest.mark.parametrize("name", ["publish", "measure"])
def test_a_button_waits_for_an_approval_and_takes_only_main(name: str) -> None:
    """A GitHub environment can require an approval; the words typed in the form are passed as values."""
    job = button(name)
    assert job["environment"] == "publicatie"
    assert job["steps"][-1]["run"] == f"bash .ci/{name}"


def button(name: str) -> Mapping[str, Any]:
    """Return the one job of workflow *name*, which only a person starts, on main, with values and no inserted words."""
    path = GITHUB / "workflows" / f"{name}.yml"
    (job,) = jobs(path)
    asked = read(path)[True]
    assert asked == "workflow_dispatch" or [*asked] == ["workflow_dispatch"]
    assert "default_branch" in job["if"]
    assert all("${{" not in step.get("run", "") for step in job["steps"])
    assert all("ref" not in step.get("with", {}) for step in job["steps"])
    return job


def test_the_button_of_a_consultation_keeps_what_was_made_and_no_form() -> None:
    """What sectors sent back may name persons; only what goes out to them, and the table to decide in, is kept."""
    *_, script, kept = button("consult")["steps"]
    assert script["run"] == "bash .ci/consult"
    assert kept["with"]["path"] == "out/consultatie"
    on_gitlab = read(ROOT / ".gitlab-ci.yml")["meelezen"]
    assert on_gitlab["script"] == ["bash .ci/consult"]
    assert on_gitlab["artifacts"]["paths"] == ["out/consultatie/"]
    assert on_gitlab["variables"].keys() - {"GIT_DEPTH"} == script["env"].keys()


def test_gitlab_has_the_same_buttons() -> None:
    """Whoever the environment allows to press them runs the same scripts, on the protected branch alone."""
    jobs_there = read(ROOT / ".gitlab-ci.yml")
    shared = jobs_there[".knop"]
    assert shared["environment"] == "publicatie"
    assert shared["rules"] == [
        {"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", "when": "manual", "allow_failure": True}
    ]
    for name, script in {"meten": ".ci/measure", "publiceren": ".ci/publish"}.items():
        job = jobs_there[name]
        assert job["extends"] == ".knop"
        assert job["script"][-1] == f"bash {script}"
        assert not {"rules", "environment"} & job.keys()
        assert job.get("variables", shared["variables"])["GIT_DEPTH"] == "0"


@pytest.mark.parametrize("name", ["proposal-comment", "sign-off"])
def test_who_may_write_runs_nothing_of_a_proposal(name: str) -> None:
    """Workflows with write access run on the protected branch, not for a pull request, and run only our own script."""
    path = GITHUB / "workflows" / f"{name}.yml"
    assert not {"pull_request", "push"} & {*read(path)[True]}
    steps = [step for job in jobs(path) for step in job["steps"]]
    assert not any("ref" in step.get("with", {}) or "repository" in step.get("with", {}) for step in steps)
    commands = [line for step in steps for line in step.get("run", "").splitlines()]
    assert all(line.startswith(("python3 .ci/comment.py", 'gh run download "$RUN" ')) for line in commands)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_named_by_its_commit(path: Path) -> None:
    used = [line for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert used
    assert [line for line in used if not PINNED.match(line)] == []


def test_what_is_built_on_gitlab_knows_the_day_of_each_page() -> None:
    """A runner fetches twenty commits: a page that none of them touched would get the day of the oldest."""
    assert read(ROOT / ".gitlab-ci.yml")["check"]["variables"]["GIT_DEPTH"] == "0"


@pytest.mark.parametrize("is_copy", [False, True], ids=["a branch of ours", "a copy"])
def test_gitlab_compares_with_the_branch_that_is_proposed_to(tmp_path: Path, *, is_copy: bool) -> None:
    """Of a copy (a fork) the job runs in that copy, whose branch of the same name may be an older one."""

    def git(*words: str) -> str:
        return process.run(["git", *words], cwd=tmp_path)

    git("init", "--quiet", "--bare", "--initial-branch=main", "doel.git")
    git("clone", "--quiet", "doel.git", "werk")
    for number in range(2):
        git("-C", "werk", *NOBODY, "commit", "--quiet", "--allow-empty", "-m", str(number))
        git("-C", "werk", "push", "--quiet", "origin", "HEAD:main")
        if number == 0:
            git("clone", "--quiet", "--bare", "doel.git", "kopie.git")
    git("clone", "--quiet", "kopie.git" if is_copy else "doel.git", "taak")
    *lines, _ = takewhile(lambda line: not line.startswith("cd "), read(ROOT / ".gitlab-ci.yml")["voorstel"]["script"])
    values = {
        "CI_PROJECT_ID": "2" if is_copy else "1",
        "CI_MERGE_REQUEST_PROJECT_ID": "1",
        "CI_MERGE_REQUEST_PROJECT_URL": f"file://{tmp_path}/doel",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
    }
    process.run(["bash", "-euc", "\n".join(lines)], cwd=tmp_path / "taak", env=values)
    assert git("-C", "taak", "rev-parse", "FETCH_HEAD") == git("-C", "werk", "rev-parse", "HEAD")


def test_gitlab_takes_the_name_of_the_report() -> None:
    """With any other character GitLab refuses the whole file (lib/gitlab/ci/config/entry/artifacts.rb)."""
    shown = read(ROOT / ".gitlab-ci.yml")["voorstel"]["artifacts"]
    assert re.fullmatch(r"\w[-\w ]*", shown["expose_as"])
    assert all(path.endswith("/") for path in shown["paths"]), "a folder without it is not shown"


def test_no_word_of_a_stranger_is_put_into_a_script() -> None:
    """The shell would execute a title or a branch name in `${{ }}`."""
    steps = [step for path in WORKFLOWS for job in jobs(path) for step in job["steps"]]
    asked = {name for step in steps for name in re.findall(r"\$\{\{\s*([\w.]+)", step.get("run", ""))}
    assert asked <= {"matrix.part"}


def test_the_jobs_run_parts_that_there_are() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    parts = set(re.findall(r"^    (\w+)\)", script, re.MULTILINE)) - {"all"}
    check = read(GITHUB / "workflows" / "check.yml")
    in_matrix = {each["part"] for each in check["jobs"]["tests"]["strategy"]["matrix"]["include"]}
    said = re.findall(r"bash \.ci/run (\w+)", (GITHUB / "workflows" / "check.yml").read_text(encoding="utf-8"))
    assert {*said, *in_matrix} == parts
    assert all((ROOT / name).exists() for name in re.findall(r"tests/[\w./]+", script))


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_is_one_that_github_shows(path: Path) -> None:
    form = read(path)
    assert {"name", "description", "body"} == form.keys()
    fields = [each for each in form["body"] if each["type"] != "markdown"]
    assert fields
    assert all(each["type"] in TYPES for each in form["body"])
    assert all(each["attributes"]["label"] for each in fields)
    assert len({each["id"] for each in fields}) == len(fields)


def test_a_report_of_a_reader_opens_with_its_words_and_not_with_a_list_of_forms() -> None:
    """GitHub leads from `issues/new?title=…` to the forms, without the words, where only those may be used."""
    assert read(ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml")["blank_issues_enabled"] is True


def test_who_reports_an_error_in_the_text_is_warned_first() -> None:
    for path in FORMS[:2]:
        (first, *_) = read(path)["body"]
        assert "geen namen" in first["attributes"]["value"]


def test_dependabot_looks_where_there_is_something() -> None:
    for each in read(GITHUB / "dependabot.yml")["updates"]:
        folder = ROOT / each["directory"].strip("/")
        needed = {"uv": "*.in", "github-actions": ".github", "npm": "package-lock.json", "docker": "Dockerfile"}
        assert list(folder.glob(needed[each["package-ecosystem"]])), each


def test_the_container_is_made_of_what_the_tests_install() -> None:
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    dockerfile = ROOT / ".devcontainer" / container["build"]["dockerfile"]
    copied = re.findall(r"^COPY (\S+)", dockerfile.read_text(encoding="utf-8"), re.MULTILINE)
    assert copied == [".ci/install"]
    assert all((ROOT / name).is_file() for name in copied)
