"""The rows of the audit log as a chain: each holds a hash over itself and the one before (decision 0059)."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

CHAINED = ("at", "user_id", "who", "address", "action", "subject", "outcome", "detail")
SHOWN = 16  # characters of a hash, on paper


@dataclass(frozen=True)
class Break:
    """The first row that does not fit, by its number."""

    number: int
    words: str


def link(before: str, row: dict) -> str:
    """The hash of a row, given by its columns, behind the row that has the hash `before`."""
    return hashlib.sha256(f"{before}\n{_plain(row)}".encode()).hexdigest()


def _plain(row: dict) -> str:
    values = {name: row[name] for name in CHAINED}
    values["at"] = values["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def printed(number: int, head: str) -> str:
    """审计日志第1234条 3f9a0c…: what stands on paper, and is given to `verify_audit`."""
    return f"{number}-{head[:SHOWN]}"


def of_print(reference: str) -> str:
    """The same as somebody typed it, or the number alone; "" of what is neither."""
    written = re.sub(r"\s*[-‐–—]\s*", "-", unicodedata.normalize("NFKC", reference))
    found = _REFERENCE.fullmatch(written)
    return found[1] + found[2].lower() if found else ""


_REFERENCE = re.compile(r"(?:审计日志)?[\s:]*([0-9]{1,18})(|-[0-9A-Fa-f]{1,16})[\s。.]*")


def first_break(rows: Iterable[dict], last: tuple[int, str] | None) -> Break | None:
    """Rows as columns with `pk` and `hash`, in their order; `last` is where the log says that it ends."""
    before, number = "", 0
    for row in rows:
        number = row["pk"]
        if row["hash"] != link(before, row):
            return Break(number, f"第{number}条（{_moment(row['at'])}，{row['action']}）与前后记录不符")
        before = row["hash"]
    if last is not None and last != (number, before):
        return Break(last[0], f"日志应以第{last[0]}条结束，现有最后一条为第{number}条")
    return None


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
