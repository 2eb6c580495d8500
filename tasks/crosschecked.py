"""What the cross-checks find in a plan before it is filed, and the units they ask about."""

from tasks.models import Plan, PlanTimeReason, StepInForce, Task, TimeChange
from tasks.rules import crosschecks, step_ends, times
from tasks.rules.sheet import Sheet
from units.models import Unit
from zgc_tasks.common.prepared import Prepared


def findings(plan: Plan) -> list[crosschecks.Finding]:
    """The cross-checks of design §3 on the working copy; `plan` as fetched by `with_sheet()`."""
    return crosschecks.check(
        plan.task.read(plan.sheet()),
        programme_ends_on=plan.task.programme.ends_on,
        open_wordings=_open_wordings(plan.task),
        unconsulted=_unconsulted(plan),
        unexplained=unexplained(plan),
        later=later_times(plan, plan.task.read(plan.typed())),
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
    entries = task.responsibilities.filter(unit=None, resolutions=None)
    asked = [entry for entry in entries if not entry.names_nobody]
    return [entry.wording for entry in asked if not (entry.position == 1 and task.lead_id)]


def participating_units(plan: Plan) -> list[Unit]:
    """Units taking part, in printed order: of the register, resolved from wording, then added by the lead."""
    return participating(plan.task, units_added(plan))


def units_added(plan: Plan) -> list[Unit]:
    """The units among the participants a plan adds; the others are only named."""
    return list({row.unit.pk: row.unit for row in plan.participant_rows if row.unit}.values())


def participating(task: Task, added: list[Unit]) -> list[Unit]:
    """The same of a task, whatever its plan adds."""
    units = {}
    for entry in task.responsibilities.prefetch_related("resolutions__units").select_related("unit"):
        if entry.unit:
            units[entry.unit_id] = entry.unit
        for resolution in entry.resolutions.all():
            units.update({unit.pk: unit for unit in resolution.units.all()})
    units.update({unit.pk: unit for unit in added})
    return [unit for pk, unit in units.items() if pk != task.lead_id]


def _unconsulted(plan: Plan) -> list[str]:
    asked = set(plan.consultations.on_text_being_written().values_list("unit_id", flat=True))
    return [unit.short_name for unit in participating_units(plan) if unit.pk not in asked]
