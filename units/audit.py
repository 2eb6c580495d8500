"""The one door to the audit log. It keeps the real time even in a demonstration."""

import logging
from contextvars import ContextVar
from functools import lru_cache

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from units.audit_chain import CHAINED, link, printed
from units.models import AuditEntry, AuditHead, Membership, User
from units.models.audit import AuditOutcome
from zgc_tasks.common.prepared import Prepared

logger = logging.getLogger(__name__)

# The address of the request being served; set by the middleware, empty for commands.
current_address: ContextVar[str] = ContextVar("current_address", default="")

_LOCKED_HEAD = Prepared(lambda pk: AuditHead.objects.select_for_update().filter(pk=pk))


def record(
    *,
    action: str,
    outcome: str = AuditOutcome.OK,
    by: Membership | None = None,
    user: User | None = None,
    who: str = "",
    subject: str = "",
    detail: dict | None = None,
) -> AuditEntry:
    """Append a row. `who` names a person without an account (a sign-in that failed)."""
    user = by.user if by else user
    entry = AuditEntry(
        at=timezone.now(),
        user=user,
        who=(who or _name(by, user))[:150],
        address=current_address.get(),
        action=action,
        subject=subject[:200],
        outcome=outcome,
        detail=detail or {},
    )
    with transaction.atomic(savepoint=False):
        _append(entry)
    return entry


def record_refusal(
    *, by: Membership | None = None, user: User | None = None, subject: str, detail: dict
) -> None:
    """That somebody was refused something; where nothing can be written, in the log instead, because it is refused for its own
    reason all the same.
    """
    try:
        record(
            action="access.refused",
            outcome=AuditOutcome.REFUSED,
            by=by,
            user=user,
            subject=subject,
            detail=detail,
        )
    except OperationalError:
        logger.exception("not noted: %s of %r to %s (%r)", "refusal", subject, by or user, detail)


def _append(entry: AuditEntry) -> None:
    """Behind the last row of all: whoever else appends waits for the lock of the head until this is committed."""
    head = _LOCKED_HEAD.first(pk=1)
    if head is None:
        AuditHead.objects.get_or_create(pk=1)
        head = _LOCKED_HEAD.first(pk=1)
    entry.hash = link(head.hash, {name: getattr(entry, name) for name in CHAINED})
    entry.save(force_insert=True)
    AuditHead.objects.filter(pk=1).update(number=entry.pk, hash=entry.hash)


def head_in_print() -> str:
    """The end of the log as of now, for documents: whoever has one knows that all before it stood so."""
    head = AuditHead.objects.filter(pk=1).first()
    return printed(head.number, head.hash) if head else ""


def _name(by: Membership | None, user: User | None) -> str:
    if by:
        return f"{by.user.username} {by}"
    if user is None and not current_address.get():
        return "（命令行）"
    return f"{user.username} {user.full_name}" if user else "（未登录）"


def matching(filters: dict | None):
    """The rows that meet all filters, none where there is None to meet."""
    return AuditEntry.objects.none() if filters is None else AuditEntry.objects.matching(**filters)


def differs(filters: dict | None) -> bool:
    """Whether the row of that number is there, with another hash than paper has it."""
    key, _, start = (filters or {}).get("number", "").partition("-")
    return bool(start) and AuditEntry.objects.filter(pk=int(key)).exclude(hash__startswith=start).exists()


_HEAD = Prepared(lambda pk: AuditHead.objects.filter(pk=pk).values_list("number", "hash"))
_HASH = Prepared(lambda pk: AuditEntry.objects.filter(pk=pk).values_list("hash", flat=True))


def count(filters: dict | None) -> int:
    """How many rows meet all filters. Rows are only ever added, one behind the other: those that were counted before, by this
    process, are not counted again (decision 0082). A transaction may see what is never going to be so: within one, nothing is
    kept.
    """
    if filters is None or connection.in_atomic_block:
        return matching(filters).count()
    kept = _counted(tuple(filters.items()))
    number, hash = _HEAD.first(pk=1) or (0, "")
    before, found = _known(kept[0])
    found += matching(filters).filter(pk__gt=before, pk__lte=number).count()
    kept[0] = number, hash, found  # in one step: another thread may count as well
    return found


def _known(kept: tuple[int, str, int]) -> tuple[int, int]:
    """Up to which row was counted, and how many were found; of a log that was put back, and is another one, nothing is known."""
    number, hash, found = kept
    return (number, found) if _HASH.first(pk=number) == hash else (0, 0)


@lru_cache(maxsize=256)
def _counted(filters: tuple) -> list[tuple[int, str, int]]:
    """Up to which row was counted, its hash, and how many were found: what `count` puts there."""
    return [(0, "", 0)]
