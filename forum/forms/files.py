"""A field for a table that somebody hands in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from forum import tables, uploads
from forum.tables import Table


class TableField(forms.FileField):
    """A CSV or an Excel workbook; its cleaned value is a `tables.Table`, and errors are in words.

    `read` as in `tables.read`. The bytes and the name of the file stay in `content` and `name` of
    the form's field, for whoever keeps them sealed for the next step.
    """

    def __init__(self, *, missing: str = "Choose a file", **kwargs: Any) -> None:
        self.reading = {
            key: kwargs.pop(key) for key in ("most_rows", "is_heading") if key in kwargs
        }
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}))
        told = {"required": missing, "empty": "The file is empty.", "missing": missing}
        super().__init__(error_messages=told, **kwargs)
        self.name, self.content = "", b""

    def to_python(self, data: Any) -> Any:
        if not isinstance(data, UploadedFile):
            return None
        if (data.size or 0) > uploads.MOST_BYTES:
            raise ValidationError(
                f"The file is larger than {uploads.MOST_BYTES // 1024**2} MB. Leave out what is "
                "not a table, or split it into several files.",
                code="too_large",
            )
        self.name, self.content = data.name or "", data.read()
        return self._table()

    def _table(self) -> Table:
        try:
            return tables.read(self.name, self.content, **self.reading)
        except tables.UnreadableTableError as error:
            raise ValidationError(str(error), code="unreadable") from error
