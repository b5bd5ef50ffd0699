"""Where on its Git host something of a proposal is repaired, with a browser alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.git_host import web_editor, web_file, web_upload
from draaiboek.content import content_paths, files
from draaiboek.pipeline.proposal_report import LONGEST_ADDRESS


@dataclass(frozen=True, slots=True)
class Web:
    """Where the proposal is edited in a browser: *branch* of *repository* on its host; '' is nowhere.

    *home* is the repository that it comes to, when a program there does what somebody asks under the proposal. It may
    write in no other: what comes from a copy is not answered.
    """

    repository: str = ""
    branch: str = ""
    home: str = ""

    @property
    def answers(self) -> bool:
        """Tell whether a program writes in the proposal when somebody asks for it there."""
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
        """Return where *problem* is repaired, and the address of what has to be saved first, '' for nothing."""
        return self._put_back(problem.origin.path) or (_edited_at(problem, self.web), "")

    def _put_back(self, path: PurePosixPath) -> tuple[str, str] | None:
        """Return where file *path*, which the proposal takes away, is put back; None when it takes it away not.

        A browser makes a short text again as it was. Of what is longer, or no text, the second address shows it, to be
        saved first.
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


def _edited_at(problem: Diagnostic, web: Web) -> str:
    """Return where *problem* is repaired: a page in no menu, in the menu; what no browser can edit, in its folder."""
    at = problem.origin
    has_lines = not at.path.suffix or at.path.suffix.lower() in files.TEXTS
    if not has_lines or files.is_no_utf_8(problem):
        return web_upload(web.repository, web.branch, str(at.path.parent))
    in_menu = problem.code == "PG009" and at.path != content_paths.MENU
    path, line = (content_paths.MENU, 0) if in_menu else (at.path, at.line)
    return web_editor(web.repository, web.branch, str(path), line=line)
