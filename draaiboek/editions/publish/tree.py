"""What is published, as files: a commit of the publication branch, or a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from draaiboek.base import git
from draaiboek.base.errors import ToolError
from draaiboek.base.file_digest import sha256_of

_MOST = 50_000_000  # bytes of names: nested trees of a kilobyte can list thousands of millions of them
LARGEST = 2**30
"""How many bytes a published file can have, which is more than a Git host accepts."""
_PLAIN = {"100644", "100755", "040000"}  # files and folders: no symbolic link, and no submodule
_FOLDER = "040000"
_OURS = {"100644", _FOLDER}  # nor an executable file: a server might run it


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, symbolic link or submodule in a commit: *object* holds its *size* bytes.

    In a *name* that is not UTF-8 the offending bytes are escaped with backslashes.
    """

    object: str
    size: int
    name: str
    is_file: bool


def _entry(said: bytes, name: bytes) -> Entry:
    mode, _, digest, size = said.decode().split()
    return Entry(digest, 0 if size == "-" else int(size), name.decode(errors="backslashreplace"), mode in _PLAIN)


@dataclass(frozen=True, slots=True)
class CommitTree:
    """The files of *commit* in *repository*; '' means no commit, and no files."""

    repository: Path
    commit: str
    name: str = "de tak gh-pages"

    def top(self) -> tuple[str, ...]:
        """Return the names at the root."""
        return self._run("ls-tree", "-z", "--name-only", self.commit) if self.commit else ()

    def names(self, folder: str = "") -> tuple[str, ...]:
        """Return the names of all files below *folder* ('' means everywhere), relative to it."""
        found = self.below([f"{folder}/"]) if folder else self._all()
        return tuple(name.removeprefix(f"{folder}/") for name in found)

    def _all(self) -> tuple[str, ...]:
        return self._run("ls-tree", "-r", "-z", "--name-only", self.commit) if self.commit else ()

    def below(self, places: Sequence[str]) -> tuple[str, ...]:
        """Return the names of all files at or below *places*."""
        if not self.commit or not places:
            return ()
        return self._run("ls-tree", "-r", "-z", "--name-only", self.commit, "--", *places)

    def irregular(self) -> tuple[str, ...]:
        """Return the names of what is not a plain file or, in a tree made by hand, is empty or occurs twice."""
        found = self._run("ls-tree", "-r", "-t", "-z", self.commit) if self.commit else ()
        entries = [(mode.split()[0], name) for mode, _, name in (each.partition("\t") for each in found)]
        times = Counter(name for _, name in entries)
        filled = {name.rpartition("/")[0] for _, name in entries}
        empty = {name for mode, name in entries if mode == _FOLDER and name not in filled}
        return tuple(sorted({name for mode, name in entries if mode not in _OURS or times[name] > 1} | empty))

    def entries(self, places: Sequence[str]) -> tuple[Entry, ...]:
        """Return the entries at or below *places*, whatever they are and whatever their names."""
        said = self._raw("ls-tree", "-r", "-l", "-z", self.commit, "--", *places) if places else b""
        return tuple(_entry(*each.split(b"\t", 1)) for each in said.split(b"\0") if each)

    def bytes_of(self, entries: Sequence[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        """Yield each of *entries* with its bytes; None for what is neither a file nor a link."""
        yield from zip(entries, self._blobs([each.object for each in entries]), strict=True)

    def text(self, name: str) -> str | None:
        """Return the text of file *name*, or None."""
        return self.texts([name]).get(name)

    def texts(self, names: Sequence[str]) -> Mapping[str, str]:
        """Return the texts of those of *names* that exist."""
        return {name: data.decode(errors="replace") for name, data in self._contents(names)}

    def digests(self, folder: str, names: Sequence[str]) -> Mapping[str, str]:
        """Return the SHA-256 of each of the files *names* below *folder*."""
        return {name: sha256(data).hexdigest() for name, data in self.contents(folder, names)}

    def contents(self, folder: str, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the bytes of those of the files *names* below *folder* that exist."""
        start = f"{folder}/" if folder else ""
        for name, data in self._contents([f"{start}{name}" for name in names]):
            yield name.removeprefix(start), data

    def _run(self, *words: str) -> tuple[str, ...]:
        return tuple(filter(None, self._raw(*words).decode(errors="replace").split("\0")))

    def _raw(self, *words: str) -> bytes:
        said = git.run_for_bytes("--literal-pathspecs", *words, cwd=self.repository, most=_MOST)
        if len(said) > _MOST:
            message = f"{self.name} heeft meer bestanden dan een publicatie kan hebben"
            raise ToolError(message, hint="Er is niets van gelezen. Zoek uit wie dat daar zette.")
        return said

    def _contents(self, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        names = [name for name in names if "\n" not in name]  # git reads one name per line; none of ours has a newline
        if self.commit and names:
            for name, data in zip(names, self._blobs([f"{self.commit}:{name}" for name in names]), strict=True):
                if data is not None:
                    yield name, data

    def _blobs(self, objects: Sequence[str]) -> Iterator[bytes | None]:
        """Yield the bytes of each of *objects*; None for what does not exist or is not a file.

        Only one of them is in memory at a time. Raises ToolError for one that is larger than a publication can hold.
        """
        with git.answering("cat-file", "--batch", cwd=self.repository) as (ask, answers):
            for each in objects:
                ask.write(f"{each}\n".encode())
                ask.flush()
                if not (words := answers.readline().split()):
                    break  # git failed, and `answering` says why
                if not words[-1].isdigit():  # 'missing'
                    yield None
                    continue
                size = int(words[-1])
                if size > LARGEST:
                    message = f"{self.name} heeft een bestand van {size} bytes, en zo groot is er geen van ons"
                    raise ToolError(message, hint="Het is niet gelezen. Zoek uit wie dat daar zette.")
                data = answers.read(size + 1)[:-1]
                yield data if words[-2] == b"blob" else None


@dataclass(frozen=True, slots=True)
class FolderTree:
    """The files of *folder*, which need not exist."""

    folder: Path

    @property
    def name(self) -> str:
        """The name used in messages."""
        return f"de map {self.folder.name}"

    @property
    def commit(self) -> str:
        """Always '': a folder has no commit, and may change while it is read."""
        return ""

    def top(self) -> tuple[str, ...]:
        """Return the names at the root."""
        return tuple(sorted(path.name for path in self.folder.iterdir())) if self.folder.is_dir() else ()

    def names(self, folder: str = "") -> tuple[str, ...]:
        """Return the names of all files below *folder* ('' means everywhere), relative to it."""
        root = self.folder / folder
        return tuple(sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if _is_file(path)))

    def below(self, places: Sequence[str]) -> tuple[str, ...]:
        """Return the names of all files at or below *places*."""
        inside = (f"{place}/{name}" for place in places for name in self.names(place))
        return tuple(sorted([*inside, *(place for place in places if _is_file(self.folder / place))]))

    def irregular(self) -> tuple[str, ...]:
        """Return the names of what is not a regular file: the target of a link can change, and a pipe never ends."""
        found = (path for path in self.folder.rglob("*") if path.is_symlink() or not (path.is_dir() or path.is_file()))
        return tuple(sorted(path.relative_to(self.folder).as_posix() for path in found))

    def text(self, name: str) -> str | None:
        """Return the text of file *name*, or None."""
        path = self.folder / name
        return path.read_bytes().decode(errors="replace") if path.is_file() else None

    def texts(self, names: Sequence[str]) -> Mapping[str, str]:
        """Return the texts of those of *names* that exist."""
        found = ((name, self.text(name)) for name in names)
        return {name: text for name, text in found if text is not None}

    def digests(self, folder: str, names: Sequence[str]) -> Mapping[str, str]:
        """Return the SHA-256 of each of the files *names* below *folder*."""
        return {
            name: sha256_of(self.folder / folder / name) for name in names if (self.folder / folder / name).is_file()
        }

    def contents(self, folder: str, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the bytes of those of the files *names* below *folder* that exist."""
        root = self.folder / folder
        yield from ((name, (root / name).read_bytes()) for name in names if (root / name).is_file())


Tree = CommitTree | FolderTree


def _is_file(path: Path) -> bool:
    """Return whether *path* is anything but a folder; a link to a folder counts as itself, as it does for git."""
    return path.is_symlink() or not path.is_dir()
