"""One table of a register file: reads its keys by type and says in Chinese which entry of which file is wrong."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

from django.core.exceptions import ValidationError

from tasks.rules import typed
from zgc_tasks.common.refusal import Refusal
from zgc_tasks.common.text import clean_line

# Beyond what any number of a register is; those of tasks and areas have at most four digits.
MOST, MOST_NUMBER = 2_000_000_000, 9_999


class RegisterError(Exception):
    """A register file is wrong; the message names the file and the entry. Nothing was written."""

    def __init__(self, where: str, reason: str):
        super().__init__(f"{where}：{reason}")


@dataclass(frozen=True)
class RegisterEntry:
    """A table with the file and label it is known by. Each reader raises RegisterError naming the key."""

    file: Path
    label: str
    table: dict
    _read: set = field(default_factory=set, repr=False, compare=False)

    def refuse(self, reason: str) -> NoReturn:
        raise RegisterError(f"{self.file} {self.label}".strip(), reason)

    def text(self, key: str, *, required: bool = True) -> str:
        value = self._value(key, required, str, "应当是文字，写在引号中") or ""
        return self._clean(key, value)

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._value(key, False, list, "应当是文字的列表") or []
        if not all(isinstance(value, str) and value.strip() for value in values):
            self.refuse(f"{key} 应当是文字的列表，每项写在引号中且不能为空")
        return tuple(self._clean(key, value) for value in values)

    def number(self, key: str, *, required: bool = True, most: int = MOST) -> int | None:
        value = self._value(key, required, int, "应当是正整数，不加引号")
        if value is not None and (isinstance(value, bool) or value < 1):
            self.refuse(f"{key} 应当是正整数，不加引号")
        if value is not None and value > most:
            self.refuse(f"{key} 不能大于{most}，请核对")
        return value

    def day(self, key: str, *, required: bool = True) -> date | None:
        value = self._value(key, required, date, "应当是日期，如 2015-04-03，不加引号")
        if isinstance(value, datetime):
            self.refuse(f"{key} 应当是日期，如 2015-04-03，不带时间")
        return value

    def choice(self, key: str, allowed: list[str]) -> str:
        value = self.text(key)
        if value not in allowed:
            self.refuse(f"{key} 应当是 {'、'.join(allowed)} 之一，而不是“{value}”")
        return value

    def slug(self, key: str) -> str:
        return self._matching(key, r"[a-z0-9]+(-[a-z0-9]+)*", "应当由小写字母、数字和连字符组成")

    def code(self, key: str) -> str:
        code = self.text(key)
        try:
            typed.programme_code(code, label=f"{key} ")
        except Refusal as refusal:
            self.refuse(refusal.words)
        return code

    def tables(self, key: str) -> list["RegisterEntry"]:
        values = self._value(key, True, list, "应当是 { … } 的列表")
        if not all(isinstance(value, dict) for value in values):
            self.refuse(f"{key} 应当是 {{ … }} 的列表")
        return [
            RegisterEntry(self.file, f"{self.label} {key} 第 {place} 个", value)
            for place, value in enumerate(values, start=1)
        ]

    def refuse_unknown_keys(self) -> None:
        """A mistyped key would otherwise be a value silently left out."""
        for key in self.table.keys() - self._read:
            self.refuse(f"不认识的内容 {key}，请检查拼写")

    def _value(self, key: str, required: bool, kind: type, reason: str):
        self._read.add(key)
        value = self.table.get(key)
        if value is None and not required:
            return None
        if value is None or value == "":
            self.refuse(f"缺少 {key}")
        if not isinstance(value, kind):
            self.refuse(f"{key} {reason}")
        return value

    def _clean(self, key: str, value: str) -> str:
        try:
            return clean_line(value)
        except ValidationError as error:
            self.refuse(f"{key} {error.messages[0]}")

    def _matching(self, key: str, pattern: str, reason: str) -> str:
        value = self.text(key)
        if not re.fullmatch(pattern, value):
            self.refuse(f"{key} {reason}，而不是“{value}”")
        return value
