"""快进: plays what offices would do until a chosen day of a demonstration, through `tasks/actions/` and as the invented
people of the sample. Each module knows one subject and does, of whatever state it meets, the next natural step.

Nothing here remembers: what is done on a day follows from the database and the day alone, so that a stop in between
changes nothing, and the same start always becomes the same history.
"""
