"""A log that cannot be written costs nobody the answer."""

import logging

import pytest

from zgc_tasks.common.log_files import ErrorsFile


@pytest.fixture
def log(tmp_path, monkeypatch):
    """Of a file whose place a folder has taken; nothing is told on the console."""
    (tmp_path / "errors.log").mkdir()
    monkeypatch.setattr(logging, "raiseExceptions", False)
    handler = ErrorsFile(tmp_path / "errors.log", delay=True)
    yield logging.LogRecord("errors", logging.WARNING, "", 1, "503 GET /", None, None), handler
    handler.close()


def test_a_file_that_cannot_be_opened_loses_its_line_alone(log, tmp_path):
    record, handler = log
    handler.handle(record)
    (tmp_path / "errors.log").rmdir()
    handler.handle(record)
    assert (tmp_path / "errors.log").read_text() == "503 GET /\n"


def test_the_errors_of_the_product_go_to_such_a_file(settings):
    assert settings.LOGGING["handlers"]["errors"]["class"] == f"{ErrorsFile.__module__}.{ErrorsFile.__name__}"
