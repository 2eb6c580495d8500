"""The rules for passwords, in words that say what to do. Django's translation lags behind its texts."""

from django.contrib.auth import password_validation as django_rules


class LongEnough(django_rules.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"密码太短，请不少于{self.min_length}位"


class NotCommon(django_rules.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "这是常见的密码，容易被猜到，请另设一个"


class NotThePerson(django_rules.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "密码与%(verbose_name)s太相似，请另设一个"
