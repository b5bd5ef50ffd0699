"""What the search of a finished site answers: queries the site's own worker in a browser, as the search box does."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from draaiboek.lab.audit import browser
from draaiboek.lab.audit.served_site import served

# Uses the messages of draaiboek/search/answer.js; the first location of a result is that of the page itself or of its
# section that answers best. Below it, only the first page names more of its sections (`also`).
_ASK = """async (questions) => {
  const worker = new Worker(new URL("search/search.js", location.href));
  const told = () => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  await told();
  const found = [];
  for (const data of questions) {
    const answer = told();
    worker.postMessage({ type: 2, data });
    const { items, doubtful } = (await answer).data;
    const also = (items[0] ?? []).filter((each) => each.also).map((each) => each.location);
    found.push([items.map((documents) => documents[0].location), also, doubtful]);
  }
  return found;
}"""


@dataclass(frozen=True, slots=True)
class Answer:
    """The results for a question: *places* are addresses, the best first, each of a different page or a section of it.

    *also* are the sections that the first page names below that. When the answer is *doubtful* the search says that
    there may be none, and shows what comes near.
    """

    places: tuple[str, ...]
    also: tuple[str, ...]
    doubtful: bool


def answers(site: Path, questions: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[Answer, ...]]:
    """Return for each folder of *site* the answer to each of its *questions*.

    Raises ToolError when there is no browser.
    """
    found = {}
    with served(site) as address, browser.started() as one:
        for folder, asked in questions.items():
            page = one.new_page()
            page.goto(address + folder)
            found[folder] = tuple(
                Answer(tuple(places), tuple(also), doubtful)
                for places, also, doubtful in page.evaluate(_ASK, list(asked))
            )
            page.close()
    return found


def weight(site: Path) -> int:
    """Return how many bytes a reader downloads for the search of the variant in folder *site*, compressed by gzip."""
    files = ("search.js", "texts.js")
    return sum(len(gzip.compress((site / "search" / name).read_bytes(), mtime=0)) for name in files)
