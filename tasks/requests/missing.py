"""A row that was asked for, or the page that says there is none."""

from django.http import Http404


def or_404(row):
    if row is None:
        raise Http404
    return row
