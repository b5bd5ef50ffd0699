"""Addresses on a Git host where a text can be changed, or an issue opened, with only a browser.

A host is taken to work like GitHub or, when its name contains "gitlab", like GitLab.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

MAIN = "main"
"""The branch with the text from which everybody starts."""


def web_editor(repository: str, branch: str, path: str, *, content: str = "", line: int = 0) -> str:
    """Return the address where file *path* on *branch* is edited in a browser, or a new one is made with *content*.

    The address is '' when *repository*, the address of the project on its host, or *branch* is.
    """
    if not (repository and branch):
        return ""
    start = f"{repository}{'/-' if _is_gitlab(repository) else ''}"
    if not content:
        return f"{start}/edit/{quote(branch)}/{quote(path)}{f'#L{line}' if line else ''}"
    folder, _, name = path.rpartition("/")
    if _is_gitlab(repository):
        return f"{start}/new/{quote(branch)}?{urlencode({'file_name': path, 'content': content})}"
    return f"{start}/new/{quote(branch)}/{quote(folder)}?{urlencode({'filename': name, 'value': content})}"


def web_upload(repository: str, branch: str, folder: str = "") -> str:
    """Return the address where files can be dropped into *folder* of *branch*; '' when *repository* or *branch* is.

    On GitHub a dropped folder keeps the file names in it; on GitLab the address is an editor of the whole branch.
    """
    if not (repository and branch):
        return ""
    if _is_gitlab(repository):
        host = urlsplit(repository)
        return f"{host.scheme}://{host.netloc}/-/ide/project{host.path}/edit/{quote(branch)}/-/{quote(folder)}"
    return f"{repository}/upload/{quote(branch)}{f'/{quote(folder)}' if folder else ''}"


def web_file(repository: str, commit: str, path: str) -> str:
    """Return the address of the page that shows *path* as it was in *commit*, with a button to save it, or ''."""
    if not repository:
        return ""
    return f"{repository}{'/-' if _is_gitlab(repository) else ''}/blob/{commit}/{quote(path)}"


def new_issue(repository: str, title: str, text: str) -> str:
    """Return the address where a new issue of *repository* is written, with *title* and *text* filled in."""
    if _is_gitlab(repository):
        return f"{repository}/-/issues/new?{urlencode({'issue[title]': title, 'issue[description]': text})}"
    return f"{repository}/issues/new?{urlencode({'title': title, 'body': text})}"


def _is_gitlab(repository: str) -> bool:
    return "gitlab" in (urlsplit(repository).hostname or "")
