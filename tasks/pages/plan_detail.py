"""The page of a plan: what is in force, the filings, comments and their answers, and what may be done."""

from datetime import date
from functools import partial

from tasks import policies
from tasks.enums import Action, PlanStatus
from tasks.forms.filing import AssignForm, CommentAnswerForm
from tasks.models import Comment, Filing, Plan
from tasks.pages import consultations
from tasks.pages.comments import comments_on
from tasks.pages.contact_changes import Change, changes_of, notes_on
from tasks.pages.history import events_of
from tasks.pages.sheet import SheetPage, to_read
from tasks.rules.sheet import Sheet
from units.models import Membership
from units.prepared import PreparedFor
from units.roles import UNIT_ROLES

_FILINGS = PreparedFor(lambda by, plan: Filing.objects.visible_to(by).filter(plan=plan).order_by("nth"))

Answers = dict[Comment, CommentAnswerForm]

_ENTERED = {
    PlanStatus.FILED: "请核对内容是否与来文一致；开始核对前，如有出入可更正后重新报送。",
    PlanStatus.CHECKING: "接收处室已开始核对；内容与来文如有出入，请与接收处室联系退回修改。",
}


def page(
    plan: Plan,
    *,
    by: Membership,
    today: date,
    answers: Answers | None = None,
    assign_form: AssignForm | None = None,
) -> dict:
    """The filing for everybody, the working copy for the lead's people where it is open."""
    own = plan.task.lead_id == by.unit_id and by.role in UNIT_ROLES
    working = own and plan.status in (PlanStatus.DRAFT, PlanStatus.RETURNED)
    if working:
        Plan.objects.all().fetch_sheet(plan)
    filings = _FILINGS(by, plan=plan.pk)
    changes = changes_of(plan)
    may_correct = policies.allowed(policies.check, by, Action.CORRECT, plan, today=today)
    return {
        "programme": plan.task.programme,
        "task": plan.task,
        "plan": plan,
        "entered_for_us": _entered_for_us(plan) if own else "",
        "sheet": _working_copy(plan) if working else _in_force(plan, by, changes),
        "filings": filings,
        "events": events_of(plan.pk, (change.event for change in changes)),
        "comments": _comments(plan, filings, answers or {}) if own else [],
        "answer_errors": _errors_of(answers or {}),
        "consultations": consultations.of_plan(plan, by),
        "may_write": policies.allowed(policies.may_write, by, plan.task, plan),
        "may_file": policies.allowed(policies.check, by, Action.FILE, plan, today=today),
        "may_withdraw": policies.allowed(policies.check, by, Action.WITHDRAW, plan, today=today),
        "may_correct": may_correct,
        "writing": _writing(plan, may_correct=may_correct),
        "may_change_contacts": policies.allowed(policies.may_change_contacts, by, plan),
        "may_consult": policies.allowed(policies.may_consult, by, plan.task, plan),
        "assign_form": assign_form or assignment(by, plan),
    }


def _entered_for_us(plan: Plan) -> str:
    """What the lead is told of a filing that was entered from its letter, while the checker has it."""
    return _ENTERED.get(plan.status, "") if plan.filing and plan.filing.on_behalf else ""


def _writing(plan: Plan, *, may_correct: bool) -> str:
    if plan.status == PlanStatus.RETURNED:
        return "查看意见并修改"
    return "更正内容" if may_correct else "继续填写"


def shown_to(by: Membership, sheet: Sheet, plan: Plan) -> Sheet:
    """A plan as somebody may read it: phones are for its checkers and the lead itself."""
    return sheet if policies.allowed(policies.may_see_phone_in, by, plan) else sheet.without_phone()


def answer_form(comment: Comment, posted=None) -> CommentAnswerForm:
    initial = {"answer": comment.answer, "answer_text": comment.answer_text}
    return CommentAnswerForm(posted, prefix=f"c{comment.pk}", initial=initial)


def assignment(by: Membership, plan: Plan) -> AssignForm | None:
    """None where there is nothing to choose: whoever may not, and a unit without offices."""
    offices = by.unit.offices.all() if policies.allowed(policies.may_assign, by, plan.task) else ()
    return AssignForm(offices=offices, initial={"office": plan.office_id}) if offices else None


def _working_copy(plan: Plan) -> SheetPage:
    return to_read(plan.sheet())


def _in_force(plan: Plan, by: Membership, changes: list[Change]) -> SheetPage:
    """As filed, with what has changed since beside it."""
    shown = partial(shown_to, by, plan=plan)
    filing = plan.in_force
    return to_read(shown(filing.sheet()), since=notes_on(filing, changes, shown), says_blank=False)


def _comments(plan: Plan, filings: list[Filing], answers: Answers) -> list[Comment]:
    """Comments already sent to the lead, newest filing first, each with its answer form while one is open."""
    comments = [comment for comment in comments_on(plan, filings) if comment.sent_at]
    for comment in comments:
        still_open = plan.status == PlanStatus.RETURNED and comment.filing_id == plan.filing_id
        comment.form = answers.get(comment) or answer_form(comment) if still_open else None
    return comments


def _errors_of(answers: Answers) -> list[dict[str, str]]:
    return [
        {
            "text": error,
            "href": f"#{field.id_for_label}" if field.name != "answer" else f"#comment-{comment.pk}",
        }
        for comment, form in answers.items()
        for field in form
        for error in field.errors
    ]
