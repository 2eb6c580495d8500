"""On PostgreSQL the application works as a role that owns no table: it cannot lift what keeps its records."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from tests.factories import make_account
from units import audit
from units.models import AuditEntry

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no roles"),
]


@pytest.fixture
def as_the_application():
    """The role of the guide, with what the guide grants it, for one test."""
    guide = (Path(settings.BASE_DIR) / "docs/operations.md").read_text(encoding="utf-8")
    rights = re.search(r"GRANT (SELECT, INSERT, UPDATE, DELETE) ON TABLES TO zgc", guide)[1]
    revoked = re.search(r"REVOKE (UPDATE, DELETE) ON units_auditentry FROM zgc", guide)[1]
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE zgc_of_test")
        cursor.execute("GRANT USAGE ON SCHEMA public TO zgc_of_test")
        cursor.execute(f"GRANT {rights} ON ALL TABLES IN SCHEMA public TO zgc_of_test")
        cursor.execute("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO zgc_of_test")
        cursor.execute(f"REVOKE {revoked} ON units_auditentry FROM zgc_of_test")
        cursor.execute("SET LOCAL ROLE zgc_of_test")
        yield cursor
        cursor.execute("RESET ROLE")


def test_it_records_and_reads(as_the_application):
    entry = audit.record(action="account.switch", user=make_account())
    assert AuditEntry.objects.get() == entry


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE units_auditentry DISABLE TRIGGER ALL",
        "DROP TRIGGER append_only_units_auditentry_update ON units_auditentry",
        "ALTER TABLE tasks_filing DISABLE TRIGGER ALL",
        "DROP FUNCTION append_only_refuse() CASCADE",
        "UPDATE units_auditentry SET who = 'x'",
        "DELETE FROM units_auditentry",
        "TRUNCATE units_auditentry CASCADE",
    ],
)
def test_it_changes_neither_records_nor_what_keeps_them(as_the_application, statement):
    with pytest.raises(DatabaseError, match=r"must be owner|permission denied"), transaction.atomic():
        as_the_application.execute(statement)
