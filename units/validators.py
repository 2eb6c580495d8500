"""The rules for passwords, in words that say what to do. Django's translation lags behind its texts."""

import re

from django.conf import settings
from django.contrib.auth import password_validation as django_rules
from django.core.exceptions import ValidationError

_DIFFERENT = 4
_KINDS = ("[A-Z]", "[a-z]", "[0-9]", "[^A-Za-z0-9]")


class LongEnough(django_rules.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"密码太短，请不少于{self.min_length}位"


class NotCommon(django_rules.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "这是常见的密码，容易被猜到，请另设一个"


class NotUniform:
    """Not one character again and again, nor blanks alone."""

    def validate(self, password: str, user=None) -> None:
        if len(set(password.strip())) < _DIFFERENT:
            raise ValidationError(
                f"密码过于简单，请使用至少{_DIFFERENT}个不同的字符", code="password_uniform"
            )

    def get_help_text(self) -> str:
        return ""


# What whoever guesses a password here would begin with; taken out, as much has to remain as is a password at all.
COMMON_HERE = (
    "zhongguancun", "中关村", "beijing", "北京", "rencai", "人才", "gongcheng", "工程", "renwu", "任务", "shishifangan",
    "实施方案", "guanweihui", "管委会", "zgc", "gjrc", "password", "mima", "密码",
)  # fmt: skip
_BESIDE = 8


class NotOfThisPlace:
    """Not made of the words of this office and its programme alone."""

    def validate(self, password: str, user=None) -> None:
        left = re.sub("|".join(COMMON_HERE), "", password.casefold())
        if len(left) < _BESIDE <= len(password):
            raise ValidationError(
                "密码主要由单位、地名或系统名称组成，容易被猜到，请另设一个", code="password_of_this_place"
            )

    def get_help_text(self) -> str:
        return ""


class NotThePerson(django_rules.UserAttributeSimilarityValidator):
    """Neither like the login name or the name, nor with either in it."""

    def validate(self, password: str, user=None) -> None:
        for name in self.user_attributes:
            value = str(getattr(user, name, "")).strip().casefold()
            if len(value) > 1 and value in password.casefold():
                label = user._meta.get_field(name).verbose_name
                raise ValidationError(f"密码不能含有{label}，请另设一个", code="password_with_name")
        super().validate(password, user)

    def get_error_message(self) -> str:
        return "密码与%(verbose_name)s太相似，请另设一个"


class EnoughKinds:
    """Composition as 等保 asks for it: PASSWORD_KINDS of upper case, lower case, digits, others. Off with 1."""

    def validate(self, password: str, user=None) -> None:
        if sum(bool(re.search(kind, password)) for kind in _KINDS) < settings.PASSWORD_KINDS:
            raise ValidationError(f"密码过于简单，请{self.get_help_text()}", code="password_too_uniform")

    def get_help_text(self) -> str:
        return f"使用大写字母、小写字母、数字、符号中的至少{settings.PASSWORD_KINDS}种"
