"""The kinds of mutants: what can be changed at one place of a program, each a mistake that anybody could make there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tests.mutant_patterns import patterns

_OTHER: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_ARITHMETIC: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_NAMES = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "sorted": "list",
    "reversed": "list",
    "startswith": "endswith",
    "endswith": "startswith",
    "lstrip": "rstrip",
    "rstrip": "lstrip",
    "partition": "rpartition",
    "rpartition": "partition",
    "fullmatch": "match",
    "search": "match",
    "removeprefix": "removesuffix",
}
_WITH_LAST = {"enumerate", "get", "getattr", "next", "pop", "replace", "rsplit", "split"}
"""Functions and methods that can be called without their last argument."""
_KEPT = {"cache", "lru_cache", "cached_property", "dataclass"}
"""Decorators that are not mutated: without them the same comes out, only later, or nothing at all."""
_NO_VALUE = {"TypeVar", "field"}
_SMOOTHING = {"strip", "lstrip", "rstrip", "lower", "casefold", "capitalize"}
"""Methods that make several texts equal; as a mutant the call is removed."""


Placed = ast.expr | ast.stmt | ast.pattern


@dataclass(frozen=True, slots=True)
class Through:
    """Which lines a test must run to run a node in a function: those of the node itself, or the range *all*."""

    all: tuple[int, int] | None = None

    def of(self, node: Placed) -> tuple[int, int]:
        return self.all or (node.lineno, node.end_lineno or node.lineno)


def changes(tree: ast.Module) -> Iterator[tuple[Placed, str, Through | None]]:
    """Yield each node that can be mutated, with the text of its mutant and, in a function, which lines lead to it."""
    waiting: list[tuple[ast.AST, Through | None]] = [(tree, None)]
    while waiting:
        node, through = waiting.pop()
        if isinstance(node, Placed):
            for other in _others(node):
                yield node, _written(node, other), through
        for test in _tests(node):
            yield test, f"(not ({ast.unparse(test)}))", through
        yield from ((place, text, through) for place, text in (*_guards(node), *_parts(node)))
        yield from ((place, _written(place, other), through) for place, other in patterns(node))
        yield from ((place, "pass", Through()) for place in _said_again(node))
        waiting += [(child, _through(node, child, through)) for child in _children(node)]


def _through(node: ast.AST, child: ast.AST, through: Through | None) -> Through | None:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        body = (node.body[0].lineno, node.end_lineno or node.lineno)
        return Through(body if child is node.args else None)  # a changed default affects the whole body
    if through and isinstance(child, ast.stmt) and not hasattr(child, "body"):
        return Through((child.lineno, child.end_lineno or child.lineno))  # not every line of a statement is traced
    if through and isinstance(child, ast.stmt):
        return Through()
    return through


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the children of *node* that are executed: no annotations, type names, decorators, docstrings, f-strings."""
    if isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom):
        return  # before Python 3.12 the positions inside an f-string are wrong
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _NO_VALUE:
        return
    if isinstance(node, ast.Assign) and (
        any(isinstance(to, ast.Name) and to.id == "__all__" for to in node.targets)
        or re.match(
            r"(?:tuple|dict|list|Mapping|Sequence|Callable|Literal)\[|\w+(?: \| \w+)+$", ast.unparse(node.value)
        )
    ):
        return
    for name, value in ast.iter_fields(node):
        if name not in {"annotation", "returns", "decorator_list", "bases"}:
            yield from (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, ast.AST))


def _tests(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the conditions in *node* that can be negated (a comparison has mutants of its own)."""
    found = [node.test] if isinstance(node, ast.If | ast.While | ast.IfExp) else []
    found += node.ifs if isinstance(node, ast.comprehension) else []
    yield from (test for test in found if not isinstance(test, ast.Compare | ast.UnaryOp))


def _guards(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Yield the conditions in *node*, each with the constant that makes it always or never true."""
    if isinstance(node, ast.If):
        yield node.test, "False"
        if node.orelse:
            yield node.test, "True"
    if isinstance(node, ast.comprehension):
        yield from ((test, "True") for test in node.ifs)


def _parts(node: ast.AST) -> Iterator[tuple[Placed, str]]:
    """Yield the parts of *node* that are no expressions but can be mutated: a loop, a case, an except, a decorator."""
    match node:
        case ast.For(iter=each):
            yield each, "()"
        case ast.match_case(pattern=pattern, guard=None) if not isinstance(pattern, ast.MatchAs) or pattern.pattern:
            yield pattern, f"{ast.unparse(pattern)} if False"
        case ast.match_case(guard=ast.expr() as guard):
            yield from ((guard, "False"), (guard, "True"))
        case ast.ExceptHandler(type=ast.expr() as caught):
            yield caught, "ZeroDivisionError"
        case ast.Raise(exc=ast.Call(func=ast.Name() as kind)):
            yield kind, "RuntimeError"
        case ast.FunctionDef(decorator_list=each):
            yield from (
                (one, "(lambda same: same)") for one in each if not _KEPT & set(re.findall(r"\w+", ast.unparse(one)))
            )


def _said_again(node: ast.AST) -> Iterator[ast.stmt]:
    """Yield each assignment in a function that gives a name which already has a value another one."""
    if isinstance(node, ast.FunctionDef):
        known = {each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
        given = [each for each in _own(node) if isinstance(each, ast.Assign | ast.AnnAssign)]
        for each in sorted(given, key=lambda one: one.lineno):
            names = {one.id for one in ast.walk(each) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
            if names & known:
                yield each
            known |= names


def _own(function: ast.AST) -> Iterator[ast.AST]:
    """Yield the descendants of *function* that are in no nested function."""
    for each in ast.iter_child_nodes(function):
        if not isinstance(each, ast.FunctionDef | ast.Lambda):
            yield each
            yield from _own(each)


def _others(node: Placed) -> Iterator[ast.AST]:
    yield from _other_values(node)
    yield from _other_tests(node)
    yield from _other_calls(node)
    yield from _fewer(node)
    yield from _without_element(node)
    yield from _left_out(node)
    match node:
        case ast.BinOp():
            yield from _sums(node)
        case ast.Name(id=name) if name in _NAMES:
            yield ast.Name(_NAMES[name])
        case ast.Attribute(value=of, attr=name) if name in _NAMES:
            yield ast.Attribute(of, _NAMES[name])
        case ast.IfExp(body=body, orelse=orelse):
            yield from (body, orelse)
        case ast.Subscript(value=of, slice=ast.Slice(lower=start, upper=stop)):
            yield of
            if start and stop:
                yield from (ast.Subscript(of, ast.Slice(start)), ast.Subscript(of, ast.Slice(upper=stop)))
        case ast.Break() | ast.Continue():
            yield ast.Continue() if isinstance(node, ast.Break) else ast.Break()


def _left_out(node: Placed) -> Iterator[ast.AST]:
    """Yield the replacements of a statement that is not executed, or whose result is dropped."""
    match node:
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()) | ast.Raise():
            yield ast.Pass()
        case ast.AugAssign(target=target, value=value):
            yield from (ast.Pass(), ast.Assign([target], value, lineno=node.lineno))
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]) | ast.Return(value=None):
            yield ast.Pass()
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) not in {"None", "False"}:  # much the same
            yield ast.Return(ast.Constant(None))


def _other_calls(node: Placed) -> Iterator[ast.AST]:
    """Yield the call *node* with its first two arguments swapped, without one argument, or replaced by its object."""
    match node:
        case ast.Call(func=ast.Attribute(value=of, attr=name)) if name in _SMOOTHING:
            yield of
        case ast.Call(func=func, args=args, keywords=named):
            plain = not any(isinstance(each, ast.Starred) for each in args[:2])
            if len(args) > 1 and plain and ast.unparse(func) not in {"max", "min"}:
                yield ast.Call(func, [args[1], args[0], *args[2:]], named)
            if len(args) > 1 and plain and ast.unparse(func).rpartition(".")[2] in _WITH_LAST:
                yield ast.Call(func, args[:-1], named)
            yield from (ast.Call(func, args, _without(named, each)) for each in named if each.arg)


def _fewer(node: Placed) -> Iterator[ast.AST]:
    """Yield *node* without one of its conditions, alternatives or f-string parts."""
    match node:
        case ast.BoolOp(op=op, values=[one, other]):
            yield from (one, other)
        case ast.BoolOp(op=op, values=values):
            yield from (ast.BoolOp(op, _without(values, each)) for each in values)
        case ast.MatchOr(patterns=patterns):
            yield from (ast.MatchOr(_without(patterns, each)) for each in patterns)
        case ast.JoinedStr(values=[_, _, *_] as pieces):
            yield from (ast.JoinedStr(_without(pieces, each)) for each in pieces)


def _without_element(node: Placed) -> Iterator[ast.AST]:
    match node:
        case ast.Dict(keys=keys, values=values) if len(keys) > 1:
            for at in range(len(keys)):
                yield ast.Dict([*keys[:at], *keys[at + 1 :]], [*values[:at], *values[at + 1 :]])
        case ast.Tuple(elts=[_, _, *_] as elts, ctx=ast.Load()):
            yield from (ast.Tuple(_without(elts, each), ast.Load()) for each in elts)
        case ast.List(elts=[_, _, *_] as elts, ctx=ast.Load()):
            yield from (ast.List(_without(elts, each), ast.Load()) for each in elts)
        case ast.Set(elts=[_, _, *_] as elts):
            yield from (ast.Set(_without(elts, each)) for each in elts)


_Node = TypeVar("_Node", bound=ast.AST)


def _without(nodes: Sequence[_Node], one: _Node) -> list[_Node]:
    return [each for each in nodes if each is not one]


def _other_values(node: Placed) -> Iterator[ast.AST]:
    match node:
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.Constant(value=float() as value):
            yield from (ast.Constant(value * 1.5), ast.Constant(value * 0.5)) if value else (ast.Constant(1.0),)
        case ast.Constant(value=str() as value):
            yield ast.Constant("" if value else "?")
        case ast.JoinedStr():
            yield ast.Constant("")


def _other_tests(node: Placed) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            for index, op in enumerate(ops):
                yield ast.Compare(left, [*ops[:index], _OTHER[type(op)](), *ops[index + 1 :]], comparators)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand


def _sums(node: ast.BinOp) -> Iterator[ast.AST]:
    """Yield the mutants of a binary operation: another arithmetic operator, or one operand alone."""
    numbers = any(isinstance(each, ast.Constant) and isinstance(each.value, int) for each in (node.left, node.right))
    if numbers and type(node.op) in _ARITHMETIC:
        yield ast.BinOp(node.left, _ARITHMETIC[type(node.op)](), node.right)
    elif isinstance(node.op, ast.Add | ast.Sub | ast.BitOr | ast.BitAnd):
        yield node.left
        if not isinstance(node.op, ast.Sub):
            yield node.right


def _written(node: Placed, other: ast.AST) -> str:
    text = ast.unparse(ast.fix_missing_locations(other))
    plain = isinstance(node, ast.stmt | ast.pattern) or isinstance(other, ast.Constant | ast.Name | ast.Attribute)
    return text if plain else f"({text})"
