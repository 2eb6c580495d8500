"""How the scene comes about: the register, a plan in every state, rounds, reports and problems, all through the actions."""

from dataclasses import replace
from datetime import date

from django.urls import reverse

from tasks.actions import (
    assigning,
    comments,
    completions,
    consultation,
    coordination,
    filing,
    goals,
    letters,
    opinions,
    progress,
    progress_filing,
    reports,
    rounds,
    times,
)
from tasks.enums import CommentAnswer, ConsultationAnswer, CoordinationAction, Outlook
from tasks.models import Coordination, Goal, Round
from tasks.rules.periods import read
from tasks.rules.round_terms import month
from tasks.rules.statement import Statement
from tests.access.scene import STATES, Scene
from tests.factories import client_for, make_office, make_programme, make_task, make_unit, make_user
from tests.story import SOUND, Story, at
from units.models import Membership, Unit
from units.roles import Role


def build(*, without: tuple[str, ...] = ()) -> Scene:
    """All of it; `without` the plans of some states, or what is "coordinated" or "reported"."""
    receiving = make_unit("中关村管委会")
    office = make_office(receiving, "人力资源处")
    lead, participant, consulted = make_unit("市教委"), make_unit("市科委"), make_unit("市财政局")
    stranger = make_unit("市民政局")
    stand_in = make_office(receiving, "办公室")
    programme = make_programme(receiving_office=office, stand_in_office=stand_in)
    second = make_programme("KCZH")
    ours, elsewhere = make_office(lead, "科研处"), make_office(lead, "人事处")
    members = {
        "liaison": make_user(Role.LIAISON, lead),
        "officer": make_user(Role.OFFICER, lead, ours),
        "officer_elsewhere": make_user(Role.OFFICER, lead, elsewhere),
        "participant": make_user(Role.LIAISON, participant),
        "consulted": make_user(Role.LIAISON, consulted),
        "stranger": make_user(Role.LIAISON, stranger),
        "checker": make_user(Role.CHECKER, receiving, office),
        "clerk": make_user(Role.CHECKER, receiving, office),
        "stand_in": make_user(Role.CHECKER, receiving, stand_in),
        "foreign_checker": make_user(Role.CHECKER, second.receiving_office.unit, second.receiving_office),
        "leadership": make_user(Role.LEADERSHIP, programme.leadership_unit),
        "foreign_leadership": make_user(Role.LEADERSHIP, second.leadership_unit),
        "administrator": make_user(Role.ADMINISTRATOR),
        "auditor": make_user(Role.AUDITOR),
    }
    scene = Scene(programme, second, lead, ours, receiving, participant, consulted, members)
    _register(scene, stranger)
    _plans(scene, without)
    if "reported" not in without:
        _rounds(scene)
        _reports(scene)
    scene.sessions = {who: _signed_in(one) for who, one in members.items()}
    return scene


def _signed_in(member: Membership) -> str:
    """The key of a session whose first request is over: that one notes when the session began."""
    client = client_for(member)
    client.get(reverse("help"))
    return client.session.session_key


def _register(scene: Scene, stranger: Unit) -> None:
    for state, number in STATES.items():
        lead = {"no_lead": None, "own_office": scene.receiving, "office_asked": scene.receiving}.get(
            state, scene.lead
        )
        others = [scene.participant, scene.consulted, "等有关区县"]
        if state == "no_lead":
            others.reverse()  # the first entry decides whether a lead is still to be named
        make_task(scene.programme, number, lead=lead, participants=others)
        make_task(scene.second, number, lead=stranger)


def _plans(scene: Scene, without: tuple[str, ...]) -> None:
    """Every plan through the actions, as it comes about; all are assigned to the same office of the lead. And problems
    of two tasks.
    """
    story = story_of(scene)
    for state in (
        "draft",
        "consulted",
        "filed",
        "checking",
        "returned",
        "accepted",
        "refiled",
        "withdrawn",
        "no_comments",
        "settled",
        "revising",
        "revision_filed",
    ):
        if state in without:
            continue
        one = replace(story, task=scene.task(state))
        one.draft()
        assigning.assign(
            task=one.task, office=scene.office, based_on_office=None, by=story.liaison, at=at(20)
        )
        _STEPS.get(state, _nothing)(scene, one)
    _own_office(scene, story)
    _from_a_letter(scene, story)
    if "coordinated" not in without:
        _coordinate(scene)


def story_of(scene: Scene) -> Story:
    who = scene.members
    return Story(
        programme=scene.programme,
        task=scene.task("none"),
        lead=scene.lead,
        participant=scene.participant,
        liaison=who["liaison"],
        officer=who["officer"],
        other_unit=who["participant"],
        checker=who["checker"],
        second_checker=who["clerk"],
        leadership=who["leadership"],
        outsider=who["stranger"],
    )


def _nothing(scene: Scene, story: Story) -> None:
    """Stays the draft it is."""


def _consult(scene: Scene, story: Story) -> None:
    consultation.ask(
        plan_id=story.plan.pk,
        based_on=story.plan.version,
        units=[scene.consulted],
        message="请反馈",
        by=story.liaison,
        at=at(21),
    )


def _settle(scene: Scene, story: Story) -> None:
    """Asked in the system, then on paper: the first question no longer waits."""
    _consult(scene, story)
    consultation.note_offline(
        plan_id=story.plan.pk,
        based_on=story.plan.version,
        unit=scene.consulted,
        answered_on=at(22).date(),
        opinion="",
        by=story.liaison,
        at=at(23),
    )


def _file(scene: Scene, story: Story) -> None:
    """Filed after a consultation that was answered."""
    _consult(scene, story)
    consultation.answer(
        consultation_id=story.plan.consultations.get().pk,
        answer=ConsultationAnswer.NO_OBJECTION,
        opinion="",
        by=scene.members["consulted"],
        at=at(22),
    )
    story.file()


def _check(scene: Scene, story: Story) -> None:
    story.file()
    story.start_check()
    story.comment()


def _return(scene: Scene, story: Story) -> None:
    story.file()
    story.send_back()


def _refile(scene: Scene, story: Story) -> None:
    _return(scene, story)
    comments.answer(
        comment=scene.comment("refiled"),
        based_on=scene.comment("refiled").answer_mark,
        answer=CommentAnswer.ADOPTED,
        text="",
        by=story.liaison,
        at=at(27),
    )
    story.file(at(28))


def _accept(scene: Scene, story: Story) -> None:
    story.file()
    story.accept()


def _accept_and_opine(scene: Scene, story: Story) -> None:
    """A participating unit has something to say of the first step."""
    _accept(scene, story)
    opinions.note(
        plan_id=story.plan.pk, nth=1, step_key=1, text="建议提前", by=scene.members["participant"], at=at(28)
    )


def _revise(scene: Scene, story: Story) -> None:
    _accept(scene, story)
    story.revise(replace(SOUND, contact_name="王某"))


def _file_revision(scene: Scene, story: Story) -> None:
    """With a later 完成时间, which waits for its decision."""
    _accept(scene, story)
    story.revise(replace(SOUND, finish=read("2018年12月")))
    times.give_reason(
        plan_id=story.plan.pk,
        based_on=story.plan.version,
        key=0,
        reason="场地未落实",
        by=story.liaison,
        at=at(28),
    )
    story.file(at(29))


def _withdraw(scene: Scene, story: Story) -> None:
    story.file()
    plan = story.plan
    filing.withdraw(plan_id=plan.pk, based_on=plan.version, by=story.liaison, at=at(26))


def _start(scene: Scene, story: Story) -> None:
    story.file()
    story.start_check()


_STEPS = {
    "consulted": _consult,
    "filed": _file,
    "checking": _check,
    "returned": _return,
    "accepted": _accept_and_opine,
    "refiled": _refile,
    "withdrawn": _withdraw,
    "no_comments": _start,
    "settled": _settle,
    "revising": _revise,
    "revision_filed": _file_revision,
}


def _reports(scene: Scene) -> None:
    """One that is written, with a paragraph that was edited; one that is final."""
    by, day = scene.members["leadership"], at(26)  # before anything was accepted, which may be taken back
    for _ in range(2):
        last = reports.begin(
            programme=scene.programme, round=None, as_of=day.date(), corrects=None, by=by, at=day
        )
    first = scene.programme.reports.get(nth=1)
    reports.edit(report=first, key="problems", text="另行报告。", based_on=None, by=by, at=day)
    reports.finish(report=last, based_on=last.drafts.get().pk, by=by, at=day)
    goal = Goal.objects.create(
        programme=scene.programme, number=1, name="外国专家", target=4000, measure="人"
    )
    goals.record_reading(goal=goal, value=3800, counted_on=day.date(), source="统计", by=by, at=day)


def _coordinate(scene: Scene) -> None:
    """One of the lead that waits; one of a participating unit, passed on to a stranger and then answered."""
    _raise(scene, "none", "liaison")
    raised = _raise(scene, "draft", "participant")
    for version, (action, more) in enumerate(
        (
            (
                CoordinationAction.PASS_ON,
                {"units": [scene.members["stranger"].unit], "answer_by": date(2015, 4, 10)},
            ),
            (CoordinationAction.ANSWER, {"note": "请按会议纪要办理"}),
        ),
        start=1,
    ):
        coordination.handle(
            coordination_id=raised.pk, based_on=version, action=action, dated_on=at(29).date(),
            basis="会议纪要第1期", **more, by=scene.members["leadership"], at=at(29),
        )  # fmt: skip


def _raise(scene: Scene, state: str, who: str) -> Coordination:
    return coordination.raise_it(
        task=scene.task(state), what="经费渠道未定", asked_of="市财政局", wanted_by=date(2015, 4, 20),
        by=scene.members[who], at=at(28),
    )  # fmt: skip


def _rounds(scene: Scene) -> None:
    """One that is filed now, one that lies ahead, and one that is closed."""
    by = scene.members["checker"]
    made = rounds.open_rounds(
        programme=scene.programme,
        terms=[month(2015, 3), month(2015, 4), month(2015, 2)],
        tasks=[],
        by=by,
        at=at(2),
    )
    rounds.close_round(round=made[2], by=by, at=at(20))
    _progress(scene, made[0])


def _progress(scene: Scene, round: Round) -> None:
    """In the one that is filed now a draft, one filed and commented on, one entered from a letter; and a task that is done."""
    said = Statement(done_text="已印发实施细则", outlook=Outlook.ON_COURSE)
    by = scene.members["liaison"]
    for state in ("draft", "accepted"):
        progress.save(task=scene.task(state), round=round, based_on=0, said=said, by=by, at=at(29))
    row = scene.progress("accepted")
    progress_filing.file_progress(progress_id=row.pk, based_on=row.version, by=by, at=at(30))
    comments.on_progress(
        progress_id=row.pk, nth=1, field="done_text", step=None, text="请补充数据", by=scene.members["checker"], at=at(30),
    )  # fmt: skip
    progress_filing.enter_on_behalf(
        task=scene.task("on_behalf"), round=round, letter=scene.letter, based_on=0, said=said,
        by=scene.members["clerk"], at=at(30),
    )  # fmt: skip
    scene.call = letters.register_letter(
        programme=scene.programme, unit=scene.lead, tasks=[scene.task("none"), scene.task("consulted")],
        received_at=at(30), channel="call", round=round, by=scene.members["clerk"], at=at(30),
    )  # fmt: skip
    completions.complete(
        task=scene.task("no_comments"), kind="done", basis="minutes", basis_number="〔2015〕7号", dated_on=at(29).date(),
        by=scene.members["leadership"], at=at(30),
    )  # fmt: skip


def _own_office(scene: Scene, story: Story) -> None:
    """A plan of the receiving unit, carried out by the receiving office itself."""
    liaison = make_user(Role.LIAISON, scene.receiving)
    one = replace(story, task=scene.task("own_office"), liaison=liaison)
    one.draft()
    assigning.assign(
        task=one.task, office=scene.programme.receiving_office, based_on_office=None, by=liaison, at=at(20)
    )
    one.file()
    one.start_check()


def _from_a_letter(scene: Scene, story: Story) -> None:
    carried = ("on_behalf", "on_behalf_checking", "in_letter")
    clerk = replace(story, checker=scene.members["clerk"], task=scene.task("on_behalf"))
    letter = clerk.letter(tasks=[scene.task(state) for state in carried], received_at=at(24))
    for state in carried[:2]:
        entered = replace(clerk, task=scene.task(state))
        entered.enter(letter, SOUND)
        assigning.assign(
            task=entered.task, office=scene.office, based_on_office=None, by=story.liaison, at=at(25)
        )
    checked = replace(story, task=scene.task("on_behalf_checking"), second_checker=scene.members["checker"])
    checked.start_check()
    checked.verify()
    _named_office(scene, story)


def _named_office(scene: Scene, story: Story) -> None:
    """A plan of the receiving unit whose 责任处室 may be the receiving office or not."""
    liaison = Membership.objects.get(unit=scene.receiving, role=Role.LIAISON)
    one = replace(story, task=scene.task("office_asked"), liaison=liaison)
    one.draft(replace(SOUND, responsible_office="人资处"))
    one.file()
    one.start_check()
