"""Tables that the database itself keeps from being changed (units/triggers.py)."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tasks.apps import FROZEN_IN_A_FILING
from tasks.models import Filing, Plan
from tests.factories import make_account, make_programme, make_task, make_user
from units import audit, triggers
from units.models import AuditEntry

PROTECTED = {
    "units_auditentry",
    "tasks_planevent",
    "tasks_designation",
    "tasks_wordingresolution",
    "tasks_wordingresolution_units",
    "tasks_filing",
    "tasks_filedstepkey",
    "tasks_contactchange",
    "tasks_coordination",
    "tasks_coordinationevent",
    "tasks_coordinationevent_units",
    "tasks_leading",
    "tasks_timechange",
    "tasks_timechange_filings",
    "tasks_timedecision",
    "tasks_stepinforce",
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
        "office_id",
        "named_office_id",
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


@pytest.fixture
def filing() -> Filing:
    lead, at = make_user(), timezone.now()
    plan = Plan.objects.create(
        task=make_task(make_programme(), lead=lead.unit), begun_at=at, updated_at=at, updated_by=lead
    )
    facts = {"nth": 1, "number": "GJRC-01-1", "sequence": 1, "recorded_at": at, "counts_from": at}
    return Filing.objects.create(plan=plan, content={"leader": "张某"}, by=lead, **facts)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"), [("content", {"leader": "李某"}), ("number", "GJRC-01-2"), ("signed_by", "李某")]
)
def test_what_was_filed_cannot_be_changed_or_removed(filing, column, value):
    this = Filing.objects.filter(pk=filing.pk)
    assert refused(lambda: this.update(**{column: value}))
    assert refused(this.delete)
    assert this.get().content == {"leader": "张某"}


@pytest.mark.skipif("connection.vendor != 'sqlite'")
@pytest.mark.django_db
@pytest.mark.parametrize("key", ["id", "NULL"], ids=["the same key", "the same number and a new key"])
def test_what_was_filed_cannot_be_replaced(filing, key):
    columns = [field.column for field in Filing._meta.concrete_fields]
    taken = {"id": key, "content": "'{}'"}
    values = ", ".join(taken.get(column, column) for column in columns)
    into = f"INSERT OR REPLACE INTO tasks_filing ({', '.join(columns)})"

    def replace():
        with connection.cursor() as cursor:
            cursor.execute(f"{into} SELECT {values} FROM tasks_filing")  # noqa: S608 - names of columns alone

    assert refused(replace)
    assert Filing.objects.get().content == {"leader": "张某"}


@pytest.mark.django_db
def test_what_is_learnt_about_a_filing_later_can_be_added_and_an_unchanged_save_is_no_change(filing):
    filing.verified_at, filing.verified_by = filing.recorded_at, filing.by
    filing.save()
    assert Filing.objects.get().verified_by == filing.by
