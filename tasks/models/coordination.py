"""提请协调: problems put to the leading group's office, and what became of them."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime

from tasks.enums import HANDLING, CoordinationAction, CoordinationStatus
from tasks.models.register import Task
from tasks.querysets import CoordinationEventQuerySet, CoordinationQuerySet
from tasks.rules import dates
from units.models import Membership, Unit


class Coordination(models.Model):
    """A problem of a task, put by a unit that leads it or takes part (decision 0050).

    Only `status` and `version` change, and say the same as the last of its events; of a past day the events before
    its end speak.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="coordinations", verbose_name="任务")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="提请单位")
    led = models.BooleanField("提请时牵头")
    what = models.TextField("需协调的问题")
    asked_of = models.CharField("请求协调的单位", max_length=200)
    wanted_by = models.DateField("希望解决日期")
    raised_at = models.DateTimeField("提请时间")
    raised_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="提请人")
    status = models.CharField(
        "状态", max_length=20, choices=CoordinationStatus, default=CoordinationStatus.RAISED
    )
    version = models.PositiveIntegerField("版本", default=1)

    objects = CoordinationQuerySet.as_manager()

    class Meta:
        verbose_name = "提请协调"
        verbose_name_plural = "提请协调"
        ordering = ["pk"]
        # Few stay open: lists and homes ask for these.
        indexes = [
            models.Index(
                fields=["task", "wanted_by"],
                name="coordination_open",
                condition=~Q(status=CoordinationStatus.SETTLED),
            )
        ]

    def __str__(self) -> str:
        return f"{self.task}提请协调"


class CoordinationEvent(models.Model):
    """What was done about it, append-only, in the order in which it was done.

    `dated_on` and `basis` are those of what the leading group's office notes; of 转办 `units` answer by `answer_by`.
    """

    coordination = models.ForeignKey(
        Coordination, models.PROTECT, related_name="events", verbose_name="提请协调"
    )
    action = models.CharField("办理", max_length=20, choices=CoordinationAction)
    status = models.CharField("其后状态", max_length=20, choices=CoordinationStatus)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="经办")
    dated_on = models.DateField("办理日期", null=True, blank=True)
    basis = models.CharField("依据", max_length=200, blank=True)
    note = models.TextField("说明", blank=True)
    units = models.ManyToManyField(Unit, related_name="+", verbose_name="转办单位")
    answer_by = models.DateField("反馈时限", null=True, blank=True)

    objects = CoordinationEventQuerySet.as_manager()

    class Meta:
        verbose_name = "提请协调办理记录"
        verbose_name_plural = "提请协调办理记录"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="coordination_event_dated_by_the_office",
                condition=Q(action__in=HANDLING, dated_on__isnull=False) & ~Q(basis="")
                | ~Q(action__in=HANDLING) & Q(dated_on=None, basis=""),
            ),
            models.CheckConstraint(
                name="coordination_event_answer_by_when_passed_on",
                condition=Q(action=CoordinationAction.PASS_ON, answer_by__isnull=False)
                | ~Q(action=CoordinationAction.PASS_ON) & Q(answer_by=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{dates.to_the_minute(localtime(self.at))} {self.get_action_display()}"
