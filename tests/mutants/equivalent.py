"""Mutants that say the same: by file and change, as `make mutants` prints them, with the reason. They are not counted."""

EQUIVALENT = {
    (
        "tasks/ledger/progress.py",
        "lambda programme, before: FormerRound.objects.filter(round__programme=programme).since(before) → "
        "lambda programme, before: FormerRound.objects.filter().since(before)",
    ): "rows are looked up by their round; those of other programmes are read in vain",
    (
        "tasks/ledger/columns.py",
        'Column("group_printed", "印发表格所列序号", lambda row: row.group_printed, 4, kind=Kind.NUMBER), → '
        'Column("group_printed", "印发表格所列序号", lambda row: row.group_printed, 5, kind=Kind.NUMBER),',
    ): "a width on paper, of which either will do",
}
