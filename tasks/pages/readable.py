"""A ledger as somebody may read it."""

from tasks import policies
from tasks.ledger import Ledger, Row
from tasks.models import Filing
from units.models import Membership


def as_readable_by(by: Membership, found: Ledger) -> Ledger:
    """Without phone numbers that the reader may not see, and without filings taken back since: those only count."""
    taken_back = Filing.objects.filter(plan__task__programme=found.programme, withdrawn_at__isnull=False)
    hidden = taken_back.exclude(pk__in=Filing.objects.visible_to(by).values("pk"))

    def may_see(row: Row) -> bool:
        return row.lead is None or policies.allowed(
            policies.may_see_contacts_of, by, row.lead, found.programme
        )

    hidden_numbers = frozenset(hidden.values_list("number", flat=True))
    return found.without_filings(hidden_numbers).with_phones_of(may_see)
