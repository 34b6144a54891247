"""Files on their way in: held in memory, never in a folder, and only as much of them as is taken at all."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class Held(FileUploadHandler):
    """Holds one file in memory. Of what is larger than allowed, nothing is held: it arrives empty, with its true size."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self.held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """A part of it."""
        if start + len(raw_data) > settings.TOMONI_FILE_MB * 1_000_000:
            self.held = BytesIO()
        else:
            self.held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """All of it, or nothing."""
        self.held.seek(0)
        kind, name = self.content_type, self.file_name
        return InMemoryUploadedFile(
            self.held,
            self.field_name,
            name or "",
            kind or "",
            file_size,
            self.charset,
            self.content_type_extra,
        )
