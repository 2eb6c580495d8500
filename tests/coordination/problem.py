"""A problem of task 14, put to the leading group's office and brought to a stage."""

from datetime import date, datetime

from tasks.actions import coordination
from tasks.enums import CoordinationAction
from tasks.models import Coordination
from tests.story import Story, at
from units.models import Membership

LIST = "/gjrc/coordination/"
RAISE = "/gjrc/tasks/14/coordination/"
BASIS = "会议纪要第1期"


def text(answer) -> str:
    """White space drawn together."""
    return " ".join(answer.content.decode().split())


def raised(
    story: Story, *, by: Membership | None = None, when: datetime | None = None, what: str = "经费渠道未定"
) -> Coordination:
    return coordination.raise_it(
        task=story.task, what=what, asked_of="市财政局", wanted_by=date(2015, 4, 1), by=by or story.liaison,
        at=when or at(20),
    )  # fmt: skip


def noted(story: Story, found: Coordination, action: str, *, when: datetime | None = None, **more):
    when = when or at(23)
    note = "请按此办理" if action == "answer" else ""
    return coordination.handle(
        coordination_id=found.pk, based_on=now(found).version, action=CoordinationAction(action),
        dated_on=when.date(), basis=BASIS, note=note, by=story.leadership, at=when, **more,
    )  # fmt: skip


def passed_on(
    story: Story, found: Coordination, *units, when: datetime | None = None, until=date(2015, 3, 31)
):
    return noted(story, found, "pass_on", when=when, units=units or [story.outsider.unit], answer_by=until)


def said(found: Coordination, act, by: Membership, when: datetime | None = None):
    return act(coordination_id=found.pk, based_on=now(found).version, note="已落实", by=by, at=when or at(25))


def now(found: Coordination) -> Coordination:
    """As the database has it."""
    return Coordination.objects.get(pk=found.pk)


def address(found: Coordination, verb: str = "") -> str:
    return f"{LIST}{found.pk}/{verb and f'{verb}/'}"
