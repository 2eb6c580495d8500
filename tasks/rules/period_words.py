"""The words of which times are written (2015年, 6月, 底, 前, 左右, 此后), in one way of writing and cut into tokens.

A wording that only stands around a time (原则上, 完成, 第三阶段) is a line of `_WORDS`. No pattern repeats without
bound, so that any text is cut in the time its length takes.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from zgc_tasks.common.text import arabic_numerals

# The field's own length; anything longer is prose and not worth the search.
LONGEST = 100

_CHINESE = "〇零一二三四五六七八九十"
_FESTIVALS = {
    "元旦": "元旦", "春节": "春节", "清明": "清明节", "劳动": "劳动节", "端午": "端午节", "中秋": "中秋节",
    "建党": "建党节", "国庆": "国庆节", "教师": "教师节", "三八": "妇女节", "五一": "劳动节", "六一": "儿童节",
    "七一": "建党节", "八一": "建军节", "十一": "国庆节",
}  # fmt: skip
# 十一 and 五一 are days only where something of a festival follows: 十一月 and 二〇一五一季度 are none.
_FESTIVAL = re.compile(
    f"(?<![{_CHINESE}])(三八|五一|六一|七一|八一|十一)(?:国际劳动节|劳动节|节|(?=前|之前|以前|后|之后|期间|假期|小?长假|左右))"
    "|(元旦|春节|清明|端午|中秋|国庆|(?:国际)?劳动节|建党节|教师节)节?"
)
_SAID_OTHERWISE = tuple(
    (re.compile(written), said)
    for written, said in (
        ("[\"'“”‘’「」]", ""),
        (f"(?<=[{_CHINESE}0-9])[○◯oO](?=[{_CHINESE}0-9])", "〇"),
        ("廿", "二十"),
        ("卅", "三十"),
        ("元月", "一月"),
        ("一般", ""),
        ("两(?=个|年|月|季|周|天)", "二"),
        ("年年", "年"),
        ("([上中下])[、/]([上中下]旬)", r"\1\2"),
        # 五六月, 一二季度: two of them, not the fifty-sixth.
        (f"(?<![{_CHINESE}])([一二三四五六七八九])([一二三四五六七八九])(?=月|季度)", r"\1-\2"),
        # 十三五 counts nothing.
        ("十([一二三四五六])五(?!年|月|日|号|季)", r"P十\1P"),
    )
)

# Each: the kind, and what it looks like in plain writing. The first that fits counts, so the longer stand first.
_WORDS = (
    (
        "skip",
        r"(?:完成|启动|开始|开工|结束|起止|办结|计划|预计|预期|拟|要求|截止|办理){0,2}(?:时间|时限|期限|日期)(?:要求|节点)?[:为]?",
    ),
    ("skip", r"第?[0-9]{1,2}个?(?:阶段|步|批|轮|期):?|[前中后]期"),
    (
        "aside",
        r"[(]?T?(?:上午|下午|中午|晚上?)?[0-9]{1,2}(?:[时点](?:整|半|[0-9]{1,2}分)?|:[0-9]{2}(?::[0-9]{2})?(?![0-9]))[)]?",
    ),
    ("aside", r"上午|下午|中午|晚上"),
    ("aside", r"[(]?(?:当[日天])?下班[)]?"),
    ("weekday", r"[(]?(?:周|星期|礼拜)(?P<weekday>[1-6日天])[)]?"),
    ("aside", r"[(]含(?:当[日天]|本[日数])?[)]|含当[日天]"),
    (
        "recurring",
        r"每隔?(?P<every>半?[0-9]{0,2}个?(?:年度?|学年|学期|季度?|月|旬|周|日|天))"
        r"(?:(?!(?:19|20)[0-9]{2})[0-9月季度上下半年初中底末旬日号次第个、和及以之前]){0,40}",
    ),
    ("recurring", r"逐(?P<each>[年季月周])|按(?P<by>年|季|月|周)度?(?=$|[^0-9年月日])"),
    (
        "begun",
        r"已经?(?:启动|开展|开始|实施|开工)|正在?(?:推进|进行|实施|开展)|(?:推进|进行|实施)中|[至到迄]今",
    ),
    ("standing", r"长期|常年|持续|常态化?|经常性?|日常|滚动|不?定期|随时|全程|全过程|贯穿始终|始终|不间断"),
    ("now", r"自?(?:即日|目前|当前|现在)起?"),
    ("then", r"此后|其后|随后|今后|然后|后续|以后年度"),
    # Days and their parts.
    ("date", r"(?P<y8>(?:19|20)[0-9]{2})(?P<m8>0[1-9]|1[0-2])(?P<d8>[0-3][0-9])(?![0-9])"),
    (
        "date",
        r"(?P<y3>(?:19|20)[0-9]{2})(?P<between>[-./])(?P<m3>[0-9]{1,2})(?P=between)(?P<d3>[0-9]{1,2})(?![0-9])[日号]?",
    ),
    ("year_month", r"(?P<y2>(?:19|20)[0-9]{2})[-./](?P<m2>0?[1-9]|1[0-9])(?![0-9年])(?:月份?)?"),
    ("year_month", r"(?P<y6>(?:19|20)[0-9]{2})(?P<m6>0[1-9]|1[0-2])(?![0-9])"),
    ("month_day", r"(?<![0-9.])(?P<m1>[0-9]{1,2})[./](?P<d1>[0-9]{1,2})(?![0-9.])[日号]?"),
    ("year", r"(?P<y>(?:19|20)[0-9]{2})(?:学?年度?|(?![0-9]))"),
    ("short_year", r"(?P<yy>[0-9]{2})年度?"),
    ("month", r"(?P<m>[0-9]{1,2})月份?"),
    ("day", r"(?P<d>[0-9]{1,2})[日号](?![以之]?内)"),
    ("quarter", r"第?(?P<q>[0-9]{1,2}|IV|I{1,3})季度?|Q(?P<q1>[1-4])"),
    ("quarters", r"前(?P<quarters>[23])个?季度"),
    ("months", r"前(?P<months>[2-9]|1[01])个月"),
    ("usual", r"(?P<usual>[春夏秋]季|暑[假期])"),
    ("half", r"(?P<half>[上下前后])半年"),
    ("whole_year", r"(?:贯穿)?全年度?|整年|(?<![0-9半几数多])年度?内"),
    ("part_of_year", r"年(?P<of_year>[初中底末终尾])|岁(?P<of_year1>末)"),
    ("plan", r"P(?P<plan>[1-9][0-9]?)P(?:期间|时期|期内|期(?=[初中末])|(?P<middle>中)期)?"),
    ("festival", r"F(?P<festival>[^F]{2,3})F"),
    ("relative_year", r"(?P<relative_year>今年|本年|当年|明年|来年|次年|翌年|下一?年|后年|去年|上年)度?"),
    ("relative_month", r"(?P<relative_month>[本当该]月|下个?月|次月|月(?=[初中底末]))份?"),
    ("relative_quarter", r"(?P<relative_quarter>[本当该]季度?|下一?个?季度?|次季度)"),
    ("part", r"(?P<part>[上中下]{1,2}旬|[上下]半月|[底末]|(?<=年)终|终(?![审评稿])|[初中](?![步稿]))"),
    ("number", r"第?(?P<number>[0-9]{1,4})(?![0-9])"),
    # What stands behind days or before them and changes them.
    ("about", r"左右|前后|上下"),
    ("before", r"以前|之前|前(?![期往沿置瞻])|为?止"),
    ("after", r"之后|以后|后(?!期)"),
    ("open", r"开始|以来|起(?![草步])"),
    ("skip", r"以内|之内|内(?!部(?!署)|容)|期间|间|假期|小?长假"),
    ("until", r"截[至止]到?|不得?[晚迟]于|不超过|最[迟晚](?:不[晚迟超]于?过?)?"),
    ("roughly", r"大?约|大概|大致"),
    ("to", r"(?:[-‐‑‒–—―─−~〜至]|到(?!位)){1,6}"),
    ("break", r"[,;。|()\[\]【】〔〕:]"),
    ("join", r"、|和|以?及|与|或|并且?|/|&"),
    # What may stand around a time without being one.
    (
        "skip",
        r"原则上|已于|自|从|于|拟|计划|力争|争取|预计|预期|初步|暂定|应|须|确保|务必|务于|限|定|在|将|按|可|分别|贯穿",
    ),
    (
        "done",
        r"已?(?:全部|基本|全面|正式|初步|陆续|组织)?(?:完成|办结|完毕|启动|实施|开展|出台|印发|报送|上线|上报|提交|推进|坚持|进行|施行|执行|"
        r"落实|运行|试运行|发布|公布|建成|验收|结束|到位|形成|定稿|投入使用|开工|竣工|见效|成型|达标)",
    ),
    # Anything else; a number is not cut, so that 120150630 is none of 2015.
    ("other", r"[0-9]{1,200}|."),
)
_TOKEN = re.compile(
    "|".join(f"(?P<{kind}_{n}>{pattern})" for n, (kind, pattern) in enumerate(_WORDS)), re.DOTALL
)
_KINDS = {f"{kind}_{n}": kind for n, (kind, _) in enumerate(_WORDS)}
# What each line of the table may say of a date.
_SAYS = {f"{kind}_{n}": tuple(re.compile(pattern).groupindex) for n, (kind, pattern) in enumerate(_WORDS)}
PATTERNS = tuple(pattern for _, pattern in _WORDS)


class Token(NamedTuple):
    """A piece of a wording; of a part of a date also what it says (`m` 6). `other` is not understood."""

    kind: str
    text: str
    says: tuple[tuple[str, str], ...] = ()


def tokens(text: str) -> tuple[Token, ...]:
    """The whole of `text` in pieces; none of what is too long for a time."""
    return tuple(_pieces(text))


def all_known(text: str) -> bool:
    """Whether nothing in `text` is foreign to a time; prose is not read beyond its first word."""
    return all(token.kind != "other" for token in _pieces(text))


def _pieces(text: str) -> Iterator[Token]:
    plain, at = _plain(text), 0
    while at < len(plain):
        match = _TOKEN.match(plain, at)
        yield _token(match)
        at = match.end()


def _token(match: re.Match) -> Token:
    line = match.lastgroup
    says = [(name, match[name]) for name in _SAYS[line] if match[name] is not None]
    return Token(_KINDS[line], match[0], tuple(says))


def _plain(text: str) -> str:
    """`text` in one width, without white space, its numbers in Arabic, what is named by numbers by its name."""
    if len(text) > LONGEST:
        return ""
    plain = unicodedata.normalize("NFKC", text)[: 2 * LONGEST].strip().rstrip("。;,")
    # 2015-06-30 17:00
    plain = re.sub(r"\s(?=[0-9]{1,2}(?::[0-9]{2}|[时点]))", "T", plain)
    plain = "".join(plain.split())
    for written, said in _SAID_OTHERWISE:
        plain = written.sub(said, plain)
    return arabic_numerals(_FESTIVAL.sub(_festival, plain))


def _festival(match: re.Match) -> str:
    """Marked, for 五一 would be read as a number."""
    name = (match[1] or match[2]).replace("国际", "")
    return f"F{_FESTIVALS[name[:2]]}F"
