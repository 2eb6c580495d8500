"""Units, offices and programmes of the register: made when missing, the administrator's own from then on."""

from tasks.actions.register_changes import LoadOutcome, RowLoaded
from tasks.actions.register_rows import differing, labels, save_valid
from tasks.models import Programme
from tasks.register_data import ProgrammeData, UnitData
from units.models import Office, Unit

UNIT_FIELDS = ("slug", "kind", "short_name", "full_name", "aliases", "document_order")
PROGRAMME_FIELDS = (
    *("short_name", "title", "document_number", "document_title", "issuer", "plan_deadline", "ends_on"),
    *("contact_name", "contact_phone", "contact_fax", "contact_email"),
)


def load_unit(data: UnitData, changes: list[RowLoaded]) -> Unit:
    """The unit of this slug or short name (the administrator may have changed one of them), else a new one."""
    values = {name: getattr(data, name) for name in UNIT_FIELDS} | {"aliases": list(data.aliases)}
    same = (
        Unit.objects.filter(slug=data.slug).first() or Unit.objects.filter(short_name=data.short_name).first()
    )
    return _kept_unit(same, data, values, changes) if same else _new_unit(data, values, changes)


def _kept_unit(unit: Unit, data: UnitData, values: dict, changes: list[RowLoaded]) -> Unit:
    changes.append(_administrators_own(unit, "单位", data.short_name, values))
    missing = set(data.offices) - set(unit.offices.values_list("name", flat=True))
    changes += [_office_left_out(unit, name) for name in data.offices if name in missing]
    return unit


def _new_unit(data: UnitData, values: dict, changes: list[RowLoaded]) -> Unit:
    unit = save_valid(Unit(**values), data.entry)
    changes.append(RowLoaded("单位", data.short_name, LoadOutcome.CREATED))
    for name in data.offices:
        office = save_valid(Office(unit=unit, name=name), data.entry)
        changes.append(RowLoaded("处室", str(office), LoadOutcome.CREATED))
    return unit


def _office_left_out(unit: Unit, name: str) -> RowLoaded:
    """The administrator renamed or removed it; making it again would bring back what they did away with."""
    return RowLoaded("处室", f"{unit}{name}", LoadOutcome.KEPT, "系统中没有该处室，以系统中的为准")


def load_programme(data: ProgrammeData, units: dict[str, Unit], changes: list[RowLoaded]) -> Programme:
    values = {name: getattr(data, name) for name in PROGRAMME_FIELDS}
    values["leadership_unit"] = units[data.leadership_unit]
    programme = (
        Programme.objects.filter(code=data.code)
        .select_related("receiving_office__unit", "stand_in_office")
        .first()
    )
    if programme:
        values |= _stand_in_named(data, units)
        changes.append(_administrators_own(programme, "专项工作", data.code, values))
        return programme
    values["receiving_office"] = _office(units[data.receiving_unit], data.receiving_office, changes)
    if data.stand_in_office:
        values["stand_in_office"] = _office(units[data.stand_in_unit], data.stand_in_office, changes)
    changes.append(RowLoaded("专项工作", data.code, LoadOutcome.CREATED))
    return save_valid(Programme(code=data.code, **values), data.entry)


def _stand_in_named(data: ProgrammeData, units: dict[str, Unit]) -> dict[str, Office]:
    """What the file says of it; a file that names none says nothing against the administrator's choice."""
    if not data.stand_in_office:
        return {}
    named = {"unit": units[data.stand_in_unit], "name": data.stand_in_office}
    return {"stand_in_office": Office.objects.filter(**named).first() or Office(**named)}


def _office(unit: Unit, name: str, changes: list[RowLoaded]) -> Office:
    office, created = Office.objects.get_or_create(unit=unit, name=name)
    if created:
        changes.append(RowLoaded("处室", str(office), LoadOutcome.CREATED))
    return office


def _administrators_own(row, subject: str, name: str, values: dict) -> RowLoaded:
    """An existing unit or programme is left as it is; where it differs from the file, the report says in what."""
    unlike = differing(row, values)
    if not unlike:
        return RowLoaded(subject, name, LoadOutcome.SAME)
    return RowLoaded(subject, name, LoadOutcome.KEPT, f"{labels(row, unlike)}与文件不同，以系统中的为准")
