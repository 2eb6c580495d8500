"""What somebody typed to find tasks: words, each of which is to be found, or the number of one."""

import re
import unicodedata

LONGEST = 200  # the sentence of a task, pasted, is found by it
MOST_WORDS = 5  # each is looked for by itself; of more pieces a sentence is made, broken into lines where it was copied

# 4, or a 报送编号: of the programme, the task and which filing of it.
_NUMBER = re.compile(r"(?:(?P<code>[A-Za-z][A-Za-z0-9]*)-)?(?P<number>[0-9]{1,4})(?(code)(?:-[0-9]{1,4})?)")
_STANDING_ALONE = re.compile(r"(?<!\S)第?\s*([0-9０-９]{1,4})\s*项(?!\S)")
_IN_WORDS = re.compile(r"第?\s*([0-9]{1,4})\s*项")  # 第4项, 4 项


def words(asked: str) -> list[str]:
    """领军 人才 are two; 第 4 项 is a number, in whatever way it is written. No content has blanks in it."""
    if number(asked):
        return [asked]
    found = _STANDING_ALONE.sub(r"第\1项", asked).split()
    return found if len(found) <= MOST_WORDS else ["".join(asked.split())]


def number(word: str) -> re.Match | None:
    """Its `number` and, of a 报送编号, the `code` of the programme; None of other words."""
    written = unicodedata.normalize("NFKC", word).strip()
    in_words = _IN_WORDS.fullmatch(written)
    return _NUMBER.fullmatch(in_words[1] if in_words else written)


def is_number(word: str, of_task: int, code: str) -> bool:
    """Whether it is that of this task, in the programme with this code."""
    found = number(word)
    return found is not None and int(found["number"]) == of_task and (found["code"] or code).upper() == code
