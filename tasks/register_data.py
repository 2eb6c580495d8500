"""What the register files say, as plain values (an example with comments: `fixtures/`; read by register_files)."""

from dataclasses import dataclass
from datetime import date

from tasks.register_entry import RegisterEntry


@dataclass(frozen=True)
class UnitData:
    """One `[[units]]` of `units.toml`; `entry` says in errors where it stands."""

    entry: RegisterEntry
    slug: str
    kind: str
    short_name: str
    full_name: str
    aliases: tuple[str, ...]
    offices: tuple[str, ...]
    document_order: int


@dataclass(frozen=True)
class ProgrammeData:
    """`programme.toml`. `time_span` is the wording of the document; `ends_on` is None where it names no day.

    `stand_in_unit` and `stand_in_office` are both empty where no office checks in place of the receiving one.
    """

    entry: RegisterEntry
    code: str
    short_name: str
    title: str
    document_number: str
    document_title: str
    issuer: str
    plan_deadline: date
    ends_on: date | None
    time_span: str
    receiving_unit: str
    receiving_office: str
    stand_in_unit: str
    stand_in_office: str
    leadership_unit: str
    contact_name: str
    contact_phone: str
    contact_fax: str
    contact_email: str


@dataclass(frozen=True)
class GroupData:
    """One `[[groups]]`: a 工作任务（大项）. `units` and `wordings` are what `responsible_line` names."""

    entry: RegisterEntry
    number: int
    name: str
    body: str
    responsible_line: str
    units: tuple[str, ...]
    wordings: tuple[str, ...]


@dataclass(frozen=True)
class ResponsibilityData:
    """A named unit by its short name, or a wording; exactly one of the two."""

    unit: str = ""
    wording: str = ""

    def __str__(self) -> str:
        return self.unit or self.wording


@dataclass(frozen=True)
class TaskData:
    """One `[[tasks]]`; `responsibilities` in printed order."""

    entry: RegisterEntry
    number: int
    group: int
    printed_group: int | None
    content: str
    responsibilities: tuple[ResponsibilityData, ...]
    body_sentence: str
    reading_note: str


@dataclass(frozen=True)
class GoalData:
    """One `[[goals]]` of `goals.toml`, which a programme may do without: 超过 `target`, strictly more."""

    entry: RegisterEntry
    number: int
    name: str
    target: int
    measure: str
    horizon: str
    sentence: str


@dataclass(frozen=True)
class ProgrammeRegister:
    programme: ProgrammeData
    groups: tuple[GroupData, ...]
    tasks: tuple[TaskData, ...]
    goals: tuple[GoalData, ...]


@dataclass(frozen=True)
class Register:
    units: tuple[UnitData, ...]
    programmes: tuple[ProgrammeRegister, ...]
