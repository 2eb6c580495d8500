"""Which tests can notice a mutant: those of its room, then those of its subject, nearest first. A run ends at the first that
does.
"""

from fnmatch import fnmatch
from pathlib import Path

# By the name of a module, in whatever room it stands, the files in `tests/` that are about the same. The first that fits.
SUBJECTS = {
    "asking": "checking/test_taking_back filing/test_withdrawing checking/test_returning",
    "assigning": "plans/test_assigning checking/test_whose_office",
    "build|columns|among": "exports/test_json exports/test_progress ledger/test_as_of exports/test_xlsx exports/test_csv"
    " rounds/test_ledger ledger/test_times ledger/test_past_with_progress",
    "checking": "checking/test_accepting checking/test_comments checking/test_returning checking/test_whose_office"
    " checking/test_taking_back checking/test_undoing checking/test_standing_in checking/test_time_decisions"
    " checking/test_receipts checking/test_letters checking/test_entering_on_behalf",
    "comments": "checking/test_comments checking/test_returning checking/test_behind_the_lock rounds/test_comments"
    " rounds/test_comment_answers checking/test_listings rounds/test_comment_papers",
    "completions": "rounds/test_round_homes rounds/test_owing",
    "consultation": "filing/test_consultation",
    "contact_changes": "filing/test_contact_changes",
    "contacts": "checking/test_contacts checking/test_reminders",
    "contributions": "rounds/test_beside rounds/test_progress_page checking/test_actions_refuse",
    "coordination*": "coordination/test_raising coordination/test_handling coordination/test_lists coordination/test_another_lead"
    " coordination/test_homes",
    "correspondence": "filing/test_consultation checking/test_letters checking/test_scan_beside checking/test_contacts"
    " access/test_isolation rounds/test_beside rounds/test_progress_page rounds/test_approval filing/test_revising"
    " reports/test_documents reports/test_kept units/test_other_programmes access/test_reading",
    "course*": "rounds/test_courses overview/test_overview",
    "crosschecks": "filing/test_time_reasons filing/test_filing",
    "decisions|leading": "checking/test_decisions checking/test_another_lead",
    "demonstration": "sample/test_demonstration_date play/test_command",
    "attachments": "checking/test_letters common/test_bucket faults/test_full_disk",
    "drafts": "plans/test_drafts plans/test_form_saving checking/test_letters",
    "facts": "ledger/test_as_of checking/test_receipts filing/test_contact_changes exports/test_plan_form_pdf"
    " exports/test_extent",
    "filing": "filing/test_filing checking/test_entering_on_behalf checking/test_letters filing/test_withdrawing"
    " filing/test_revising checking/test_whose_office",
    "filters|totals|ledger": "ledger/test_filters exports/test_extent exports/test_equal_totals rounds/test_ledger"
    " filing/test_withdrawing register/test_judged",
    "former|register_kept": "register/test_past_days register/test_load_register",
    "frozen|report*": "reports/test_reports reports/test_told reports/test_documents reports/test_kept"
    " reports/test_used",
    "goals": "overview/test_goals",
    "letters|receipts": "checking/test_letters checking/test_receipts checking/test_undoing rounds/test_on_paper"
    " checking/test_scan_beside checking/test_entering_on_behalf filing/test_revising",
    "locking": "plans/test_drafts checking/test_two_at_once races",
    "of_progress|rows": "ledger/test_as_of exports/test_progress rounds/test_ledger exports/test_extent rounds/test_check_of",
    "offices": "checking/test_standing_in checking/test_whose_office checking/test_scan_beside filing/test_opinions"
    " checking/test_contacts filing/test_contact_changes checking/test_time_decisions",
    "opinions": "filing/test_opinions",
    "outline": "register/test_past_days overview/test_compare",
    "people": "checking/test_standing_in checking/test_whose_office units/test_other_programmes coordination/test_lists"
    " checking/test_time_decisions access/test_isolation",
    "plans": "checking/test_desk checking/test_listings checking/test_standing_in checking/test_whose_office"
    " filing/test_in_force filing/test_added_units filing/test_contact_changes filing/test_opinions home/test_overseeing_homes"
    " units/test_other_programmes access/test_isolation",
    "progress*": "rounds/test_progress rounds/test_courses rounds/test_on_paper rounds/test_unit_filing rounds/test_progress_page"
    " rounds/test_approval rounds/test_sheet rounds/test_sheet_meanwhile rounds/test_ledger reports/test_told"
    " rounds/test_beside rounds/test_by_the_lead reports/test_used rounds/test_recurring rounds/test_round_desk"
    " rounds/test_round_homes",
    "register*|responsibilities": "register/test_load_register register/test_pages register/test_two_programmes"
    " coordination/test_raising coordination/test_lists coordination/test_another_lead checking/test_listings"
    " units/test_other_programmes overview/test_goals overview/test_deadlines filing/test_added_units home/test_start"
    " ledger/test_filters checking/test_decisions checking/test_another_lead checking/test_letters",
    "revising": "filing/test_revising",
    "round*": "rounds/test_owing rounds/test_progress_page rounds/test_lists rounds/test_rounds_pages"
    " rounds/test_round_desk rounds/test_rounds_left rounds/test_ledger rounds/test_deadline_tabs checking/test_actions_refuse",
    "sheet": "plans/test_form_saving plans/test_drafts",
    "standing": "ledger/test_order_as_done ledger/test_as_of checking/test_listings checking/test_another_lead"
    " checking/test_receipts register/test_past_days",
    "statement": "rounds/test_progress rounds/test_sheet rounds/test_sheet_meanwhile",
    "step*": "overview/test_steps rounds/test_deadline_tabs rounds/test_recurring filing/test_step_ends",
    "supplements": "reports/test_supplements",
    "time*": "checking/test_time_decisions filing/test_times_in_force filing/test_time_reasons ledger/test_times"
    " checking/test_actions_refuse rounds/test_deadline_tabs",
    "transitions": "filing/test_withdrawing checking/test_accepting checking/test_undoing checking/test_whose_office"
    " checking/test_taking_back checking/test_entering_on_behalf reports/test_used",
    "typed": "checking/test_letters checking/test_typed_days checking/test_plausible_days filing/test_step_ends",
    "writing": "filing/test_time_reasons plans/test_drafts checking/test_comments checking/test_returning"
    " filing/test_consultation filing/test_to_sign filing/test_contact_changes plans/test_assigning",
    "*": "checking/test_actions_refuse ledger/test_as_of access/test_isolation",
}
# What a room asks for before: what each rule answers to everybody; each act once, and what its action refuses; who sees what
# there is; all that exports tell of one history, ledgers have of another, and querysets say.
ROOMS = {
    "actions": "checking/test_of_another checking/test_actions_refuse access/test_acts",
    "policies": "access/test_asked checking/test_another_lead access/test_acts",
    "querysets": "access/test_seen ledger/test_asked_in_full",
    "ledger": "ledger/test_told_in_full ledger/test_built_in_full",
}
# What a kind asks for instead: how a write ends that fails, and two that meet.
KINDS = {"transaction_left_out": ["tests/access/test_nothing_half.py"], "lock_left_out": ["tests/races"]}
# SQLite locks no rows, and takes the first of several where one is asked for.
ON_POSTGRES = {"lock_left_out", "slice_left_out"}


def tests_of(path: Path, kind: str) -> list[str]:
    if kind in KINDS:
        return KINDS[kind]
    about = next(names for names in SUBJECTS if any(fnmatch(path.stem, name) for name in names.split("|")))
    room = path.parent.name
    named = f"{ROOMS.get(room, '')} {SUBJECTS[about]}".split()
    tests = [_path(test) for test in dict.fromkeys(named)]
    if room != "rules":
        return tests
    # A rule is asked by its own tests, and of some it is the pages that have the cases.
    own = [
        name
        for name in (f"tests/rules/test_{path.stem}.py", "tests/rules/test_in_full.py")
        if Path(name).exists()
    ]
    return [*own, "tests/rules", *(tests if about != "*" else [])]


def _path(test: str) -> str:
    """A file, or a room as a whole."""
    return f"tests/{test}.py" if "/" in test else f"tests/{test}"
