"""The eleven fields of the 表样 of 工作任务实施方案 (京人才发〔2015〕3号, annex) as plain values.

A draft and a filing are both turned into a `PlanContent`; the printed form, the ledger, the comparison of two
filings and the cross-checks read only this, so they can never show two different plans.
"""

from dataclasses import asdict, dataclass, field, replace
from datetime import date

# 长期、每年… and 已启动 are times an office may write although they end on no particular day.
STANDING_MARKS = ("长期", "常年", "持续", "每年", "每半年", "每季度", "每月", "每周", "已启动", "已经启动")


@dataclass(frozen=True)
class Period:
    """A time as an office wrote it, and the first and last day it denotes (None where it denotes none)."""

    text: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def is_standing(self) -> bool:
        """Whether the wording names a standing or recurring time (长期, 每年12月底前, 已启动)."""
        return any(mark in self.text for mark in STANDING_MARKS)

    @property
    def understood(self) -> bool:
        return self.last is not None or self.first is not None or self.is_standing

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    def to_json(self) -> dict:
        return {
            "text": self.text,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
        }

    @classmethod
    def from_json(cls, data: dict) -> "Period":
        first, last = data["first"], data["last"]
        return cls(
            data["text"],
            date.fromisoformat(first) if first else None,
            date.fromisoformat(last) if last else None,
        )


@dataclass(frozen=True)
class StepContent:
    """One row of 工作步骤及完成时限; `unit` is the short name of the unit that carries it out, or ''."""

    text: str
    due: Period = field(default_factory=Period)
    unit: str = ""

    def to_json(self) -> dict:
        return {"text": self.text, "due": self.due.to_json(), "unit": self.unit}

    @classmethod
    def from_json(cls, data: dict) -> "StepContent":
        return cls(data["text"], Period.from_json(data["due"]), data["unit"])


PHONE_NOT_SHOWN = "（不显示）"

# The printed order and wording of the fields; names are the attributes of `PlanContent`.
FIELD_LABELS = {
    "number": "任务编号",
    "lead": "牵头单位",
    "content": "工作任务",
    "supervising_leader": "主管领导",
    "responsible_office": "责任处室",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "start": "启动时间",
    "finish": "完成时间",
    "steps": "工作步骤及完成时限",
    "participants": "参与单位",
}


@dataclass(frozen=True)
class PlanContent:
    """A plan as the 表样 has it; `participants` are names and wordings in printed order, additions last."""

    number: int
    lead: str
    content: str
    supervising_leader: str = ""
    responsible_office: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    start: Period = field(default_factory=Period)
    finish: Period = field(default_factory=Period)
    steps: tuple[StepContent, ...] = ()
    participants: tuple[str, ...] = ()

    def without_phone(self) -> "PlanContent":
        """For readers who may not see the phone number (design §2); a blank stays a blank."""
        return replace(self, contact_phone=PHONE_NOT_SHOWN) if self.contact_phone else self

    def to_json(self) -> dict:
        data = asdict(self)
        data["start"], data["finish"] = self.start.to_json(), self.finish.to_json()
        data["steps"] = [step.to_json() for step in self.steps]
        data["participants"] = list(self.participants)
        return data

    @classmethod
    def from_json(cls, data: dict) -> "PlanContent":
        return cls(
            **{
                **data,
                "start": Period.from_json(data["start"]),
                "finish": Period.from_json(data["finish"]),
                "steps": tuple(StepContent.from_json(step) for step in data["steps"]),
                "participants": tuple(data["participants"]),
            }
        )
