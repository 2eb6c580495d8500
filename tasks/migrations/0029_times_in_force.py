"""The times in force of everything that was accepted, from when it was accepted.

What a revision had moved later by then needed nobody's word; that is what its change says.
"""

from django.db import migrations

from tasks.enums import Action, TimeChangeKind
from tasks.rules import times
from tasks.rules.sheet import Sheet
from tasks.rules.step_ends import StepEnd
from tasks.rules.times import Change

REASON = "登记时限变动以前已核收，未记录原因"


def fill(apps, schema_editor):
    events = apps.get_model("tasks", "PlanEvent").objects
    accepted = events.filter(action=Action.ACCEPT).order_by("plan_id").values_list("plan_id", flat=True)
    for plan_id in accepted.distinct().iterator():
        _Life(apps, plan_id).fill(events.filter(plan=plan_id).order_by("pk"))


class _Life:
    """The accepted filings of a plan, one after the other; `held` are the times of each, by its key."""

    def __init__(self, apps, plan_id):
        self.get = lambda name: apps.get_model("tasks", name).objects
        self.plan_id, self.held = plan_id, {}

    def fill(self, events):
        beside = revision = None
        for event in events:
            if event.action == Action.REVISE:
                revision = event
            elif event.action == Action.START_CHECK:
                beside = event.in_force_id
            elif event.action == Action.ACCEPT:
                self.accept(event, self.held.get(beside, {}), revision)

    def accept(self, event, held, revision):
        filing = event.filing
        sheet, ends = self.keyed(filing), [StepEnd.from_json(end) for end in filing.step_ends]
        changes = [
            self.change(each, filing, revision, event.plan_id) for each in times.moved(held, sheet, ends)
        ]
        found = times.holding(held, sheet, ends, changes)
        self.get("StepInForce").bulk_create(self.row(filing, each, event.at) for each in found)
        self.held[filing.pk] = {each.held.key: each.held for each in found}

    def keyed(self, filing):
        steps = filing.content["steps"]
        if all("key" in step for step in steps):
            keys = [step["key"] for step in steps]
        else:
            keys = filing.step_keys.order_by("position").values_list("key", flat=True)
        return Sheet.from_json(filing.content).with_keys(keys)

    def change(self, moved, filing, revision, plan_id):
        """What was accepted twice, after it had been taken back, has its change once."""
        known = self.get("TimeChange").filter(filings=filing, key=moved.key).first()
        row = known or self.made(moved, filing, revision, plan_id)
        kind, ending = TimeChangeKind.RECORDED, moved.ending
        return Change(key=moved.key, asked=moved.asked, reason=REASON, kind=kind, ending=ending, pk=row.pk)

    def made(self, moved, filing, revision, plan_id):
        row = self.get("TimeChange").create(
            plan_id=plan_id,
            revision=revision,
            key=moved.key,
            ending=moved.ending,
            kind=TimeChangeKind.RECORDED,
            original_text=moved.before.original.text,
            original_last=moved.before.original.last,
            held_text=moved.before.time.text,
            held_last=moved.before.time.last,
            asked_text=moved.asked.text,
            asked_last=moved.asked.last,
            reason=REASON,
            asked_at=filing.recorded_at,
            asked_by_id=filing.by_id,
        )
        row.filings.add(filing)
        return row

    def row(self, filing, each, at):
        held = each.held
        return self.get("StepInForce").model(
            filing=filing,
            key=held.key,
            ending=held.ending,
            original_text=held.original.text,
            original_last=held.original.last,
            previous_last=each.previous.last,
            text=held.time.text,
            last=held.time.last,
            moves=held.moves,
            time_change_id=each.change.pk if each.change else None,
            recorded_at=at,
        )


class Migration(migrations.Migration):
    dependencies = [("tasks", "0028_times")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
