"""A point in time put together from tokens, one after the other."""

from dataclasses import replace

from tasks.rules.period_spans import Point
from tasks.rules.period_words import Token

_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}


def is_bare(point: Point) -> bool:
    """5, of which it is not said what is counted."""
    return point.unit == "number"


def extended(point: Point, token: Token, rank: int) -> Point:
    """`point` with what `token` says further."""
    says = dict(token.says)
    match token.kind:
        case "year":
            return replace(point, year=int(says["y"]), sure=token.text != says["y"])
        case "short_year":
            return replace(point, year=2000 + int(says["yy"]))
        case "relative_year":
            return replace(point, relative=says["relative_year"])
        case "plan":
            return replace(point, unit="plan", number=says["plan"], part=says.get("middle", ""))
        case "year_month":
            year, month = (says.get(f"{part}2") or says[f"{part}6"] for part in "ym")
            return replace(point, year=int(year), unit="month", number=month)
        case "date":
            year, month, day = (says.get(f"{part}8") or says[f"{part}3"] for part in "ymd")
            return replace(point, year=int(year), unit="month", number=month, day=day)
        case "month_day":
            sure = (point.sure and point.has_year) or token.text[-1] in "日号"
            return replace(point, unit="month", number=says["m1"], day=says["d1"], sure=sure)
        case "month":
            return replace(point, unit="month", number=says["m"], sure=True)
        case "day":
            unit = point.unit if point.number else "part_of_month"
            return replace(point, unit=unit, day=says["d"], sure=True)
        case "part":
            return replace(point, unit=point.unit if rank >= 0 else "part_of_month", part=says["part"])
        case "part_of_year":
            return replace(point, part=says.get("of_year") or says["of_year1"])
        case "quarter":
            number = says.get("q") or says["q1"]
            return replace(point, unit="quarter", number=_ROMAN.get(number, number), sure=True)
        case "number":
            if rank >= 1:
                return replace(point, day=says["number"])
            return replace(point, unit="number", number=says["number"])
        case "whole_year":
            return replace(point, unit="whole_year", sure=True)
        case "relative_month" | "relative_quarter":
            if token.text == "月":
                return replace(point, unit="part_of_month")
            return replace(point, unit=token.kind, number="1" if token.text[0] in "下次" else "0")
        case kind:
            return replace(point, unit=kind, number=says[kind])
