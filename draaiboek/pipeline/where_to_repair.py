"""Where on its Git host something in a proposal can be repaired, with nothing but a browser."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.git_host import web_editor, web_file, web_upload
from draaiboek.content import content_paths, files
from draaiboek.pipeline.proposal_report import LONGEST_ADDRESS


@dataclass(frozen=True, slots=True)
class Web:
    """Where the proposal is edited in a browser: *branch* of *repository* on its host; an empty string means nowhere.

    *home* is the repository to which it is proposed, if a program there carries out what somebody asks for under the
    proposal. That program may write in no other repository: a proposal from a fork gets no answer.
    """

    repository: str = ""
    branch: str = ""
    home: str = ""

    @property
    def answers(self) -> bool:
        """Return whether a program commits to the proposal when somebody asks for that there."""
        return bool(self.home) and self.repository == self.home


NOWHERE = Web()


@dataclass(frozen=True, slots=True)
class Host:
    """The proposal on its host, with its text as it was in commit *base* (in *then*) and as it is (in *now*)."""

    web: Web
    base: str
    then: Path
    now: Path

    def repaired_at(self, problem: Diagnostic) -> tuple[str, str]:
        """Return the address at which to repair *problem*, and that of a file to save first, '' when there is none."""
        path = self.now / problem.origin.path
        if path.is_dir():
            return web_file(self.web.repository, self.web.branch, str(problem.origin.path)), ""
        return self._put_back(problem.origin.path) or (_edited_at(problem, self.web, exists=path.is_file()), "")

    def _put_back(self, path: PurePosixPath) -> tuple[str, str] | None:
        """Return where file *path* is put back, or None when the proposal does not remove the file.

        A short text can be recreated in the browser as it was. For a longer one, or a file that is not text, the second
        address shows the file, which has to be saved first.
        """
        then, web = self.then / path, self.web
        if not then.is_file() or (self.now / path).is_file():
            return None
        if path.suffix.lower() in files.TEXTS:
            content = then.read_text(encoding="utf-8", errors="replace")
            link = web_editor(web.repository, web.branch, str(path), content=content)
            if len(link) <= LONGEST_ADDRESS:
                return link, ""
        return web_upload(web.repository, web.branch, str(path.parent)), web_file(web.repository, self.base, str(path))


def _edited_at(problem: Diagnostic, web: Web, *, exists: bool) -> str:
    """Return where to repair *problem*: the menu, for a page in no menu; the folder, for a file no browser can edit.

    A file that does not *exist* yet is made there with the lines that the message gives.
    """
    at = problem.origin
    lines = problem.hint.partition(":\n")[2]
    if not exists and lines:
        return web_editor(web.repository, web.branch, str(at.path), content=f"{lines}\n")
    has_lines = not at.path.suffix or at.path.suffix.lower() in files.TEXTS
    if not has_lines or files.is_no_utf_8(problem):
        return web_upload(web.repository, web.branch, str(at.path.parent))
    in_menu = problem.code == "PG009" and at.path != content_paths.MENU
    path, line = (content_paths.MENU, 0) if in_menu else (at.path, at.line)
    return web_editor(web.repository, web.branch, str(path), line=line)
