"""Rows that many tests read, made once: around the tests stands a transaction, and each of them runs in a savepoint."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from tasks.actions.register import load_register
from tasks.models import Programme
from tasks.register_files import read_register
from tests.copied import copied
from tests.migrating import migrate
from units import triggers
from zgc_tasks.common import clock

GJRC_FOLDER = settings.BASE_DIR / "fixtures"


@contextmanager
def kept(django_db_blocker) -> Iterator[None]:
    """For fixtures of a package or module, which also ask for `django_db_setup`; what is written inside is undone in
    the end. All tests of the package or module see it, also those that do not ask.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def committed(django_db_blocker) -> Iterator[None]:
    """The same where no transaction may stand around what is made, as around a migration: the database is emptied in the
    end, and is the newest, however far a migration went.
    """
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            migrate()
            triggers.drop()
            call_command("flush", interactive=False, verbosity=0)


def register() -> Programme:
    return _registered(clock.today())


def demonstration() -> Programme:
    """As `make run` sets it up."""
    return _demonstration(clock.today())


@copied
def _registered(today: date) -> Programme:
    load_register(register=read_register(GJRC_FOLDER), at=clock.now())
    return Programme.objects.get(code="GJRC")


@copied
def _demonstration(today: date) -> Programme:
    programme = _registered(today)
    call_command("sample_accounts", stdout=StringIO())
    call_command("sample_plans", verbosity=0)
    return programme
