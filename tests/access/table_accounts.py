"""Pages that belong to no programme: accounts, the audit log, help, the demonstration's date."""

from tests.access.table import BUSINESS, REST, SIGNED_IN, NotNow, get, post
from tests.factories import PASSWORD

NEW_PASSWORD = "xinde-mima-zai-zheli"
NOT_AUDITOR = "本页面只供安全审计员使用"

TABLE = [
    *get("start", answers={302: SIGNED_IN}),
    *get("programmes", answers={200: BUSINESS, 404: REST}),
    *get("favicon", answers={302: f"{SIGNED_IN} anonymous"}),
    *get("help", answers={200: SIGNED_IN}),
    *get("wordings", answers={200: SIGNED_IN}),
    *get("sign-in", answers={200: "anonymous", 302: SIGNED_IN}),
    *post(
        "sign-in",
        form=lambda scene, who: {"username": scene.members["liaison"].user.username, "password": PASSWORD},
        answers={302: f"{SIGNED_IN} anonymous"},
    ),
    *post("sign-out", answers={302: SIGNED_IN}, writes="account.sign_out"),
    *get("password", answers={200: SIGNED_IN}),
    *post(
        "password",
        form=lambda scene, who: {
            "old_password": PASSWORD,
            "new_password1": NEW_PASSWORD,
            "new_password2": NEW_PASSWORD,
        },
        answers={302: SIGNED_IN},
        writes="account.password",
    ),
    *post(
        "memberships-switch",
        form=lambda scene, who: {"membership": scene.members[who].pk if who != "anonymous" else ""},
        answers={302: SIGNED_IN},
        writes="account.switch",
    ),
    *post(
        "memberships-switch",
        "filed",  # somebody else's membership, whatever the state
        form=lambda scene, who: {"membership": scene.letter.recorded_by_id + 10_000},
        answers={404: REST},
    ),
    *post("session-extend", answers={204: SIGNED_IN}),
    # Nobody of the cast has two steps, so that nobody is on the way to the second.
    *get("second-step", answers={302: f"{SIGNED_IN} anonymous"}),
    *post("second-step", answers={302: f"{SIGNED_IN} anonymous"}),
    *get("two-steps", answers={200: SIGNED_IN}),
    *get("authenticator-add", answers={200: SIGNED_IN}),
    *post("authenticator-add", answers={422: SIGNED_IN}),
    *get("passkey-add", answers={200: SIGNED_IN}),
    *post("passkey-add", answers={422: SIGNED_IN}),
    *post("factor-remove", answers={404: SIGNED_IN}),
    *post("recovery-codes", answers={NotNow("还没有设置验证方式"): SIGNED_IN}),
    *get("sessions", answers={200: SIGNED_IN}),
    *post(
        "session-end", answers={302: SIGNED_IN}
    ),  # one that is gone; others: tests/units/test_own_sessions.py
    *post("sessions-end-others", answers={302: SIGNED_IN}, writes="account.end_session"),
    *get("audit", answers={200: "auditor", NOT_AUDITOR: REST}),
    *get("audit-export", answers={200: "auditor", NOT_AUDITOR: REST}),
    *get("demo-date", answers={200: SIGNED_IN}),
    *post(
        "demo-date",
        form=lambda scene, who: {"date": "2015-04-02"},
        answers={302: SIGNED_IN},
        writes="demonstration.date",
    ),
    *get("demo-play", answers={200: SIGNED_IN}),
    # A day gone by, so that nothing is played.
    *post("demo-play", form=lambda scene, who: {"until": "2015-01-01"}, answers={422: SIGNED_IN}),
]
