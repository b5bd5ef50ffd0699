"""Where a publication is, on the branch or in a folder, and what it holds."""

from __future__ import annotations

from pathlib import Path

from draaiboek.base import git
from draaiboek.base.errors import ToolError, UsageError
from draaiboek.base.project import Project
from draaiboek.editions import gate, ledger, manifest, publish, version_list


def published(project: Project, folder: str | None) -> publish.Tree:
    """Return what is published: on the branch, or in *folder*.

    Raises UsageError when nothing ever was, and ToolError when nobody can know, because there is no git here.
    """
    tree = tree_of(project, folder)
    if tree.commit or tree.top():
        return tree
    if folder is None:
        git.refuse_outside(project.root)
    message = f"er is nog niets gepubliceerd: er is geen tak {publish.BRANCH}"
    branch = publish.BRANCH
    hint = f"Staat ze op de server? Haal ze op: git fetch origin {branch}:{branch}\nIn een map? Geef die op: --in MAP"
    raise UsageError(message, hint=hint)


def tree_of(project: Project, folder: str | None) -> publish.Tree:
    """Return what is published, perhaps nothing: on the branch, or in *folder*."""
    if folder is None:
        return publish.look(publish.Place(project.root, project.out / "publish.git"))
    path = Path(folder)
    if not any((path / name).is_file() for name in (version_list.NAME, ledger.NAME)):
        message = f"in de map '{folder}' staan geen edities"
        raise UsageError(message, hint="Kies de map waarin versions.json staat.")
    return publish.FolderTree(path)


def destination(
    project: Project, edition: str, *, to: str | None, push: bool, key: Path | None = None
) -> publish.Place:
    """Return where *edition* is changed: in folder *to*, or on the branch (the server's, with *push*), signed by *key*.

    Raises UsageError when the folder belongs to the project.
    """
    folder = folder_outside(project, to) if to else None
    return publish.Place(project.root, project.out / "publish.git", folder, push, edition, key)


def key_of(project: Project, name: str) -> Path:
    """Return the signing key: the file *name*, or, when *name* is '', git's `user.signingkey`.

    Raises UsageError when git has none that is a file.
    """
    if name:
        return Path(name)
    found = git.answer("config", "--type=path", "user.signingkey", cwd=project.root)
    if found and Path(found).is_file():
        return Path(found)
    message = "er is geen sleutel om mee te ondertekenen"
    hint = "Noem ze: --key BESTAND. Nog geen? Maak er een: ssh-keygen -t ed25519 -f BESTAND"
    raise UsageError(message, hint=hint)


def told(place: publish.Place, commit: str) -> str:
    """Return, in words, where a change was published."""
    if place.folder:
        return f"in {place.folder}"
    return f"op de tak {publish.BRANCH}{' van de server' if place.push else ''} ({commit[:12]})"


def folder_outside(project: Project, name: str) -> Path:
    """Return folder *name* as an absolute path; raises UsageError when it is inside the project or contains it."""
    folder = Path(name).resolve()
    root = project.root.resolve()
    if folder == root or root.is_relative_to(folder) or folder.is_relative_to(root):
        message = f"de map '{name}' hoort bij het draaiboek zelf"
        raise UsageError(message, hint="Kies een map buiten deze map, bijvoorbeeld ../publicatie.")
    return folder


def history_of(tree: publish.Tree) -> gate.History:
    """Return what *tree* records of the published editions; raises ToolError when a manifest is missing."""
    listed = publish.listed(tree)
    names = {each.id: f"{each.id}/{manifest.NAME}" for each in listed}
    texts = tree.texts(list(names.values()))
    missing = next((name for name in names.values() if name not in texts), None)
    if missing:
        message = f"{tree.name} is beschadigd: '{missing}' ontbreekt"
        raise ToolError(message, hint="Herstel het uit de geschiedenis; er is niets gepubliceerd.")
    return gate.History(listed, {id_: manifest.read(texts[name], of=id_) for id_, name in names.items()})
