"""From bytes to text, or an error that says what the bytes are instead."""

from __future__ import annotations

import codecs
import re
import unicodedata

from kdcore.data.reading_notes import Note
from kdcore.errors import DataError

_AS_CSV = "Open it in the program it comes from and save it as CSV (UTF-8)."

# First bytes of a file, its format, and what the user can do.
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\x1f\x8b", "a gzip archive", "Unpack it first and give the CSV file inside."),
    (b"BZh", "a bzip2 archive", "Unpack it first and give the CSV file inside."),
    (b"\xfd7zXZ\x00", "an xz archive", "Unpack it first and give the CSV file inside."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it first and give the CSV file inside."),
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it first and give the CSV file inside."),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", "Unpack it first and give the CSV file inside."),
    (b"%PDF", "a PDF document", "Copy the sentences into a spreadsheet and save it as CSV (UTF-8)."),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", "Give a CSV file with a column of sentences and one of labels."),
    (b"\xff\xd8\xff", "a JPEG picture", "Give a CSV file with a column of sentences and one of labels."),
    (b"GIF87a", "a GIF picture", "Give a CSV file with a column of sentences and one of labels."),
    (b"GIF89a", "a GIF picture", "Give a CSV file with a column of sentences and one of labels."),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Word file", _AS_CSV),
    (b"{\\rtf", "a rich text document", _AS_CSV),
    (b"PAR1", "a Parquet file", "Convert it to CSV first."),
    (b"SQLite format 3\x00", "an SQLite database", "Export the table as CSV first."),
    (b"\x7fELF", "a program", "Give a CSV file with a column of sentences and one of labels."),
)
_BOMS = (  # UTF-32 is tried first, because its marks begin like those of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKUP = (
    (re.compile(rb"\s*(<!doctype html|<html|<head|<!--)", re.I), "a web page (HTML)", "Use a link to the file itself."),
    (re.compile(rb"\s*<\?xml", re.I), "an XML file", "Convert it to CSV first."),
    (re.compile(rb"\s*(\{\s*\"|\[\s*[\[{\"])"), "a JSON file", "Convert it to CSV first."),
)
_BLANKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_INVISIBLE = re.compile(  # control characters, direction marks, byte order mark, lone surrogates
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
# NFC sorts combining marks, in time that grows with the square of a run's length; no language needs runs so long.
_COMBINING = "".join(re.escape(chr(code)) for code in range(0x300, 0x20000) if unicodedata.combining(chr(code)))
_MARKS = re.compile(f"([{_COMBINING}]{{30}})[{_COMBINING}]+")
_MAX_CONTROLS = 0.05  # share of the characters; above it the bytes are no text


def decode(data: bytes, name: str) -> tuple[str, list[str]]:
    """Return the text in `data` and plain sentences about how it was decoded; messages call the file `name`.

    A byte order mark decides the encoding. Without one it is UTF-8, or if that fails Windows cp1252, which is noted.

    Raises DataError for anything but text, such as archives, pictures, spreadsheets and web pages.
    """
    if not data.strip():
        raise DataError(f"The file {name} is empty.", "Give a CSV file with a header line and rows below it.")
    _refuse_known_formats(data, name)
    text, notes = _decoded(data, name)
    if not text.strip():
        raise DataError(f"The file {name} is empty.", "Give a CSV file with a header line and rows below it.")
    n_controls = sum(text.count(chr(code)) for code in (*range(1, 9), *range(14, 32)) if code != 0x1A)
    if "\x00" in text or n_controls > _MAX_CONTROLS * len(text):
        raise DataError(f"The file {name} is not a text file: it holds binary data.", "Save it as CSV (UTF-8).")
    return text, notes


def clean(text: str) -> str:
    """Return the text in Unicode NFC, on one line, without control and direction characters, stripped of blanks.

    Of more than 30 combining marks in a row the rest is dropped.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    shown = _INVISIBLE.sub("", _BLANKS.sub(" ", text))
    return unicodedata.normalize("NFC", _MARKS.sub(r"\1", shown)).strip()


def _refuse_known_formats(data: bytes, name: str) -> None:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        kind, fix = _kind_of_zip(data)
        raise DataError(f"The file {name} is {kind}, not CSV.", fix)
    for first_bytes, kind, fix in _MAGIC:
        if data.startswith(first_bytes):
            raise DataError(f"The file {name} is {kind}, not CSV.", fix)
    beginning = data[:1024].removeprefix(codecs.BOM_UTF8)
    for pattern, kind, fix in _MARKUP:
        if pattern.match(beginning):
            raise DataError(f"The file {name} is {kind}, not CSV.", fix)


def _kind_of_zip(data: bytes) -> tuple[str, str]:
    if b"xl/" in data:
        return "an Excel workbook (xlsx)", "In Excel, choose Save As and the type CSV UTF-8."
    if b"word/" in data:
        return "a Word document (docx)", "Copy the sentences into a spreadsheet and save it as CSV (UTF-8)."
    if b"opendocument" in data[:200]:
        return "an OpenDocument file", "In LibreOffice, choose Save As and the type Text CSV, with UTF-8."
    return "a zip archive", "Unpack it first and give the CSV file inside."


def _decoded(data: bytes, name: str) -> tuple[str, list[str]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(encoding), []
            except UnicodeDecodeError as error:
                raise DataError(
                    f"The file {name} says it is {encoding.upper()}, but is damaged at byte {error.start + len(bom)}.",
                    "Save it again as CSV (UTF-8).",
                ) from error
    if b"\x00" in data:
        raise DataError(
            f"The file {name} holds NUL bytes: it is binary, or UTF-16 without its mark.", "Save it as CSV (UTF-8)."
        )
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise DataError(
            f"The file {name} is neither UTF-8 nor Windows text (cp1252): see line {line}.", "Save it as CSV (UTF-8)."
        ) from error
    return text, [Note("note_windows_text", line=line)]
