"""What a template of a report may ask of Jinja: what the report has, loops over it and conditions, and nothing else.

Templates are other people's files. What they ask is looked at before it is worked out, so that no template costs more
than the report is long: a loop in a loop runs over what the outer one has, and what comes out is counted.
"""

from collections.abc import Iterator

from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import SandboxedEnvironment

from zgc_tasks.common.refusal import Kind, Refusal

# Everything else (sums, calls, macros, further templates) is not needed to lay out a report.
_USED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Name, nodes.Getattr, nodes.Getitem,
    nodes.For, nodes.If, nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand, nodes.CondExpr, nodes.Filter,
)  # fmt: skip
_FILTERS = {"length", "count", "first", "last", "default", "trim"}
MOST_FILLED = 20_000_000  # characters; 3,800 tasks need half of it


class ReportEnvironment(SandboxedEnvironment):
    """It knows a report and nothing else, and refuses in words what it does not do."""

    def __init__(self):
        super().__init__(undefined=StrictUndefined)
        self.globals.clear()
        self.concat = _bounded

    def from_string(self, source, *args, **kwargs):
        self.parse(source)
        return super().from_string(source, *args, **kwargs)

    def parse(self, source, *args, **kwargs):
        tree = super().parse(source, *args, **kwargs)
        _require_used(tree)
        for outermost in _loops_in(tree):
            _require_own_loops(outermost)
        return tree


def _bounded(parts: Iterator[str]) -> str:
    """Joined, as long as it is not too much."""
    found, filled = [], 0
    for part in parts:
        filled += len(part)
        if filled > MOST_FILLED:
            words = "按模板填写后的文件过大，请在内置模板的基础上修改"
            raise Refusal(words, Kind.WRONG_INPUT, "template")
        found.append(part)
    return "".join(found)


def _require_used(tree: nodes.Template) -> None:
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Filter):
            _require(node.name in _FILTERS, f"“|{node.name}”")
        _require(isinstance(node, _USED) and not getattr(node, "recursive", False), _called(node))


def _called(node: nodes.Node) -> str:
    """As whoever wrote it may find it again."""
    if isinstance(node, nodes.Call):
        return f"“{getattr(node.node, 'name', getattr(node.node, 'attr', ''))}()”"
    return "运算" if isinstance(node, nodes.BinExpr | nodes.UnaryExpr) else "标记"


def _require(holds: bool, what: str) -> None:
    if not holds:
        words = f"模板中有不能使用的{what}：只可填入报告的内容，以及用 for 循环、if 条件。请对照内置模板修改"
        raise Refusal(words, Kind.WRONG_INPUT, "template")


def _loops_in(node: nodes.Node) -> Iterator[nodes.For]:
    """The outermost in it."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.For):
            yield child
        else:
            yield from _loops_in(child)


def _require_own_loops(outer: nodes.For) -> None:
    for inner in _loops_in(outer):
        over = inner.iter
        while isinstance(over, nodes.Getattr | nodes.Getitem):
            over = over.node
        if not (isinstance(over, nodes.Name) and over.name == getattr(outer.target, "name", None)):
            words = (
                "模板的循环中又有循环，里层只能循环外层的内容（如 for 段 in 部分.段落）。请对照内置模板修改"
            )
            raise Refusal(words, Kind.WRONG_INPUT, "template")
        _require_own_loops(inner)
