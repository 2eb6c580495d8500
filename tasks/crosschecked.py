"""What the cross-checks find in a plan before it is filed, and the units they ask about."""

from collections import defaultdict

from django.db.models import F

from tasks.models import (
    Consultation,
    Plan,
    PlanTimeReason,
    Responsibility,
    StepInForce,
    Task,
    TimeChange,
    WordingResolution,
)
from tasks.rules import crosschecks, step_ends, times
from tasks.rules.sheet import Sheet
from units.models import Unit
from zgc_tasks.common.prepared import Prepared


def findings(plan: Plan) -> list[crosschecks.Finding]:
    """The cross-checks of design §3 on the working copy; `plan` as fetched by `with_sheet()`."""
    typed = plan.task.read(plan.typed())
    units, asked = participating_units(plan), _CONSULTED(plan=plan.pk)
    consulted = {row.unit_id for row in asked}
    objecting = {row.unit_id: row.pk for row in asked if row.is_objection}
    return crosschecks.check(
        plan.task.completed(typed),
        programme_ends_on=plan.task.programme.ends_on,
        open_wordings=_open_wordings(plan.task),
        unconsulted=[unit.short_name for unit in units if unit.pk not in consulted],
        objecting={unit.short_name: objecting[unit.pk] for unit in units if unit.pk in objecting},
        unexplained=unexplained(plan),
        later=later_times(plan, typed),
        on_behalf=False,
    )


def unexplained(plan: Plan) -> list[step_ends.Unexplained]:
    """Steps in force that a revision no longer has, without a word on what became of them."""
    if not plan.revising:
        return []
    return step_ends.unexplained(plan.in_force.keyed_sheet(), plan.typed(), plan.ends())


def later_times(plan: Plan, written: Sheet) -> list[times.Later]:
    """Times in force that the text of a revision moves later; `written` is read, its steps with their keys."""
    held = {row.key: row.held() for row in _HELD(filing=plan.in_force_id)} if plan.revising else {}
    if not times.moved(held, written, ()):
        return []
    before = (change.value() for change in _ASKED_BEFORE(plan=plan.pk, in_force=plan.in_force_id))
    return times.to_explain(held, written, dict(_REASONS(plan=plan.pk)), before)


_HELD = Prepared(lambda filing: StepInForce.objects.of(filing))
_ASKED_BEFORE = Prepared(lambda plan, in_force: TimeChange.objects.before(plan, in_force))
_REASONS = Prepared(lambda plan: PlanTimeReason.objects.filter(plan=plan).values_list("key", "reason"))


def paper_findings(task: Task, typed: Sheet) -> list[crosschecks.Finding]:
    """The same on what was typed from a paper. Nothing blocks, and whom the lead consulted is not asked here."""
    return crosschecks.check(
        task.completed(typed),
        programme_ends_on=task.programme.ends_on,
        open_wordings=_open_wordings(task),
        unconsulted=(),
        unexplained=(),
        on_behalf=True,
    )


def _open_wordings(task: Task) -> list[str]:
    asked = [entry for entry in _OPEN(task=task.pk) if not entry.names_nobody]
    return [entry.wording for entry in asked if not (entry.position == 1 and task.lead_id)]


_OPEN = Prepared(
    lambda task: Responsibility.objects.filter(task=task, unit=None, resolutions=None).order_by("position")
)


def participating_units(plan: Plan) -> list[Unit]:
    """Units taking part, in printed order: of the register, resolved from wording, then added by the lead."""
    return participating(plan.task, units_added(plan))


def units_added(plan: Plan) -> list[Unit]:
    """The units among the participants a plan adds; the others are only named."""
    return list({row.unit.pk: row.unit for row in plan.participant_rows if row.unit}.values())


def participating(task: Task, added: list[Unit]) -> list[Unit]:
    """The same of a task, whatever its plan adds."""
    resolved = defaultdict(list)
    for row in _RESOLVED(task=task.pk):
        resolved[row.entry].append(row.unit)
    named = [unit for entry in task.entries for unit in (entry.unit, *resolved[entry.pk]) if unit]
    units = {unit.pk: unit for unit in (*named, *added)}
    return [unit for pk, unit in units.items() if pk != task.lead_id]


_RESOLVED = Prepared(
    lambda task: (
        WordingResolution.units.through.objects.filter(wordingresolution__responsibility__task=task)
        .annotate(entry=F("wordingresolution__responsibility"))
        .select_related("unit")
        .order_by("wordingresolution", "unit__document_order", "unit")
    )
)


_CONSULTED = Prepared(
    lambda plan: (
        Consultation.objects.filter(plan=plan)
        .on_text_being_written()
        .with_objections()
        .order_by("pk")
        .values_list("pk", "unit_id", "is_objection", named=True)
    )
)
