"""How the tables are written: a row is a request and, for everybody of the cast, the answer to it.

An answer is a status, SIGN_IN, or a text: refused (403) with that text on the page as the reason; a `NotNow` is a text
too: nobody may, as things stand (409).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.test import Client
from django.urls import get_resolver, reverse

from tests.access.scene import ROLES, STATES, Scene

SIGN_IN = "（请先登录）"
REST = "everybody else"

LEAD = "liaison officer officer_elsewhere"
RECEIVING = "checker clerk"
# Who sees a plan that was filed.
READERS = f"{LEAD} participant consulted {RECEIVING} leadership"
# Who sees the plan that the receiving office carries out; its own lead is not of the cast.
READERS_OF_OWN = f"participant consulted {RECEIVING} stand_in leadership"
UNITS = f"{LEAD} participant consulted stranger"
BUSINESS = f"{UNITS} {RECEIVING} stand_in foreign_checker leadership foreign_leadership"
SIGNED_IN = f"{BUSINESS} administrator auditor"

NOT_RECEIVING = "只有接收处室的核对人可以办理"

Answers = dict[int | str, str]


class NotNow(str):
    """The reason of a refusal that lies in the state of things, not in who asks."""

    __slots__ = ()


@dataclass(frozen=True, eq=False)
class Case:
    """A request about a task in a state. `writes` is the action under which the audit log has a success."""

    method: str
    route: str
    state: str
    answers: Answers
    form: Callable[[Scene, str], dict] | None = None
    writes: str = ""
    args: dict | None = None
    query: str = ""

    def __str__(self) -> str:
        return " ".join(
            filter(None, (self.method, self.route, self.state, *map(str, (self.args or {}).values())))
        )

    def expected(self) -> dict[str, int | str]:
        """Who gets which answer; whoever is not signed in is asked to, unless the row says otherwise."""
        named = {
            who: answer for answer, names in self.answers.items() if names != REST for who in names.split()
        }
        assert sum(len(names.split()) for names in self.answers.values() if names != REST) == len(named)
        others = [answer for answer, names in self.answers.items() if names == REST]
        default = dict.fromkeys(ROLES, others[0]) if others else {}
        return default | {"anonymous": SIGN_IN} | named

    def allowed(self) -> str:
        """The first of the cast to whom the answer is not a refusal."""
        return next((who for who, answer in self.expected().items() if answer in (200, 204, 302)), "")


def get(route: str, *states: str, answers: Answers, **more) -> list[Case]:
    return [Case("GET", route, state, answers, **more) for state in states or ("",)]


def post(route: str, *states: str, answers: Answers, **more) -> list[Case]:
    return [Case("POST", route, state, answers, **more) for state in states or ("",)]


def address(scene: Scene, case: Case) -> str:
    """The URL of a case: what its route asks for, taken from the scene."""
    state = case.state or "filed"
    known = {
        "programme": scene.programme.slug,
        "number": STATES[state],
        "nth": 1,
        "position": 4 if state != "no_lead" else 1,
        "slug": scene.lead.slug,
        "queue": "filed",
        "letter": scene.letter.pk,
        "key": 2,
        "round": 1,
    }
    wanted = get_resolver().reverse_dict.getlist(case.route)[0][0][0][1]
    if case.route == "group-detail":
        known["number"] = 1
    if "pk" in wanted:
        known["pk"] = _SUBJECTS[case.route](scene, state).pk
    known |= case.args or {}
    return reverse(case.route, kwargs={name: known[name] for name in wanted}) + case.query.format(scene=scene)


_SUBJECTS = {
    "comment-answer": Scene.comment,
    "comment-remove": Scene.comment,
    "progress-comment-remove": Scene.comment_in_round,
    "time-decide": Scene.time_change,
    "consultation-detail": Scene.consultation,
    "consultation-answer": Scene.consultation,
    **dict.fromkeys(
        (
            "coordination-detail",
            "coordination-handle",
            "coordination-reply",
            "coordination-renew",
            "coordination-settle",
        ),
        Scene.coordination,
    ),
    "opinion-answer": Scene.opinion,
    "letter-detail": lambda scene, state: scene.letter,
    "progress-enter": lambda scene, state: scene.call,
    "progress-arrival-withdraw": lambda scene, state: scene.call,
    "arrival-withdraw": lambda scene, state: scene.letter,
    "attachment-download": lambda scene, state: scene.scan,
    "attachment-view": lambda scene, state: scene.scan,
    "goal-correct": lambda scene, state: scene.reading,
}


def based_on(scene: Scene, case: Case) -> int:
    """What the row is about as it stands now: the plan, what is reported, or a problem put forward."""
    if _SUBJECTS.get(case.route) is Scene.coordination:
        return scene.coordination(case.state).version
    if case.route.startswith("progress-"):
        return scene.progress(case.state).version
    return scene.version(case.state)


def form_of(scene: Scene, case: Case, who: str) -> dict:
    """What is sent of a case, based on what it is about as that stands now."""
    data = case.form(scene, who) if case.form else {}
    if data.get("based_on") == 0:
        data["based_on"] = based_on(scene, case)
    return data


def ask(scene: Scene, case: Case, who: str, client: Client | None = None):
    """Make the request of a case as one of the cast."""
    client = client or scene.client(who)
    send = client.get if case.method == "GET" else client.post
    response = send(address(scene, case), form_of(scene, case, who))
    if response.streaming:
        b"".join(response.streaming_content)  # closes its file; `close()` would close the database as well
    return response
