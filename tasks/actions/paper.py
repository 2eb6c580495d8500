"""What a plan on paper says, as the 表样 has it, without anything being stored; and what is to be noticed in it."""

from tasks.actions.drafts import PlanInput
from tasks.models import Plan, Task
from tasks.rules import periods
from tasks.rules.content import PlanContent, StepContent


def content_of(task: Task, data: PlanInput) -> PlanContent:
    """`data` as typed from the paper, with the register's own fields; times are read as in a draft."""
    start, finish, dues = periods.read_plan(data.start, data.finish, [step.due for step in data.steps])
    steps = (
        StepContent(step.text, due, step.unit.short_name if step.unit else "")
        for step, due in zip(data.steps, dues, strict=True)
    )
    printed = map(str, task.participant_entries)
    added = [entry.unit.short_name if entry.unit else entry.name for entry in data.participants]
    return PlanContent(
        number=task.number,
        lead=task.lead.short_name,
        content=task.content,
        supervising_leader=data.supervising_leader,
        responsible_office=data.responsible_office,
        contact_name=data.contact_name,
        contact_phone=data.contact_phone,
        start=start,
        finish=finish,
        steps=tuple(steps),
        participants=(*printed, *added),
    )


def was_begun_by_the_lead(plan: Plan) -> bool:
    """Whether the working copy holds anything of the lead's that is not filed: it is then nobody else's to touch."""
    working = Plan.objects.with_content().get(pk=plan.pk)
    if working.filing is None:
        return plan.authors.exists()
    return working.content() != working.filing.frozen_content()
