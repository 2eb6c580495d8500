"""What the rules are asked about beside the scene: where the second of two things decides, or the very moment."""

from dataclasses import replace
from datetime import date, datetime
from itertools import count

from tasks.actions import (
    assigning,
    checking,
    comments,
    coordination,
    decisions,
    filing,
    letters,
    opinions,
    progress,
    progress_checking,
    progress_filing,
    reports,
    rounds,
    step_reports,
)
from tasks.enums import CoordinationAction, Outlook
from tasks.models import Progress, Round
from tasks.rules.statement import Statement
from tests.access.scene import Scene
from tests.access.scene_made import story_of
from tests.factories import make_task, make_user
from tests.story import SOUND, Story, at
from units.models import Membership, Office, Unit
from units.roles import Role

SAID = Statement(done_text="已印发实施细则", outlook=Outlook.ON_COURSE)


def more_to_ask_about(scene: Scene, people: dict[str, Membership]) -> None:
    made = _Made(scene, people)
    made.acceptances()
    made.corrections()
    made.returned_twice()
    made.of_the_receiving_unit()
    made.of_another_lead()
    made.written_elsewhere()
    made.units_of_plans()
    made.in_rounds()
    made.given_up_since()
    made.of_another_office_since()
    made.reports()


class _Made:
    """Tasks from the 51st on, each with its history."""

    def __init__(self, scene: Scene, people: dict[str, Membership]):
        self.scene, self.who, self.numbers = scene, people, count(51)

    def reports(self) -> None:
        """One that tells of the 28th at ten, and a later one that was cancelled."""
        programme, by = self.scene.programme, self.who["leadership"]
        doing = {"programme": programme, "round": None, "corrects": None, "by": by}
        reports.begin(as_of=at(28).date(), at=at(28), **doing)
        cancelled = reports.begin(as_of=at(30).date(), at=at(30, 20), **doing)
        reports.cancel(report=cancelled, reason="统计有误", by=by, at=at(30, 21))

    def story(self, lead: Unit | None = None, *, participants=None) -> Story:
        """Around a task that the lead of the scene leads, unless another unit is named."""
        scene, lead = self.scene, lead or self.scene.lead
        others = [scene.participant, scene.consulted] if participants is None else participants
        task = make_task(scene.programme, next(self.numbers), lead=lead, participants=others)
        liaison = next(
            each for each in self.who.values() if each.role == Role.LIAISON and each.unit_id == lead.pk
        )
        return replace(story_of(scene), task=task, lead=lead, liaison=liaison)

    # --- plans that were accepted ---------------------------------------------------------------------------

    def acceptances(self) -> None:
        """Of two a 送审稿 has used the first; after one something happened, or in its very moment."""
        again = self.story()
        again.file()
        again.accept(at(27))
        self._read(again, at(27, 12))
        self._report_step(again, at(27, 13))
        again.take_back(when=at(28, 15))
        again.accept(at(29))
        for note in (self._read, self._report_step):
            story = self.story()
            story.file()
            story.accept(at(29))
            note(story, at(29))
        story = self.story()
        story.file()
        story.accept(at(28))  # in the moment in which the 送审稿 was taken
        revised = self._revised()
        revised.accept(at(29))
        given_up = self._revised()
        given_up.accept(at(29))
        given_up.take_back(when=at(29, 12))
        self._withdraw(given_up, at(29, 13))
        given_up.give_up(when=at(30))
        returned = self._revised()
        returned.start_check(at(28, 16))
        returned.comment()
        returned.return_now(at(28, 17))
        returned.file(at(28, 18))

    def given_up_since(self) -> None:
        """A revision that was accepted too, by mistake; of neither has a 送审稿 told."""
        story = self.story()
        story.file()
        story.accept(at(29))
        story.revise(replace(SOUND, contact_name="王某"), when=at(29, 11))
        story.file(at(29, 12))
        story.accept(at(29, 13))
        story.take_back(when=at(29, 14))
        self._withdraw(story, at(29, 15))
        story.give_up(when=at(29, 16))

    def _revised(self) -> Story:
        """Accepted, opened by a unit and told of; then filed anew."""
        story = self.story()
        story.file()
        story.accept(at(27))
        self._read(story, at(27, 12))
        story.revise(replace(SOUND, contact_name="王某"))
        story.file(at(28, 14))
        return story

    def _read(self, story: Story, when: datetime) -> None:
        opinions.note_read(plan=story.plan, by=self.who["participant"], at=when)

    def _report_step(self, story: Story, when: datetime) -> None:
        step_reports.report_step(
            task=story.task, key=1, state="under_way", done_on=None, word="", by=story.liaison, at=when
        )

    def _withdraw(self, story: Story, when: datetime) -> None:
        plan = story.plan
        filing.withdraw(plan_id=plan.pk, based_on=plan.version, by=story.liaison, at=when)

    # --- plans from letters, and letters --------------------------------------------------------------------

    def corrections(self) -> None:
        """What the lead corrects of what was entered, and takes back; letters before and after a return."""
        for taken_back in (False, True):
            story = self.story()
            story.enter(story.letter(received_at=at(24)))
            story.draft(replace(SOUND, contact_name="王某"))
            story.file(at(25))
            if taken_back:
                self._withdraw(story, at(26))
        verified = replace(self.story(), second_checker=self.who["checker"])
        replace(verified, checker=self.who["clerk"]).enter(verified.letter(received_at=at(24)))
        verified.verify(at(25))
        verified.accept(at(26))
        verified.revise(when=at(29))
        unwritten = self.story()
        unwritten.enter(unwritten.letter(received_at=at(24)), replace(SOUND, responsible_office=""))
        unwritten.start_check()
        returned = self.story()
        returned.file()
        returned.send_back()
        for day, hour in ((26, 1), (25, 23), (27, 10)):
            returned.letter(received_at=at(day, hour), recorded_at=at(28))
        withdrawn = self.story()
        withdrawn.file()
        letter = withdrawn.letter(received_at=at(24), recorded_at=at(26))
        letters.withdraw_arrival(arrival_id=letter.arrivals.get().pk, by=self.who["clerk"], at=at(27))

    def returned_twice(self) -> None:
        """With comments of both; the second answered."""
        story = self.story()
        story.file()
        story.send_back()
        story.file(at(27))
        story.start_check(at(28))
        story.comment("请写明牵头处室", "responsible_office", None)
        story.return_now(at(28, 15))
        story.letter(received_at=at(27), recorded_at=at(29))
        story.letter(received_at=at(28, 1), recorded_at=at(29))
        again = self.story()
        again.file()
        self._withdraw(again, at(26))
        again.file(at(27))

    # --- offices --------------------------------------------------------------------------------------------

    def of_the_receiving_unit(self) -> None:
        """Carried out by the office that checks, or once was; named in words that may mean it, or do."""
        receiving = self.scene.programme.receiving_office
        for then in ("nothing", "checked", "returned"):
            story = self.story(self.scene.receiving)
            story.draft()
            self._assign(story, receiving, None)
            story.file()
            self._assign(story, self.scene.programme.stand_in_office, receiving)
            if then != "nothing":
                story.start_check()
            if then == "returned":
                story.comment()
                story.return_now(at(26, 15))
        named = self._named("人力资源处")
        named.start_check()
        returned = self._named("人力资源处")
        returned.send_back()
        self._renamed()
        for meant in (True, False):
            answered = self._named("人资处")
            answered.start_check()
            self._answer(answered, "人力资源处", "checker", meant)
            if not meant:
                self._answer(answered, "人才处", "of_offices_alike", False)
        for words in ("人才办", "人力资源处"):
            anew = self._named("人资处")
            anew.start_check()
            self._answer(anew, "人才处", "of_offices_alike", False)
            anew.comment()
            anew.return_now(at(26, 15))
            anew.draft(replace(SOUND, responsible_office=words))
            anew.file(at(27))
            anew.start_check(at(28))
        elsewhere = self.story()
        elsewhere.draft(replace(SOUND, responsible_office="人资科研办"))
        elsewhere.file()
        elsewhere.start_check()
        self._carried_out_by_the_office_that_receives_the_second_programme()

    def of_another_office_since(self) -> None:
        """What is in force names the office that receives; the revision that is being checked names another."""
        story = self._renamed()
        story.file(at(29))
        story.start_check(at(30))

    def _renamed(self) -> Story:
        story = self._named("人力资源处")
        story.start_check()
        plan = story.plan
        checking.accept(plan_id=plan.pk, based_on=plan.version, by=self.who["stand_in"], at=at(27))
        story.revise(replace(SOUND, responsible_office="办公室"))
        return story

    def _named(self, words: str) -> Story:
        story = self.story(self.scene.receiving)
        story.draft(replace(SOUND, responsible_office=words))
        story.file()
        return story

    def _answer(self, story: Story, office: str, who: str, is_meant: bool) -> None:
        checking.answer_office(
            plan_id=story.plan.pk, office=self.scene.receiving.offices.get(name=office), is_meant=is_meant,
            by=self.who[who], at=at(26, 12),
        )  # fmt: skip

    def _assign(self, story: Story, office: Office, before: Office | None) -> None:
        assigning.assign(
            task=story.task,
            office=office,
            based_on_office=before and before.pk,
            by=story.liaison,
            at=at(25, 12),
        )

    def _carried_out_by_the_office_that_receives_the_second_programme(self) -> None:
        """Which nobody stands in for."""
        second = self.scene.second
        office = second.receiving_office
        story = replace(
            self.story(),
            programme=second,
            task=make_task(second, 51, lead=office.unit),
            lead=office.unit,
            liaison=make_user(Role.LIAISON, office.unit),
            checker=self.who["foreign_checker"],
        )
        story.draft()
        self._assign(story, office, None)
        story.file()
        story.start_check()

    # --- another lead, other authors, other units -----------------------------------------------------------

    def of_another_lead(self) -> None:
        """Who led wrote, raised a problem and reported; who leads now took part, and raised one too."""
        round = self.march
        story, entered = self.story(), self.story()
        story.file()
        story.accept(at(26))
        opinions.note(
            plan_id=story.plan.pk, nth=1, step_key=1, text="建议提前", by=self.who["participant"], at=at(27)
        )
        opinion = opinions.note(
            plan_id=story.plan.pk, nth=1, step_key=2, text="同意", by=self.who["consulted"], at=at(27)
        )
        opinions.answer(opinion_id=opinion.pk, text="谢谢", by=self.who["liaison"], at=at(28))
        for who in ("liaison", "participant", "consulted"):
            raised = coordination.raise_it(
                task=story.task, what="经费渠道未定", asked_of="市财政局", wanted_by=date(2015, 4, 20),
                by=self.who[who], at=at(28),
            )  # fmt: skip
        for version, unit in enumerate((self.scene.lead, self.scene.participant), start=1):
            coordination.handle(
                coordination_id=raised.pk, based_on=version, action=CoordinationAction.PASS_ON, units=[unit],
                answer_by=date(2015, 4, 10), dated_on=at(29).date(), basis="会议纪要第1期",
                by=self.who["leadership"], at=at(29),
            )  # fmt: skip
        self._file(story, round, at(29))
        self._enter(entered, round, at(29))
        for each in (story, entered):
            decisions.designate(
                task=each.task, unit=self.scene.participant,
                plan_deadline=None if each is story else date(2015, 5, 8), basis="minutes",
                basis_number="第2期", dated_on=at(30).date(), by=self.who["leadership"], at=at(30),
            )  # fmt: skip

    def written_elsewhere(self) -> None:
        """By somebody who is a checker too; and filed by another."""
        story = self.story()
        by = Membership.objects.get(user=self.who["wrote_elsewhere"].user, role=Role.LIAISON)
        replace(story, liaison=by).draft()
        story.file()
        story.start_check()

    def units_of_plans(self) -> None:
        """Named by a plan alone, which was accepted, filed or only written."""
        for how_far in range(3):
            story = self.story(participants=[self.scene.participant])
            story.draft(replace(SOUND, participants=(self.scene.consulted.short_name,)))
            if how_far:
                story.file()
            if how_far == 2:
                story.accept()

    # --- rounds ---------------------------------------------------------------------------------------------

    @property
    def march(self) -> Round:
        return self.scene.programme.rounds.get(number=1)

    def in_rounds(self) -> None:
        """Filed before, in and after the moment of the 送审稿, taken back, returned, and entered from letters."""
        march, scene = self.march, self.scene
        for hour in (9, 10, 11):
            self._file(self.story(), march, at(28, hour))
            self._enter(self.story(), march, at(28, hour))
        closed = scene.programme.rounds.get(number=3)
        self._file(self.story(), closed, at(30))
        self._file(self.story(scene.participant), march, at(30))
        rounds.extend(
            round=march, unit=scene.lead, until=date(2015, 4, 20), told="周某", reason="会议", by=self.who["checker"],
            at=at(30),
        )  # fmt: skip
        again = self.story()
        row = self._file(again, march, at(28, 12))
        progress_filing.withdraw(progress_id=row.pk, based_on=row.version, by=again.liaison, at=at(28, 13))
        self._file(again, march, at(29))
        once, twice, at_once = self.story(), self.story(), self.story()
        for story, when in ((once, at(28, 12)), (twice, at(28, 12)), (at_once, at(29))):
            row = self._file(story, march, when)
            self._comment(row, at(28, 13))
            self._send_back(row, at(28, 15) if story is not at_once else at(29))
        at_once.draft()
        self._assign(at_once, scene.office, None)
        for story in (once, twice):
            row = self._file(story, march, at(29))
        self._comment(row, at(29, 13))
        self._send_back(row, at(30, 15))
        for day in (29, 30):
            self._call(twice, at(day))
        self._from_letters()

    def _from_letters(self) -> None:
        verified, disputed, corrected, mended = (self.story() for _ in range(4))
        rows = {
            story.task.number: self._enter(story, self.march, at(29))
            for story in (verified, disputed, corrected, mended)
        }
        entry = rows[verified.task.number].entry
        progress_checking.verify(entry=entry, by=self.who["checker"], at=at(30))
        entry = rows[disputed.task.number].entry
        progress_checking.dispute(entry=entry, words="数字不符", by=disputed.liaison, at=at(30))
        row = rows[corrected.task.number]
        self._comment(row, at(29, 12))
        row = self._file(corrected, self.march, at(30))
        self._send_back(row, at(30, 15))
        row = rows[mended.task.number]
        self._comment(row, at(29, 12))
        self._send_back(row, at(29, 15))
        for day, hour in ((29, 1), (28, 23), (30, 1)):
            self._call(mended, at(day, hour))
        withdrawn = self._call(self.story(), at(30))
        letters.withdraw_progress_arrival(
            arrival_id=withdrawn.progress_arrivals.get().pk, by=self.who["clerk"], at=at(30)
        )

    def _file(self, story: Story, round: Round, when: datetime) -> Progress:
        doing = {"by": story.liaison, "at": when}
        row = Progress.objects.filter(task=story.task, round=round).first()
        said = replace(SAID, next_text=f"{when:%H}时")
        row = progress.save(
            task=story.task, round=round, based_on=row.version if row else 0, said=said, **doing
        )
        progress_filing.file_progress(progress_id=row.pk, based_on=row.version, **doing)
        return Progress.objects.get(pk=row.pk)

    def _enter(self, story: Story, round: Round, when: datetime) -> Progress:
        progress_filing.enter_on_behalf(
            task=story.task, round=round, letter=self._call(story, when), based_on=0, said=SAID,
            by=self.who["clerk"], at=when,
        )  # fmt: skip
        return Progress.objects.get(task=story.task, round=round)

    def _call(self, story: Story, when: datetime):
        return letters.register_letter(
            programme=story.programme, unit=story.lead, tasks=[story.task], received_at=when, channel="call",
            round=self.march, by=self.who["clerk"], at=max(when, at(29)),
        )  # fmt: skip

    def _comment(self, row: Progress, when: datetime) -> None:
        comments.on_progress(
            progress_id=row.pk, nth=row.entry.nth, field="done_text", step=None, text="请补充数据",
            by=self.who["checker"], at=when,
        )  # fmt: skip

    def _send_back(self, row: Progress, when: datetime) -> None:
        row = Progress.objects.get(pk=row.pk)
        progress_checking.send_back(
            progress_id=row.pk, based_on=row.version, refile_by=date(2015, 4, 2), note="", by=self.who["checker"],
            at=when,
        )  # fmt: skip
