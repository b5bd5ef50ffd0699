"""How long it takes from saving a sentence until a browser has painted it, with `serve` and other programs."""

from __future__ import annotations

import shutil
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from draaiboek.base import process
from draaiboek.base.errors import ToolError
from draaiboek.base.model import CORE
from draaiboek.base.project import Project
from draaiboek.lab.audit import browser
from draaiboek.lab.bench import peers
from draaiboek.lab.bench.copies import TEXTS, copy, ours
from draaiboek.lab.bench.tables import machine, number, table
from draaiboek.pipeline.examine import examine
from draaiboek.render.layout import page_url

SAVES = 5  # in each round
PATIENCE = 120.0  # seconds for a server to start, or for a sentence to be shown
_HEAD = ("what", "median s", "longest s")
# Reports the number that it finds on the page once it is painted: after the frame that shows it.
_WATCH = """(() => {
  let seen = "";
  const look = () => {
    const found = /stopwatch(\\d+)klaar/.exec(document.body ? document.body.textContent : "");
    if (found && found[1] !== seen) {
      seen = found[1];
      requestAnimationFrame(() => setTimeout(() => window.painted(seen, Date.now()), 0));
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""


def measure(project: Project, rounds: int) -> Iterator[str]:
    """Yield the seconds from saving to painting, for the real text and for one of 120 chapters."""
    programs = peers.environment(project)
    for name, chapters in TEXTS:
        yield f"\nFrom saving to painted in Chromium. {name}. {machine()}. {rounds} rounds of {SAVES}."
        yield from _measured(project, programs, chapters, rounds)


def _measured(project: Project, programs: Path, chapters: int, rounds: int) -> Iterator[str]:
    root = project.out / "bench" / "serve"
    place = copy(project, root / "wij", chapters)
    core = examine(place).variants[0]
    folder = peers.write([core], place, root / "zij")[CORE]
    page = max(core.pages, key=lambda each: len(list(each.walk())))
    seconds: dict[str, list[float]] = {"ours: all variants": [], **{peer.name: [] for peer in peers.PEERS}}
    for _ in range(rounds):
        for name, found in seconds.items():
            port = _free_port()
            if peer := next((each for each in peers.PEERS if each.name == name), None):
                hugo = peer == peers.HUGO
                place_of = page.path.parent / peers.named(page.path, peers.HUGO_INDEX if hugo else peers.INDEX)
                text = folder / (peers.HUGO_TEXT if hugo else "docs") / place_of
                command, cwd = peer.serving(programs, folder, port), folder
            else:
                text = place.root / page.origin.path
                command, cwd = ours("serve", "--port", str(port)), place.root
            with _serving(command, cwd, f"http://127.0.0.1:{port}/{page_url(page.path)}") as address:
                found.extend(_saves(address, text))
            yield f"  … {name}: {number(statistics.median(found), 2)} s"
    yield table(
        _HEAD, ((name, number(statistics.median(each), 2), number(max(each), 2)) for name, each in seconds.items())
    )
    mine = statistics.median(next(iter(seconds.values())))
    names = [name for name, each in seconds.items() if statistics.median(each) < mine]
    yield f"Faster than ours: {', '.join(names) or 'nothing'}. The others show one variant of all."
    shutil.rmtree(root)


@contextmanager
def _serving(command: tuple[str, ...], cwd: Path, address: str) -> Iterator[str]:
    """Run *command* while the body runs; yield *address* once it answers. Raises ToolError when it does not."""
    with process.meanwhile(command, cwd=cwd) as runs:
        end = time.monotonic() + PATIENCE
        while not _answers(address):
            if time.monotonic() > end or not runs():
                message = f"'{' '.join(command)}' antwoordt niet"
                raise ToolError(message)
            time.sleep(0.1)
        yield address


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=PATIENCE):  # noqa: S310  # an address of this machine
            return True
    except (URLError, ConnectionError):
        return False


def _saves(address: str, text: Path) -> Iterator[float]:
    """Save the file *text* a few times; yield for each the seconds until its page at *address* shows it."""
    good = text.read_text(encoding="utf-8")
    painted: dict[str, float] = {}

    def tell(name: str, moment: float) -> None:  # Playwright does not accept a method of a dict
        painted.setdefault(name, moment)

    with browser.started() as chromium:
        page = chromium.new_page()
        page.expose_function("painted", tell)
        page.add_init_script(_WATCH)
        page.goto(address)
        page.wait_for_timeout(1500)
        for number_ in range(SAVES):
            name = f"{number_}{time.time_ns()}"
            text.write_text(good.replace("\n---\n", f"\n---\nDit is stopwatch{name}klaar.\n\n", 1), encoding="utf-8")
            saved = time.time()
            while name not in painted:
                page.wait_for_timeout(5)
                if time.time() > saved + PATIENCE:
                    message = f"{address} toont niet wat bewaard is"
                    raise ToolError(message)
            yield painted[name] / 1000 - saved
            page.wait_for_timeout(700)
    text.write_text(good, encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
