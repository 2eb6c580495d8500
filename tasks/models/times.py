"""Times that move later in a revision: why, what was decided of it, and which times are in force (decision 0045).

A time is that of a step, by its key, or 完成时间, whose key is `times.FINISH`. Where it has no last day (长期), the day is
None.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from tasks.enums import DecidedBy, Outcome, StepEnding, TimeBasis, TimeChangeKind
from tasks.models.filing import Filing, PlanEvent
from tasks.models.plan import Plan
from tasks.models.register import Decision
from tasks.querysets import StepInForceQuerySet, TimeChangeQuerySet
from tasks.rules import dates, times
from tasks.rules.periods import Period
from units.models import Membership, Unit


def _time(label: str) -> models.CharField:
    return models.CharField(label, max_length=100, blank=True)


def _last_day() -> models.DateField:
    return models.DateField(null=True, blank=True)


def _ending() -> models.CharField:
    return models.CharField("步骤的处理", max_length=10, choices=StepEnding, blank=True)


class PlanTimeReason(models.Model):
    """Of a revision being written: why a time moves later."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="time_reasons", verbose_name="实施方案")
    key = models.PositiveIntegerField("步骤标识")
    reason = models.TextField("原因")

    class Meta:
        verbose_name = "时限推迟的原因"
        verbose_name_plural = "时限推迟的原因"
        ordering = ["plan_id", "key"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="time_reason_once"),
            models.CheckConstraint(name="time_reason_said", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.reason


class TimeChange(models.Model):
    """时限变动: a time that a revision moves later than it is in force, or a step in force that it ends; append-only.

    It belongs to the revision, begun with the event `revision`, and to all its `filings` that ask the same. `asked_at`
    is when that was first asked.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="time_changes", verbose_name="实施方案")
    revision = models.ForeignKey(
        PlanEvent, models.PROTECT, related_name="time_changes", verbose_name="所属修订"
    )
    filings = models.ManyToManyField(Filing, related_name="time_changes", verbose_name="所在报送")
    key = models.PositiveIntegerField("步骤标识")
    ending = _ending()
    kind = models.CharField("办理方式", max_length=10, choices=TimeChangeKind)
    original_text, original_last = _time("原定"), _last_day()
    held_text, held_last = _time("变动前"), _last_day()
    asked_text, asked_last = _time("拟调整为"), _last_day()
    reason = models.TextField("原因")
    asked_at = models.DateTimeField("提出时间")
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="提出人")

    objects = TimeChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "时限变动"
        verbose_name_plural = "时限变动"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="time_change_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="time_change_moves_later",
                condition=~Q(ending="")
                | Q(held_last__isnull=False, asked_last=None)
                | Q(held_last__isnull=False, asked_last__gt=F("held_last")),
            ),
        ]

    def __str__(self) -> str:
        return self.asked_text or self.get_ending_display()

    @property
    def of_finish(self) -> bool:
        return self.key == times.FINISH

    @property
    def held(self) -> Period:
        return Period(self.held_text, last=self.held_last)

    @property
    def asked(self) -> Period:
        return Period(self.asked_text, last=self.asked_last)

    @property
    def original(self) -> Period:
        return Period(self.original_text, last=self.original_last)

    @property
    def too_late(self) -> bool:
        """Whether the time had passed when it was asked to be moved: that is said for ever."""
        return self.held_last is not None and self.held_last < localdate(self.asked_at)

    @property
    def decided(self) -> "TimeDecision | None":
        return getattr(self, "decision", None)

    def value(self) -> times.Change:
        """Reads the decision."""
        decided = self.decided
        return times.Change(
            key=self.key,
            asked=self.asked,
            reason=self.reason,
            ending=self.ending,
            kind=TimeChangeKind(self.kind),
            outcome=Outcome(decided.outcome) if decided else None,
            granted=decided.granted() if decided else None,
            pk=self.pk,
        )


class TimeDecision(Decision):
    """What was decided of a later 完成时间, outside of the application; append-only.

    `granted_last` is the day granted, where it was not all that was asked.
    """

    change = models.OneToOneField(
        TimeChange, models.PROTECT, related_name="decision", verbose_name="时限变动"
    )
    basis = models.CharField("依据", max_length=20, choices=TimeBasis)
    decided_by = models.CharField("决定单位", max_length=10, choices=DecidedBy)
    outcome = models.CharField("决定", max_length=10, choices=Outcome)
    granted_last = _last_day()

    class Meta(Decision.Meta):
        verbose_name = "时限调整决定"
        verbose_name_plural = "时限调整决定"
        constraints = [
            models.CheckConstraint(
                name="time_decision_day_when_in_part",
                condition=Q(outcome=Outcome.IN_PART, granted_last__isnull=False)
                | (~Q(outcome=Outcome.IN_PART) & Q(granted_last=None)),
            )
        ]

    def __str__(self) -> str:
        until = f"，至{dates.in_words(self.granted_last)}" if self.granted_last else ""
        return f"{self.get_outcome_display()}{until}"

    def granted(self) -> Period | None:
        """The time that may hold, None where nothing was granted."""
        if self.outcome == Outcome.IN_FULL:
            return self.change.asked
        day = self.granted_last
        return Period(dates.in_words(day), last=day) if day else None


class StepInForce(models.Model):
    """Which time of a filing that was accepted is in force; append-only, of several rows of a key the last one holds.

    Written when the filing is accepted, and again when a time of it was decided afterwards. `previous_last` is the last
    day that held before, `moves` how often it was moved later by then. A step that was ended keeps its row, with
    `ending`. `unit` carries the step out, where the plan names one.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="times", verbose_name="报送")
    key = models.PositiveIntegerField("步骤标识")
    ending = _ending()
    original_text, original_last = _time("原定"), _last_day()
    previous_last = _last_day()
    text, last = _time("现为"), _last_day()
    # Of what recurs, as `Period.recurs_until` reads it from the text: lists are filtered by it.
    recurs_until = models.PositiveSmallIntegerField("逐年报送至", null=True, blank=True)
    moves = models.PositiveSmallIntegerField("调整次数", default=0)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="承担单位"
    )
    time_change = models.ForeignKey(
        TimeChange, models.PROTECT, related_name="in_force", null=True, blank=True, verbose_name="时限变动"
    )
    recorded_at = models.DateTimeField("登记时间")

    objects = StepInForceQuerySet.as_manager()

    class Meta:
        verbose_name = "有效时限"
        verbose_name_plural = "有效时限"
        ordering = ["pk"]
        indexes = [models.Index(fields=["filing", "key", "id"], name="step_in_force_of_filing")]
        constraints = [
            models.CheckConstraint(
                name="later_time_has_its_change",
                condition=Q(time_change__isnull=False)
                | Q(previous_last=None)
                | Q(last__isnull=False, last__lte=F("previous_last")),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def held(self) -> times.Held:
        return times.Held(
            key=self.key,
            original=Period(self.original_text, last=self.original_last),
            time=Period(self.text, last=self.last),
            moves=self.moves,
            ending=self.ending,
        )
