"""Every way to write there is, each once: the POSTs of the table, and what they leave out of the actions."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError

from tasks.actions import attachments, checking, contributions, progress
from tasks.models import Contribution, Evidence
from tests.access.cases import CASES, room_of
from tests.access.scene import STATES, Scene
from tests.access.table import Case, address, form_of, post
from tests.scans import PDF
from units import accounts, factors
from units.models import Factor, FactorKind, User
from units.roles import Role
from units.sessions import SessionStore
from zgc_tasks.common import clock, uploads


@dataclass(frozen=True)
class Act:
    """What one of the cast posts: where to, and what; or what a command or a page of 系统管理 calls."""

    name: str
    route: str = ""
    who: str = ""
    posted: Callable[[Scene], tuple[str, dict]] | None = None
    call: Callable[[Scene], object] | None = None
    case: Case | None = None

    def __str__(self) -> str:
        return self.name


def room(act: Act) -> set[str]:
    """Acts of a kind, for `one_of_each`: on a plan, a letter, a round …; or called without a page."""
    return room_of(act.route)


def succeeds(act: Act, scene: Scene) -> bool:
    if act.call:
        with suppress(OperationalError):
            act.call(scene)
            return True
        return False
    answer = scene.client(act.who, raise_request_exception=False).post(*act.posted(scene))
    assert answer.status_code in (200, 204, 302, 503)
    return answer.status_code != 503


def more_to_write_about(scene: Scene) -> None:
    """What the acts need beside the scene: something given and a file beside the texts of task "draft", an acceptance
    that can be undone yet, and a second step.
    """
    who, at = scene.members, clock.now()
    given = {"task": scene.task("draft"), "round": scene.progress("draft").round, "text": "已配套", "at": at}
    contributions.contribute(**given, by=who["participant"])
    scan = uploads.Scan(PDF, "证明.pdf", "application/pdf", ".pdf")
    with attachments.kept(scan=scan, programme=scene.programme, by=who["liaison"], at=at) as file:
        progress.attach(
            progress_id=scene.progress("draft").pk, file=file, step_key=None, by=who["liaison"], at=at
        )
    plan = scene.plan("own_office")
    checking.accept(plan_id=plan.pk, based_on=plan.version, by=who["stand_in"], at=at)
    factors.add(
        who["stranger"].user, kind=FactorKind.AUTHENTICATOR, name="手机", material="x", at=at, by=None,
        here=_session(scene, "stranger"),
    )  # fmt: skip


def _act(case: Case, who: str = "", *, what: str = "") -> Act:
    who = who or case.allowed()
    name = " ".join(filter(None, (str(case), who, what)))
    posted = lambda scene: (address(scene, case), form_of(scene, case, who))  # noqa: E731
    return Act(name, case.route, who, posted, case=case)


def _of_the_table() -> dict[tuple[str, str], Case]:
    """One a route and kind of what the log says of it: states differ in who may, not in what is written."""
    return {
        (case.route, case.writes): case
        for case in reversed(CASES)
        if case.method == "POST" and case.allowed()
    }


_TABLE = _of_the_table()


def _with_scan(route: str, writes: str, name: str) -> Act:
    case = _TABLE[route, writes]
    form = lambda scene, who: case.form(scene, who) | {name: SimpleUploadedFile("扫描件.pdf", PDF)}  # noqa: E731
    return _act(replace(case, form=form), what=name)


def _beside_the_texts(verb: str, of: Callable[[], object] = str) -> Act:
    """A button of the page of a round, with the text of its task."""
    number = STATES["draft"]

    def form(scene, who):
        button = f"{verb}-{number}-{of()}".rstrip("-")
        file = {f"{number}-file": SimpleUploadedFile("又一证明.pdf", PDF)} if verb == "upload" else {}
        version = scene.progress("draft").version
        return {"op": button, f"{number}-version": version, f"{number}-done_text": "又已印发"} | file

    (case,) = post("round-save", "draft", answers={302: "liaison"}, form=form, args={"round": 1})
    return _act(case, what=verb)


def _given_by_a_unit() -> Act:
    case = _TABLE["contribution-add", "contribution.give"]
    return _act(replace(case, form=lambda scene, who: {"text": "已配套经费"}), "participant")


def _undone() -> Act:
    case = next(case for case in CASES if (case.route, case.state) == ("plan-undo-accept", "filed"))
    return _act(replace(case, state="own_office"), "stand_in")


def _played() -> Act:
    case = next(case for case in CASES if (case.method, case.route) == ("POST", "demo-play"))
    return _act(replace(case, form=lambda scene, who: {"until": "2015-06-30"}), "leadership")


def _session(scene: Scene, who: str) -> SessionStore:
    return SessionStore(scene.sessions[who])


def _user(scene: Scene) -> User:
    return scene.members["stranger"].user


ACTS = [
    *map(_act, _TABLE.values()),
    _with_scan("letter-add", "letter.register", "scan"),
    _with_scan("plan-file", "plan.file", "stamped_scan"),
    _with_scan("report-issue", "report.issue", "scan"),
    _beside_the_texts("upload"),
    _beside_the_texts("detach", lambda: Evidence.objects.get().pk),
    _beside_the_texts("take", lambda: Contribution.objects.get().pk),
    _given_by_a_unit(),
    _undone(),
    _played(),
    Act(
        "create_account",
        call=lambda scene: accounts.create_account(
            username="xinren", full_name="辛某", role=Role.LIAISON, unit=scene.lead
        ),
    ),
    Act("issue_first_password", call=lambda scene: accounts.issue_first_password(user=_user(scene))),
    Act(
        "factors.add",
        call=lambda scene: factors.add(
            scene.members["checker"].user,
            kind=FactorKind.AUTHENTICATOR,
            name="手机",
            material="x",
            at=clock.now(),
            by=None,
            here=_session(scene, "checker"),
        ),
    ),
    Act(
        "factors.remove",
        call=lambda scene: factors.remove(
            Factor.objects.get(), by=None, demanded=False, here=_session(scene, "stranger")
        ),
    ),
    Act("factors.new_codes", call=lambda scene: factors.new_codes(_user(scene), by=None)),
    Act("factors.reset", call=lambda scene: factors.reset(_user(scene), by=None)),
]
