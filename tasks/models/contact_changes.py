"""联系信息变更 of a plan that was filed."""

from django.db import models

from tasks.models.filing import Filing
from tasks.querysets import ContactChangeQuerySet
from units.models import Membership


class ContactChange(models.Model):
    """Who is in charge and how to reach them from a day on, without a new filing; append-only (decision 0047).

    It is made after `filing`, the newest then, and holds for that one and those before: the next one says itself
    whom to turn to.
    """

    filing = models.ForeignKey(
        Filing, models.PROTECT, related_name="contact_changes", verbose_name="变更前最近一次报送"
    )
    said = models.JSONField("变更后的内容")
    since = models.DateField("自何日起")
    basis = models.CharField("依据", max_length=200, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="登记人")

    objects = ContactChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "联系信息变更"
        verbose_name_plural = "联系信息变更"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.filing.plan}联系信息变更"
