"""Files that people hand in: held in memory, never on the disk, and only where a page asks for one.

Everything that anybody sends passes here before a page runs. A page says that it takes a file with
`@takes_a_file`; for every other page, and for whoever is not signed in, a file is refused before a
byte of it is read.
"""

import io
from collections.abc import Callable
from typing import Any

from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpResponse

MOST_BYTES = 10 * 1024 * 1024

View = Callable[..., HttpResponse]


def takes_a_file(view: View) -> View:
    """Mark a page whose form has one file in it. Decorators above it have to keep the mark."""
    view.takes_a_file = True  # type: ignore[attr-defined]
    return view


class InMemory(FileUploadHandler):
    """Holds one file. Of a file that is too large nothing is held but how large it is."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if not self._is_awaited():
            raise TooManyFilesSent("this page takes no file")
        self.held = io.BytesIO()

    def _is_awaited(self) -> bool:
        match = getattr(self.request, "resolver_match", None)
        user = getattr(self.request, "user", None)
        return bool(
            match and getattr(match.func, "takes_a_file", False) and user and user.is_authenticated
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > MOST_BYTES:
            self.held = io.BytesIO()
        else:
            self.held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.held.seek(0)
        return InMemoryUploadedFile(
            file=self.held,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
