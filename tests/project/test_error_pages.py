"""Every error in Chinese, saying what to do, with a number that the log knows."""

import logging
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from zgc_tasks import error_views

ERROR_PAGES = Path(settings.BASE_DIR) / "templates/errors"

pytestmark = pytest.mark.urls("tests.project.failing_urls")


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def text(response):
    return re.sub(r"<[^>]+>", "", response.content.decode())


def assert_numbered(response, caplog):
    """The page shows the number that the header and exactly one line of our log bear."""
    number = response.headers["X-Error-Number"]
    assert f"错误编号 {number}" in text(response)
    lines = [r for r in caplog.records if r.name == "zgc_tasks.errors" and number in r.getMessage()]
    assert len(lines) == 1
    return lines[0]


MET = [
    ("bad", 400, "请核对网址"),
    ("denied", 403, "只有牵头单位可以报送实施方案"),
    ("denied-without-words", 403, "您目前的身份不能进行此操作"),
    ("refused", 403, "只有牵头单位可以撤回"),
    ("not-now", 409, "实施方案已核收，不能撤回"),
    ("out-of-date", 409, "方案刚刚有变化，未办理"),
    ("wrong-input", 422, "收到时间不能晚于现在"),
    ("missing", 404, "没有找到页面"),
    ("too-often", 429, "约15分钟后自动恢复"),
    ("broken", 500, "刚才的操作可能没有完成，故障已记录"),
    ("locked", 503, "核对填写的内容（方案和进展已暂存在本机），再提交一次"),
    ("gone", 503, "数据库正忙、正在重新启动或磁盘已满，刚才的操作可能没有完成"),
    ("cut-off", 503, "数据库正忙、正在重新启动或磁盘已满，刚才的操作可能没有完成"),
    ("failed-before", 500, "故障已记录"),
    ("no-table", 500, "核对填写的内容（方案和进展已暂存在本机），再提交一次"),
    ("full", 503, "磁盘已满"),
    ("not-there", 500, "核对填写的内容（方案和进展已暂存在本机），再提交一次"),
    ("only-post", 405, "从相应页面上的按钮进入"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("how", "status", "words"), MET)
def test_an_error_says_in_chinese_what_to_do_and_is_logged_under_its_number(
    visitor, caplog, how, status, words
):
    response = visitor.get(f"/fail/{how}/")

    assert response.status_code == status
    assert words in text(response)
    line = assert_numbered(response, caplog)
    assert f"{status} GET /fail/{how}/" in line.getMessage()


@pytest.mark.django_db
def test_every_sentence_of_every_error_page_ends_with_a_full_stop(visitor, settings):
    answers = [visitor.get(f"/fail/{how}/") for how, *_ in MET]
    answers.append(visitor.post("/fail/only-post/", {"a": "1"}))
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    answers.append(Client().post("/fail/only-post/", {f"field{n}": "1" for n in range(5)}))

    drawn = {template.name for answer in answers for template in answer.templates}
    assert drawn >= {f"errors/{page.name}" for page in ERROR_PAGES.glob("[0-9]*.html")}
    said = [line for answer in answers for line in paragraphs(answer)]
    assert len(said) >= 2 * len(answers) - 1  # steps to take are a list on one of them
    assert [line for line in said if not line.endswith("。") or line.endswith("。。")] == []


def paragraphs(response) -> list[str]:
    body = re.search('<div class="error-page">(.*)<p class="error-number">', response.content.decode(), re.S)
    return [re.sub(r"<[^>]+>", "", line).strip() for line in re.findall("<p>(.*?)</p>", body[1], re.S)]


@pytest.mark.django_db
def test_what_passes_says_when_to_ask_again(visitor):
    assert visitor.get("/fail/locked/").headers["Retry-After"] == "5"
    assert "Retry-After" not in visitor.get("/fail/broken/").headers


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_a_404_page(visitor, caplog):
    response = visitor.get("/这里/什么/也没有")

    assert response.status_code == 404
    assert_numbered(response, caplog)


def test_a_500_page_needs_no_database_and_gives_nothing_away(rf, caplog):
    # Without the django_db mark any query would fail this test.
    assert connection.settings_dict
    try:
        raise RuntimeError("数据库里的秘密")
    except RuntimeError:
        response = error_views.server_error(rf.get("/gjrc/"))

    assert response.status_code == 500
    assert "数据库里的秘密" not in text(response)
    line = assert_numbered(response, caplog)
    assert line.levelno == logging.ERROR
    assert "数据库里的秘密" in str(line.exc_info[1])


@pytest.mark.django_db
def test_a_404_does_not_show_the_words_meant_for_developers(visitor):
    assert "No Plan" not in text(visitor.get("/fail/missing/"))


@pytest.mark.django_db
def test_a_405_names_the_methods_it_allows(visitor):
    assert visitor.get("/fail/only-post/").headers["Allow"] == "POST"


@pytest.mark.django_db
def test_a_post_without_its_token_is_told_to_refresh(visitor, caplog):
    response = visitor.post("/fail/only-post/", {"a": "1"})

    assert response.status_code == 403
    assert "页面已过期" in text(response)
    assert_numbered(response, caplog)


@pytest.mark.django_db
def test_a_post_that_is_too_large_is_told_the_limits(settings, caplog):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3

    response = Client().post("/fail/only-post/", {f"field{n}": "1" for n in range(5)})

    assert response.status_code == 413
    assert "不能超过100个工作步骤" in text(response)
    assert_numbered(response, caplog)


@pytest.mark.django_db
def test_the_log_keeps_neither_query_nor_line_breaks_that_a_visitor_sent(visitor, caplog):
    response = visitor.get("/fail/missing/%0Aforged?q=张某")

    message = assert_numbered(response, caplog).getMessage()
    assert "\n" not in message
    assert "q=" not in message


REFUSALS = [("refused", 403), ("not-now", 409), ("out-of-date", 409), ("wrong-input", 422)]


@pytest.mark.django_db
@pytest.mark.parametrize(("how", "status"), REFUSALS)
def test_a_refusal_in_the_background_is_a_fragment_for_the_page_that_is_open(visitor, caplog, how, status):
    response = visitor.get(f"/fail/{how}/", headers={"HX-Request": "true"})

    assert response.status_code == status
    assert response.content.decode().lstrip().startswith('<div id="live-messages"')
    assert "。（错误编号" in text(response)
    assert_numbered_in_short(response, caplog)


def assert_numbered_in_short(response, caplog):
    number = response.headers["X-Error-Number"]
    assert number in text(response)
    assert any(number in r.getMessage() for r in caplog.records if r.name == "zgc_tasks.errors")


@pytest.mark.django_db
def test_what_is_not_possible_now_leads_back_to_the_page_where_the_button_was():
    browser = Client()
    pressed = browser.post("/fail/not-now/", headers={"referer": "http://testserver/gjrc/plans/?page=2"})
    elsewhere = browser.post("/fail/not-now/", headers={"referer": "http://elsewhere.example/gjrc/plans/"})

    assert '<a href="/gjrc/plans/?page=2">返回查看最新情况</a>' in pressed.content.decode()
    assert "elsewhere.example" not in elsewhere.content.decode()
