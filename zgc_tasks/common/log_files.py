"""The file of errors."""

import logging
from logging.handlers import WatchedFileHandler


class ErrorsFile(WatchedFileHandler):
    """Where it cannot be opened, the line is lost and not the answer: opening is outside of what logging itself guards."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            super().emit(record)
        except OSError:
            self.handleError(record)
