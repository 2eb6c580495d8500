"""Routes below /<programme>/. One section a subject; one POST route a verb."""

from django.urls import path

from tasks.views import (
    checking,
    checking_desk,
    completions,
    consultation,
    contact_changes,
    contacts,
    contributions,
    coordination,
    deadlines,
    decisions,
    exports,
    filing,
    goals,
    home,
    letters,
    listings,
    on_behalf,
    opinions,
    overview,
    plan_form,
    plan_readings,
    plans,
    printing,
    progress,
    register,
    reports,
    revising,
    round_filing,
    round_form,
    round_sheet,
    rounds,
    step_ends,
    step_reports,
    times,
)
from units.navigation import section

urlpatterns = []

# 首页
urlpatterns += section(
    "home",
    path("", home.home, name="home"),
)

# 任务分解，登记牵头单位和责任单位表述
urlpatterns += section(
    "task-list",
    path("tasks/", register.task_list, name="task-list"),
    path("tasks/<int:number>/", register.task_detail, name="task-detail"),
    path("units/<slug:slug>/", register.unit_detail, name="unit-detail"),
    path("groups/<int:number>/", register.group_detail, name="group-detail"),
    path("tasks/<int:number>/designate/", decisions.task_designate, name="task-designate"),
    path("tasks/<int:number>/times/<int:pk>/decide/", times.time_decide, name="time-decide"),
    path("tasks/<int:number>/steps/", step_reports.step_list, name="step-list"),
    path("tasks/<int:number>/wording/<int:position>/", decisions.wording_resolve, name="wording-resolve"),
)

# 总体情况、时限检查
urlpatterns += section(
    "overview",
    path("overview/", overview.overview, name="overview"),
    path("overview/progress/", overview.progress, name="overview-progress"),
    path("overview/tasks/", overview.tasks, name="overview-tasks"),
    path("overview/compare/", overview.compare, name="overview-compare"),
    path("overview/steps/", overview.steps, name="overview-steps"),
    path("lights/", overview.light_rules, name="light-rules"),
    path("deadlines/", deadlines.deadlines, name="deadlines"),
    path("goals/", goals.goal_list, name="goal-list"),
    path("goals/<int:number>/", goals.goal, name="goal"),
    path("goals/<int:number>/readings/", goals.goal_record, name="goal-record"),
    path("goals/<int:number>/readings/<int:pk>/", goals.goal_correct, name="goal-correct"),
)

# 落实情况报告
urlpatterns += section(
    "report-list",
    path("reports/", reports.report_list, name="report-list"),
    path("reports/new/", reports.report_begin, name="report-begin"),
    path("reports/verify/", reports.report_verify, name="report-verify"),
    path("reports/template/", reports.report_template, name="report-template"),
    path("reports/template/reset/", reports.report_template_reset, name="report-template-reset"),
    path("reports/template/file/", reports.report_template_file, name="report-template-file"),
    path("reports/<int:year>/<int:nth>/", reports.report_detail, name="report"),
    path("reports/<int:year>/<int:nth>/draft/", reports.report_draft, name="report-draft"),
    path("reports/<int:year>/<int:nth>/finish/", reports.report_finish, name="report-finish"),
    path("reports/<int:year>/<int:nth>/cancel/", reports.report_cancel, name="report-cancel"),
    path("reports/<int:year>/<int:nth>/issue/", reports.report_issue, name="report-issue"),
    path("reports/<int:year>/<int:nth>/keep/", reports.report_keep, name="report-keep"),
    path("reports/<int:year>/<int:nth>/text/<slug:key>/", reports.report_edit, name="report-edit"),
    path(
        "reports/<int:year>/<int:nth>/text/<slug:key>/restore/", reports.report_restore, name="report-restore"
    ),
    path("reports/<int:year>/<int:nth>/report.<slug:kind>/", reports.report_document, name="report-document"),
)

# 导出和扫描件
urlpatterns += [
    path("exports/<str:name>/", exports.export, name="export"),
    path("scans/<int:pk>/", printing.attachment_download, name="attachment-download"),
    path("scans/<int:pk>/view/", printing.attachment_view, name="attachment-view"),
]

# 实施方案：填写
urlpatterns += section(
    "plan-list",
    path("tasks/<int:number>/plan/edit/", plan_form.plan_edit, name="plan-edit"),
    path("tasks/<int:number>/plan/save/", plan_form.plan_save, name="plan-save"),
    path("tasks/<int:number>/plan/paste/", plan_readings.plan_paste, name="plan-paste"),
    path("tasks/<int:number>/plan/copy/", plan_form.plan_copy, name="plan-copy"),
    path("tasks/<int:number>/plan/resolve/", plan_form.plan_resolve, name="plan-resolve"),
    path("tasks/<int:number>/plan/steps/<int:key>/end/", step_ends.end_step, name="step-end"),
    path("tasks/<int:number>/plan/steps/<int:key>/restore/", step_ends.restore_step, name="step-restore"),
    path("tasks/<int:number>/plan/times/<int:key>/reason/", times.time_reason, name="time-reason"),
    path("tasks/<int:number>/plan/period/", plan_readings.plan_period, name="period-read"),
)

# 实施方案：查看、分办、报送
urlpatterns += section(
    "plan-list",
    path("plans/", plans.plan_list, name="plan-list"),
    path("plans/assign/", plans.plans_assign, name="plans-assign"),
    path("plans/print/", printing.unit_plans_pdf, name="unit-plans-pdf"),
    path("tasks/<int:number>/plan/", plans.plan_detail, name="plan-detail"),
    path("tasks/<int:number>/plan/assign/", plans.plan_assign, name="plan-assign"),
    path("tasks/<int:number>/plan/contacts/", contact_changes.contact_change, name="contact-change"),
    path("tasks/<int:number>/plan/print/", printing.plan_print, name="plan-print"),
    path("tasks/<int:number>/plan/review/", filing.plan_review, name="plan-review"),
    path("tasks/<int:number>/plan/file/", filing.plan_file, name="plan-file"),
    path("tasks/<int:number>/plan/withdraw/", filing.plan_withdraw, name="plan-withdraw"),
    path("tasks/<int:number>/plan/revise/", revising.plan_revise, name="plan-revise"),
    path("tasks/<int:number>/plan/give-up/", revising.plan_give_up, name="plan-give-up"),
    path("tasks/<int:number>/plan/compare/", filing.filing_compare, name="filing-compare"),
    path("tasks/<int:number>/plan/filings/<int:nth>/", plans.filing_detail, name="filing-detail"),
    path("tasks/<int:number>/plan/filings/<int:nth>/pdf/", printing.filing_pdf, name="filing-pdf"),
    path("tasks/<int:number>/plan/filings/<int:nth>/sign/", printing.filing_sign_pdf, name="filing-sign-pdf"),
    path("tasks/<int:number>/plan/filings/<int:nth>/receipt/", filing.filing_receipt, name="filing-receipt"),
    path(
        "tasks/<int:number>/plan/filings/<int:nth>/comments.<slug:kind>/",
        listings.comment_list,
        name="comment-list",
    ),
    path("tasks/<int:number>/plan/comments/<int:pk>/answer/", plans.comment_answer, name="comment-answer"),
)

# 参与单位意见
urlpatterns += section(
    "plan-list",
    path("tasks/<int:number>/plan/opinions/", opinions.opinion_note, name="opinion-note"),
    path("tasks/<int:number>/plan/opinions/<int:pk>/answer/", opinions.opinion_answer, name="opinion-answer"),
)

# 征求意见
urlpatterns += section(
    "plan-list",
    path("tasks/<int:number>/plan/consultation/", consultation.consultation_list, name="consultation-list"),
    path("tasks/<int:number>/plan/consultation/ask/", consultation.consultation_ask, name="consultation-ask"),
    path(
        "tasks/<int:number>/plan/consultation/offline/",
        consultation.consultation_offline,
        name="consultation-offline",
    ),
    path("consultations/<int:pk>/", consultation.consultation_detail, name="consultation-detail"),
    path("consultations/<int:pk>/answer/", consultation.consultation_answer, name="consultation-answer"),
)

# 进展
urlpatterns += section(
    "round-list",
    path("rounds/", rounds.round_list, name="round-list"),
    path("rounds/new/", rounds.round_add, name="round-add"),
    path("rounds/<int:round>/desk/", rounds.round_desk_page, name="round-desk"),
    path("rounds/<int:round>/desk/<slug:queue>/", rounds.round_queue_page, name="round-queue"),
    path("rounds/<int:round>/change/", rounds.round_change, name="round-change"),
    path("rounds/<int:round>/close/", rounds.round_close, name="round-close"),
    path("rounds/<int:round>/reopen/", rounds.round_reopen, name="round-reopen"),
    path("rounds/<int:round>/extend/", rounds.round_extend, name="round-extend"),
    path("rounds/<int:round>/tasks/<int:number>/", progress.progress_detail, name="progress"),
    path(
        "rounds/<int:round>/tasks/<int:number>/comment/",
        progress.progress_comment_add,
        name="progress-comment-add",
    ),
    path(
        "rounds/<int:round>/tasks/<int:number>/comment/<int:pk>/remove/",
        progress.progress_comment_remove,
        name="progress-comment-remove",
    ),
    path(
        "rounds/<int:round>/tasks/<int:number>/entries/<int:nth>/comments.<slug:kind>/",
        listings.progress_comment_list,
        name="progress-comment-list",
    ),
    path("rounds/<int:round>/tasks/<int:number>/return/", progress.progress_return, name="progress-return"),
    path(
        "rounds/<int:round>/tasks/<int:number>/entries/<int:nth>/verify/",
        progress.entry_verify,
        name="entry-verify",
    ),
    path(
        "rounds/<int:round>/tasks/<int:number>/entries/<int:nth>/dispute/",
        progress.entry_dispute,
        name="entry-dispute",
    ),
    path("tasks/<int:number>/complete/", completions.task_complete, name="task-complete"),
    path("tasks/<int:number>/reopen/", completions.task_reopen, name="task-reopen"),
)

# 进展：本单位的填报页
urlpatterns += section(
    "round-list",
    path("rounds/<int:round>/", round_form.round_of_unit, name="round"),
    path("rounds/<int:round>/save/", round_form.round_save, name="round-save"),
    path("rounds/<int:round>/sheet/", round_sheet.round_sheet, name="round-sheet"),
    path("rounds/<int:round>/sheet/read/", round_sheet.round_sheet_read, name="round-sheet-read"),
    path("rounds/<int:round>/sheet/take/", round_sheet.round_sheet_take, name="round-sheet-take"),
    path("rounds/<int:round>/approval/", printing.round_approval_pdf, name="round-approval-pdf"),
    path("rounds/<int:round>/review/", round_filing.round_review, name="round-review"),
    path("rounds/<int:round>/file/", round_filing.round_file, name="round-file"),
    path("rounds/<int:round>/receipt/", round_filing.round_receipt, name="round-receipt"),
    path(
        "rounds/<int:round>/tasks/<int:number>/contributions/",
        contributions.contribution_add,
        name="contribution-add",
    ),
    path(
        "rounds/<int:round>/tasks/<int:number>/withdraw/",
        round_filing.progress_withdraw,
        name="progress-withdraw",
    ),
)

# 核对、来文、联系记录
urlpatterns += section(
    "checking",
    path("checking/", checking_desk.checking, name="checking"),
    path("checking/<slug:queue>/", checking_desk.checking_queue, name="checking-queue"),
    path("tasks/<int:number>/check/", checking.check_plan, name="check-plan"),
    path("tasks/<int:number>/check/start/", checking.check_start, name="check-start"),
    path("tasks/<int:number>/check/comment/", checking.comment_add, name="comment-add"),
    path("tasks/<int:number>/check/comment/<int:pk>/remove/", checking.comment_remove, name="comment-remove"),
    path("tasks/<int:number>/check/office/", checking.check_office, name="check-office"),
    path("tasks/<int:number>/check/return/", checking.plan_return, name="plan-return"),
    path("tasks/<int:number>/check/accept/", checking.plan_accept, name="plan-accept"),
    path("tasks/<int:number>/check/undo/", checking.plan_undo_accept, name="plan-undo-accept"),
    path("tasks/<int:number>/check/take-back/", checking.plan_take_back, name="plan-take-back"),
    path("tasks/<int:number>/plan/filings/<int:nth>/verify/", letters.filing_verify, name="filing-verify"),
    path(
        "tasks/<int:number>/plan/filings/<int:nth>/stamped/", checking.filing_stamped, name="filing-stamped"
    ),
    path("letters/", letters.letter_list, name="letter-list"),
    path("letters/add/", letters.letter_add, name="letter-add"),
    path("letters/register.<slug:kind>/", listings.letter_register, name="letter-register"),
    path("letters/<int:pk>/", letters.letter_detail, name="letter-detail"),
    path("letters/<int:letter>/tasks/<int:number>/", on_behalf.plan_enter, name="plan-enter"),
    path(
        "letters/<int:pk>/rounds/<int:round>/tasks/<int:number>/",
        on_behalf.progress_enter,
        name="progress-enter",
    ),
    path(
        "letters/<int:pk>/rounds/<int:round>/tasks/<int:number>/withdraw/",
        letters.progress_arrival_withdraw,
        name="progress-arrival-withdraw",
    ),
    path("letters/<int:pk>/tasks/<int:number>/withdraw/", letters.arrival_withdraw, name="arrival-withdraw"),
    path("contacts/", contacts.contact_directory, name="contact-directory"),
    path("contacts/directory.<slug:kind>/", listings.contact_list, name="contact-list"),
    path("contacts/notes.<slug:kind>/", listings.contact_notes, name="contact-notes"),
    path("contacts/reminders/", contacts.contact_reminders, name="contact-reminders"),
    path("contacts/<slug:slug>/", contacts.contact_unit, name="contact-unit"),
)

# 提请协调
urlpatterns += section(
    "coordination-list",
    path("coordination/", coordination.coordination_list, name="coordination-list"),
    path("coordination/<int:pk>/", coordination.coordination_detail, name="coordination-detail"),
    path("coordination/<int:pk>/handle/", coordination.coordination_handle, name="coordination-handle"),
    path("coordination/<int:pk>/reply/", coordination.coordination_reply, name="coordination-reply"),
    path("coordination/<int:pk>/renew/", coordination.coordination_renew, name="coordination-renew"),
    path("coordination/<int:pk>/settle/", coordination.coordination_settle, name="coordination-settle"),
    path("tasks/<int:number>/coordination/", coordination.coordination_raise, name="coordination-raise"),
)
