"""People's accounts and the memberships they act under."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property

from units.models.named import named_elsewhere
from units.models.units import Office, Unit
from units.roles import OFFICE_ROLES, UNIT_ROLES, Role, separated


def _or_none(field: str) -> Coalesce:
    """Two empty columns count as equal in a unique constraint (nulls_distinct does not exist on SQLite)."""
    return Coalesce(models.F(field), models.Value(0), output_field=models.BigIntegerField())


class UserManager(BaseUserManager):
    def create_user(self, username: str, full_name: str, password: str | None = None, **fields) -> "User":
        user = self.model(username=username, full_name=full_name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person. What they may do comes from their memberships alone."""

    username = models.CharField(
        "登录名", max_length=50, unique=True, error_messages={"unique": "该登录名已被使用，请另取一个"}
    )
    full_name = models.CharField("姓名", max_length=50)
    phone = models.CharField("联系电话", max_length=50, blank=True)
    is_active = models.BooleanField("启用", default=True, help_text="停用后立即退出登录，历史记录保留")
    # A first password is random, must be changed at the first sign-in and expires (ASVS 6.4.1); None: own password.
    first_password_expires_at = models.DateTimeField(
        "初始密码失效时间", null=True, blank=True, editable=False
    )
    # Since when the password is the person's own; None with a first password and with sample accounts.
    own_password_since = models.DateTimeField(null=True, blank=True, editable=False)
    date_joined = models.DateTimeField("建立时间", auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserManager()

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def must_change_password(self) -> bool:
        """Whether the account still has the first password somebody else knows, or one that is too old."""
        return self.first_password_expires_at is not None or self._password_is_too_old()

    def _password_is_too_old(self) -> bool:
        days = settings.PASSWORD_MAX_AGE_DAYS
        if days is None or self.own_password_since is None:
            return False
        return timezone.now() - self.own_password_since > timedelta(days=days)

    # What Django's admin asks of an account; business pages ask the acting membership alone.

    @cached_property
    def is_staff(self) -> bool:
        return self.memberships.filter(role=Role.ADMINISTRATOR, is_active=True).exists()

    def has_perm(self, perm: str, obj=None) -> bool:
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff


class MembershipQuerySet(models.QuerySet):
    def usable_by(self, user: User):
        """What a person may act under, with unit and office, the oldest first."""
        return self.filter(user=user, is_active=True).select_related("unit", "office__unit").order_by("pk")

    def having_acted(self):
        """Those that rows beyond this room name: somebody filed, checked or recorded under them."""
        return self.filter(named_elsewhere(self.model))


class Membership(models.Model):
    """A person acting for a unit, optionally in one of its offices, in one role."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="账号")
    role = models.CharField("角色", max_length=20, choices=Role)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="memberships", verbose_name="单位", null=True, blank=True
    )
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="memberships", verbose_name="处室", null=True, blank=True
    )
    is_active = models.BooleanField("启用", default=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "身份"
        verbose_name_plural = "身份"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "user",
                "role",
                _or_none("unit"),
                _or_none("office"),
                name="membership_once",
                violation_error_message="该账号已有相同的身份",
            ),
            models.CheckConstraint(
                name="membership_business_roles_have_a_unit",
                condition=Q(role__in=[Role.ADMINISTRATOR, Role.AUDITOR]) | Q(unit__isnull=False),
                violation_error_message="业务角色须选择单位",
            ),
            models.CheckConstraint(
                name="membership_office_only_with_office_roles",
                condition=Q(office__isnull=True) | Q(role__in=sorted(OFFICE_ROLES | UNIT_ROLES)),
                violation_error_message="只有经办人、联络员和核对人可以选择处室",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.full_name}（{self.in_words}）"

    @property
    def in_words(self) -> str:
        """Where and as what: 中关村管委会人力资源处核对人."""
        role = self.get_role_display()
        return str(self.office or self.unit or "").removesuffix(role) + role

    def clean(self) -> None:
        if self.office_id and self.office.unit_id != self.unit_id:
            raise ValidationError({"office": "所选处室不属于所选单位，请重新选择"})
        if self.role == Role.CHECKER and not self.office_id:
            raise ValidationError({"office": "核对人须选择所在处室"})
        if self.user_id is None:
            return
        others = Membership.objects.filter(user=self.user).exclude(pk=self.pk).values_list("role", flat=True)
        if not separated({self.role, *others}):
            raise ValidationError({"role": "系统管理员、安全审计员与业务角色不能由同一账号兼任，请另建账号"})
