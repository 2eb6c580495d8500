"""具体目标 of a programme, as its document says them, and what was counted of them by when (reading note 12)."""

from django.db import models
from django.urls import reverse

from tasks.models.register import Programme
from tasks.querysets import GoalQuerySet, GoalReadingQuerySet
from units.models import Membership


class Goal(models.Model):
    """超过 `target`: strictly more. Goals of a programme overlap and are never summed. `entered_at` is when it came to a
    programme that was there already, None for what came with it.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="goals", verbose_name="专项工作")
    number = models.PositiveSmallIntegerField("序号")
    name = models.CharField("内容", max_length=50)
    target = models.PositiveIntegerField("目标数")
    measure = models.CharField("计量单位", max_length=10)
    horizon = models.CharField("期限", max_length=50, blank=True)
    sentence = models.TextField("原文", blank=True)
    entered_at = models.DateTimeField("录入时间", null=True, blank=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = "具体目标"
        verbose_name_plural = "具体目标"
        ordering = ["programme_id", "number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="goal_number_once")]

    def __str__(self) -> str:
        return f"{self.name}超过{self.target}{self.measure}"

    def get_absolute_url(self) -> str:
        return reverse("goal", args=[self.programme.slug, self.number])


class GoalReading(models.Model):
    """How many there were at the end of `counted_on`, by whose count. Append-only: one that was mistaken is superseded by
    another, which `corrects` it and says why.
    """

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="readings", verbose_name="具体目标")
    value = models.PositiveIntegerField("数值")
    counted_on = models.DateField("统计日期")
    source = models.CharField("数据来源", max_length=200)
    corrects = models.OneToOneField(
        "self", models.PROTECT, related_name="corrected_by", null=True, blank=True, verbose_name="更正的数据"
    )
    reason = models.TextField("更正原因", blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="登记人")

    objects = GoalReadingQuerySet.as_manager()

    class Meta:
        verbose_name = "具体目标数据"
        verbose_name_plural = "具体目标数据"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="goal_reading_corrects_with_reason",
                condition=models.Q(corrects=None, reason="")
                | (models.Q(corrects__isnull=False) & ~models.Q(reason="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.goal.name}{self.value}{self.goal.measure}"
