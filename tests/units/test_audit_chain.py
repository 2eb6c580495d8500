"""The audit log is a chain: what was changed, taken out or put in behind the application's back is found."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from tests.factories import make_account, make_user
from tests.migrating import migrate
from units import audit, triggers
from units.audit_chain import SHOWN
from units.models import AuditEntry, AuditHead


def verified(*given: str) -> str:
    out = StringIO()
    call_command("verify_audit", *given, stdout=out)
    return out.getvalue()


def broken(*given: str) -> str:
    with pytest.raises(CommandError) as found:
        call_command("verify_audit", *given, stdout=StringIO())
    return str(found.value)


@pytest.fixture
def rows(db) -> list[AuditEntry]:
    member = make_user()
    details = (
        {},
        {"reason": "张某“甲”", "n": 1},
        {"units": ["甲", "乙"]},
        {"x": None, "a": {"b": True}},
        {"f": 1.5},
    )
    return [
        audit.record(action="account.switch", by=member, subject="第4项", detail=each) for each in details
    ]


def behind_the_back(change) -> None:
    """As somebody who may do anything with the database."""
    triggers.drop()
    change()
    triggers.create()


def test_a_log_that_nobody_touched_is_whole(rows):
    assert verified() == f"审计日志完整，共5条，末条 {audit.head_in_print()}\n"
    assert audit.head_in_print() == f"{rows[-1].pk}-{rows[-1].hash[:SHOWN]}"


def test_an_empty_log_is_whole(db):
    AuditHead.objects.all().delete()
    assert verified() == "审计日志完整，共0条，末条 （空）\n"


CHANGES = {
    "who": "别人", "address": "10.0.0.9", "action": "plan.file", "subject": "第5项", "outcome": "refused",
    "detail": {"reason": "乙"},
}  # fmt: skip


@pytest.mark.parametrize("column", [*CHANGES, "at", "user"])
def test_a_change_of_any_column_is_named(rows, column):
    new = CHANGES.get(column) or (
        make_account() if column == "user" else rows[2].at + timedelta(microseconds=1)
    )
    behind_the_back(lambda: AuditEntry.objects.filter(pk=rows[2].pk).update(**{column: new}))
    assert f"审计日志不完整：第{rows[2].pk}条（" in broken()


@pytest.mark.parametrize(("taken", "named"), [(0, 1), (2, 3), (4, 4)])
def test_a_row_taken_out_is_noticed_at_the_next_one_or_at_the_end(rows, taken, named):
    behind_the_back(lambda: AuditEntry.objects.filter(pk=rows[taken].pk).delete())
    assert f"第{rows[named].pk}条" in broken()


def test_a_row_put_in_is_noticed(rows):
    AuditEntry.objects.create(at=rows[0].at, who="别人", action="plan.file")
    assert "第" in broken()


def test_whoever_chains_all_anew_is_found_out_by_what_was_printed(rows):
    printed = audit.head_in_print()
    assert verified("--head", printed).startswith("审计日志完整")

    def rewrite() -> None:
        kept = list(AuditEntry.objects.order_by("pk").values())
        AuditEntry.objects.all().delete()
        AuditHead.objects.all().delete()
        for row in kept:
            detail = row["detail"] | {"forged": True}
            with transaction.atomic():
                entry = AuditEntry(**row | {"detail": detail})
                audit._append(entry)

    behind_the_back(rewrite)
    assert verified().startswith("审计日志完整")
    assert f"与文件上所印的“{printed}”不符" in broken("--head", printed)


@pytest.mark.parametrize("head", ["", "1", "x-y", "1-", f"{2**70}-abc"])
def test_what_is_no_head_of_a_log_is_refused(rows, head):
    if head:
        assert "不符" in broken("--head", head)
    else:
        verified("--head", head)


def test_what_a_transaction_undid_is_in_neither_log_nor_chain(rows):
    with transaction.atomic():
        audit.record(action="account.switch", user=make_account())
        transaction.set_rollback(True)
    audit.record(action="account.switch", user=make_account())
    assert "共6条" in verified()


@pytest.mark.long  # goes the way from a migration of before
@pytest.mark.django_db(transaction=True)
def test_rows_of_before_are_chained_as_they_stand():
    before = migrate("units", "0004_sign_in_failures")
    try:
        for n in range(3):
            before.get_model("units", "AuditEntry").objects.create(
                at="2015-04-01T00:00:00Z", who=f"第{n}人", action="plan.file", detail={"n": n}
            )
    finally:
        migrate()
    assert "共3条" in verified()
    audit.record(action="account.switch", who="某")
    assert "共4条" in verified()
    behind_the_back(lambda: AuditEntry.objects.filter(who="第1人").update(who="别人"))
    assert "plan.file" in broken()


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_replacing_a_row_is_refused_like_removing_it(rows):
    row = rows[1]
    with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO units_auditentry (id, at, who, address, action, subject, outcome, detail, hash) "
            "VALUES (%s, %s, '别人', '', 'plan.file', '', 'ok', '{}', '')",
            [row.pk, row.at],
        )
    row.refresh_from_db()
    assert row.action == "account.switch"
