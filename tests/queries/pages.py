"""Every page there is: the rows of the table of access that answer with one, and who looks at it."""

from dataclasses import dataclass

from tests.access.cases import CASES
from tests.access.table import Case

# Pages that show other things to other people are counted for each of these; the others for the first who may.
READERS = {
    "home": ("liaison", "consulted", "checker", "leadership"),
    "task-list": ("liaison", "checker"),
    "task-detail": ("liaison", "checker"),
    "plan-list": ("liaison", "consulted"),
    "plan-detail": ("liaison", "consulted", "checker"),
    "deadlines": ("liaison", "checker"),
    "contact-directory": ("liaison", "checker"),
    "checking": ("checker", "stand_in"),
    "coordination-list": ("liaison", "checker", "leadership"),
    "coordination-detail": ("liaison", "participant", "leadership"),
    "round-list": ("liaison", "checker"),
    "round": ("liaison", "consulted"),
    "round-desk": ("checker", "leadership"),
    "progress": ("liaison", "participant", "checker", "leadership"),
}


def _readers(case) -> tuple[str, ...]:
    expected = case.expected()
    readers = READERS.get(case.route, (case.allowed(),))
    return tuple(who for who in readers if who and expected[who] == 200)


@dataclass(frozen=True)
class Visit:
    page: Case
    who: str

    def __str__(self) -> str:
        return f"{self.page} by {self.who}"


PAGES = [Visit(case, who) for case in CASES if case.method == "GET" for who in _readers(case)]
# Each by each who looks at it, and the same in the other states of a plan, which `make test-long` asks.
ONCE = list({(visit.page.route, visit.who): visit for visit in reversed(PAGES)}.values())
OTHER_STATES = [visit for visit in PAGES if visit not in ONCE]
