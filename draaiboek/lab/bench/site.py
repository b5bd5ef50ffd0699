"""All our websites against a plain build of each by other programs, of the same text, in alternation."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from draaiboek.base.action import Action
from draaiboek.base.model import CORE, Overlay
from draaiboek.base.project import Project
from draaiboek.content import content_paths
from draaiboek.lab.bench import peers
from draaiboek.lab.bench.copies import TEXTS, copy, ours, run
from draaiboek.lab.bench.cost import Cost, in_fresh_process
from draaiboek.lab.bench.tables import HEAD, Measured, comparison, faster, machine, progress, table
from draaiboek.pipeline.examine import examine

COLD, AGAIN = "ours, from nothing", "ours, nothing changed"
SENTENCE, OVERLAY = "ours, one sentence of the core changed", "ours, one sentence of an overlay changed"
_BY_PEER = "{name}, {count} sites"


def measure(project: Project, rounds: int) -> Iterator[str]:
    """Yield the tables for the real text and for one of 120 chapters."""
    programs = peers.environment(project)
    for name, chapters in TEXTS:
        yield f"\nWebsites. {name}. {machine()}. Median of {rounds} rounds."
        yield from _measured(project, programs, chapters, rounds)


def _measured(project: Project, programs: Path, chapters: int, rounds: int) -> Iterator[str]:
    root = project.out / "bench" / "site"
    place = copy(project, root / "wij", chapters)
    examined = examine(place)
    variants = examined.variants
    folders = peers.write(variants, place, root / "zij")
    page, overlay = variants[0].pages[-1].origin.path, growing(examined.source.overlays)
    shown = "build.py site"
    yield f"  ours: {shown}"
    yield from (f"  {peer.name}: {' '.join(peer.building(Path(), folders[CORE]))}" for peer in peers.PEERS)
    works: dict[str, Callable[[], Cost]] = {
        COLD: lambda: _cold(place),
        AGAIN: lambda: _site(place),
        SENTENCE: lambda: _edited(place, place.root / page),
        OVERLAY: lambda: _edited(place, place.root / overlay),
    }
    own = tuple(works)
    for peer in peers.PEERS:
        works[_BY_PEER.format(name=peer.name, count=len(folders))] = _one_after_another(peer, programs, folders)
    costs: dict[str, list[Cost]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            costs[name].append(work())
            yield progress(name, costs[name][-1])
    measured = [Measured(name, each, ours=name in own) for name, each in costs.items()]
    yield table(HEAD, comparison(measured, _BY_PEER.format(name=peers.MKDOCS.name, count=len(folders))))
    yield faster(measured, COLD)
    shutil.rmtree(root)


def growing(overlays: Sequence[Overlay]) -> PurePosixPath:
    """Return the file of the first of *overlays* that adds text for one sector, and so can have a sentence more."""
    files = ((each.origin.path, each.action) for each in overlays)
    return next(path for path, action in files if action is Action.END and content_paths.SHARED not in path.parents)


def _cold(place: Project) -> Cost:
    shutil.rmtree(place.out, ignore_errors=True)
    return _site(place)


def _site(place: Project) -> Cost:
    return in_fresh_process(run, (ours("site"),), place.root)


def _edited(place: Project, text: Path) -> Cost:
    text.write_text(f"{text.read_text(encoding='utf-8')}\nNog een zin.\n", encoding="utf-8")
    return _site(place)


def _one_after_another(peer: peers.Peer, programs: Path, folders: Mapping[str, Path]) -> Callable[[], Cost]:
    commands: Sequence[peers.Command] = tuple(peer.building(programs, folder) for folder in folders.values())
    root = next(iter(folders.values())).parent

    def work() -> Cost:
        for name in ("site", ".cache", "hugo-site"):  # everything that these programs cache or leave behind
            for folder in folders.values():
                shutil.rmtree(folder / name, ignore_errors=True)
        return in_fresh_process(run, commands, root)

    return work
