"""Drawing a PDF takes longer than all else; who may have it, and what is read for it, is decided before."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tasks.exports import listing_pdf, plan_form_pdf, progress_approval_pdf


@contextmanager
def without_drawing() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan_form_pdf, "write", lambda forms, out: out.write(b"%PDF-"))
        patch.setattr(
            progress_approval_pdf, "write", lambda round, unit, sheets, out, made: out.write(b"%PDF-")
        )
        patch.setattr(listing_pdf, "write", lambda listing, out, made: out.write(b"%PDF-"))
        yield
