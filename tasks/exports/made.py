"""Who made an export and when; every document that leaves the house says so."""

from dataclasses import dataclass
from datetime import datetime

from tasks.rules import dates


@dataclass(frozen=True)
class Made:
    by: str
    at: datetime
    log: str = ""  # where the audit log ended then, so that nothing before it can be rewritten unnoticed

    @property
    def at_in_words(self) -> str:
        return dates.printed(self.at)
