"""Every page there is: the rows of the table of access that answer with one, and who looks at it."""

from dataclasses import dataclass

from tests.access.cases import CASES
from tests.access.table import Case
from tests.of_a_kind import one_of_each

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


def _kind(visit: Visit) -> set[tuple[str, str]]:
    """A page by one who looks at it; in the other states of a plan it is asked by `make test-long`."""
    return {(visit.page.route, visit.who)}


PAGES = one_of_each(
    [Visit(case, who) for case in CASES if case.method == "GET" for who in _readers(case)], _kind
)
