"""Routes around accounts and the audit log."""

from django.urls import path

from units.navigation import section
from units.views import audit_log, own_account, signing_in

urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("password/", own_account.password, name="password"),
    path("memberships/switch/", own_account.switch_membership, name="memberships-switch"),
    path("session/extend/", own_account.extend_session, name="session-extend"),
]

urlpatterns += section(
    "audit",
    path("audit/", audit_log.audit_log, name="audit"),
    path("audit/export/", audit_log.audit_export, name="audit-export"),
)
