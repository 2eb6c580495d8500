"""报送期: when lead units report progress, and until when."""

from copy import copy
from datetime import date, datetime
from functools import cached_property

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localtime

from tasks.enums import RoundAction, RoundState
from tasks.models.register import Programme, Task
from tasks.querysets import ExtensionQuerySet, FormerQuerySet, RoundQuerySet
from tasks.querysets.rounds import told_in
from tasks.querysets.standing import end_of
from tasks.rules import dates
from tasks.rules.step_standing import RoundDays
from units.models import Membership, Unit
from zgc_tasks.common.prepared import Prepared


class RoundTerms(models.Model):
    """What a round is about: its name, the days it covers, from when and until when it is filed.

    `opens_on` decides who owes: whoever was known to lead a task at the end of that day (decision 0053).
    """

    name = models.CharField("名称", max_length=60)
    covers_from = models.DateField("起始日期")
    covers_until = models.DateField("截止日期")
    opens_on = models.DateField("开始报送日期")
    due_on = models.DateField("报送截止日期")
    note = models.TextField("报送要求", blank=True)
    every_task = models.BooleanField("全部任务", default=True)

    class Meta:
        abstract = True


class Round(RoundTerms):
    """One of a programme's; `number` runs in it and is in the address. Past days read `terms_at`."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="rounds", verbose_name="专项工作")
    number = models.PositiveIntegerField("序号")
    # Where `every_task` is not set: those that are to report.
    tasks = models.ManyToManyField(Task, related_name="rounds", blank=True, verbose_name="重点任务")
    opened_at = models.DateTimeField("开启时间")
    closed_at = models.DateTimeField("截稿时间", null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "报送期"
        verbose_name_plural = "报送期"
        ordering = ["programme_id", "number"]
        indexes = [models.Index(fields=["programme", "due_on"], name="round_by_due_day")]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="round_number_once"),
            models.UniqueConstraint(fields=["programme", "name"], name="round_name_once"),
            models.CheckConstraint(
                name="round_days_in_order",
                condition=Q(covers_from__lte=F("covers_until")) & Q(opens_on__lte=F("due_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("round", args=[self.programme.slug, self.number])

    @property
    def days(self) -> RoundDays:
        return RoundDays(self.covers_from, self.covers_until, self.due_on)

    def is_open_on(self, day: date) -> bool:
        """Whether it is filed by then; one of a series that lies ahead is not yet."""
        return self.opens_on <= day

    def state_on(self, day: date) -> RoundState:
        if self.closed_at is not None:
            return RoundState.CLOSED
        return RoundState.RUNNING if self.is_open_on(day) else RoundState.AHEAD

    def due_of(self, unit: Unit) -> date:
        """Until when a unit may file, as it was told last."""
        return self.days_of(unit.pk).due_on

    def days_of(self, unit_id: int | None) -> RoundDays:
        """For what a unit leads, None for what nobody does."""
        return self.days.put_off(self.told.get(unit_id))

    @property
    def is_reported_in(self) -> bool:
        """Whether anybody has filed in it: from then on it is not changed any more."""
        return bool(_REPORTED_IN(round=self.pk))

    @property
    def last_due_on(self) -> date:
        """The last day on which anybody may still file in time."""
        return max((self.due_on, *self.told.values()))

    @cached_property
    def told(self) -> dict[int, date]:
        """Until when each unit that was told may file; the newest counts."""
        return told_in([self.pk])[self.pk]

    def terms_at(self, moment: datetime) -> "Round":
        """As it was before `moment`; not to be saved."""
        return self.with_terms(self.former.since(moment).first())

    def with_terms(self, former: "FormerRound | None") -> "Round":
        """As `former` has it, or where that is None as it is."""
        if former is None:
            return self
        then = copy(self)
        for field in RoundTerms._meta.fields:
            setattr(then, field.name, getattr(former, field.name))
        then.chosen = None if then.every_task else frozenset(former.chosen)
        return then

    @cached_property
    def chosen(self) -> frozenset[int] | None:
        """The keys of the tasks that are to report; None where all are."""
        return None if self.every_task else frozenset(self.tasks.values_list("pk", flat=True))

    def choice(self) -> Q:
        """The condition of the tasks that are to report."""
        return Q() if self.chosen is None else Q(pk__in=self.chosen)

    @property
    def owing_fixed_at(self) -> datetime:
        """Who was known to lead a task before this moment owes it."""
        return end_of(self.opens_on)

    def is_about(self, task_id: int) -> bool:
        return self.chosen is None or task_id in self.chosen


_REPORTED_IN = Prepared(
    lambda round: (
        Round.objects.filter(pk=round, progress__entries__isnull=False).order_by().values_list("pk")[:1]
    )
)


class FormerRound(RoundTerms):
    """What a round said until it was changed."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="former", verbose_name="报送期")
    chosen = models.JSONField("重点任务", default=list)
    until = models.DateTimeField("变更时间")

    objects = FormerQuerySet.as_manager()

    class Meta:
        verbose_name = "报送期变更前内容"
        verbose_name_plural = "报送期变更前内容"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class RoundEvent(models.Model):
    """What was done to a round as a whole, append-only. `counted`: at 截稿 the figures of then, by `Figure`."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="events", verbose_name="报送期")
    action = models.CharField("动作", max_length=20, choices=RoundAction)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="经办")
    note = models.TextField("说明", blank=True)
    counted = models.JSONField("截稿时情况", default=dict)

    class Meta:
        verbose_name = "报送期办理记录"
        verbose_name_plural = "报送期办理记录"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{dates.to_the_minute(localtime(self.at))} {self.get_action_display()}"


class Extension(models.Model):
    """延期: until when a unit may file, as the receiving office said on the telephone. Append-only; the newest counts."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="extensions", verbose_name="报送期")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="extensions", verbose_name="单位")
    until = models.DateField("延至")
    told = models.CharField("告知何人", max_length=100)
    reason = models.CharField("原因", max_length=200, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="登记人")

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = "延期记录"
        verbose_name_plural = "延期记录"
        ordering = ["pk"]
        indexes = [models.Index(fields=["round", "unit", "id"], name="extension_of_unit_in_order")]

    def __str__(self) -> str:
        return f"{self.unit}延至{dates.in_figures(self.until)}"
