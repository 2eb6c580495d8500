"""Steps pasted from Word: split by numbering and line ends, with the time in each found and taken out.

Only numbering, white space and what set the time apart (its bracket, a comma) go; every other character pasted
stands in a step's text or in its time.
"""

import re

from tasks.rules import periods
from zgc_tasks.common.text import arabic_numerals

Found = tuple[str, str]

_LINE_END = re.compile(r"[\r\n\v\f\u0085\u2028\u2029]+")
_CHINESE = "[一二三四五六七八九十]{1,3}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# One pattern for each way of numbering; group 1 is the number. The 1.5 of an amount is not numbering.
_NUMBERINGS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"({_CHINESE})[、.．]\s*",
        rf"[（(]({_CHINESE})[)）]、?\s*",
        rf"第({_CHINESE}|\d{{1,2}})步[、，,:：]?\s*",
        r"(?<!\d)(\d{1,2})[.．](?!\d)\s*",
        r"(?<!\d)(\d{1,2})[、)）]\s*",
        r"[（(](\d{1,2})[)）]、?\s*",
        rf"([{_CIRCLED}])、?\s*",
    )
)
NUMBER_CELL = re.compile(r"\d{1,3}")
# Numbering inside a line counts only behind one of these; a circled number needs nothing before it.
_BEFORE_NUMBERING = "；;。，,：: \u3000\t"

_APART = re.compile(r"[，,：:、。；;]\s*|\s+")
_SENTENCE_ENDS = "。；;"
_OPENING = re.compile(r"[（(\[【〔]")
_CLOSING = "）)]】〕"
_BRACKET_AT_THE_HEAD = re.compile(rf"{_OPENING.pattern}([^（(]{{1,40}})[)）\]】〕][，,：:、]?\s*")
# The name of a plan (2015—2020年) is no time limit of a step.
_YEARS = re.compile(r"\d{4}年?\s*[-—–~～至]+\s*(?:\d{4}|\d{2})年?")
_LONGEST_TIME = 40
# What a time must have to be one in running text, where 2015 or 5.1 may be anything.
_SPEAKS_OF_TIME = re.compile(
    r"[年月旬日号季期续常启节]|[五七十]一|十[一二三四五六]五|Q[1-4]|\d{8}|\d{4}[-./]\d{1,2}[-./]\d"
)
# What the time at the head of a sentence ends with where no punctuation follows it: 4月底前印发细则; but 4月起草细则.
_ENDS_BEFORE_TEXT = re.compile(
    r"左右|前后|前(?![期往沿置瞻])|起(?![草步])|内(?!部(?!署)|容)|初(?![步稿])|[止末旬日号]|底(?!稿)|月份?|季度|半年"
)

# Behind a time these make it another: 4月3日后 is left where it stands.
_AFTER = ("后", "以后", "之后")


def split_steps(text: str) -> list[Found]:
    """The steps in pasted `text` as (what is done, by when as written); either may be empty, never both."""
    steps: list[Found] = []
    pieces = (piece for line in _LINE_END.split(text) for piece in _pieces(line.strip()))
    for step, due in map(_read_piece, pieces):
        if due and not step and steps and not steps[-1][1]:
            # A time alone in its line belongs to the step above it.
            steps[-1] = (steps[-1][0], due)
        elif step or due:
            steps.append((step, due))
    return steps


def find_time_in(line: str) -> Found:
    """`line` without the time at its head (4月底前，…) or its end (…（2015年6月底前）), and that time as written."""
    line = line.strip()
    if _is_time(line):
        return "", line
    text, time = _in_bracket(line) or _at_the_end(line) or _at_the_head(line) or (line, "")
    return text.strip(), time.strip()


def without_numbering(text: str) -> str:
    """`text` without the number at its head."""
    mark = next((found for pattern in _NUMBERINGS if (found := pattern.match(text))), None)
    return text[mark.end() :] if mark else text


def _pieces(line: str) -> list[str]:
    """The numbered parts of one line without their numbering; what stands before the first is a part too."""
    marks = _numbering_marks(line)
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(line)]
    return [line[start:end] for start, end in zip(starts, ends, strict=True)]


def _numbering_marks(line: str) -> list[re.Match]:
    """Numbering at the head of the line, or from 1 on inside it, and what follows it counting on in the same way."""
    for pattern in _NUMBERINGS:
        first = pattern.match(line) or _next_mark(pattern, line, 0, 1)
        if first:
            marks = [first]
            while mark := _next_mark(pattern, line, marks[-1].end(), _number(marks[-1]) + 1):
                marks.append(mark)
            return marks
    return []


def _next_mark(pattern: re.Pattern, line: str, position: int, number: int) -> re.Match | None:
    marks = (mark for mark in pattern.finditer(line, position) if _number(mark) == number)
    return next((mark for mark in marks if _may_stand_there(mark, line)), None)


def _may_stand_there(mark: re.Match, line: str) -> bool:
    return mark[1] in _CIRCLED or line[mark.start() - 1] in _BEFORE_NUMBERING


def _number(mark: re.Match) -> int:
    if mark[1] in _CIRCLED:
        return _CIRCLED.index(mark[1]) + 1
    number = arabic_numerals(mark[1])
    return int(number) if number.isdecimal() else 0


def _read_piece(piece: str) -> Found:
    cells = [cell.strip() for cell in piece.split("\t") if cell.strip()]
    if len(cells) > 1:
        return read_row(cells)
    return find_time_in(piece)


def read_row(cells: list[str]) -> Found:
    """A row of a Word table: number, what is done, by when, in whichever order and with whatever else."""
    if NUMBER_CELL.fullmatch(cells[0]):
        cells = cells[1:]
    time = next((position for position, cell in enumerate(cells) if periods.is_time(cell)), None)
    if time is None:
        return find_time_in(" ".join(cells))
    return " ".join(cells[:time] + cells[time + 1 :]), cells[time]


def _in_bracket(line: str) -> Found | None:
    body, end = _without_sentence_end(line)
    for opening in _OPENING.finditer(body, max(len(body) - _LONGEST_TIME, 0)):
        time = body[opening.end() : -1].strip()
        if body[-1] in _CLOSING and _is_time(time) and not _YEARS.fullmatch(time):
            return body[: opening.start()].rstrip() + end, time
    return None


def _at_the_end(line: str) -> Found | None:
    body, end = _without_sentence_end(line)
    for apart in _APART.finditer(body, max(len(body) - _LONGEST_TIME, 0)):
        if _is_time(body[apart.end() :]):
            kept = apart[0].strip() if apart[0].strip() in tuple(_SENTENCE_ENDS) else ""
            return body[: apart.start()] + kept + end, body[apart.end() :]
    return None


def _at_the_head(line: str) -> Found | None:
    bracket = _BRACKET_AT_THE_HEAD.match(line)
    if bracket and _is_time(bracket[1].strip()):
        return line[bracket.end() :], bracket[1].strip()
    for apart in reversed(list(_APART.finditer(line, 0, _LONGEST_TIME))):
        if apart[0].strip() not in tuple(_SENTENCE_ENDS) and _is_time(line[: apart.start()]):
            return line[apart.end() :], line[: apart.start()]
    for ends in reversed(list(_ENDS_BEFORE_TEXT.finditer(line, 0, _LONGEST_TIME))):
        head, rest = line[: ends.end()], line[ends.end() :]
        if _is_time(head):
            return None if rest.startswith(_AFTER) else (rest, head)
    return None


def _is_time(text: str) -> bool:
    return len(text) <= _LONGEST_TIME and _SPEAKS_OF_TIME.search(text) is not None and periods.is_time(text)


def _without_sentence_end(line: str) -> tuple[str, str]:
    body = line.rstrip(_SENTENCE_ENDS)
    return body, line[len(body) :]
