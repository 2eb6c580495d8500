"""Mutants that say the same: by file and change, as `make mutants` prints them, with the reason. They are not counted."""

EQUIVALENT = {
    (
        "tasks/ledger/columns.py",
        'Column("group_printed", "印发表格所列序号", lambda row: row.group_printed, 4, kind=Kind.NUMBER), → '
        'Column("group_printed", "印发表格所列序号", lambda row: row.group_printed, 5, kind=Kind.NUMBER),',
    ): "a width on paper, of which either will do",
}
