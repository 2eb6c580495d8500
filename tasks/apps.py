from django.apps import AppConfig
from django.db.models.signals import post_migrate

# What a filing says is frozen; the facts about it that come later (stamp, verification, withdrawal) are not.
FROZEN_IN_A_FILING = (
    "plan_id",
    "nth",
    "number",
    "sequence",
    "content",
    "step_ends",
    "warnings",
    "unit_names",
    "recorded_at",
    "counts_from",
    "by_id",
    "letter_id",
    "signed_by",
    "signed_on",
    "stamped_scan_id",
    "lead_id",
)
# Until when somebody led is known once the next one does.
FROZEN_IN_A_LEADING = ("task_id", "unit_id", "plan_deadline", "since", "recorded_at")
FROZEN_IN_A_REPORT = ("programme_id", "year", "nth", "round_id", "corrects_id", "made_at", "made_by_id")
# 定稿 and 撤销 end it: from then on nothing of it changes.
ENDS_A_REPORT = ("final_at", "cancelled_at")
FROZEN_IN_AN_ENTRY = (
    "progress_id",
    "nth",
    "number",
    "content",
    "outlook",
    "unchanged",
    "steps_of_id",
    "recorded_at",
    "counts_from",
    "by_id",
    "lead_id",
    "office_id",
    "letter_id",
    "signed_by",
    "signed_on",
)
FROZEN_IN_A_STEP_REPORT = (
    "task_id",
    "key",
    "state",
    "done_on",
    "year",
    "word",
    "entry_id",
    "recorded_at",
    "recorded_by_id",
)
FROZEN_IN_A_CONTRIBUTION = ("task_id", "round_id", "unit_id", "wording", "text", "offline", "at", "by_id")
FROZEN_IN_A_COMPLETION = (
    "task_id",
    "kind",
    "entry_id",
    "basis",
    "basis_number",
    "dated_on",
    "recorded_at",
    "recorded_by_id",
)
# How far it is follows its events.
FROZEN_IN_A_COORDINATION = (
    "task_id",
    "unit_id",
    "led",
    "what",
    "asked_of",
    "wanted_by",
    "raised_at",
    "raised_by_id",
)
FROZEN_IN_AN_OPINION = ("filing_id", "step_key", "step", "unit_id", "text", "at", "by_id")


class TasksConfig(AppConfig):
    name = "tasks"
    verbose_name = "任务落实"

    def ready(self) -> None:
        from tasks.actions.times import read_again
        from tasks.audit_labels import LABELS
        from tasks.navigation import PAGES
        from tasks.policies.memberships import may_hold
        from units import audit_labels, navigation, workplaces
        from units.triggers import append_only
        from zgc_tasks.common import business_times

        navigation.register(*PAGES)
        audit_labels.register(LABELS)
        workplaces.register(may_hold)
        business_times.kept_by(self)
        post_migrate.connect(read_again, sender=self, dispatch_uid="times_read_again")
        append_only(self, "tasks_planevent")
        append_only(self, "tasks_officeanswer")
        append_only(self, "tasks_designation")
        append_only(self, "tasks_leading", frozen=FROZEN_IN_A_LEADING)
        append_only(self, "tasks_wordingresolution")
        append_only(self, "tasks_wordingresolution_units")
        append_only(self, "tasks_filing", frozen=FROZEN_IN_A_FILING)
        append_only(self, "tasks_filedstepkey")
        append_only(self, "tasks_contactchange")
        append_only(self, "tasks_reportdraft")
        append_only(self, "tasks_reportversion")
        append_only(self, "tasks_reportfile")
        append_only(self, "tasks_reporttemplate")
        append_only(self, "tasks_report", frozen=FROZEN_IN_A_REPORT, ended_by=ENDS_A_REPORT)
        append_only(self, "tasks_reportissue")
        append_only(self, "tasks_goalreading")
        append_only(self, "tasks_roundevent")
        append_only(self, "tasks_extension")
        append_only(self, "tasks_progressevent")
        append_only(self, "tasks_entry", frozen=FROZEN_IN_AN_ENTRY)
        append_only(self, "tasks_stepreport", frozen=FROZEN_IN_A_STEP_REPORT)
        append_only(self, "tasks_contribution", frozen=FROZEN_IN_A_CONTRIBUTION)
        append_only(self, "tasks_completion", frozen=FROZEN_IN_A_COMPLETION)
        append_only(self, "tasks_timechange")
        append_only(self, "tasks_timechange_filings")
        append_only(self, "tasks_timedecision")
        append_only(self, "tasks_stepinforce")
        append_only(self, "tasks_coordination", frozen=FROZEN_IN_A_COORDINATION)
        append_only(self, "tasks_coordinationevent")
        append_only(self, "tasks_coordinationevent_units")
        append_only(self, "tasks_planreading")
        append_only(self, "tasks_opinion", frozen=FROZEN_IN_AN_OPINION)
        for name in ("programme", "group", "task", "entry", "round"):
            append_only(self, f"tasks_former{name}")
