"""What loading the register did to one row."""

from dataclasses import dataclass
from enum import StrEnum


class LoadOutcome(StrEnum):
    CREATED = "新建"
    UPDATED = "更新"
    SAME = "未变"
    KEPT = "保留"


@dataclass(frozen=True)
class RowLoaded:
    """`subject` is 单位, 处室, 专项工作, 大项 or 任务; `detail` says what changed, or why the row was kept."""

    subject: str
    name: str
    outcome: LoadOutcome
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.outcome}{self.subject} {self.name}" + (f"：{self.detail}" if self.detail else "")
