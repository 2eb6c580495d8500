"""Sessions by person, so that each person sees and ends their own."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from units.models.accounts import User


class Session(AbstractBaseSession):
    """`user` is None before signing in; when and from where it is used stands in the session itself."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions", editable=False)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "登录"
        verbose_name_plural = "登录"

    @classmethod
    def get_session_store_class(cls):
        from units.sessions import SessionStore

        return SessionStore
