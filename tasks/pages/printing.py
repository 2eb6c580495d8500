"""The forms that are printed on the 表样: an empty one, a draft, a filing to keep or to sign, all of a unit."""

from dataclasses import replace

from django.utils import timezone

from tasks.exports.plan_form_pdf import FilingMark, PrintedSheet
from tasks.models import Filing, Plan, Programme, Task
from tasks.pages.plan_detail import shown_to
from tasks.rules import dates
from tasks.rules.sheet import Sheet
from units.models import Membership


def empty(task: Task) -> PrintedSheet:
    """What the register says, the rest to be written by hand."""
    return PrintedSheet(sheet=task.completed(Sheet()), mark="空白表样")


def draft(plan: Plan) -> PrintedSheet:
    """The working copy with lines to sign and stamp, and which text it is."""
    saved = timezone.localtime(plan.updated_at)
    version = f"第{plan.version}版文本，{dates.printed(saved)}保存"
    return PrintedSheet(sheet=plan.sheet(), mark="送审稿", version=version)


def filed(by: Membership, filing: Filing) -> PrintedSheet:
    """A filing as it was filed, as far as `by` may see it."""
    filed_on = timezone.localdate(filing.counts_from)
    return PrintedSheet(
        sheet=shown_to(by, filing.sheet(), filing.plan, filing),
        filing=FilingMark(filing.number, filing.nth, filed_on),
        standing="已撤回" if filing.withdrawn_at else "",
        on_behalf=f"据{filing.letter}代录" if filing.on_behalf else "",
    )


def to_sign(by: Membership, filing: Filing) -> PrintedSheet:
    """签字稿: the same with lines to sign and stamp."""
    return replace(filed(by, filing), mark="签字稿")


def of_own_unit(by: Membership, programme: Programme) -> list[PrintedSheet]:
    """All plans the unit leads, in the order of their tasks: those in force as filed, open ones as 送审稿."""
    plans = Plan.objects.visible_to(by).filter(task__programme=programme).led_by(by.unit).with_sheet()
    plans = plans.select_related("task__programme", "task__lead", "in_force__letter__unit")
    return [
        filed(by, _with(plan)) if plan.in_force else draft(plan) for plan in plans.order_by("task__number")
    ]


def _with(plan: Plan) -> Filing:
    """What is in force of a plan, which need not be fetched again for it."""
    plan.in_force.plan = plan
    return plan.in_force
