"""Cleaning of typed text, and the one normalisation of printed text."""

import re

from django.core.exceptions import ValidationError

from zgc_tasks.common import faces

# Left behind by word processors and web pages; nobody sees them and every comparison trips over them.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff"))
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")
_FULL_WIDTH = str.maketrans(",:;()", "，：；（）")
# Control characters but line end and tab, halves of a pair, and what is no character at all.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ENDS = ("。", "！", "？", "……", "。”", "。）")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


def clean_line(text: str) -> str:
    """`text` as one line, without outer or invisible white space; refuses what `clean_text` refuses."""
    return re.sub(r"[\n\t]+", " ", clean_text(text))


def clean_text(text: str) -> str:
    """`text` with `\\n` as its line end, without outer white space.

    Spreadsheets and XML cannot hold NUL and other control characters, and paper none that no face has, so they are
    refused where they are typed: a ValidationError says which and where.
    """
    return _refuse_unprintable(_refuse_control(_LINE_ENDS.sub("\n", text.translate(_INVISIBLE))).strip())


def normalise_printed(text: str) -> str:
    """A printed text as the register holds it (reading note 8): full-width `，：；（）`, no white space inside."""
    return "".join(text.translate(_FULL_WIDTH).split())


def sentence(words: str) -> str:
    """`words` with the full stop that ends a sentence, for where they stand alone."""
    return words if words.endswith(_ENDS) else f"{words}。"


def arabic_numerals(text: str) -> str:
    """`text` with its Chinese numbers up to 九十九, and years digit by digit, in Arabic: 十二 → 12, 二〇一五 → 2015."""
    return re.sub("[〇零一二三四五六七八九十]+", _arabic, text)


def _arabic(match: re.Match) -> str:
    tens, ten, ones = match[0].translate(_DIGITS).partition("十")
    return (tens or "1") + (ones or "0") if ten else tens


def has_control(text: str) -> bool:
    """Whether control characters stand in it; nothing that is stored has any, and PostgreSQL is not even asked for them."""
    return _CONTROL.search(text) is not None


def _refuse_control(text: str) -> str:
    if found := _CONTROL.search(text):
        raise ValidationError(
            f"第 {found.start() + 1} 个字符是不可见的控制字符（U+{ord(found[0]):04X}），请删除后重新输入",
            code="control_character",
        )
    return text


def _refuse_unprintable(text: str) -> str:
    if (found := faces.without_a_face(text)) and faces.behind_installed():
        place = next(place for place, character in enumerate(text) if character in found)
        raise ValidationError(
            f"第 {place + 1} 个字符“{text[place]}”（{faces.code_of(text[place])}）无法打印，请改用其他写法",
            code="unprintable_character",
        )
    return text
