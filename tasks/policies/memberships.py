"""Under which memberships somebody can work, by the programmes there are: others' pages all refuse them."""

from django.db.models import Q

from tasks.models import Programme
from units.models import Office, Unit
from units.roles import Role
from zgc_tasks.common.refusal import Kind, Refusal

NAMED = 5  # of the units and offices that a refusal names


def may_hold(role: Role, unit: Unit | None, office: Office | None) -> None:
    """领导小组办公室 is of a 统筹单位, 核对人 of an office that receives or stands in; of any while there is no programme."""
    if role == Role.LEADERSHIP:
        leading = Unit.objects.filter(pk__in=Programme.objects.values("leadership_unit"))
        _require(unit, leading.in_document_order(), "unit", "领导小组办公室", "统筹单位")
    if role == Role.CHECKER:
        receiving = Q(pk__in=Programme.objects.values("receiving_office"))
        standing_in = Q(pk__in=Programme.objects.exclude(stand_in_office=None).values("stand_in_office"))
        offices = Office.objects.filter(receiving | standing_in).select_related("unit").order_by("pk")
        _require(office, offices, "office", "核对人", "接收处室或代核对处室")


def _require(chosen, those, field: str, role: str, what: str) -> None:
    if those.filter(pk=chosen and chosen.pk).exists():
        return
    named = list(map(str, those[: NAMED + 1]))
    if named:
        listed = "、".join(named[:NAMED]) + ("等" if len(named) > NAMED else "")
        raise Refusal(
            f"{role}应属于专项工作的{what}（{listed}），请重新选择；由其他单位、处室担任的，请先在“专项工作”中改定",
            Kind.WRONG_INPUT,
            field,
        )
