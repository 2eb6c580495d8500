"""What everybody sees of everything there is, and what waits for whom: rows of two programmes, each by its number."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model, QuerySet

from tasks.actions import (
    assigning,
    attachments,
    consultation,
    contacts,
    contributions,
    coordination,
    filing,
    opinions,
    progress,
    progress_filing,
    reports,
    rounds,
)
from tasks.enums import Outlook
from tasks.models import Consultation, Coordination, Filing, Plan, Programme, Progress, Round, Task
from tasks.rules.round_terms import month
from tasks.rules.statement import Statement
from tests import asked
from tests.access.answers import undone
from tests.access.scene import ROLES, Scene
from tests.access.scene_made import story_of
from tests.factories import make_office, make_task, make_user, numbered_from
from tests.scans import PDF
from tests.story import SOUND, Story, at
from units.models import Membership, Office
from units.roles import Role
from zgc_tasks.common import uploads

pytestmark = pytest.mark.django_db

PUT_DOWN = Path(__file__).with_name("seen.txt")
NOW = Path(__file__).with_name("seen_now.txt")
WAITING: dict[str, Callable[[Membership], Iterable[Model]]] = {
    "Plan to check": lambda who: Plan.objects.visible_to(who).to_check_by(who.user),
    "Plan to verify": lambda who: Plan.objects.visible_to(who).to_verify_by(who.user),
    "Plan unread": lambda who: Plan.objects.unread_by(who.unit_id),
    "Progress to verify": lambda who: Progress.objects.visible_to(who).to_verify_by(who.user),
    "Progress to compare": lambda who: Progress.objects.to_compare_by(who.unit, who.user),
    "Consultation waiting": lambda who: Consultation.objects.waiting_for(who.unit_id),
    "Coordination waiting": lambda who: Coordination.objects.waiting_for(who.unit_id),
    "Coordination owed": lambda who: Coordination.objects.owed_by(who.unit_id),
    "Task joined": lambda who: Task.objects.joined_by(who.unit_id),
    "Task of the unit": lambda who: Task.objects.of_unit(who.unit_id),
    "Task ever led": lambda who: Task.objects.ever_led_by(who.unit),
    "Programme worked in": lambda who: Programme.objects.worked_in_by(who),
    "Programme to start with": lambda who: [found for found in [Programme.objects.start_of(who)] if found],
    "Programme beside another": lambda who: Programme.objects.with_others(who).filter(has_others=True),
    "Filing of its plan": lambda who: chain.from_iterable(
        Filing.objects.of(plan, who) for plan in Plan.objects.visible_to(who)
    ),
}


@pytest.fixture(scope="module")
def everything(acting) -> Iterator[Scene]:
    with undone():
        with numbered_from(3_000_000):
            _of_the_second_programme(acting)
            _with_files(acting)
            _of_the_receiving_unit(acting)
        yield acting


def test_everybody_sees_what_is_put_down_here_and_nothing_else(everything, tmp_path):
    """Where something else is meant, what is found takes the place of what is put down."""
    told = [line for name, rows, of in _asked() for line in _told(everything, name, rows, of)]
    found = tmp_path / PUT_DOWN.name
    found.write_text("\n".join([*told, ""]), encoding="utf-8")
    assert told == PUT_DOWN.read_text(encoding="utf-8").splitlines(), f"cp {found} {PUT_DOWN}"


def test_querysets_say_of_the_same_rows_what_is_put_down_here(everything, tmp_path):
    """Where something else is meant, what is found takes the place of what is put down."""
    found = tmp_path / NOW.name
    said = asked.now("市财政局", "区县")
    found.write_text("\n".join([*said, ""]), encoding="utf-8")
    assert said == NOW.read_text(encoding="utf-8").splitlines(), f"cp {found} {NOW}"


def _asked() -> Iterator[tuple[str, type[Model], Callable[[Membership | None], QuerySet]]]:
    for model in apps.get_app_config("tasks").get_models():
        if hasattr(model._default_manager, "visible_to"):
            yield model.__name__, model, model._default_manager.visible_to
    for name, of in WAITING.items():
        yield name, apps.get_model("tasks", name.partition(" ")[0]), of


def _told(scene: Scene, name: str, model: type[Model], of: Callable) -> Iterator[str]:
    """Of each person the rows, by their numbers in the order in which they came; people who see the same together."""
    numbers = {
        pk: nth
        for nth, pk in enumerate(model._default_manager.order_by("pk").values_list("pk", flat=True), 1)
    }
    seen: dict[str, list[str]] = {}
    for who in ROLES:
        rows = _rows(scene, name, who, of)
        seen.setdefault(_in_short(sorted(numbers[pk] for pk in rows)), []).append(who)
    yield f"{name}, of {len(numbers)}"
    yield from (f"  {rows}: {' '.join(people)}" for rows, people in seen.items())


def _rows(scene: Scene, name: str, who: str, of: Callable) -> set[int]:
    member = scene.members.get(who)
    if name in WAITING and (member is None or member.unit_id is None):
        return set()
    return {row.pk for row in of(member)}


def _in_short(numbers: list[int]) -> str:
    return " ".join(map(str, numbers)) or "none"


# --- what the scene has none or one of ------------------------------------------------------------------------


def _of_the_second_programme(scene: Scene) -> None:
    """There too a plan that was filed, one from a letter, one in a consultation, and progress, of its own people."""
    who, second = scene.members, scene.second
    story = Story(
        programme=second,
        task=second.tasks.get(number=1),
        lead=who["stranger"].unit,
        participant=scene.participant,
        liaison=who["stranger"],
        officer=who["stranger"],
        other_unit=who["participant"],
        checker=who["foreign_checker"],
        second_checker=who["foreign_checker"],
        leadership=who["foreign_leadership"],
        outsider=who["liaison"],
    )
    filed, entered, asked = (replace(story, task=second.tasks.get(number=number)) for number in (1, 2, 3))
    added = replace(SOUND, participants=(scene.consulted.short_name,))
    filed.draft(added)
    filed.file()
    plan = filed.accept()
    opinions.note(plan_id=plan.pk, nth=1, step_key=1, text="建议提前", by=who["consulted"], at=at(28))
    entered.enter(entered.letter(received_at=at(24)))
    plan = asked.draft(added)
    consultation.ask(
        plan_id=plan.pk,
        based_on=plan.version,
        units=[scene.consulted],
        message="请反馈",
        by=story.liaison,
        at=at(21),
    )
    (round,) = rounds.open_rounds(
        programme=second, terms=[month(2015, 3)], tasks=[], by=story.checker, at=at(2)
    )
    _file_with_evidence(filed.task, round, story.liaison)
    contributions.contribute(task=filed.task, round=round, text="已配套", by=who["consulted"], at=at(30))
    coordination.raise_it(
        task=filed.task, what="经费渠道未定", asked_of="市财政局", wanted_by=date(2015, 4, 20), by=story.liaison, at=at(28),
    )  # fmt: skip
    filed.note(when=at(28))
    _withdrawn_by_the_unit_of_the_leading_group(story, round)
    _keep_a_file(second, who["foreign_leadership"])


def _withdrawn_by_the_unit_of_the_leading_group(story: Story, round: Round) -> None:
    """Who oversees is of the unit, and reads what it took back no more than others do."""
    unit = story.leadership.unit
    own = replace(
        story, task=make_task(story.programme, 40, lead=unit), liaison=make_user(Role.LIAISON, unit)
    )
    plan = own.file()
    filing.withdraw(plan_id=plan.pk, based_on=plan.version, by=own.liaison, at=at(26))
    row = _file_with_evidence(own.task, round, own.liaison)
    progress_filing.withdraw(progress_id=row.pk, based_on=row.version, by=own.liaison, at=at(30))


def _of_the_receiving_unit(scene: Scene) -> None:
    """Filed and returned under the receiving office and another one's by now; named as 责任处室 in what is filed, and in
    what is in force while nothing else is filed; and another office's.
    """
    liaison = Membership.objects.get(unit=scene.receiving, role=Role.LIAISON)
    other = make_office(scene.receiving, "科技处")
    theirs, own = (replace(SOUND, responsible_office=name) for name in ("科技处", "人力资源处"))
    was_ours, returned, named, named_before, of_another = (
        _story_of(scene, make_task(scene.programme, number, lead=scene.receiving), liaison)
        for number in range(41, 46)
    )
    for story in (was_ours, returned):
        story.draft(theirs)
        _assign(story, scene.programme.receiving_office)
        story.file()
    returned.send_back()
    for story in (was_ours, returned):
        _assign(story, other)
    for story, sheet in ((named, own), (named_before, own), (of_another, theirs)):
        story.draft(sheet)
        story.file()
    replace(named_before, checker=scene.members["stand_in"]).accept()
    named_before.revise(theirs)
    named_before.file(at(29))
    plan = named_before.plan
    filing.withdraw(plan_id=plan.pk, based_on=plan.version, by=liaison, at=at(30))


def _story_of(scene: Scene, task: Task, liaison: Membership) -> Story:
    return replace(story_of(scene), task=task, lead=task.lead, liaison=liaison)


def _assign(story: Story, office: Office) -> None:
    plan = story.plan
    assigning.assign(
        task=story.task, office=office, based_on_office=plan.office_id, by=story.liaison, at=at(28)
    )


def _with_files(scene: Scene) -> None:
    """A stamped scan of a filing, evidence of what was filed, and files of reports, kept and issued; a plan that one of
    its units has opened; and a contact.
    """
    who, programme = scene.members, scene.programme
    opinions.note_read(plan=scene.plan("accepted"), by=who["participant"], at=at(29))
    plan = scene.plan("draft")
    with _file("盖章件.pdf", programme, who["liaison"]) as stamped:
        filing.file_plan(
            plan_id=plan.pk, based_on=plan.version, by=who["liaison"], at=at(30), signed_by="张某",
            signed_on=at(30).date(), stamped_scan=stamped,
        )  # fmt: skip
    _file_with_evidence(scene.task("settled"), scene.progress("draft").round, who["liaison"])
    _keep_a_file(programme, who["leadership"])
    contacts.note_contact(
        programme=programme,
        unit=scene.lead,
        contacted_at=at(28),
        spoke_with="周某",
        said="好",
        by=who["clerk"],
        at=at(28),
    )


def _file(name: str, programme: Programme, by: Membership):
    scan = uploads.Scan(PDF, name, "application/pdf", ".pdf")
    return attachments.kept(scan=scan, programme=programme, by=by, at=at(30))


def _file_with_evidence(task: Task, round: Round, by: Membership) -> Progress:
    said = Statement(done_text="已印发实施细则", outlook=Outlook.ON_COURSE)
    doing = {"by": by, "at": at(30)}
    row = progress.save(task=task, round=round, based_on=0, said=said, **doing)
    with _file("证明.pdf", task.programme, by) as file:
        progress.attach(progress_id=row.pk, file=file, step_key=None, **doing)
    row.refresh_from_db()
    progress_filing.file_progress(progress_id=row.pk, based_on=row.version, **doing)
    row.refresh_from_db()
    return row


def _keep_a_file(programme: Programme, by: Membership) -> None:
    """Of a report that is final, and the scan of what was issued of it."""
    doing = {"by": by, "at": at(30)}
    report = reports.begin(programme=programme, round=None, as_of=at(26).date(), corrects=None, **doing)
    draft = report.drafts.get()
    with _file("修改稿.docx", programme, by) as kept:
        reports.note_file(draft=draft, name="修改稿.docx", sha256="0" * 64, kept=kept, **doing)
    reports.finish(report=report, based_on=draft.pk, **doing)
    with _file("正式文件.pdf", programme, by) as scan:
        reports.record_issue(
            report=report,
            document_number="〔2015〕1号",
            signed_by="张某",
            issued_on=at(30).date(),
            scan=scan,
            **doing,
        )
