"""分办 on the home of whoever assigns: how many of the tasks its unit leads each office carries out."""

from django.db.models import Count, Exists, F, QuerySet

from tasks.models import Programme
from tasks.pages.unit_tasks import led_by
from units.models import Membership, Office
from units.prepared import PreparedFor
from units.roles import Role

# So many offices of the unit are named with the tasks they carry out.
_NAMED = 10


def in_words(programme: Programme, by: Membership) -> str:
    """Empty for those who assign nothing, and where the unit has no offices."""
    if by.role != Role.LIAISON:
        return ""
    rows = _BY_OFFICE(by, programme=programme.pk)
    said = [f"{name} {carried} 项" for name, carried, _ in rows if name]
    more = f"等 {len(said)} 个处室" if len(said) > _NAMED else ""
    none = [f"未分办 {carried} 项" for name, carried, has_offices in rows if has_offices and not name]
    return "，".join([*filter(None, ["、".join(said[:_NAMED]) + more]), *none])


def _by_office(by, programme) -> QuerySet:
    """By the name of each office how many tasks it carries out, None for those of none; and whether the unit has offices."""
    offices = Exists(Office.objects.filter(unit=by.unit_id))
    led = led_by(by, programme).order_by("plan__office_id")
    counted = led.values("plan__office_id", name=F("plan__office__name")).annotate(carried=Count("pk"))
    return counted.annotate(has_offices=offices).values_list("name", "carried", "has_offices")


_BY_OFFICE = PreparedFor(_by_office)
