"""The demonstration date: the one row of data that belongs to no domain."""

from django.db import models


class DemonstrationDate(models.Model):
    """The date that a demonstration pretends it is. At most one row; read through `clock`.

    `play_from` and `play_until`: what 快进 was last asked to play. It is done where `date` has come to the second.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    date = models.DateField("演示日期")
    play_from = models.DateField("快进自", null=True, blank=True)
    play_until = models.DateField("快进至", null=True, blank=True)

    class Meta:
        verbose_name = "演示日期"
        verbose_name_plural = "演示日期"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_demonstration_date")]

    def __str__(self) -> str:
        return f"演示日期 {self.date:%Y-%m-%d}"
