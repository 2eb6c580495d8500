"""The forms around signing in and reading the log: input shape and wording."""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from units import audit_labels
from units.audit_chain import of_print
from units.models import Membership, User
from units.models.audit import AuditOutcome
from units.validators import EnoughKinds
from zgc_tasks.common import days
from zgc_tasks.common.day_field import DayField


class _DayField(DayField):
    """A day in the address of the log, which keeps the real clock and knows of nothing to come: without a year, the last
    such day.
    """

    def __init__(self, label: str):
        wrong = {"invalid": "请按 2015-04-03、2015年4月3日 或 4月3日 的写法输入日期"}
        super().__init__(
            label=label,
            required=False,
            today=timezone.localdate,
            error_messages=wrong,
            validators=[days.require_possible],
        )

    def year_of(self, month: int, day: int) -> int:
        today = self.today()
        return today.year - ((month, day) > (today.month, today.day))


class SignInForm(AuthenticationForm):
    """Says the same whether the name or the password is wrong, and whether the account exists or is disabled."""

    error_messages = {
        "invalid_login": "登录名或密码不正确，请核对后重新输入；连续输错5次将暂停登录15分钟",
        "inactive": "登录名或密码不正确，请核对后重新输入；连续输错5次将暂停登录15分钟",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in (("username", "登录名"), ("password", "密码")):
            field = self.fields[name]
            field.label = label
            field.error_messages["required"] = f"请输入{label}"
        # Longer than any account's: not asked for, because the table of failed tries cannot hold it.
        longest = MaxLengthValidator(self.fields["username"].max_length, self.error_messages["invalid_login"])
        self.fields["username"].validators.append(longest)
        if self.is_bound:
            self.fields["username"].widget.attrs.pop("autofocus")  # the error summary has the focus
            self.data = self.data.copy()
            self.data["username"] = self.data.get("username", "")[: longest.limit_value + 1]

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        expires = user.first_password_expires_at
        if expires and expires <= timezone.now():
            raise ValidationError("初始密码已失效，请联系系统管理员重新发放", code="expired")
        if not Membership.objects.usable_by(user).exists():
            raise ValidationError("您的账号目前没有启用的身份，请联系系统管理员", code="no_membership")


class PasswordForm(PasswordChangeForm):
    """Change of one's own password; the rules are those of AUTH_PASSWORD_VALIDATORS."""

    error_messages = {
        "password_incorrect": "当前密码不正确，请重新输入",
        "password_mismatch": "两次输入的新密码不一致，请重新输入",
        "same": "新密码不能与当前密码相同，请另设一个",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {"old_password": "当前密码", "new_password1": "新密码", "new_password2": "再输入一次新密码"}
        for name, label in labels.items():
            field = self.fields[name]
            field.label = label
            field.help_text = ""
            field.error_messages["required"] = (
                f"请输入{label}" if name != "new_password2" else "请再输入一次新密码"
            )
        self.fields[
            "new_password1"
        ].help_text = "不少于12位，可用几个词连成一句；不用常见密码，不以单位、地名为主，不含登录名和姓名"
        if settings.PASSWORD_KINDS > 1:
            self.fields["new_password1"].help_text += f"；{EnoughKinds().get_help_text()}"

    def clean(self) -> dict:
        new, old = (self.cleaned_data.get(name) for name in ("new_password1", "old_password"))
        data = super().clean()
        if new and new == old:
            self.add_error("new_password1", ValidationError(self.error_messages["same"], code="same"))
        return data

    def validate_password_for_user(self, user: User, *_field: str) -> None:
        """Whatever is wrong with the new password stands where it was typed first, not where it was repeated."""
        super().validate_password_for_user(user, "new_password1")

    def save(self, commit: bool = True) -> User:
        self.user.first_password_expires_at = None
        self.user.own_password_since = timezone.now()
        return super().save(commit)


class PasswordAgainForm(forms.Form):
    """One's present password, before what one signs in with is changed."""

    current_password = forms.CharField(
        label="当前密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请输入当前密码"},
    )

    def __init__(self, user: User, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_current_password(self) -> str:
        typed = self.cleaned_data["current_password"]
        if not self._user.check_password(typed):
            code = "password_incorrect"
            raise ValidationError(PasswordForm.error_messages[code], code=code)
        return typed


class AuditFilter(forms.Form):
    """The filters of the audit page, from the address."""

    who = forms.CharField(label="人员", required=False, max_length=50)
    action = forms.ChoiceField(label="操作", required=False)
    outcome = forms.ChoiceField(label="结果", required=False, choices=[("", "全部"), *AuditOutcome.choices])
    since = _DayField("自")
    until = _DayField("至")
    number = forms.CharField(label="编号", required=False, max_length=50)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", "全部"), *audit_labels.choices()]

    def clean_number(self) -> str:
        typed = self.cleaned_data["number"]
        if typed and not of_print(typed):
            raise ValidationError("请照文件所印填写，如 796-1a80be4988ebed5f，或者只填前面的数字")
        return of_print(typed)

    def clean(self) -> dict:
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            self.add_error("since", f"“自”（{since}）晚于“至”（{until}），请核对后重新填写")
        return data

    def in_use(self) -> dict:
        """The filters that were given and understood, as plain values for the log."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def in_words(self) -> str:
        """The same as paper says it, where no field is printed."""
        said = (
            f"{field.label}：{dict(getattr(field, 'choices', ())).get(self.cleaned_data[name], self.cleaned_data[name])}"
            for name, field in self.fields.items()
            if self.cleaned_data.get(name)
        )
        return "；".join(said) or "无，全部记录"
