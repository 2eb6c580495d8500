"""Failed sign-ins of the last day, to be counted; the audit log has them for good."""

from django.db import models


class SignInFailure(models.Model):
    """`name` and `place` as `units.sign_in_limits` writes them: what was typed as a name may be a password."""

    name = models.CharField(max_length=64)
    place = models.CharField(max_length=45)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "登录失败"
        verbose_name_plural = "登录失败"
        indexes = [
            models.Index(fields=["name", "at"], name="sign_in_failure_of_name"),
            models.Index(fields=["place", "at"], name="sign_in_failure_of_place"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.at:%Y-%m-%d %H:%M:%S}"
