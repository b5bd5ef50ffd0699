"""From a changed word to a published edition by buttons: the scripts of the workflows, on a simulated server.

Git does what a person does in a browser (editing, merging); the workflows' own scripts do the rest.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook

from draaiboek.lab.audit.browser import executable
from tests.accessibility import MEASUREMENT, STATEMENT
from tests.integration import program
from tests.integration.program import EDITION, ROOT, Place, Run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not executable(), reason="chromium is missing (apt install chromium)"),
]

REMARKS = f"sectors/onderwijs/opmerkingen/{EDITION}"
PAGE = f"docs/edities/{EDITION}.md"
FIGURES = "docs/_data/toegankelijkheid.yml"
STATEMENT_PAGE = """\
---
title: Toegankelijkheid
description: Hoe toegankelijk de website is.
---
<!-- lijst: toegankelijkheidsverklaring -->

## Wat is er gemeten? {#gemeten}

<!-- lijst: toegankelijkheid -->
"""
MENU = "- pagina: index.md\n- pagina: toegankelijkheid.md\n"


class Desk:
    """An editor's copy, the server, and the machine on which a button runs its script.

    Where nothing *is_measured*, the figures of a clean measurement are there at once.
    """

    def __init__(self, into: Path, *, is_measured: bool = True) -> None:
        self.editor = program.leaflet(into / "redactie")
        self.server = into / "server.git"
        self.machine = Place(into / "machine")
        self.summary = into / "samenvatting.md"
        tools = into / "tools"
        tools.mkdir()
        figures = into / "cijfers.yml"
        figures.write_text(MEASUREMENT, encoding="utf-8")
        at_once = f'[ "$*" != build.py ] || exit 0\n[ "$2" != audit ] || exec cp "{figures}" {FIGURES}\n'
        script = f'#!/bin/sh\n{"" if is_measured else at_once}exec "{sys.executable}" "$@"\n'
        (tools / "python3").write_text(script, encoding="utf-8")
        (tools / "python3").chmod(0o755)
        self.path = f"{tools}{os.pathsep}{os.environ['PATH']}"
        shutil.copytree(ROOT / ".ci", self.editor.root / ".ci")
        self.editor.write("docs/_data/toegankelijkheidsverklaring.yml", STATEMENT)
        self.editor.write("docs/toegankelijkheid.md", STATEMENT_PAGE)
        self.editor.replace("docs/_data/inhoud.yml", "- pagina: index.md\n", MENU)
        self.editor.git("init", "--quiet", "--initial-branch=main")
        self.editor.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.server))
        self.editor.git("remote", "add", "origin", str(self.server))
        self.merged()

    def merged(self) -> None:
        """Put the editor's work on main, as *Merge pull request* does."""
        self.editor.commit()
        self.editor.git("push", "--quiet", "origin", "HEAD:main")

    def press(self, button: str, **values: str) -> Run:
        """Run the script of the workflow *button* on a fresh copy of main."""
        shutil.rmtree(self.machine.root, ignore_errors=True)
        self.machine.root.mkdir()
        self.machine.git("clone", "--quiet", str(self.server), ".")
        workflow = yaml.safe_load((ROOT / f".github/workflows/{button}.yml").read_text(encoding="utf-8"))
        (job,) = workflow["jobs"].values()
        env = {
            "PATH": self.path,
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "ons/draaiboek",
            "GIT_COMMITTER_NAME": "github-actions",
            "GIT_COMMITTER_EMAIL": "actions@localhost",
        }
        (script,) = [step["run"] for step in job["steps"] if step.get("run") == f"bash .ci/{button}"]
        return self.machine.run("bash", "-e", "-c", script, env={**env, **values})

    def press_on_gitlab(self, job: str, **values: str) -> list[Run]:
        """Run each line of *job* of .gitlab-ci.yml, as its runner does: on a detached commit, and git knows nobody.

        What it fetches is in docs.gitlab.com/ci/runners/git_submodules and /ci/variables/predefined_variables.
        """
        shutil.rmtree(self.machine.root, ignore_errors=True)
        self.machine.root.mkdir()
        commit = Place(self.server).git("rev-parse", "main")
        self.machine.git("init", "--quiet")
        self.machine.git("remote", "add", "origin", f"{self.server}-without-a-token")
        refs = ("+refs/heads/main:refs/remotes/origin/main",)
        self.machine.git("fetch", "--quiet", "--no-tags", str(self.server), *refs)
        self.machine.git("checkout", "--quiet", "--detach", commit)
        pipeline = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
        known = {**pipeline[pipeline[job]["extends"]], **pipeline[job]}
        env = {
            "PATH": self.path,
            "CI": "true",
            "GITLAB_CI": "true",
            "CI_COMMIT_BRANCH": "main",
            "CI_COMMIT_SHA": commit,
            "CI_DEFAULT_BRANCH": "main",
            "CI_PROJECT_URL": "https://gitlab.voorbeeld.be/ons/draaiboek",
            "CI_REPOSITORY_URL": str(self.server),
            **known["variables"],
            **values,
        }
        lines = [line for line in (*known["before_script"], *known["script"]) if line != "bash .ci/install"]
        return [self.machine.run("bash", "-e", "-o", "pipefail", "-c", line, env=env) for line in lines]

    def upload(self, branch: str, **files: Path) -> None:
        """Put *files* on a new *branch*, as *Upload files* of a Git host does."""
        self.editor.git("checkout", "--quiet", "-B", branch, "main")
        for name, file in files.items():
            shutil.copy(file, self.editor.root / f"{name}{file.suffix}")
        self.editor.commit()
        self.editor.git("push", "--quiet", "origin", branch)
        self.editor.git("checkout", "--quiet", "main")

    def merge(self, branch: str) -> None:
        self.editor.git("fetch", "--quiet", "origin")
        self.editor.git("merge", "--quiet", "--no-edit", f"origin/{branch}")
        self.editor.git("push", "--quiet", "origin", "HEAD:main")

    def on_server(self, name: str, file: str) -> str:
        return Place(self.server).git("show", f"{name}:{file}")

    def branches(self) -> list[str]:
        return Place(self.server).git("for-each-ref", "--format=%(refname:short)", "refs/heads").split()


def test_an_edition_is_measured_approved_and_published_by_buttons(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    refused = desk.press("publish", ACT="publish", EDITION=EDITION, REASON="")
    assert refused.code == 1
    assert "ED013" in refused.stderr
    assert desk.branches() == ["main"]

    measured = desk.press("measure")
    assert measured.code == 0, measured.said
    (branch,) = set(desk.branches()) - {"main"}
    said = desk.summary.read_text(encoding="utf-8")
    assert f"Stel ze voor: https://github.com/ons/draaiboek/compare/{branch}?expand=1\n" in said
    assert f"de editiepagina: https://github.com/ons/draaiboek/edit/{branch}/{PAGE}\n" in said
    (pasted,) = re.findall(r"```yaml\n(.*?)```\n", said, re.DOTALL)
    assert yaml.safe_load(desk.on_server(branch, FIGURES))["overtredingen"] == 0
    assert Place(desk.server).git("diff", "--name-only", "main", branch) == FIGURES

    # A person proposes that branch, pastes the text below the measurement there, and another person merges both.
    desk.editor.git("fetch", "--quiet", "origin")
    desk.editor.git("checkout", "--quiet", "-b", branch, f"origin/{branch}")
    approved = pasted.replace("FUNCTIE", "directeur").replace("ORGANISATIE", "een vereniging")
    front = re.sub(r"^(?:status: .*|goedkeuring:\n(?:(?:- |  ).*\n)*)", "", desk.editor.read(PAGE), flags=re.MULTILINE)
    desk.editor.write(PAGE, front.replace("---\n", f"---\n{approved.replace('JJJJ-MM-DD', '2026-11-28')}", 1))
    desk.editor.commit()
    told = json.loads(desk.editor.build("pr-report", "main", branch, "--fast", "--format", "json").stdout)
    assert told["goedkeuring"]["stand"] == "goedgekeurd"
    assert told["voor_publicatie"] == []
    desk.editor.git("push", "--quiet", "origin", "HEAD:main")
    done = desk.press("publish", ACT="publish", EDITION=EDITION, REASON="")
    assert done.code == 0, done.said
    assert desk.on_server("gh-pages", f"{EDITION}/toegankelijkheid/index.html")

    back = desk.press("publish", ACT="withdraw", EDITION=EDITION, REASON="Er staat een fout in.")
    assert back.code == 0, back.said
    assert "Er staat een fout in." in desk.on_server("gh-pages", "versions.json")


def test_so_it_goes_on_gitlab(tmp_path: Path) -> None:
    desk = Desk(tmp_path, is_measured=False)
    *_, measured = desk.press_on_gitlab("meten")
    assert measured.code == 0, measured.said
    (branch,) = set(desk.branches()) - {"main"}
    new = "https://gitlab.voorbeeld.be/ons/draaiboek/-/merge_requests/new?merge_request%5Bsource_branch%5D="
    assert f"Stel ze voor: {new}{branch}\n" in measured.stdout
    assert f"de editiepagina: https://gitlab.voorbeeld.be/ons/draaiboek/-/edit/{branch}/{PAGE}\n" in measured.stdout
    pasted = measured.stdout.partition("```yaml\n")[2].partition("```")[0]
    assert pasted.startswith("status: goedgekeurd\ngoedkeuring:\n")

    desk.editor.git("fetch", "--quiet", "origin", branch)
    desk.editor.git("checkout", "--quiet", "-b", branch, "FETCH_HEAD")
    program.approve(desk.editor, EDITION)
    desk.merged()
    *_, done = desk.press_on_gitlab("publiceren", EDITION=EDITION)
    assert done.code == 0, done.said
    assert desk.on_server("gh-pages", f"{EDITION}/toegankelijkheid/index.html")
    *_, back = desk.press_on_gitlab("publiceren", ACT="withdraw", EDITION=EDITION, REASON="Er staat een fout in.")
    assert back.code == 0, back.said
    assert "Er staat een fout in." in desk.on_server("gh-pages", "versions.json")


def test_the_button_to_measure_gives_no_lines_to_approve_what_cannot_be_published(tmp_path: Path) -> None:
    """Else they are pasted, and only the button to publish says that a remark of a sector waits."""
    desk = Desk(tmp_path, is_measured=False)
    desk.editor.write(f"{REMARKS}/ronde.yml", "geopend: 2026-11-01\ntot: 2026-11-10\n")
    said = "doel: delen.md#achteraf\nopmerking: Binnen welke tijd?\nfunctie: directeur\norganisatie: een school\n"
    desk.editor.write(f"{REMARKS}/0001-a.yml", said)
    desk.merged()
    assert desk.press("measure").code == 0
    told = desk.summary.read_text(encoding="utf-8")
    assert "Stel ze voor: https://github.com/ons/draaiboek/compare/meting-" in told
    _, told = told.split("Keur de editie nog niet goed.")
    assert "ED014 1 opmerking wacht nog op een besluit (sector 'onderwijs')" in told
    assert "goedkeuring:" not in told


def test_what_is_no_edition_or_no_act_is_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for values in (
        {"ACT": "publish", "EDITION": "--push", "REASON": ""},
        {"ACT": "publish", "EDITION": "$(touch uitgevoerd)", "REASON": ""},
        {"ACT": "rollback", "EDITION": "2026.1; touch uitgevoerd", "REASON": "`touch uitgevoerd`"},
        {"ACT": "touch uitgevoerd", "EDITION": EDITION, "REASON": ""},
        {"ACT": "publish", "EDITION": "", "REASON": ""},
    ):
        run = desk.press("publish", **values)
        assert run.code != 0, values
        assert desk.branches() == ["main"]
        assert list(tmp_path.rglob("uitgevoerd")) == [], values


def consult(desk: Desk, act: str, **values: str) -> Run:
    """Press the button of a consultation, of which the form gives each value that nobody filled in as an empty one."""
    return desk.press("consult", **{"ACT": act, "EDITION": "", "SECTOR": "", "UNTIL": "", "BRANCH": "", **values})


@pytest.mark.nightly
def test_a_sector_is_consulted_and_answered_by_buttons(tmp_path: Path) -> None:
    desk = Desk(tmp_path, is_measured=False)
    opened = consult(desk, "open", EDITION=EDITION, SECTOR="onderwijs", UNTIL="2099-01-31")
    assert opened.code == 0, opened.said
    ronde, made = f"ronde-{EDITION}-onderwijs", desk.machine.root / f"out/consultatie/{EDITION}-onderwijs"
    assert f"https://github.com/ons/draaiboek/compare/{ronde}?expand=1\n" in desk.summary.read_text(encoding="utf-8")
    assert Place(desk.server).git("diff", "--name-only", "main", ronde) == f"{REMARKS}/ronde.yml"
    assert (made / f"leeskopie-{EDITION}-onderwijs.pdf").is_file()
    form = load_workbook(made / f"formulier-{EDITION}-onderwijs.xlsx")
    desk.merge(ronde)

    number = next(row[0].value for row in form["Alinea's"].iter_rows(min_row=3) if "mag spreken" in str(row[3].value))
    sheet = form["Opmerkingen"]
    sheet["B3"], sheet["B4"] = "zorgcoördinator", "een school"
    sheet["A7"], sheet["B7"] = number, "Wanneer niet?"
    sheet["A8"], sheet["B8"] = 9999, "Bestaat niet."
    form.save(tmp_path / "terug.xlsx")
    desk.upload("patch-1", terug=tmp_path / "terug.xlsx")
    half = consult(desk, "import", BRANCH="patch-1")
    assert half.code == 1
    assert "terug.xlsx, blad Opmerkingen, cel A8: alinea 9999 staat niet in de leeskopie" in half.stdout
    (remarks,) = {each for each in desk.branches() if each.startswith("opmerkingen-")}
    (remark,) = Place(desk.server).git("diff", "--name-only", f"main...{remarks}").split()
    assert "opmerking: Wanneer niet?\n" in desk.on_server(remarks, remark)
    assert "patch-1" in desk.branches(), "a cell of its form was not imported"
    desk.merge(remarks)

    sheet["A8"] = number
    form.save(tmp_path / "terug.xlsx")
    desk.upload("patch-2", terug=tmp_path / "terug.xlsx")
    whole = consult(desk, "import", BRANCH="patch-2")
    assert whole.code == 0, whole.said
    assert "patch-2" not in desk.branches(), "a form may name persons"
    (more,) = {each for each in desk.branches() if each.startswith("opmerkingen-")} - {remarks}
    desk.merge(more)

    reported = consult(desk, "report")
    assert reported.code == 0, reported.said
    assert re.search(r"^    onderwijs +tot 2099-01-31 +2 ", desk.summary.read_text(encoding="utf-8"), re.MULTILINE)
    table = load_workbook(desk.machine.root / f"out/consultatie/besluiten-{EDITION}.xlsx")
    rows = table.active
    assert rows is not None
    heads = {str(cell.value): cell.column for row in rows.iter_rows(max_row=6) for cell in row if cell.value}
    asked = [row for row in rows.iter_rows() if {cell.value for cell in row} & {"Wanneer niet?", "Bestaat niet."}]
    for row in asked:
        row[heads["Besluit"] - 1].value, row[heads["Antwoord"] - 1].value = "niet", "Altijd."
    table.save(tmp_path / "besluiten.xlsx")
    desk.upload("patch-3", besluiten=tmp_path / "besluiten.xlsx")
    answered = consult(desk, "import", BRANCH="patch-3")
    assert answered.code == 0, answered.said
    (decided,) = {each for each in desk.branches() if each.startswith("opmerkingen-")} - {remarks, more}
    desk.merge(decided)
    assert desk.on_server("main", remark).endswith("\nbesluit: niet\nantwoord: Altijd.")


def test_a_round_is_opened_on_gitlab(tmp_path: Path) -> None:
    desk = Desk(tmp_path, is_measured=False)
    *_, opened = desk.press_on_gitlab("meelezen", EDITION=EDITION, SECTOR="onderwijs", UNTIL="2099-01-31")
    assert opened.code == 0, opened.said
    new = "https://gitlab.voorbeeld.be/ons/draaiboek/-/merge_requests/new?merge_request%5Bsource_branch%5D="
    assert f"{new}ronde-{EDITION}-onderwijs\n" in opened.stdout
    assert (desk.machine.root / f"out/consultatie/{EDITION}-onderwijs/mail.txt").is_file()


def test_a_consultation_takes_no_branch_without_forms_and_no_command(tmp_path: Path) -> None:
    desk = Desk(tmp_path, is_measured=False)
    for values in (
        {"ACT": "import", "BRANCH": "main"},
        {"ACT": "import", "BRANCH": "x:refs/heads/main"},
        {"ACT": "import", "BRANCH": "--upload-pack=touch uitgevoerd"},
        {"ACT": "import", "BRANCH": "$(touch uitgevoerd)"},
        {"ACT": "open", "SECTOR": "--help", "EDITION": EDITION, "UNTIL": "2099-01-31"},
        {"ACT": "open", "SECTOR": "../docs", "EDITION": EDITION, "UNTIL": "2099-01-31"},
        {"ACT": "open", "SECTOR": "onderwijs", "EDITION": "`touch uitgevoerd`", "UNTIL": "2099-01-31"},
        {"ACT": "open", "SECTOR": "onderwijs", "EDITION": EDITION, "UNTIL": "morgen"},
        {"ACT": "report", "EDITION": "--format json"},
        {"ACT": "report", "EDITION": "../../x"},
        {"ACT": ""},
        {"ACT": "publish"},
    ):
        assert desk.press("consult", **values).code != 0, values
        assert desk.branches() == ["main"]
        # Here and not at the end: the machine of the next button begins empty.
        assert list(tmp_path.rglob("uitgevoerd")) == [], values


def test_what_is_no_form_stays_on_its_branch(tmp_path: Path) -> None:
    """Only a branch of nothing but forms goes, so nobody loses work by naming another one."""
    desk = Desk(tmp_path, is_measured=False)
    desk.editor.write(f"{REMARKS}/ronde.yml", "geopend: 2026-11-01\ntot: 2099-01-31\n")
    desk.merged()
    (tmp_path / "werk.md").write_text("Woorden.\n", encoding="utf-8")
    saved = {"editie": EDITION, "sector": "onderwijs", "functie": "leerkracht", "organisatie": "een school"}
    (tmp_path / "terug.json").write_text(json.dumps({**saved, "opmerkingen": [], "alineas": []}), encoding="utf-8")
    desk.upload("werk", werk=tmp_path / "werk.md", terug=tmp_path / "terug.json")
    assert consult(desk, "import", BRANCH="werk").code == 0
    assert {*desk.branches()} == {"main", "werk"}
    desk.upload("formulier", terug=tmp_path / "terug.json")
    assert consult(desk, "import", BRANCH="formulier").code == 0
    assert {*desk.branches()} == {"main", "werk"}
