"""Reads a register folder and refuses what cannot be right. Nothing here knows the database.

The folder holds `units.toml` and one folder for each programme with `programme.toml`, `groups.toml`,
`tasks.toml` and, where its document states 具体目标, `goals.toml`; their shapes are the classes of `tasks/register_data.py`.
"""

import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

from tasks.register_data import (
    GoalData,
    GroupData,
    ProgrammeData,
    ProgrammeRegister,
    Register,
    ResponsibilityData,
    TaskData,
    UnitData,
)
from tasks.register_entry import MOST_NUMBER, RegisterEntry, RegisterError
from tasks.rules import typed
from units.models import UnitKind
from zgc_tasks.common.refusal import Refusal


def read_register(folder: Path) -> Register:
    """The register in `folder`. Raises RegisterError naming file and entry at the first thing that is wrong."""
    units = tuple(_each(folder / "units.toml", "units", "short_name", _unit))
    _names_once(units)
    homes = sorted(path.parent for path in folder.glob("*/programme.toml"))
    if not homes:
        raise RegisterError(str(folder), "没有找到专项工作：每项专项工作应有一个含 programme.toml 的子目录")
    programmes = tuple(_programme_register(home, units) for home in homes)
    _once(((p.programme.entry, p.programme.code) for p in programmes), "代号")
    return Register(units, programmes)


def _programme_register(home: Path, units: tuple[UnitData, ...]) -> ProgrammeRegister:
    programme = _programme(RegisterEntry(home / "programme.toml", "", _table(home / "programme.toml")))
    groups = tuple(_each(home / "groups.toml", "groups", "number", _group))
    tasks = tuple(_each(home / "tasks.toml", "tasks", "number", _task))
    stated = home / "goals.toml"
    goals = tuple(_each(stated, "goals", "number", _goal)) if stated.exists() else ()
    _once(((group.entry, group.number) for group in groups), "序号")
    _once(((task.entry, task.number) for task in tasks), "任务编号")
    _once(((goal.entry, goal.number) for goal in goals), "具体目标序号")
    _refer_to_known_units(programme, groups, tasks, units)
    _refer_to_known_groups(tasks, {group.number for group in groups})
    return ProgrammeRegister(programme, groups, tasks, goals)


# --- one entry -----------------------------------------------------------------------------------------------


def _unit(entry: RegisterEntry) -> UnitData:
    unit = UnitData(
        entry=entry,
        slug=entry.slug("slug"),
        kind=entry.choice("kind", UnitKind.values),
        short_name=entry.text("short_name"),
        full_name=entry.text("full_name"),
        aliases=entry.texts("aliases"),
        offices=entry.texts("offices"),
        document_order=entry.number("document_order"),
    )
    entry.refuse_unknown_keys()
    return unit


def _programme(entry: RegisterEntry) -> ProgrammeData:
    programme = ProgrammeData(
        entry=entry,
        code=entry.code("code"),
        short_name=entry.text("short_name"),
        title=entry.text("title"),
        document_number=entry.text("document_number"),
        document_title=entry.text("document_title"),
        issuer=entry.text("issuer"),
        plan_deadline=entry.day("plan_deadline"),
        ends_on=entry.day("ends_on", required=False),
        time_span=entry.text("time_span", required=False),
        receiving_unit=entry.text("receiving_unit"),
        receiving_office=entry.text("receiving_office"),
        stand_in_unit=entry.text("stand_in_unit", required=False),
        stand_in_office=entry.text("stand_in_office", required=False),
        leadership_unit=entry.text("leadership_unit"),
        contact_name=entry.text("contact_name"),
        contact_phone=entry.text("contact_phone"),
        contact_fax=entry.text("contact_fax", required=False),
        contact_email=entry.text("contact_email", required=False),
    )
    entry.refuse_unknown_keys()
    _days_fit_together(programme)
    _stand_in_is_another_office(programme)
    return programme


def _days_fit_together(programme: ProgrammeData) -> None:
    try:
        typed.programme_days(programme.document_number, programme.plan_deadline, programme.ends_on)
    except Refusal as refusal:
        programme.entry.refuse(f"{refusal.field}：{refusal.words}")


def _stand_in_is_another_office(programme: ProgrammeData) -> None:
    unit, office = programme.stand_in_unit, programme.stand_in_office
    if bool(unit) != bool(office):
        programme.entry.refuse("stand_in_unit 和 stand_in_office（代核对处室）应当都填或者都不填")
    if (unit, office) == (programme.receiving_unit, programme.receiving_office):
        programme.entry.refuse("代核对处室不能与接收处室相同，请另填处室，或者都不填")


def _group(entry: RegisterEntry) -> GroupData:
    group = GroupData(
        entry=entry,
        number=entry.number("number", most=MOST_NUMBER),
        name=entry.text("name"),
        body=entry.text("body", required=False),
        responsible_line=entry.text("responsible_line", required=False),
        units=entry.texts("units"),
        wordings=entry.texts("wordings"),
    )
    entry.refuse_unknown_keys()
    return group


def _task(entry: RegisterEntry) -> TaskData:
    task = TaskData(
        entry=entry,
        number=entry.number("number", most=MOST_NUMBER),
        group=entry.number("group"),
        printed_group=entry.number("printed_group", required=False),
        content=entry.text("content"),
        responsibilities=_responsibilities(entry),
        body_sentence=entry.text("body_sentence", required=False),
        reading_note=entry.text("reading_note", required=False),
    )
    entry.refuse_unknown_keys()
    return task


def _goal(entry: RegisterEntry) -> GoalData:
    goal = GoalData(
        entry=entry,
        number=entry.number("number", most=MOST_NUMBER),
        name=entry.text("name"),
        target=entry.number("target"),
        measure=entry.text("measure"),
        horizon=entry.text("horizon", required=False),
        sentence=entry.text("sentence", required=False),
    )
    entry.refuse_unknown_keys()
    return goal


def _responsibilities(entry: RegisterEntry) -> tuple[ResponsibilityData, ...]:
    listed = tuple(_responsibility(part) for part in entry.tables("responsibilities"))
    if not listed:
        entry.refuse("responsibilities 至少应有一个责任单位或表述")
    if len(set(listed)) < len(listed):
        entry.refuse("responsibilities 中有重复的责任单位或表述")
    return listed


def _responsibility(part: RegisterEntry) -> ResponsibilityData:
    unit, wording = part.text("unit", required=False), part.text("wording", required=False)
    if bool(unit) == bool(wording):
        part.refuse("unit 和 wording 应当而且只能填写一个")
    part.refuse_unknown_keys()
    return ResponsibilityData(unit, wording)


# --- files ---------------------------------------------------------------------------------------------------


def _each(path: Path, name: str, label_key: str, build: Callable) -> Iterable:
    """`build` applied to every `[[name]]` table of the file, which is called by its place and `label_key`."""
    tables = _table(path).get(name)
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise RegisterError(str(path), f"应当由若干 [[{name}]] 组成")
    for place, table in enumerate(tables, start=1):
        yield build(
            RegisterEntry(
                path, f"第 {place} 个 [[{name}]]（{label_key} = {table.get(label_key, '未填')}）", table
            )
        )


def _table(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise RegisterError(str(path), "文件不存在或不能读取") from error
    except UnicodeDecodeError as error:
        raise RegisterError(str(path), "不是 UTF-8 编码，请转换编码后再试") from error
    except tomllib.TOMLDecodeError as error:
        raise RegisterError(str(path), f"不是正确的 TOML：{error}") from error


# --- between entries -----------------------------------------------------------------------------------------


def _once(labelled: Iterable[tuple[RegisterEntry, object]], what: str) -> None:
    seen = set()
    for entry, value in labelled:
        if value in seen:
            entry.refuse(f"{what}“{value}”已被前面的条目使用")
        seen.add(value)


def _names_once(units: tuple[UnitData, ...]) -> None:
    """A name or alias means one unit only; otherwise an incoming letter could be taken for another unit's."""
    _once(((unit.entry, unit.slug) for unit in units), "slug ")
    _once(((unit.entry, unit.document_order) for unit in units), "document_order ")
    _once(((u.entry, name) for u in units for name in {u.short_name, u.full_name, *u.aliases}), "名称")


def _refer_to_known_units(programme, groups, tasks, units) -> None:
    known = {unit.short_name for unit in units}
    named = [(programme.entry, name) for name in (programme.receiving_unit, programme.leadership_unit)]
    named += [(programme.entry, programme.stand_in_unit)] if programme.stand_in_unit else []
    named += [(group.entry, name) for group in groups for name in group.units]
    named += [(task.entry, part.unit) for task in tasks for part in task.responsibilities if part.unit]
    for entry, name in named:
        if name not in known:
            entry.refuse(f"单位“{name}”不在 units.toml 中，请先补充或改正简称")


def _refer_to_known_groups(tasks, numbers: set[int]) -> None:
    for task in tasks:
        for number in (task.group, task.printed_group):
            if number is not None and number not in numbers:
                task.entry.refuse(f"大项 {number} 不在 groups.toml 中")
