"""A file whose name cannot be read is still a file that somebody sent."""

from django.core.files.uploadhandler import (
    FileUploadHandler,
    MemoryFileUploadHandler,
    TemporaryFileUploadHandler,
)
from django.http.multipartparser import MultiPartParser

UNNAMED = "未命名"


class _Parser(MultiPartParser):
    def sanitize_file_name(self, file_name: str) -> str:
        return super().sanitize_file_name(file_name) or UNNAMED


class NamedFilesHandler(FileUploadHandler):
    """First of FILE_UPLOAD_HANDLERS. Django leaves out a file called `.`, and the form would be saved without it."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        handlers = [MemoryFileUploadHandler(self.request), TemporaryFileUploadHandler(self.request)]
        return _Parser(META, input_data, handlers, encoding).parse()

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None
