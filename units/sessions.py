"""Session and account of whoever asks, by prepared queries: every page begins with them (decision 0023)."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from units.models import User
from zgc_tasks.common.prepared import Prepared

_SESSION = Prepared(lambda key: Session.objects.filter(session_key=key))
_USER = Prepared(lambda pk: User.objects.filter(pk=pk))


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def load(self) -> dict:
        session = _SESSION.first(key=self.session_key)
        if session is None or session.expire_date <= timezone.now():
            return super().load()  # it forgets the key, which might be one that a stranger chose
        return self.decode(session.session_data)


class AccountBackend(ModelBackend):
    """Django's accounts in the database."""

    def get_user(self, user_id: int) -> User | None:
        user = _USER.first(pk=user_id)
        return user if user and self.user_can_authenticate(user) else None
