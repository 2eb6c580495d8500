"""Kinds of mutants that the tool does not know, and that this code is made of: what is left out of a condition, a query or a
function, what a boundary is, which row is the first. Each is a function from a node to what may stand in its place.
"""

from collections.abc import Callable, Iterator

from cosmic_ray.operators.operator import Example, Operator
from parso.python.tree import Name
from parso.tree import NodeOrLeaf

KINDS: dict[str, type[Operator]] = {}

# What the tool knows, of which these are used: its other replacements are noticed by whatever test runs the line.
FROM_THE_TOOL = {
    *(f"ReplaceComparisonOperator_{pair}" for pair in (
        "Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt", "Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is",
    )),
    "ReplaceBinaryOperator_Add_Sub", "ReplaceBinaryOperator_Sub_Add",
    "ReplaceUnaryOperator_Delete_Not", "ReplaceUnaryOperator_Delete_Invert",
    "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceBreakWithContinue", "ReplaceContinueWithBreak",
    "NumberReplacer",
}  # fmt: skip

CONDITIONS = {"filter", "exclude", "get", "Q"}
OTHERWISE = {"first": "last", "earliest": "latest", "min": "max", "any": "all"}
OTHERWISE |= {other: name for name, other in OTHERWISE.items()}
BOUNDARIES = {"__lt": "__lte", "__lte": "__lt", "__gt": "__gte", "__gte": "__gt"}


def kind(*examples: tuple[str, str]) -> Callable:
    """An operator of the tool, under the name of the function; its examples are held to before each run."""

    def made(in_place_of: Callable[[NodeOrLeaf], Iterator[str]]) -> type[Operator]:
        class Kind(Operator):
            def mutation_positions(self, node):
                return [(node.start_pos, node.end_pos) for _ in in_place_of(node)]

            def mutate(self, node, index):
                return Name(list(in_place_of(node))[index], node.start_pos, node.get_first_leaf().prefix)

            @classmethod
            def examples(cls):
                return [Example(*example) for example in examples]

        KINDS[in_place_of.__name__] = Kind
        return Kind

    return made


@kind(
    ("if a and b: c", "if b: c"),
    ("found = p | ~q", "found = ~q"),
    ("def f(a: int | str): b", ""),
    ("Day = date | None", ""),
)
def condition_left_out(node):
    """One of several, of Python or of a query."""
    if node.type in ("and_test", "or_test", "and_expr", "expr") and not _is_annotation(node):
        for left_out in range(0, len(node.children), 2):
            rest = node.children[2:] if left_out == 0 else _without(node.children, left_out - 1, left_out)
            yield _code(rest)


@kind(("if a == 1: b", "if True: b"), ("c if a else b", "c if True else b"), ("if a := b: c", ""))
def condition_decided(node):
    before = node.parent and node.get_previous_sibling()
    if before and before.type == "keyword" and before.value in ("if", "elif") and ":=" not in node.get_code():
        yield "True"
        yield "False"


@kind(
    ("rows.filter(a=1, b=2)", "rows.filter(b=2)"),
    ("rows.exclude(Q(a=1))", "rows.exclude()"),
    ("said.get('a')", ""),
)
def argument_left_out(node):
    """Of what a query asks for."""
    if node.type == "trailer" and node.children[0] == "(" and _called(node) in CONDITIONS:
        inside = node.children[1:-1]
        arguments = inside[0].children[::2] if inside and inside[0].type == "arglist" else inside
        for left_out, argument in enumerate(arguments):
            if argument.type != "string":  # as a dictionary is asked
                yield f"({', '.join(_code([each]) for each in _without(arguments, left_out))})"


@kind(("rows.filter(day__lte=now)", "rows.filter(day__lt=now)"))
def boundary_moved(node):
    if node.type == "name" and node.parent.type == "argument" and node.parent.children[0] is node:
        name, separator, lookup = node.value.rpartition("__")
        if other := BOUNDARIES.get(separator + lookup):
            yield name + other


@kind(("rows.order_by('pk')", "rows"), ("rows.distinct().get()", "rows.get()"))
def call_left_out(node):
    yield from _calls_left_out(node, {"order_by", "distinct"})


@kind(("Plan.objects.select_for_update(no_key=True).get()", "Plan.objects.get()"))
def lock_left_out(node):
    yield from _calls_left_out(node, {"select_for_update"})


@kind(("@transaction.atomic\ndef f(): pass", "def f(): pass"), ("@property\ndef f(): pass", ""))
def transaction_left_out(node):
    if node.type == "decorator" and "atomic" in node.get_code():
        yield ""


@kind(("rows.order_by('-pk')", "rows.order_by('pk')"), ("rows.order_by('day')", "rows.order_by('-day')"))
def order_turned(node):
    if node.type == "string" and _called(_trailer_around(node)) == "order_by":
        quote, name = node.value[0], node.value[1:-1]
        yield quote + (name.removeprefix("-") if name.startswith("-") else f"-{name}") + quote


@kind(("rows.first()", "rows.last()"), ("min(days)", "max(days)"), ("row.first", ""))
def other_end(node):
    if node.type == "name" and node.value in OTHERWISE and _is_called(node):
        yield OTHERWISE[node.value]


@kind(("rows[:1]", "rows"), ("rows[0]", ""))
def slice_left_out(node):
    if node.type == "trailer" and node.children[0] == "[" and ":" in _code([node.children[1]]):
        yield ""


@kind(("def f():\n    check(a)\n    return a", "def f():\n    pass\n    return a"), ("check(a)\n", ""))
def act_left_out(node):
    """A statement that is nothing but a call: a check, a note, a write."""
    alone = node.parent and node.parent.type == "simple_stmt" and len(node.parent.children) == 2
    if alone and node.type in ("atom_expr", "power") and node.parent.parent.type != "file_input":
        yield "pass"


def _code(nodes: list[NodeOrLeaf]) -> str:
    return "".join(node.get_code() for node in nodes).strip()


def _without(nodes: list[NodeOrLeaf], *places: int) -> list[NodeOrLeaf]:
    return [node for place, node in enumerate(nodes) if place not in places]


def _is_annotation(node: NodeOrLeaf) -> bool:
    """`date | None` is no condition."""
    if "None" in getattr(node, "children", ()):
        return True
    while node.parent:
        before = node.get_previous_sibling()
        if before and (before == "->" or (before == ":" and node.parent.type in ("tfpdef", "annassign"))):
            return True
        node = node.parent
    return False


def _called(trailer: NodeOrLeaf | None) -> str:
    """The last name before the brackets of a call."""
    before = trailer and trailer.get_previous_leaf()
    return before.value if before and before.type == "name" else ""


def _trailer_around(node: NodeOrLeaf) -> NodeOrLeaf | None:
    around = node.parent.parent if node.parent.type == "arglist" else node.parent
    return around if around and around.type == "trailer" else None


def _is_called(name: Name) -> bool:
    after = name.get_next_leaf()
    return after is not None and after == "(" and after.parent.type == "trailer"


def _calls_left_out(node: NodeOrLeaf, names: set[str]) -> Iterator[str]:
    if node.type in ("atom_expr", "power"):
        for place, each in enumerate(node.children[:-1]):
            if each.type == "trailer" and each.children[0] == "." and each.children[1].value in names:
                yield _code(_without(node.children, place, place + 1))
