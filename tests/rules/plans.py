"""A plan with nothing to remark on, to vary in tests."""

from dataclasses import replace

from tasks.rules import periods
from tasks.rules.sheet import Sheet, Step


def step(text, due, unit=""):
    return Step(text, periods.read(due, year=2015), unit)


FULL = Sheet(
    number=4,
    lead="市教委",
    content="启动实施北京高校“高精尖创新中心建设计划”",
    supervising_leader="副主任 张某",
    responsible_office="科研处",
    contact_name="李某",
    contact_phone="010-00000001",
    start=periods.read("2015年3月"),
    finish=periods.read("2017年12月"),
    steps=(step("印发建设计划实施细则", "4月底前"), step("组织高校申报、专家论证", "5—6月")),
    participants=("市科委", "等有关区县"),
)


def plan(**changes):
    """FULL with some fields changed; times may be given as they are written."""
    for name in ("start", "finish"):
        if isinstance(changes.get(name), str):
            changes[name] = periods.read(changes[name], year=2015)
    return replace(FULL, **changes)
