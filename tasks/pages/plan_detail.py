"""The page of a plan: what is in force, the filings, comments and their answers, and what may be done."""

from datetime import date
from functools import partial

from tasks import policies
from tasks.enums import Action, PlanStatus
from tasks.forms.filing import AssignForm, ReviseForm
from tasks.models import Comment, Filing, Plan
from tasks.pages import consultations, times
from tasks.pages.answering import Answers, answer_fields
from tasks.pages.comments import comments_on, papers_of_plan
from tasks.pages.contact_changes import ContactsChanged, changes_of, notes_on
from tasks.pages.filings import ended_in, working_copy
from tasks.pages.history import events_of
from tasks.pages.opinions import PlanOpinions, of_plan
from tasks.pages.plan_due import owed_until
from tasks.pages.sheet import SheetPage, to_read
from tasks.pages.standing import status_in_words
from tasks.rules import dates
from tasks.rules.sheet import Sheet
from units.models import Membership
from units.prepared import PreparedFor
from units.roles import UNIT_ROLES

_FILINGS = PreparedFor(lambda by, plan: Filing.objects.visible_to(by).filter(plan=plan).order_by("nth"))

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
    revise_form: ReviseForm | None = None,
    opinions: PlanOpinions | None = None,
) -> dict:
    """The filing for everybody, the working copy for the lead's people where it is open. The forms are those that
    came back with errors.
    """
    own = plan.task.lead_id == by.unit_id and by.role in UNIT_ROLES
    working = own and plan.status in (PlanStatus.DRAFT, PlanStatus.RETURNED)
    filings = _FILINGS(by, plan=plan.pk)
    changes, moved = changes_of(plan), times.changes_of(plan, by, filings)
    opinions = opinions or of_plan(plan, by)
    comments = _comments(plan, filings, answers or {}) if own else []
    withdrawing = policies.withdrawing_action(plan)
    may_correct = policies.allowed(policies.check, by, Action.CORRECT, plan, today=today)
    may_revise = policies.allowed(policies.check, by, Action.REVISE, plan, today=today)
    return {
        "programme": plan.task.programme,
        "task": plan.task,
        "plan": plan,
        "entered_for_us": _entered_for_us(plan) if own else "",
        "standing": status_in_words(plan),
        "owed_until": owed_until(plan.task, plan, today) if working and not plan.revising else "",
        "revision_note": _revision_note(plan, working=working),
        "sheet": working_copy(plan, changes) if working else _in_force(plan, by, changes, opinions),
        "opinions": opinions,
        "filings": [(filing, plan.revising and filing.pk == plan.in_force_id) for filing in filings],
        "may_compare": len(filings) > 1,
        "changes": moved,
        "events": events_of(plan, [*(change.event for change in changes), *times.history_of(moved)]),
        "comments": comments,
        "papers": papers_of_plan(plan, comments),
        "answer_errors": _errors_of(answers or {}),
        "consultations": consultations.of_plan(plan, by),
        "may_write": policies.allowed(policies.may_write, by, plan.task, plan),
        "may_file": policies.allowed(policies.check, by, Action.FILE, plan, today=today),
        "may_withdraw": policies.allowed(policies.check, by, withdrawing, plan, today=today),
        "undoes_correction": withdrawing == Action.UNDO_CORRECTION,
        "withdrawing": _withdrawing(plan, withdrawing),
        "may_correct": may_correct,
        "may_give_up": policies.allowed(policies.check, by, Action.GIVE_UP, plan, today=today),
        "revise_form": (revise_form or ReviseForm(initial={"based_on": plan.version}))
        if may_revise
        else None,
        "revise_opened": revise_form is not None,
        "writing": _writing(plan, may_correct=may_correct),
        "may_change_contacts": policies.allowed(policies.may_change_contacts, by, plan),
        "may_consult": policies.allowed(policies.may_consult, by, plan.task, plan),
        "assign_form": assign_form or assignment(by, plan),
    }


def _revision_note(plan: Plan, *, working: bool) -> str:
    """Which text stands on the page while a revision is open."""
    if not plan.revising:
        return ""
    if working:
        return f"以下为修订稿，与已核收内容不同之处已标出；修订稿核收前，{plan.in_force}的内容继续有效。"
    return f"本方案正在修订，以下为已核收的内容（{plan.in_force}），修订稿核收前继续有效。"


def _withdrawing(plan: Plan, action: Action) -> str:
    """What withdrawing means."""
    if action == Action.UNDO_CORRECTION:
        return "撤回后恢复为更正前据来文代录的报送，可再次更正。"
    if plan.revising:
        return "撤回后可以继续修改修订稿，已核收的内容继续有效。"
    return f"撤回后视为未报送，请在 {dates.in_words(plan.task.filing_deadline)} 前重新报送。"


def _entered_for_us(plan: Plan) -> str:
    """What the lead is told of a filing that was entered from its letter, while the checker has it."""
    return _ENTERED.get(plan.status, "") if plan.filing and plan.filing.on_behalf else ""


def _writing(plan: Plan, *, may_correct: bool) -> str:
    if plan.status == PlanStatus.RETURNED:
        return "查看意见并修改"
    return "更正内容" if may_correct else "继续修订" if plan.revising else "继续填写"


def shown_to(by: Membership, sheet: Sheet, plan: Plan, filing: Filing | None = None) -> Sheet:
    """A plan, or one of its filings, as somebody may read it: with its phone for who may see that."""
    return sheet if policies.allowed(policies.may_see_phone_in, by, plan, filing) else sheet.without_phone()


def assignment(by: Membership, plan: Plan) -> AssignForm | None:
    """None where there is nothing to choose: whoever may not, and a unit without offices."""
    offices = by.unit.offices.all() if policies.allowed(policies.may_assign, by, plan.task) else ()
    return AssignForm(offices=offices, initial={"office": plan.office_id}) if offices else None


def _in_force(
    plan: Plan, by: Membership, changes: list[ContactsChanged], opinions: PlanOpinions
) -> SheetPage:
    """As filed, with what has changed since beside it, and at each step how many opinions there are on it."""
    shown = partial(shown_to, by, plan=plan)
    filing = plan.in_force
    sheet = shown(filing.keyed_sheet())
    since = notes_on(filing, changes, shown) | times.notes_in_force(plan)
    return to_read(sheet, since=since, opinions=opinions.at_steps, ended=ended_in(filing), says_blank=False)


def _comments(plan: Plan, filings: list[Filing], answers: Answers) -> list[Comment]:
    """Comments already sent to the lead, newest filing first, each with the fields of its answer while one is open."""
    comments = [comment for comment in comments_on(plan, filings) if comment.sent_at]
    for comment in comments:
        still_open = plan.status == PlanStatus.RETURNED and comment.filing_id == plan.filing_id
        comment.typed = answers.get(comment) if still_open else None
        comment.answer_fields = answer_fields(comment, comment.typed) if still_open else ""
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
