"""Two different acts meet, each with a connection of its own: the first is stopped in its middle until the second is done, or
for as long as that one has to wait for it. It ends as if they had come one after the other, and none fails.
"""

from collections.abc import Callable
from functools import partial
from threading import Event
from types import ModuleType

import pytest
from django.core.management import CommandError
from django.urls import reverse

from tasks import admin, ledger
from tasks.actions import contributions, decisions, drafts, progress, progress_written
from tasks.models import Contribution, FormerProgramme, Plan, Programme
from tests.access.scene import STATES, Scene
from tests.access.table_register import DECISION
from tests.factories import client_for, make_user
from tests.plans.form_helpers import posted, url
from tests.races.worlds import T, at_once
from tests.register.folders import change, copied, load
from tests.register.test_past_days import as_it_stands
from units.models import AuditEntry, Membership
from units.models.audit import AuditOutcome
from units.roles import Role
from zgc_tasks.common import clock

Press = Callable[[], int]
# How long whoever is stopped waits for the other, which by then waits for it.
A_WHILE = 0.5
PATIENCE = 60


@pytest.fixture
def meet(monkeypatch) -> Callable[..., list]:
    """What becomes of `first`, stopped when `name` has been done, and of `second`, which begins then."""

    def meet(
        first: Callable[[], T], second: Callable[[], T], *, behind: tuple[ModuleType | type, str]
    ) -> list[T]:
        stopped, over = Event(), Event()
        does = getattr(*behind)

        def stops(*args, **kwargs):
            done = does(*args, **kwargs)
            if not stopped.is_set():
                stopped.set()
                over.wait(A_WHILE)
            return done

        def then() -> T:
            assert stopped.wait(PATIENCE)
            try:
                return second()
            finally:
                over.set()

        monkeypatch.setattr(*behind, stops)
        return at_once(first, then)

    return meet


@pytest.fixture
def fresh(world):
    worlds, scene = world
    with worlds.fresh() as thread:
        yield thread, scene


def pressed(by: Membership, address: str, typed: dict) -> Press:
    """By a browser of its own."""
    client = client_for(by, raise_request_exception=False)
    return lambda: client.post(address, typed).status_code


def press(scene: Scene, who: str, route: str, typed: dict, **where) -> Press:
    return pressed(
        scene.members[who], reverse(route, kwargs={"programme": scene.programme.slug} | where), typed
    )


def saving(scene: Scene, state: str) -> Press:
    typed = posted(scene.version(state), contact_name="赵某")
    return press(scene, "liaison", "plan-save", typed, number=STATES[state])


def designating(scene: Scene, state: str) -> Press:
    typed = DECISION | {"unit": scene.participant.pk, "plan_deadline": "2015-04-30"}
    return press(scene, "checker", "task-designate", typed, number=STATES[state])


def drafting(scene: Scene) -> Press:
    return press(scene, "leadership", "report-draft", {"as_of": "2015-03-31"}, year=2015, nth=1)


def withdrawing(scene: Scene) -> Press:
    typed = {"based_on": scene.progress("accepted").version}
    return press(scene, "liaison", "progress-withdraw", typed, round=1, number=STATES["accepted"])


def filing(scene: Scene, *states: str) -> Press:
    typed = {f"{STATES[state]}-file": scene.progress(state).version for state in states}
    return press(scene, "liaison", "round-file", typed, round=1)


def extending(scene: Scene) -> Press:
    typed = {"unit": scene.lead.slug, "until": "2015-04-20", "told": "李某"}
    return press(scene, "checker", "round-extend", typed, round=1)


def accepting(scene: Scene) -> Press:
    state = "no_comments"
    return press(scene, "checker", "plan-accept", {"based_on": scene.version(state)}, number=STATES[state])


def registering(scene: Scene, *states: str) -> Press:
    tasks = [scene.task(state).pk for state in states]
    typed = {"tasks": tasks, "received_on": "2015-03-31", "channel": "fax"}
    client = client_for(scene.members["checker"], raise_request_exception=False)
    address = f"{reverse('letter-add', args=[scene.programme.slug])}?unit={scene.lead.slug}"
    return lambda: client.post(address, typed).status_code


def done_in_order(*actions: str) -> list[str]:
    """As the log has them."""
    rows = AuditEntry.objects.filter(action__in=actions, outcome=AuditOutcome.OK).order_by("-pk")
    return list(rows.values_list("action", flat=True))[: len(actions)][::-1]


def test_whoever_led_until_this_moment_begins_no_plan(fresh, meet):
    thread, scene = fresh
    acts = thread(lambda: [designating(scene, "none"), saving(scene, "none")])
    assert meet(*acts, behind=(decisions, "set_lead")) == [302, 403]
    assert thread(scene.plan, "none") is None


def test_a_withdrawal_and_a_draft_of_a_report_do_not_wait_for_each_other(fresh, meet):
    """The task is locked before the round, and that before the programme, by both."""
    thread, scene = fresh
    acts = thread(lambda: [withdrawing(scene), drafting(scene)])
    assert meet(*acts, behind=(progress_written, "locked_round")) == [302, 302]
    assert thread(done_in_order, "progress.withdraw", "report.draft") == [
        "progress.withdraw",
        "report.draft",
    ]


def test_several_that_are_filed_together_do_not_wait_for_one_that_is_being_filed_and_it_for_them(fresh, meet):
    """All of their tasks are locked before the first of them takes their round."""
    thread, scene = fresh

    def two_are_written() -> list[Press]:
        first, by = scene.progress("draft"), scene.members["liaison"]
        more = {"task": scene.task("filed"), "round": first.round, "said": first.said()}
        progress.save(**more, based_on=0, by=by, at=clock.now())
        return [filing(scene, "filed"), filing(scene, "draft", "filed")]

    assert meet(*thread(two_are_written), behind=(progress_written, "locked_task")) == [302, 409]
    assert thread(lambda: scene.progress("draft").entry) is None


@pytest.mark.parametrize(("act", "noted"), [(extending, "round.extend"), (accepting, "plan.accept")])
def test_rounds_and_plans_wait_for_the_draft_that_is_being_taken_of_them(fresh, meet, act, noted):
    """What it reads is of one moment, however many queries that takes."""
    thread, scene = fresh
    acts = thread(lambda: [drafting(scene), act(scene)])
    assert meet(*acts, behind=(ledger, "build")) == [302, 302]
    assert thread(done_in_order, "report.draft", noted) == ["report.draft", noted]


def test_two_who_want_the_same_tasks_do_not_wait_for_each_other(fresh, meet):
    """They come to them in the same order: both wait for whoever has the second of three."""
    thread, scene = fresh
    save, register, draft = thread(
        lambda: [saving(scene, "draft"), registering(scene, "none", "draft", "consulted"), drafting(scene)]
    )
    assert meet(save, partial(at_once, register, draft), behind=(drafts, "touch")) == [302, [302, 302]]


def test_a_register_that_names_another_lead_takes_no_plan_that_is_begun_in_this_moment(fresh, meet, tmp_path):
    thread, _ = fresh
    folder = copied(tmp_path)
    change(folder, "kczh/programme.toml", 'code = "KCZH"', 'code = "CSZX"')
    thread(load, folder)
    change(folder, "kczh/tasks.toml", '[{ unit = "市测试甲局" }]', '[{ unit = "市科委" }]')

    def begin() -> Press:
        task = Programme.objects.get(code="CSZX").tasks.get(number=2)
        return pressed(make_user(Role.LIAISON, task.lead), url("plan-save", task), posted())

    def reload() -> str:
        with pytest.raises(CommandError) as refused:
            load(folder)
        return str(refused.value)

    saved, refused = meet(thread(begin), reload, behind=(drafts, "touch"))
    assert saved == 302
    assert "市测试甲局已开始填写本项实施方案，牵头单位不能改为市科委" in refused
    assert thread(Plan.objects.filter(task__programme__code="CSZX").count) == 1


def test_of_two_who_take_over_what_a_unit_gave_one_has_taken_it(fresh, meet):
    """By the action itself: a page saves its text before, and two pages meet there."""
    thread, scene = fresh

    def taking() -> Callable[[], Membership]:
        given, by = Contribution.objects.get(), make_user(Role.LIAISON, scene.lead)
        return lambda: contributions.take_over(contribution=given, by=by, at=clock.now()).taken_by

    first, second = meet(*thread(lambda: [taking(), taking()]), behind=(Contribution, "save"))
    assert first == second
    taken = AuditEntry.objects.filter(action="contribution.take").count
    assert thread(taken) == 1


def test_of_two_changes_of_a_programme_each_keeps_what_stood_before_it(fresh, meet):
    thread, scene = fresh

    def retitling(title: str) -> Press:
        address = reverse("admin:tasks_programme_change", args=[scene.programme.pk])
        return pressed(
            scene.members["administrator"], address, as_it_stands(scene.programme) | {"title": title}
        )

    acts = thread(lambda: [retitling("更名一"), retitling("更名二")])
    assert meet(*acts, behind=(admin, "keep")) == [302, 302]
    kept = thread(lambda: list(FormerProgramme.objects.order_by("pk").values_list("title", flat=True)))
    assert kept == [scene.programme.title, "更名一"]
