"""How far tasks are by now, worked out and kept, so that a page about thousands of them need not (decision 0067)."""

from django.db import models
from django.db.models import F, Q

from tasks.enums import CompletionKind, Outlook
from tasks.models.register import Programme, Task


def _day(label: str) -> models.DateField:
    return models.DateField(label, null=True, blank=True)


class Course(models.Model):
    """Of one task, from what is recorded of it. No fact of its own: it may be worked out again at any time.

    `changes` counts the writes of the task, `known` says after how many of them this was worked out, `basis` by which
    rounds and figures of the programme; where these differ it is out of date. The days are those of `rules/course.py`.
    """

    task = models.OneToOneField(Task, models.CASCADE, related_name="course", verbose_name="任务")
    # Of the task, to sum up the writes of a programme from an index alone (`tasks/counted.py`).
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", verbose_name="专项工作")
    changes = models.PositiveBigIntegerField("变动次数", default=0)
    known = models.PositiveBigIntegerField("推算时变动次数", null=True)
    basis = models.CharField("推算依据", max_length=64, blank=True)
    ended = models.CharField("办结", max_length=10, choices=CompletionKind, blank=True)
    outlook = models.CharField("推进状态", max_length=10, choices=Outlook, blank=True)
    rated_from = _day("自何日起评定")
    yellow_from = _day("自何日起黄灯")
    red_from = _day("自何日起红灯")
    step_overdue_from = _day("自何日起步骤逾期")
    round_missing_from = _day("自何日起进展逾期未报")

    DAYS = ("rated_from", "yellow_from", "red_from", "step_overdue_from", "round_missing_from")

    class Meta:
        verbose_name = "推进情况"
        verbose_name_plural = "推进情况"
        ordering = ["task_id"]
        indexes = [models.Index(fields=["programme", "changes"], name="course_written_of_programme")]
        constraints = [
            models.CheckConstraint(
                name="course_red_not_before_yellow",
                condition=Q(red_from=None) | Q(yellow_from__lte=F("red_from")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.task}推进情况"
