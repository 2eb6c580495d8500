"""进展: rounds listed, opened, changed, closed and put off."""

from tests.access.table import BUSINESS, RECEIVING, REST, NotNow, get, post

NO_BUSINESS = "administrator auditor"
OVERSEEING = f"{RECEIVING} leadership"
NOT_OPENING = "只有接收处室的核对人或领导小组办公室可以办理报送期"
NOT_OVERSEEING = "只有接收处室的核对人或领导小组办公室可以查看和导出总体情况"
# The rounds of the scene.
MARCH, APRIL, FEBRUARY = 1, 2, 3


def opened(method, route: str, round: int | None, answer, **more):
    """Rows of what either of the two offices does to rounds."""
    args = {"round": round} if round else None
    answers = {answer: OVERSEEING, NOT_OPENING: REST, 404: NO_BUSINESS}
    return method(route, answers=answers, args=args, **more)


def series(scene, who):
    return {
        "round-1-name": "2015年第二季度",
        "round-1-covers_from": "2015-04-01",
        "round-1-covers_until": "2015-06-30",
        "round-1-opens_on": "2015-06-26",
        "round-1-due_on": "2015-07-07",
    }


def changed(scene, who):
    return {name.removeprefix("round-1-"): value for name, value in series(scene, who).items()}


CHANGING = {"form": changed, "writes": "round.change"}
CLOSING = {"writes": "round.close"}
REOPENING = {"form": lambda scene, who: {"reason": "尚有单位补报"}, "writes": "round.reopen"}
EXTENDING = {
    "form": lambda scene, who: {"unit": scene.lead.slug, "until": "2015-04-20", "told": "李某"},
    "writes": "round.extend",
}

TABLE = [
    *get("round-list", answers={200: BUSINESS, 404: REST}),
    *get(
        "round-desk",
        args={"round": MARCH},
        answers={200: OVERSEEING, NOT_OVERSEEING: REST, 404: NO_BUSINESS},
    ),
    *opened(get, "round-add", None, 200, query="?cycle=quarter&first=2015-04-01&count=1"),
    *opened(
        post,
        "round-add",
        None,
        302,
        query="?cycle=quarter&first=2015-04-01&count=1",
        form=series,
        writes="round.open",
    ),
    *opened(get, "round-change", APRIL, 200),
    *opened(post, "round-change", APRIL, 302, **CHANGING),
    *opened(get, "round-extend", MARCH, 200),
    *opened(post, "round-extend", MARCH, 302, **EXTENDING),
    *opened(post, "round-close", MARCH, 302, **CLOSING),
    *opened(post, "round-close", FEBRUARY, NotNow("本期已截稿"), **CLOSING),
    *opened(post, "round-close", APRIL, NotNow("本期尚未开始报送，不能截稿"), **CLOSING),
    *opened(post, "round-reopen", FEBRUARY, 302, **REOPENING),
]
