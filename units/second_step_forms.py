"""The forms of the second step: showing it while signing in, and setting up an authenticator."""

import unicodedata
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from units import authenticators, factors
from units.models import User
from zgc_tasks.common.text import clean_line

_DIGITS = 6
_WRONG_CODE = "验证码不正确，或者已经用过；请等验证器显示下一个验证码后再输入，连续输错5次将暂停登录15分钟"
_WRONG_PASSKEY = "通行密钥没有通过验证，请再试一次，或者改用其他验证方式"
_WRONG_RECOVERY = "恢复码不正确，或者已经用过；请核对后重新输入，连续输错5次将暂停登录15分钟"


class CodeField(forms.CharField):
    """Six digits as people copy them: 123 456, full width too."""

    def __init__(self, **kwargs) -> None:
        typed = {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code-input"}
        super().__init__(label="验证码", max_length=20, widget=forms.TextInput(attrs=typed), **kwargs)
        self.error_messages["required"] = "请输入验证器显示的6位数字"

    def to_python(self, value) -> str:
        return "".join(unicodedata.normalize("NFKC", super().to_python(value)).split())

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not (len(value) == _DIGITS and value.isascii() and value.isdecimal()):
            raise ValidationError("验证码是6位数字，请核对后重新输入")


class PasskeyField(forms.CharField):
    """What the browser answered, as JSON; filled in by static/js/passkey.js."""

    def __init__(self, **kwargs) -> None:
        super().__init__(label="通行密钥", max_length=20_000, widget=forms.HiddenInput, **kwargs)
        self.error_messages["required"] = "浏览器没有给出通行密钥，请再试一次"


class SecondStepForm(forms.Form):
    """One of its fields is filled in."""

    code = CodeField(required=False)
    recovery_code = forms.CharField(
        label="恢复码",
        required=False,
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    passkey = PasskeyField(required=False)

    def clean(self) -> dict:
        data = super().clean()
        if not self.errors and not any(data.values()):
            self.add_error("code", self.fields["code"].error_messages["required"])
        return data

    def shown(self, request: HttpRequest, *, at: datetime) -> Callable[[User], str]:
        """What the person shows, to be asked whether it is theirs."""
        typed = self.cleaned_data
        if typed["passkey"]:
            return partial(factors.by_passkey, answer=typed["passkey"], request=request, at=at)
        if typed["recovery_code"]:
            return partial(factors.by_recovery_code, code=typed["recovery_code"], at=at)
        return partial(factors.by_code, code=typed["code"], at=at)

    def refuse(self) -> None:
        if self.cleaned_data["passkey"]:
            self.add_error(None, _WRONG_PASSKEY)
        elif self.cleaned_data["recovery_code"]:
            self.add_error("recovery_code", _WRONG_RECOVERY)
        else:
            self.add_error("code", _WRONG_CODE)


class NamedFactorForm(forms.Form):
    """What the person calls it, to tell it from their others."""

    name = forms.CharField(
        label="名称",
        max_length=20,
        required=False,
        help_text="可不填；有几种验证方式时便于分辨，如：办公手机",
    )
    kind = ""

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"]) or self.kind


class AuthenticatorForm(NamedFactorForm):
    """A code of the authenticator that was just set up: it shows that it has the secret."""

    code = CodeField()
    kind = "手机"
    field_order = ("code", "name")

    def __init__(self, *args, secret: str, at: datetime, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._secret, self._at = secret, at

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        self.interval = authenticators.interval_of(code, self._secret, at=self._at)
        if self.interval is None:
            raise ValidationError("验证码不正确；请确认手机时间准确，等验证器显示下一个验证码后再输入")
        return code


class PasskeyForm(NamedFactorForm):
    """A passkey that the browser just made."""

    passkey = PasskeyField()
    kind = "通行密钥"
    field_order = ("name", "passkey")

    def refuse(self) -> None:
        self.add_error(None, "通行密钥没有通过核对，请再试一次")
