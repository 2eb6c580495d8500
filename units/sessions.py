"""Session and account of whoever asks, by prepared queries: every page begins with them (decision 0023)."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError
from django.http import HttpRequest
from django.utils import timezone

from units.models import Session, User
from zgc_tasks.common.prepared import Prepared

_SESSION = Prepared(lambda key: Session.objects.filter(session_key=key))
_USER = Prepared(lambda pk: User.objects.filter(pk=pk))


class SessionStore(db.SessionStore):
    """Django's sessions in the database, each with its person."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict) -> Session:
        session = super().create_model_instance(data)
        session.user_id = data.get(SESSION_KEY)
        return session

    def load(self) -> dict:
        session = _SESSION.first(key=self.session_key)
        if session is None or session.expire_date <= timezone.now():
            return super().load()  # it forgets the key, which might be one that a stranger chose
        return self.decode(session.session_data)

    def save(self, must_create: bool = False) -> None:
        """Django says of whatever fails that the session is gone; where nothing can be written, that is what happened."""
        try:
            super().save(must_create)
        except UpdateError as error:
            failed = error.__context__
            if isinstance(failed, OperationalError):
                raise failed from failed.__cause__
            raise


class AccountBackend(ModelBackend):
    """Django's accounts in the database."""

    def get_user(self, user_id: int) -> User | None:
        user = _USER.first(pk=user_id)
        return user if user and self.user_can_authenticate(user) else None


class SecondStepBackend(AccountBackend):
    """The second step of signing in. A wrong one is a failed sign-in like a wrong password, locked out like one."""

    def authenticate(self, request: HttpRequest, username: str, second_step: Callable[[User], str]):
        """`second_step` says with what the person took it, if they did."""
        user = User.objects.filter(username=username).first()
        request.second_step = second_step(user) if user and self.user_can_authenticate(user) else ""
        return user if request.second_step else None
