"""What a person shows beside their password (decision 0079)."""

from django.db import models

from units.models.accounts import User


class FactorKind(models.TextChoices):
    AUTHENTICATOR = "authenticator", "验证器"
    PASSKEY = "passkey", "通行密钥"


class Factor(models.Model):
    """`material` is what it is checked by: the sealed secret of an authenticator, the public key of a passkey.

    `counter` only ever rises: the interval of the code that was taken last, the signatures that a passkey counts.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=20, choices=FactorKind)
    name = models.CharField("名称", max_length=20)
    material = models.TextField()
    counter = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "验证方式"
        verbose_name_plural = "验证方式"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}“{self.name}”"


class RecoveryCode(models.Model):
    """For when no other factor is at hand; each can be used once. `nth` stands before it, so that one hash is tried."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    nth = models.PositiveSmallIntegerField()
    hash = models.CharField(max_length=128)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "恢复码"
        verbose_name_plural = "恢复码"
        constraints = [models.UniqueConstraint(fields=["user", "nth"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"第{self.nth}个恢复码"
