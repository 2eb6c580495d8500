"""Routes around accounts and the audit log."""

from django.urls import path

from units.navigation import section
from units.views import audit_log, own_account, signing_in, two_steps

urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-in/second-step/", signing_in.second_step, name="second-step"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("password/", own_account.password, name="password"),
    path("memberships/switch/", own_account.switch_membership, name="memberships-switch"),
    path("two-steps/", two_steps.two_steps, name="two-steps"),
    path("two-steps/authenticator/", two_steps.add_authenticator, name="authenticator-add"),
    path("two-steps/passkey/", two_steps.add_passkey, name="passkey-add"),
    path("two-steps/remove/", two_steps.remove_factor, name="factor-remove"),
    path("two-steps/recovery-codes/", two_steps.new_recovery_codes, name="recovery-codes"),
    path("sessions/", own_account.sessions, name="sessions"),
    path("sessions/end/", own_account.end_session, name="session-end"),
    path("sessions/end-others/", own_account.end_other_sessions, name="sessions-end-others"),
    path("session/extend/", own_account.extend_session, name="session-extend"),
]

urlpatterns += section(
    "audit",
    path("audit/", audit_log.audit_log, name="audit"),
    path("audit/export/", audit_log.audit_export, name="audit-export"),
)
