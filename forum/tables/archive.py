"""A workbook is an archive: it is measured before it is opened."""

import io
import zipfile

from forum.tables.table import DAMAGED, UnreadableTableError

# Packed, a table is a tenth to a fiftieth of itself; what swells more is made to fill memory.
MOST_UNPACKED = 64 * 1024 * 1024
MOST_SWELLING = 200
MOST_PARTS = 2_000
_SMALL = 1024 * 1024
_CHUNK = 256 * 1024
_SWOLLEN = (
    "Unpacked, this workbook is far larger than a table of people. Copy the rows into a new "
    "workbook and save that."
)


def measure(content: bytes) -> None:
    """Refuse what would fill the memory: by what it says of itself, then by what comes out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise UnreadableTableError(_SWOLLEN)
            if "xl/workbook.xml" not in archive.namelist():
                raise UnreadableTableError(DAMAGED)
            left = MOST_UNPACKED
            for part in parts:
                left -= _unpacked(archive, part, left)
    except UnreadableTableError:
        raise
    except Exception as error:  # zipfile raises what its ways of packing raise
        raise UnreadableTableError(DAMAGED) from error


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """How many bytes really come out of this part; raises once they are too many."""
    size = 0
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            swells = size > _SMALL and size > MOST_SWELLING * max(part.compress_size, 1)
            if size > left or swells:
                raise UnreadableTableError(_SWOLLEN)
    return size
