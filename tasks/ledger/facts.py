"""What was known of a programme on a day: eleven queries, whatever the number of tasks; two more where the register has
changed since.

The events decide which filings stand; filings are only looked up by what events name, so a write that happens
between two of these queries cannot give a row half of the old and half of the new.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet

from tasks.enums import Action, CoordinationStatus, PlanStatus
from tasks.ledger.among import Among
from tasks.ledger.former import entries_then, tasks_then
from tasks.ledger.rows import InForce, NamedUnit, Responsible
from tasks.ledger.time_changes import TimeOnRecord, gather_asked, on_record
from tasks.models import (
    Arrival,
    ContactChange,
    Coordination,
    FiledStepKey,
    Filing,
    Leading,
    PlanEvent,
    Programme,
    Responsibility,
    StepInForce,
    Task,
    WordingResolution,
)
from tasks.querysets.standing import end_of
from tasks.rules import contact_changes
from tasks.rules.sheet import Sheet
from tasks.rules.times import Held
from units.models import Unit

BEIJING = ZoneInfo("Asia/Shanghai")
_FILING_ACTIONS = frozenset({Action.FILE, Action.ENTER, Action.CORRECT})


@dataclass(slots=True)
class Life:
    """A plan's life up to the cut-off: its last status, refiling time, what was filed last, the filing in force and, while
    a revision is open, how far that is. `filings` are those (by id, in order) that stood before anything was revised.
    """

    status: str | None = None
    refile_by: date | None = None
    revision: str | None = None
    filed: int | None = None
    in_force: int | None = None
    filings: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class TaskFacts:
    """Everything known of one task; `deadline` is that for filing its plan, `units_of_plan` the slugs of the units
    that the plan in force names as participants, `coordination_open` how many problems put to the leading group's
    office are not settled.
    """

    task: dict
    entries: tuple[Responsible, ...]
    participants: tuple[NamedUnit, ...]
    lead: NamedUnit | None
    deadline: date
    has_draft: bool
    life: Life
    first_filed_on: date | None
    in_force: InForce | None
    units_of_plan: frozenset[str]
    coordination_open: int
    times: dict[int, Held]
    time_changes: tuple[TimeOnRecord, ...]


def gather(programme: Programme, as_of: date, only: Collection[int] | None = None) -> Iterator[TaskFacts]:
    """The facts of every task in order of number, or of those with the keys `only`."""
    before, of = end_of(as_of), Among(programme, only)
    units = _units(as_of)
    tasks = tasks_then(of.rows(Task, "").order_by("number"), before)
    printed = entries_then(_entries(of, units), tasks, units)
    leads = _leads(of, before, units)
    resolved = _resolved(of, before, units)
    lives = _lives(of, before)
    filings = _filings(of.rows(Filing, "plan__task").filter(recorded_at__lt=before))
    if later := _named(lives) - filings.keys():  # the clock was moved back after they had come
        filings |= _filings(Filing.objects.filter(pk__in=later))
    changes = _contact_changes(of, before)
    times, held_by = _times(of, before)
    asked = gather_asked(of, before)
    arrived = _arrived(of, before)
    coordination = _coordination_open(of, before)
    slugs = {unit.short: unit.slug for unit in units.values()}
    for task in tasks:
        life = lives.get(task["id"], _NO_LIFE)
        entries = printed.get(task["id"], ())
        lead, deadline = leads.get(task["id"], _NO_LEAD)
        in_force = _in_force(filings[life.in_force], changes, before) if life.in_force else None
        yield TaskFacts(
            task=task,
            entries=tuple(entry for _, entry in entries),
            participants=_participants(entries, resolved),
            lead=lead,
            deadline=deadline or programme.plan_deadline,
            has_draft=bool(life.status) or (task["begun_at"] is not None and task["begun_at"] < before),
            life=life,
            first_filed_on=_first_receipt([filings[pk] for pk in life.filings], arrived[task["id"]]),
            in_force=in_force,
            units_of_plan=frozenset(slugs[name] for name in in_force.plan.participants if name in slugs)
            if in_force
            else frozenset(),
            coordination_open=coordination[task["id"]],
            times=times.get(life.in_force, {}) if life.status == PlanStatus.ACCEPTED else {},
            time_changes=on_record(asked.get(task["id"], ()), life, filings, held_by, before),
        )


_NO_LIFE = Life()
_NO_LEAD = (None, None)


def _units(as_of: date) -> dict[int, NamedUnit]:
    """Every unit with the full name in force on the day."""
    names = Unit.objects.order_by("pk", "names__since").values_list(
        "pk", "slug", "short_name", "full_name", "document_order",
        "names__full_name", "names__since", "names__until",
    )  # fmt: skip
    units: dict[int, NamedUnit] = {}
    for pk, slug, short, full, order, name, since, until in names:
        in_force = name and (since is None or since <= as_of) and (until is None or as_of <= until)
        if in_force or pk not in units:
            units[pk] = NamedUnit((order, pk), slug, short, name if in_force else full)
    return units


def _entries(of: Among, units: dict[int, NamedUnit]) -> dict[int, list[tuple[int, Responsible]]]:
    """Per task the entries of 责任单位 with their ids, in printed order."""
    found = defaultdict(list)
    rows = of.rows(Responsibility, "task")
    for pk, task_id, unit_id, wording in rows.values_list("pk", "task_id", "unit_id", "wording"):
        found[task_id].append((pk, Responsible(units.get(unit_id), wording)))
    return found


def _leads(of: Among, before: datetime, units) -> dict[int, tuple[NamedUnit | None, date | None]]:
    """Per task who leads it, with the deadline of its own where it has one."""
    rows = of.rows(Leading, "task").known_at(before)
    rows = rows.values_list("task_id", "unit_id", "plan_deadline")
    return {task_id: (units.get(unit_id), deadline) for task_id, unit_id, deadline in rows}


def _resolved(of: Among, before: datetime, units) -> dict[int, list[NamedUnit]]:
    """Per entry the units its wording was resolved into; records add up."""
    found = defaultdict(list)
    rows = of.rows(WordingResolution, "responsibility__task").filter(
        recorded_at__lt=before, units__isnull=False
    )
    rows = rows.order_by("pk", "units__document_order", "units__pk")
    for responsibility_id, unit_id in rows.values_list("responsibility_id", "units__pk"):
        found[responsibility_id].append(units[unit_id])
    return found


def _participants(entries, resolved) -> tuple[NamedUnit, ...]:
    """Units in printed order, each once, those of a resolved wording at its place; the lead is still among them."""
    named: dict[NamedUnit, None] = {}
    for pk, entry in entries:
        named |= dict.fromkeys([entry.unit] if entry.unit else resolved.get(pk, ()))
    return tuple(named)


def _lives(of: Among, before: datetime) -> dict[int, Life]:
    lives: dict[int, Life] = defaultdict(Life)
    rows = of.rows(PlanEvent, "plan__task").filter(at__lt=before).order_by("pk")
    for task_id, action, status, refile_by, filing_id, beside in rows.values_list(
        "plan__task_id", "action", "status", "refile_by", "filing_id", "in_force_id"
    ):
        # Before 核对中 was a status of its own, the event of its beginning left the plan 待核对.
        status = PlanStatus.CHECKING if action == Action.START_CHECK else status
        if beside:
            _revise(lives[task_id], status, beside)
        else:
            _live(lives[task_id], action, status, refile_by, filing_id)
        lives[task_id].filed = filing_id
    return lives


def _live(life: Life, action: str, status: str, refile_by: date | None, filing: int | None) -> None:
    """An event of a plan of which no other text is in force."""
    life.status, life.refile_by, life.revision = status, refile_by, None
    if action in _FILING_ACTIONS:
        life.filings.append(filing)
    elif action == Action.WITHDRAW:
        life.filings.clear()
    elif action == Action.UNDO_CORRECTION:
        # By its key and not by the end of the list: a clock that was moved back puts it before what it undoes.
        life.filings = [pk for pk in life.filings if pk <= filing]
    life.in_force = None if action == Action.WITHDRAW else filing


def _revise(life: Life, status: str, in_force: int) -> None:
    """An event of a revision: what was accepted stays so, whatever becomes of the new text."""
    life.status, life.refile_by = PlanStatus.ACCEPTED, None
    life.revision, life.in_force = status, in_force


def _arrived(of: Among, before: datetime) -> dict[int, list[datetime]]:
    """Per task, when letters came that brought its plan."""
    found = defaultdict(list)
    rows = of.rows(Arrival, "task").known_at(before)
    for task_id, received_at in rows.values_list("task_id", "letter__received_at"):
        found[task_id].append(received_at)
    return found


def _first_receipt(filings: list[dict], arrived: list[datetime]) -> date | None:
    """When a plan came first, if anything of it is filed: in the system or with a letter (decision 0038)."""
    if not filings:
        return None
    return _day(min([*(filing["counts_from"] for filing in filings), *arrived]))


def _named(lives: dict[int, Life]) -> set[int]:
    return {pk for life in lives.values() for pk in (life.in_force, *life.filings) if pk}


def _filings(rows: QuerySet) -> dict[int, dict]:
    rows = rows.values(
        "pk", "plan_id", "number", "nth", "sequence", "recorded_at", "counts_from",
        "letter_id", "signed_by", "signed_on", "stamped_received_on", "stamped_recorded_at", "content",
    )  # fmt: skip
    found = {row["pk"]: row for row in rows}
    of_before = [
        pk for pk, row in found.items() if not all("key" in step for step in row["content"]["steps"])
    ]
    stored = _stored_keys(of_before) if of_before else {}
    for pk, row in found.items():
        row["keys"] = stored.get(pk) or tuple(step.get("key") for step in row["content"]["steps"])
    return found


def _stored_keys(filings: list[int]) -> dict[int, tuple[int, ...]]:
    """The keys of steps of filings from before these carried them, one more query."""
    found = defaultdict(tuple)
    rows = FiledStepKey.objects.filter(filing__in=filings).order_by("filing_id", "position")
    for filing_id, key in rows.values_list("filing_id", "key"):
        found[filing_id] += (key,)
    return found


def _contact_changes(of: Among, before: datetime) -> dict[int, list[ContactChange]]:
    """By plan, in the order in which they were made."""
    found = defaultdict(list)
    changes = of.rows(ContactChange, "filing__plan__task").filter(recorded_at__lt=before)
    for change in changes.annotate(plan=F("filing__plan"), nth=F("filing__nth")).order_by("pk"):
        found[change.plan].append(change)
    return found


def _coordination_open(of: Among, before: datetime) -> Counter[int]:
    """How many were raised and not settled, by task."""
    raised = of.rows(Coordination, "task").stood_before(before)
    still_open = raised.exclude(stood=CoordinationStatus.SETTLED)
    return Counter(still_open.order_by().values_list("task", flat=True))


def _times(
    of: Among, before: datetime
) -> tuple[dict[int, dict[int, Held]], dict[int, list[tuple[int, date]]]]:
    """By filing and key the times in force that tell something (`telling`); by change of which filings it holds, and from
    when.
    """
    found: dict[int, dict[int, Held]] = defaultdict(dict)
    held_by = defaultdict(list)
    rows = of.rows(StepInForce, "filing__plan__task").known_at(before).telling()
    for row in rows:
        found[row.filing_id][row.key] = row.held()
        if row.time_change_id:
            held_by[row.time_change_id].append((row.filing_id, _day(row.recorded_at)))
    return found, held_by


def _in_force(row: dict, changes: dict[int, list[ContactChange]], before: datetime) -> InForce:
    stamped, filed = row["stamped_recorded_at"], Sheet.from_json(row["content"])
    holding = [change for change in changes.get(row["plan_id"], ()) if change.nth >= row["nth"]]
    return InForce(
        number=row["number"],
        nth=row["nth"],
        sequence=row["sequence"],
        recorded_at=row["recorded_at"].astimezone(BEIJING),
        counts_from=row["counts_from"].astimezone(BEIJING),
        on_behalf=row["letter_id"] is not None,
        signed_by=row["signed_by"],
        signed_on=row["signed_on"],
        stamped_received_on=row["stamped_received_on"] if stamped and stamped < before else None,
        plan=filed,
        now=contact_changes.holding(filed, holding),
        since=contact_changes.since_when(holding),
        keys=row["keys"],
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(BEIJING).date()
