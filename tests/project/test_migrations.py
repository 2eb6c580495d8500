"""A database with plans in every state goes back to what an earlier version wrote, and forward again."""

import io

import pytest

from tasks import ledger
from tasks.exports import json as ledger_json
from tasks.models import Plan
from tests.access.scene import STATES
from tests.access.scene_made import build
from tests.migrating import migrate
from tests.story import at

pytestmark = pytest.mark.long  # goes the way from a migration of before

# Before 核对中 was a status of its own, and what holds the same as what was filed last.
BEFORE = "0008_step_keys_for_good"


def plans() -> list[dict]:
    names = (
        "task__number",
        "status",
        "filing",
        "in_force",
        "first_filed_at",
        "check_started_at",
        "refile_by",
    )
    return list(Plan.objects.order_by("pk").values(*names))


def exports(scene) -> list[str]:
    written = []
    for day in (20, 25, 26, 27, 31):
        out = io.BytesIO()
        ledger_json.write(ledger.build(scene.programme, as_of=at(day).date()), out)
        written.append(out.getvalue().decode())
    return written


@pytest.mark.django_db(transaction=True)
def test_plans_of_every_state_come_out_of_the_upgrade_as_they_were():
    # which no earlier version knows
    scene = build(without=("revising", "revision_filed", "coordinated", "reported"))
    known, exported = plans(), exports(scene)
    earlier = migrate("tasks", BEFORE).get_model("tasks", "Plan")
    statuses = {plan.task.number: plan.status for plan in earlier.objects.select_related("task")}
    migrate()

    assert {plan["status"] for plan in known} == {"draft", "filed", "checking", "returned", "accepted"}
    assert set(statuses.values()) == {"draft", "filed", "returned", "accepted"}
    assert statuses[STATES["checking"]] == "filed"
    assert plans() == known
    assert exports(scene) == exported


@pytest.mark.django_db(transaction=True)
def test_a_database_in_which_a_plan_was_revised_does_not_go_back():
    build(without=("revision_filed",))
    with pytest.raises(ValueError, match="已有实施方案修订过"):
        migrate("tasks", "0015_order_as_done")
    migrate()  # the newer ones went back before it
    assert Plan.objects.filter(status="draft", in_force__isnull=False).exists()
