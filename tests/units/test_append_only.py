"""Tables that the database itself keeps from being changed (units/triggers.py)."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from tasks.apps import FROZEN_IN_A_FILING
from tasks.models import Filing
from tests.factories import make_account
from units import audit, triggers
from units.models import AuditEntry

PROTECTED = {
    "units_auditentry",
    "tasks_planevent",
    "tasks_designation",
    "tasks_wordingresolution",
    "tasks_wordingresolution_units",
    "tasks_filing",
}


def refused(change) -> bool:
    """Whether the database refused `change`, with its reason; the surrounding test transaction survives."""
    try:
        with transaction.atomic():
            change()
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


def trigger_names() -> set[str]:
    source = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(source)
        return {name.lower() for (name,) in cursor.fetchall() if name.startswith("append_only")}


@pytest.mark.django_db
def test_an_audit_entry_can_be_added_but_neither_changed_nor_removed():
    entry = audit.record(action="account.sign_in", user=make_account())
    assert refused(lambda: AuditEntry.objects.filter(pk=entry.pk).update(who="别人"))
    assert refused(lambda: AuditEntry.objects.filter(pk=entry.pk).delete())
    assert AuditEntry.objects.get(pk=entry.pk).who == entry.who


@pytest.mark.django_db
def test_every_protected_table_has_triggers_for_change_and_removal():
    names = trigger_names()
    for table in PROTECTED:
        assert {f"append_only_{table}_update", f"append_only_{table}_delete"} <= names


def test_every_column_of_a_filing_is_frozen_unless_it_is_a_fact_of_registry():
    registry = {
        "id",
        "stamped_received_on",
        "stamped_recorded_at",
        "verified_at",
        "verified_by_id",
        "withdrawn_at",
    }
    columns = {field.column for field in Filing._meta.concrete_fields}
    assert columns == registry | set(FROZEN_IN_A_FILING)


@pytest.mark.django_db(transaction=True)
def test_triggers_come_back_with_every_migrate_and_are_lifted_for_a_flush():
    complete = trigger_names()
    triggers.drop()
    assert trigger_names() == set()
    call_command("migrate", verbosity=0)
    assert trigger_names() == complete
    audit.record(action="account.sign_in", user=make_account())
    assert refused(AuditEntry.objects.all().delete)
