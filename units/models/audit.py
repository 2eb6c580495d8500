"""The append-only audit log: who, when, from where, what, with what outcome (ASVS 16; GB/T 22239 8.1.4.3)."""

from django.db import models

from units.models.accounts import User
from units.querysets import AuditQuerySet


class AuditOutcome(models.TextChoices):
    OK = "ok", "成功"
    REFUSED = "refused", "拒绝"
    FAILED = "failed", "失败"


class AuditEntry(models.Model):
    """One row of the log; database triggers (units/triggers.py) refuse every change and removal."""

    at = models.DateTimeField("时间", db_index=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, verbose_name="账号", related_name="+")
    who = models.CharField("人员", max_length=150, help_text="当时的登录名、姓名与身份")
    address = models.CharField("来源地址", max_length=45, blank=True)
    action = models.CharField("操作", max_length=50, db_index=True)
    subject = models.CharField("对象", max_length=200, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=AuditOutcome, default=AuditOutcome.OK)
    detail = models.JSONField("说明", default=dict, blank=True)

    hash = models.CharField(max_length=64, default="", editable=False)  # units/audit_chain.py

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.who} {self.action} {self.get_outcome_display()}"


class AuditHead(models.Model):
    """Where the chain of the log ends: one row, whose lock gives rows their order."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = "审计日志末条"
        verbose_name_plural = "审计日志末条"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_audit_head")]

    def __str__(self) -> str:
        return f"第{self.number}条"
