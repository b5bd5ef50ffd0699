"""How much one text may hold is counted as it is parsed: what is over a budget is refused at its line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from draaiboek.content import budgets
from draaiboek.content.budgets import OverBudgetError

DEEPEST = 20
"""The deepest nesting of the parser's tokens: a list in a list is four, a cell of a table three."""
_PIECES = "alinea's, woordgroepen en tekens"


def blocks_counted(state: StateCore) -> None:
    """Raise OverBudgetError for more blocks or cells than can be turned into pages in time, or too long a paragraph."""
    headings = cells = columns = row = 0
    is_heading = False
    for number, token in enumerate(state.tokens):
        row = token.map[0] if token.map else row
        is_cell = token.type in {"td_open", "th_open"}
        headings += token.type == "heading_open"
        cells += is_cell
        columns = 0 if token.type == "tr_open" else columns + is_cell
        _within(number, budgets.NODES, _PIECES, row)
        _within(headings, budgets.HEADINGS, "koppen", row)
        _within(cells, budgets.CELLS, "cellen in tabellen", row)
        _within(columns, budgets.COLUMNS, "kolommen in een tabel", row)
        length = len(token.content) if token.type == "inline" else 0
        _within(length, budgets.RUN, "tekens in één alinea", row)
        _within(length if is_heading else 0, budgets.HEADING, "tekens in één kop", row)
        is_heading = token.type == "heading_open"


def inline(state: StateCore) -> None:
    """Parse all inline tokens as the parser itself does; raises OverBudgetError where there are too many."""
    nodes, images = len(state.tokens), 0
    for token in state.tokens:
        if token.type == "inline":
            state.env["row"] = (token.map or (0,))[0]
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)
            nodes += len(token.children)
            images += sum(each.type == "image" for each in token.children)
            _within(nodes, budgets.NODES, _PIECES, state.env["row"])
            _within(images, budgets.IMAGES, "beelden", state.env["row"])
            _within(_depth(token.children), DEEPEST, "keer nadruk, links en beelden om elkaar", state.env["row"])


def _depth(tokens: Sequence[Token]) -> int:
    """Return how deeply emphasis, links and pictures are nested in *tokens*."""
    around = list(accumulate(token.nesting for token in tokens))
    inside = (depth + 1 + _depth(token.children or ()) for token, depth in zip(tokens, around, strict=True))
    return max(chain(around, inside), default=0)


def _within(amount: int, most: int, what: str, row: int) -> None:
    if amount > most:
        message = f"meer dan {most} {what}"
        raise OverBudgetError(message, row)
