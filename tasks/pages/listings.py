"""What an office keeps as a list, whole, to be printed or put into a spreadsheet: letters, notes of who was spoken to, the
directory of contacts, and the comments of a returned plan.
"""

from collections.abc import Iterator
from datetime import date

from django.utils.timezone import localdate, localtime

from tasks.enums import Action, ProgressAction
from tasks.exports.listing import Head, Listing, Value, moment
from tasks.models import (
    Comment,
    ContactNote,
    Entry,
    Filing,
    IncomingLetter,
    PlanEvent,
    Programme,
    ProgressEvent,
    Task,
)
from tasks.pages import letters_waiting
from tasks.pages.comments import sent_back, sent_with
from tasks.pages.contacts import DirectoryEntry, whole_directory
from tasks.pages.letters import carried_by
from tasks.policies.offices import WHOSE_PHONES
from tasks.rules import dates
from units.models import Membership, Unit


def letters(programme: Programme, by: Membership, today: date) -> Listing:
    """来文登记簿, in the order in which they came; of a letter all tasks that it still stands for."""
    found = IncomingLetter.objects.visible_to(by).filter(programme=programme)
    found = found.select_related("unit", "scan", "recorded_by__user").order_by("received_at", "pk")
    of_all = {"letter__programme": programme}
    carried, states = carried_by(**of_all), letters_waiting.in_words(**of_all)
    return Listing(
        programme=programme,
        name="来文登记簿",
        heads=[
            Head("序号", 3),
            Head("来文单位", 8),
            Head("来文字号", 10),
            Head("来文日期", 6),
            Head("收到时间", 9),
            Head("渠道", 5),
            Head("内容", 12),
            Head("代录", 6),
            Head("扫描件", 8),
            Head("备注", 7),
            Head("登记人", 5),
            Head("登记时间", 9),
        ],
        rows=[
            [
                nth,
                str(letter.unit),
                letter.number,
                letter.dated_on,
                moment(letter.received_at),
                letter.get_channel_display(),
                _carried(carried[letter.pk]),
                states.get(letter.pk, ""),
                str(letter.scan or ""),
                letter.note,
                str(letter.recorded_by.user),
                moment(letter.recorded_at),
            ]
            for nth, letter in enumerate(found, start=1)
        ],
        day=today,
        unit="件",
        empty="还没有登记来文。",
        remark="已从来文中注销的任务不列入内容" if found else "",
    )


def _carried(numbers: dict[str, list[int]]) -> str:
    return "；".join(f"{what}：第{'、'.join(map(str, found))}项" for what, found in numbers.items())


def notes(programme: Programme, unit: Unit | None, by: Membership, today: date) -> Listing:
    """联系记录 with all units or with one, the oldest first."""
    found = ContactNote.objects.visible_to(by).filter(programme=programme)
    if unit:
        found = found.filter(unit=unit)
    found = found.select_related("unit", "task", "recorded_by__user").order_by("contacted_at", "pk")
    return Listing(
        programme=programme,
        name="联系记录",
        heads=[
            Head("序号", 3),
            Head("联系时间", 9),
            Head("单位", 8),
            Head("联系对象", 8),
            Head("任务编号", 5),
            Head("联系内容", 34),
            Head("预计报送日期", 7),
            Head("记录人", 5),
            Head("记录时间", 9),
        ],
        rows=[
            [
                nth,
                moment(note.contacted_at),
                str(note.unit),
                note.spoke_with,
                note.task and note.task.number,
                note.said,
                note.expected_by,
                str(note.recorded_by.user),
                moment(note.recorded_at),
            ]
            for nth, note in enumerate(found, start=1)
        ],
        day=today,
        unit="条",
        empty="还没有联系记录。",
        conditions=[("单位", str(unit))] if unit else [],
    )


def directory(programme: Programme, by: Membership, today: date) -> Listing:
    """通讯录, a row a person, units in document order; telephones as the page shows them to `by`."""
    entries = whole_directory(programme, by)
    return Listing(
        programme=programme,
        name="通讯录",
        heads=[
            Head("单位", 14),
            Head("身份", 9),
            Head("任务编号", 5),
            Head("责任处室", 20),
            Head("姓名", 12),
            Head("联系电话", 16),
        ],
        rows=[row for entry in entries for row in _people(entry)],
        day=today,
        unit="行",
        empty="任务分解中还没有单位。",
        remark="" if all(entry.shows_phones for entry in entries) else WHOSE_PHONES,
    )


def _people(entry: DirectoryEntry) -> Iterator[list[Value]]:
    def phone(number: str) -> str:
        return number if entry.shows_phones else ""

    for liaison in entry.liaisons:
        yield [entry.name, "联络员", None, "", liaison.full_name, phone(liaison.phone)]
    if not entry.liaisons:
        yield [entry.name, "联络员", None, "", "未登记", ""]
    for contact in entry.contacts:
        number, office = contact.number, contact.office
        yield [entry.name, "实施方案联系人", number, office, contact.name, phone(contact.phone)]


def comments(filing: Filing, today: date) -> Listing:
    """退回修改意见单: what was sent back with a filing, comment by comment, and how far it was answered."""
    task = filing.plan.task
    returned = filing.events.filter(action=Action.RETURN).select_related(*_WHO).last()
    return _comments(
        task,
        f"实施方案{filing}",
        filing,
        returned,
        [(comment.place, comment) for comment in sent_with(filing)],
        today,
    )


def comments_in_round(entry: Entry, today: date) -> Listing:
    """The same of what was reported of a task in a round, which may be returned in words alone."""
    progress = entry.progress
    returned = entry.events.filter(action=ProgressAction.RETURN).select_related(*_WHO).last()
    of, sent = f"{progress.round}进展{entry}", sent_back(entry, returned.at)
    return _comments(progress.task, of, entry, returned, sent, today)


_WHO = ("by__user", "by__office__unit", "by__unit")


def _comments(
    task: Task,
    of: str,
    filed: Filing | Entry,
    returned: PlanEvent | ProgressEvent,
    sent: list[tuple[str, Comment]],
    today: date,
) -> Listing:
    """`of` is what was returned, and `sent` what with, each comment with its place."""
    return Listing(
        programme=task.programme,
        name="退回修改意见单",
        of=f"第{task.number}项{of}",
        heads=[
            Head("序号", 3),
            Head("栏目", 7),
            Head("核对意见", 28),
            Head("核对人", 6),
            Head("答复", 6),
            Head("答复说明", 23),
            Head("答复人", 6),
            Head("答复时间", 9),
        ],
        rows=[
            [
                nth,
                place,
                comment.text,
                str(comment.by.user),
                comment.get_answer_display() or "尚未答复",
                comment.answer_text,
                str(comment.answered_by.user) if comment.answered_by else "",
                moment(comment.answered_at),
            ]
            for nth, (place, comment) in enumerate(sent, start=1)
        ],
        day=today,
        unit="条",
        empty="没有逐条意见，见总的说明。",
        facts=[
            ("工作任务", task.content),
            ("牵头单位", str(filed.lead or task.lead)),
            ("报送编号", f"{filed.number}，{dates.in_words(localdate(filed.counts_from))}报送"),
            ("退回", f"{dates.moment(localtime(returned.at))}，{returned.by}"),
            ("重新报送时限", dates.in_words(returned.refile_by)),
            *([("总的说明", returned.note)] if returned.note else []),
        ],
    )
