"""整体报送: which tasks of the review are filed."""

import re

SEE_WARNINGS = "请先查看各项提示；确认无误后勾选“以上提示已知悉，继续报送”"


def chosen(post) -> dict[int, int]:
    """By the numbers of the tasks that are ticked, the versions they were looked at in."""
    found = {}
    for name in post:
        ticked = re.fullmatch(r"(\d{1,6})-file", name)
        if ticked and re.fullmatch(r"\d{1,9}", post[name], re.ASCII):
            found[int(ticked[1])] = int(post[name])
    return found
