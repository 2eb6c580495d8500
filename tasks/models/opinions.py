"""What participating units have to do with an accepted plan: that they opened it, and what they think of it."""

from django.db import models
from django.db.models import Q

from tasks.models.filing import Filing
from tasks.querysets import OpinionQuerySet
from units.models import Membership, Unit


class PlanReading(models.Model):
    """That a participating unit has opened what was accepted of a plan; by whoever of it was the first. Append-only."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="readings", verbose_name="报送")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="参与单位")
    at = models.DateTimeField("查看时间")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="查看人")

    class Meta:
        verbose_name = "参与单位查看记录"
        verbose_name_plural = "参与单位查看记录"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["filing", "unit"], name="reading_once")]

    def __str__(self) -> str:
        return f"{self.unit}查看{self.filing}"


class Opinion(models.Model):
    """意见 of a participating unit on an accepted plan, or on the step with a key, and what the lead answers (decision 0052).

    `filing` is what was in force then, and `step` the number that its step had there. Nothing waits for it.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="opinions", verbose_name="报送")
    step_key = models.PositiveIntegerField("步骤标识", null=True, blank=True)
    step = models.PositiveSmallIntegerField("第几步", null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="参与单位")
    text = models.TextField("意见")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="提出人")
    answer = models.TextField("答复", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="答复人"
    )

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = "参与单位意见"
        verbose_name_plural = "参与单位意见"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="opinion_answer_complete",
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="opinion_step_and_key_together",
                condition=Q(step_key=None, step=None) | Q(step_key__isnull=False, step__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}对{self.filing.plan}的意见"

    @property
    def place(self) -> str:
        return "整个方案" if self.step is None else f"第{self.step}步"
