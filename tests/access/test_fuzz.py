"""2,000 requests of any kind to every route as everybody of the cast, the same at every run: none of them fails."""

import re
from collections.abc import Callable, Iterator
from random import Random
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests.access.answers import undone
from tests.access.cases import CASES
from tests.access.scene import ROLES, Scene
from tests.access.table import address, based_on
from tests.of_a_kind import one_of_each
from zgc_tasks.common.readable import make_readable

pytestmark = pytest.mark.django_db

SEEDS, REQUESTS = range(10), 200

HOSTILE = (
    "", " ", "\0", "a\0b", "-1", "0", "1", "2", str(2**31), str(2**63), "9" * 5000, "1.5", "NaN", "１２", "³",
    "长" * 51, "长" * 3000, "𠮷" * 60, "\u202e", "\u200b", "\r\nX: 1", "<script>alert(1)</script>", "{{ 7 }}",
    "' OR 1=1 --", "%", "\\", "=1+1", "../../etc/passwd", "2015-02-30", "0001-01-01", "9999-12-31", "2015年4月",
    "24:60", "true", "None", "[]", "op", "__all__", "filed", "4、5", "gjrc", "-updated_at", "remove-steps-1-2",
)  # fmt: skip
NAMES = (
    "q", "group", "page", "state", "unit", "as_of", "led", "joined", "steps", "participants", "pasted", "before",
    "after", "place", "return", "text", "who", "action", "outcome", "since", "until", "next", "ended", "print", "p",
    "o", "e", "_to_field", "_popup", "id__exact", "is_active__exact", "memberships__role", "kind", "op", "based_on",
    "based_on_office", "office", "units", "task", "tasks", "step_text", "step_due", "step_unit", "step_key",
    "participant", "paste", "contact_name", "start", "finish", "date", "membership", "username", "full_name",
    "memberships-TOTAL_FORMS", "memberships-INITIAL_FORMS", "memberships-0-unit", "names-TOTAL_FORMS",
    "names-INITIAL_FORMS", "offices-TOTAL_FORMS", "offices-INITIAL_FORMS", "offices-0-id", "offices-0-aliases",
)  # fmt: skip
HEADERS = (
    {},
    {},
    {},
    {"HX-Request": "true"},
    {"HX-Request": "true", "HX-Current-URL": "http://["},
    {"Referer": "http://["},
    {"Referer": "http://testserver/\0"},
    {"Cookie": 'session="\\000"'},
    {"Cookie": "a" * 5000},
    {"X-Forwarded-For": "x" * 300},
    {"Accept-Language": "x" * 300},
    {"Range": "bytes=9-1"},
    {"If-Modified-Since": "never"},
)
TYPES = (
    "application/x-www-form-urlencoded; charset=hex",
    "application/x-www-form-urlencoded; charset=utf-7",
    "application/x-www-form-urlencoded; charset=\0",
    "multipart/form-data",
    "multipart/form-data; boundary=é",
    "multipart/form-data; boundary=x",
    "application/json; charset=\udcff",
    "; charset",
    "",
)
ADMIN = [
    f"admin:{model}_{page}"
    for model in ("units_user", "units_unit", "tasks_programme")
    for page in ("changelist", "add", "change", "delete")
]


def admin_address(random: Random) -> str:
    page = random.choice(ADMIN)
    if not page.endswith(("change", "delete")):
        return reverse(page)
    which = random.randrange(1, 20) if random.random() < 0.5 else quote(random.choice(HOSTILE)[:100])
    return reverse(page, args=[7]).replace("/7/", f"/{which}/")


def our_address(random: Random, scene: Scene, case, *, mistyped: bool) -> str:
    path = address(scene, case).partition("?")[0]
    if mistyped:
        parts = path.split("/")
        parts[random.randrange(1, len(parts))] = quote(random.choice(HOSTILE))
        path = "/".join(parts)
    return path


def query(random: Random, *, most: int) -> dict[str, str]:
    return {random.choice(NAMES): random.choice(HOSTILE) for _ in range(random.randrange(most))}


def form(random: Random, scene: Scene, case, who: str) -> dict:
    """What the form of the case sends, some of it made hostile."""
    data = dict(case.form(scene, who)) if case.form and who != "anonymous" else {}
    if data.get("based_on") == 0:
        data["based_on"] = based_on(scene, case)
    for name in data:
        if random.random() < 0.2:
            data[name] = random.choice(HOSTILE)
    return data | query(random, most=4)


def requests(seed: int, scene: Scene) -> Iterator[tuple]:
    random = Random(seed)  # noqa: S311 (the same at every run)
    # Of every route one first, as it is: chance would leave out some.
    once = list({case.route: case for case in CASES}.values())[SEEDS.index(seed) :: len(SEEDS)]
    for _ in range(REQUESTS):
        first = once.pop() if once else None
        case, who = first or random.choice(CASES), random.choice(ROLES)
        if random.random() < 0.4 and case.allowed():
            who = case.allowed()
        if first is None and random.random() < 0.15:
            path, who = admin_address(random), random.choice(("administrator", who))
        else:
            path = our_address(random, scene, case, mistyped=first is None and random.random() < 0.1)
        if asked := query(random, most=3):
            path += "?" + "&".join(f"{name}={quote(value)}" for name, value in asked.items())
        method = case.method if random.random() < 0.7 else random.choice(("GET", "POST", "HEAD", "PUT"))
        more = {"headers": random.choice(HEADERS)}
        if random.random() < 0.1:
            more["content_type"] = random.choice(TYPES)
        elif method == "POST":
            more["data"] = form(random, scene, case, who)
        yield who, method, path, more


def send(client: Client, method: str, path: str, *, headers: dict, data=None, content_type: str = ""):
    if content_type:
        sent = b"op=save&q=%ED%A0%80&\xff=\x00&--x\r\n"
        return client.generic(method, path, sent, content_type, headers=headers)
    return getattr(client, method.lower())(path, data or {}, headers=headers)


def _as_the_server(handler: Callable) -> Callable:
    return lambda environ: handler(make_readable(environ))


def framed_by(path: str) -> set[str]:
    """A scan that is looked at stands in a frame of our own; nothing else may stand in any."""
    return {"DENY", "SAMEORIGIN"} if re.match(r"/\w+/scans/[^/]+/view/", path) else {"DENY"}


@pytest.mark.parametrize("seed", one_of_each(SEEDS))
def test_nothing_that_is_sent_makes_a_page_fail(scene, seed):
    for who, method, path, more in requests(seed, scene):
        with undone():
            client = scene.client(who, raise_request_exception=False)
            client.handler = _as_the_server(client.handler)
            answer = send(client, method, path, **more)
            assert answer.status_code < 500, (who, method, path, more)
            assert answer.headers["X-Frame-Options"] in framed_by(path), (who, method, path, more)
            assert "frame-ancestors" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "same-origin"
            assert "Access-Control-Allow-Origin" not in answer.headers
            if answer.streaming:
                b"".join(answer.streaming_content)


def test_it_reaches_every_route_and_everybody(scene):
    asked = [one for seed in SEEDS for one in requests(seed, scene)]
    assert len(asked) == 2000
    assert {who for who, *_ in asked} == set(ROLES)
    reached = set()
    for _, _, path, _ in asked:
        try:
            reached.add(get_resolver().resolve(path.partition("?")[0]).url_name)
        except Exception:  # noqa: BLE001, S112 (mistyped on purpose)
            continue
    assert {case.route for case in CASES} <= reached
