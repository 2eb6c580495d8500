"""The lead unit's working copy of a 工作任务实施方案; what is filed is frozen in `Filing`."""

from datetime import date
from itertools import starmap

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from tasks.enums import WITH_THE_CHECKER, Action, PlanStatus, StepEnding
from tasks.models.register import Task
from tasks.querysets import PlanQuerySet
from tasks.querysets.register import in_order
from tasks.rules.periods import Period
from tasks.rules.sheet import IN_ONE_LINE, Sheet, Step
from tasks.rules.step_ends import StepEnd
from units.models import Membership, Office, Unit, User
from zgc_tasks.common.prepared import Prepared

MAX_STEPS = 100


class Plan(models.Model):
    """One per task, from the first save. `version` goes up with every write; a stale write is refused. Only 分办
    leaves it alone and goes by `office` (decision 0024).

    `status`, `filing`, `check_started_at` and `refile_by` tell of the working copy: how far it is, and what of it was
    filed last. `in_force` is the filing that holds, for lists, ledger and whoever may read it, and `first_filed_at`
    when its life began. Where both differ, what was accepted is in force and a revision of it is open
    (decision 0043). What stood on a past day comes from events and filings (`tasks/ledger/`).
    """

    task = models.OneToOneField(Task, models.PROTECT, related_name="plan", verbose_name="任务")
    status = models.CharField("状态", max_length=10, choices=PlanStatus, default=PlanStatus.DRAFT)
    version = models.PositiveIntegerField("版本", default=1)
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="plans", null=True, blank=True, verbose_name="承办处室"
    )
    supervising_leader = models.CharField("主管领导", max_length=100, blank=True)
    responsible_office = models.CharField("责任处室", max_length=100, blank=True)
    contact_name = models.CharField("联系人", max_length=100, blank=True)
    contact_phone = models.CharField("联系电话", max_length=100, blank=True)
    start_text = models.CharField("启动时间", max_length=100, blank=True)
    start_first = models.DateField(null=True, blank=True)
    start_last = models.DateField(null=True, blank=True)
    finish_text = models.CharField("完成时间", max_length=100, blank=True)
    finish_first = models.DateField(null=True, blank=True)
    finish_last = models.DateField(null=True, blank=True)
    # Goes up only: a key a step once had is given to no other (decision 0026).
    next_step_key = models.PositiveIntegerField("下一个步骤标识", default=1)
    # None while the plan was only handed to an office (分办) and nobody has written anything.
    begun_at = models.DateTimeField("开始填写时间", null=True, blank=True)
    updated_at = models.DateTimeField("最近保存时间")
    updated_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="最近保存人")
    filing = models.ForeignKey(
        "tasks.Filing", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="最近报送"
    )
    in_force = models.ForeignKey(
        "tasks.Filing", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="有效报送"
    )
    first_filed_at = models.DateTimeField("首次报送时间", null=True, blank=True)
    check_started_at = models.DateTimeField("开始核对时间", null=True, blank=True)
    refile_by = models.DateField("重新报送时限", null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "工作任务实施方案"
        verbose_name_plural = "工作任务实施方案"
        ordering = ["task__programme_id", "task__number"]
        constraints = [
            models.CheckConstraint(
                name="plan_filing_unless_draft",
                condition=Q(status=PlanStatus.DRAFT, filing=None)
                | (~Q(status=PlanStatus.DRAFT) & Q(filing__isnull=False)),
            ),
            models.CheckConstraint(
                name="plan_in_force_with_what_was_filed",
                condition=Q(in_force=None, filing=None, first_filed_at=None)
                | Q(in_force__isnull=False, first_filed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_check_started_with_checking",
                condition=Q(
                    status__in=[PlanStatus.CHECKING, PlanStatus.ACCEPTED], check_started_at__isnull=False
                )
                | Q(
                    status__in=[PlanStatus.DRAFT, PlanStatus.FILED, PlanStatus.RETURNED],
                    check_started_at=None,
                ),
            ),
            models.CheckConstraint(
                name="plan_refile_by_only_when_returned",
                condition=Q(status=PlanStatus.RETURNED, refile_by__isnull=False)
                | (~Q(status=PlanStatus.RETURNED) & Q(refile_by=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}实施方案"

    def get_absolute_url(self) -> str:
        return reverse("plan-detail", args=[self.task.programme.slug, self.task.number])

    @property
    def revising(self) -> bool:
        """Whether another text is written, filed and checked while what was accepted is in force."""
        return self.in_force_id is not None and self.in_force_id != self.filing_id

    @property
    def status_in_force(self) -> str:
        return PlanStatus.ACCEPTED if self.revising else self.status

    @property
    def holds(self) -> bool:
        """Whether what is in force was accepted."""
        return self.in_force_id is not None and self.status_in_force == PlanStatus.ACCEPTED

    @property
    def revision(self) -> str | None:
        """How far the revision is, None where none is open."""
        return self.status if self.revising else None

    @property
    def begun_revision(self):
        """The event with which the newest revision was begun."""
        return self.events.filter(action=Action.REVISE).last()

    def filings_of_text(self) -> models.QuerySet:
        """What was filed of the text being written and not taken back: of a revision, after what is in force."""
        stand = self.filings.filter(withdrawn_at=None)
        return stand.filter(pk__gt=self.in_force_id) if self.revising else stand

    @property
    def with_checker(self) -> bool:
        return self.status in WITH_THE_CHECKER

    @property
    def start(self) -> Period:
        return Period(self.start_text, self.start_first, self.start_last)

    @property
    def finish(self) -> Period:
        return Period(self.finish_text, self.finish_first, self.finish_last)

    def typed(self) -> Sheet:
        """What the lead wrote; reads steps and participants."""
        return Sheet(
            **{field.name: getattr(self, field.name) for field in IN_ONE_LINE},
            steps=self.typed_steps,
            participants=tuple(map(str, self.participant_rows)),
        )

    # As they stood when they were first asked for: of one plan by a prepared query, of many with `with_sheet()`, which leaves
    # the rows of steps as `step_rows`.
    @cached_property
    def typed_steps(self) -> tuple[Step, ...]:
        rows = vars(self).get("step_rows")
        if rows is None:
            return tuple(starmap(_step, _STEPS(plan=self.pk)))
        return tuple(row.step() for row in rows)

    # Django's own `cached_property`, because a `Prefetch` would ask any other one whether it is there, which fetches it.
    @cached_property
    def participant_rows(self) -> list["PlanParticipant"]:
        return _PARTICIPANTS(plan=self.pk)

    def ends(self) -> list[StepEnd]:
        """What becomes of steps in force that are no longer among those written."""
        return [row.end() for row in _STEP_ENDS(plan=self.pk)]

    def sheet(self) -> Sheet:
        """The working copy as the 表样 has it; reads the task's lead and responsibilities besides."""
        return self.task.completed(self.typed())


class PlanStep(models.Model):
    """One of 工作步骤及完成时限, in order of `position` from 1; `key` stays its own wherever it is moved."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="steps", verbose_name="实施方案")
    position = models.PositiveSmallIntegerField("次序")
    key = models.PositiveIntegerField("步骤标识")
    text = models.TextField("工作步骤", blank=True)
    due_text = models.CharField("完成时限", max_length=100, blank=True)
    due_first = models.DateField(null=True, blank=True)
    due_last = models.DateField(null=True, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="承担单位"
    )

    class Meta:
        verbose_name = "工作步骤"
        verbose_name_plural = "工作步骤"
        ordering = ["plan_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="step_position_once"),
            models.UniqueConstraint(fields=["plan", "key"], name="step_key_once"),
        ]

    def __str__(self) -> str:
        return f"第{self.position}步"

    def step(self) -> Step:
        unit = self.unit and self.unit.short_name
        return _step(self.text, self.due_text, self.due_first, self.due_last, unit, self.key)


class PlanStepEnd(models.Model):
    """Of a revision being written: what becomes of a step in force that it no longer has. Frozen with what is filed."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="step_ends", verbose_name="实施方案")
    key = models.PositiveIntegerField("步骤标识")
    ending = models.CharField("处理", max_length=10, choices=StepEnding)
    into = models.JSONField("接续步骤的标识", default=list)
    reason = models.TextField("原因")

    class Meta:
        verbose_name = "步骤的取消、拆分和并入"
        verbose_name_plural = "步骤的取消、拆分和并入"
        ordering = ["plan_id", "key"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="step_ends_once"),
            models.CheckConstraint(name="step_end_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.get_ending_display()

    def end(self) -> StepEnd:
        return StepEnd(self.key, StepEnding(self.ending), tuple(self.into), self.reason)


class PlanParticipant(models.Model):
    """A participating unit the lead added to those of the register: chosen from the units, or named."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="participants", verbose_name="实施方案")
    position = models.PositiveSmallIntegerField("次序")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="单位"
    )
    name = models.CharField("名称", max_length=100, blank=True)

    class Meta:
        verbose_name = "增列参与单位"
        verbose_name_plural = "增列参与单位"
        ordering = ["plan_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="participant_position_once"),
            models.CheckConstraint(
                name="participant_unit_or_name",
                condition=Q(unit__isnull=False, name="") | (Q(unit__isnull=True) & ~Q(name="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.unit.short_name


class PlanAuthor(models.Model):
    """Who ever saved or filed a plan (nobody accepts what they wrote), and when their last save was."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="authors", verbose_name="实施方案")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="人员")
    last_saved_at = models.DateTimeField("最近保存时间")

    class Meta:
        verbose_name = "填写人"
        verbose_name_plural = "填写人"
        constraints = [models.UniqueConstraint(fields=["plan", "user"], name="author_once")]

    def __str__(self) -> str:
        return str(self.user)


def _step(text: str, due: str, first: date | None, last: date | None, unit: str | None, key: int) -> Step:
    return Step(text, Period(due, first, last), unit or "", key)


_STEP_COLUMNS = ("text", "due_text", "due_first", "due_last", "unit__short_name", "key")
_STEPS = Prepared(lambda plan: in_order(PlanStep.objects.filter(plan=plan)).values_list(*_STEP_COLUMNS))
_PARTICIPANTS = Prepared(lambda plan: in_order(PlanParticipant.objects.filter(plan=plan)))
_STEP_ENDS = Prepared(lambda plan: PlanStepEnd.objects.filter(plan=plan))
