"""Addresses of the receiving office's pages about task 14, and the text of an answer."""

CHECK = "/gjrc/tasks/14/check/"
START = f"{CHECK}start/"
COMMENT = f"{CHECK}comment/"
RETURN = f"{CHECK}return/"
ACCEPT = f"{CHECK}accept/"
PLAN = "/gjrc/tasks/14/plan/"


def text(answer) -> str:
    return answer.content.decode()


def post(story, url: str, who: str = "checker", **data):
    """Post to a plan's address with the version in force, unless the data name another."""
    return story.browser(who).post(url, {"based_on": story.plan.version} | data)


def status_of(browser, url: str) -> int:
    """The status of a page or download, read to its end, which closes its file."""
    answer = browser.get(url)
    if answer.streaming:
        b"".join(answer.streaming_content)  # `close()` would close the database connection as well
    return answer.status_code
