"""A plan saved while somebody else saves it: as far as nobody has to choose, both are saved as one text (decision 0055)."""

from tasks import policies
from tasks.actions import drafts
from tasks.actions.locking import StaleWrite
from tasks.forms import plan_conflict, plan_marks
from tasks.forms.plan_cleaning import Cleaned, clean
from tasks.models import Plan, Task
from tasks.pages import plan_conflict as conflict_page
from tasks.requests.posted import based_on
from tasks.rules.sheet import Sheet
from zgc_tasks.common import clock


class Met(Exception):
    """Somebody else saved `current` in between, with which what was typed was `compared` by the marks that are `drawn`, and both
    cannot be saved without asking; or all of it was put `together`, and is wrong as that.
    """

    beside: conflict_page.PutTogether | None = None
    together: Cleaned | None = None

    def __init__(self, current: Plan | None, compared: plan_conflict.TwoSheets, drawn: str):
        self.current, self.compared, self.drawn = current, compared, drawn

    @property
    def found(self) -> list[plan_conflict.PlanChoice]:
        return self.compared.found


def write_plan(
    request, task: Task, saved: Sheet, mine: Sheet, restored: int | None
) -> tuple[Plan, Met | None]:
    """`saved` is written. Where somebody else saved in between, `mine` is, put beside what they wrote, as far as both may
    be saved as one text.
    """
    version, by, posted_marks, met = based_on(request), request.membership, drawn_with(request), None
    # Where others save and save again, all is asked about at last.
    for drawn in (posted_marks, posted_marks, ""):
        try:
            plan = drafts.save_draft(
                task=task, based_on=version, sheet=saved, restored=restored, by=by, at=clock.now()
            )
        except StaleWrite:
            met = met_by(request, task, mine, drawn)
            if not is_settled(request, task, met):
                raise met from None
            cleaned = clean(met.compared.merged(), task)
            met.beside = conflict_page.beside(met.current, met.found, by, request.POST.get("together", ""))
            if not cleaned.is_valid:
                met.together = cleaned
                raise met from None
            saved, version = cleaned.sheet.trimmed(), met.current.version
        else:
            break
    return plan, met


def met_by(request, task: Task, mine: Sheet, drawn: str) -> Met:
    """All is asked about where the marks would go against what was chosen."""
    current = conflict_page.current_plan(task)
    theirs = current.typed() if current else Sheet()
    compared = plan_conflict.compare(theirs, mine, plan_marks.read(drawn))
    if plan_conflict.is_against(request.POST, compared.found):
        compared, drawn = plan_conflict.compare(theirs, mine, plan_marks.NONE), ""
    return Met(current, compared, drawn)


def is_settled(request, task: Task, met: Met) -> bool:
    """Whether both can be saved together without asking."""
    is_open = met.current is not None and policies.allowed(
        policies.may_write, request.membership, task, met.current
    )
    return is_open and bool(met.found) and all(each.settled for each in met.found)


def drawn_with(request) -> str:
    """The marks that the page was drawn with."""
    return request.POST.get("drawn", "")
