import codecs
import hashlib
import io
import os
import unicodedata
import zipfile

import pytest

from kdcore.config import Limits
from kdcore.data import read_sentences
from kdcore.data.reading import read_table
from kdcore.errors import DataError

GOOD = "sentence,label\nCut the apple,1\nami jabo না,0\n"


def zipped(inside):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(inside, "x")
    return buffer.getvalue()


BAD = {
    "empty": (b"", "is empty"),
    "blanks": (b" \r\n\n\t", "is empty"),
    "only a mark": (codecs.BOM_UTF8, "is empty"),
    "only a UTF-16 mark": (codecs.BOM_UTF16_LE, "is empty"),
    "header only": (b"sentence,label\n", "no rows below it"),
    "zip": (zipped("a.csv"), "zip archive"),
    "xlsx": (zipped("xl/workbook.xml"), "Excel workbook"),
    "docx": (zipped("word/document.xml"), "Word document"),
    "ods": (zipped("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old Excel"),
    "gzip": (b"\x1f\x8b\x08" + bytes(30), "gzip archive"),
    "bzip2": (b"BZh91AY&SY", "bzip2 archive"),
    "xz": (b"\xfd7zXZ\x00\x00", "xz archive"),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00", "7-Zip"),
    "rar": (b"Rar!\x1a\x07\x01\x00", "RAR"),
    "zstd": (b"\x28\xb5\x2f\xfd\x00", "Zstandard"),
    "pdf": (b"%PDF-1.7\n", "PDF"),
    "png": (b"\x89PNG\r\n\x1a\n\x00", "PNG picture"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00", "JPEG picture"),
    "gif": (b"GIF89a\x01", "GIF picture"),
    "parquet": (b"PAR1\x15\x04", "Parquet"),
    "sqlite": (b"SQLite format 3\x00", "SQLite"),
    "rtf": (b"{\\rtf1 hello}", "rich text"),
    "html": (b"\n<!DOCTYPE html><html></html>", "web page"),
    "html after a mark": (codecs.BOM_UTF8 + b"<html><body>", "web page"),
    "xml": (b"<?xml version='1.0'?><a/>", "XML"),
    "json": (b'{"sentence": "x"}', "JSON"),
    "json list": (b'[{"sentence": "x"}]', "JSON"),
    "nul": (b"sentence,label\na\x00b,1\n", "NUL"),
    "utf-16 without mark": (GOOD.encode("utf-16-le"), "UTF-16 without its mark"),
    "damaged utf-16": (codecs.BOM_UTF16_LE + GOOD.encode("utf-16-le") + b"x", "damaged at byte"),
    "damaged utf-8 with mark": (codecs.BOM_UTF8 + b"sentence,label\n\xe9,1\n", "damaged at byte 18"),
    "damaged utf-32": (codecs.BOM_UTF32_LE + b"\xff\xff\xff\xff", "damaged at byte"),
    "neither utf-8 nor cp1252": (b"sentence,label\n\x81\x8d,1\n", "see line 2"),
    "control characters": (b"a,b\n\x01\x02\x03\x04,\x05\n", "binary data"),
    "nul in utf-16": (codecs.BOM_UTF16_LE + "a,b\n\x00,1\n".encode("utf-16-le"), "binary data"),
    "unclosed quote": (b'sentence,label\nfine,1\n"Cut it,1\nGo,0\n', r"Row 3 \(it starts on line 3 .* never closed"),
    "text after quote": (b'sentence,label\n"Cut" it,1\n', "Row 2 .* after a closing quote"),
    "too many fields": (b"sentence,label\nGo,0\nCut, please,1\n", "Row 3 has 3 fields, but the header has 2"),
    "too few fields": (b"sentence,label\nGo,0\nCut\n", "Row 3 has only 1 of the 2 fields"),
    "long cell": (b"sentence,label\n" + b"x" * 3001 + b",1\n", "more than 3,000 characters"),
    "too many rows": (b"sentence,label\n" + b"Go,1\n" * 60, "more than 50 rows"),
    "too large": (b"sentence,label\n" + b"Go,1\n" * 5000, "larger than 0.02 MB"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_files_get_a_sentence(tmp_path, kind):
    data, sentence = BAD[kind]
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    with pytest.raises(DataError, match=sentence) as caught:
        read_table(path, Limits(file_bytes=20_000, cell_chars=3000, rows=50))
    assert caught.value.fix
    assert "\n" not in str(caught.value)


def test_paths_that_are_no_files(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for source, sentence in (
        (tmp_path, "is a folder"),
        (tmp_path / "missing.csv", "There is no file"),
        (tmp_path / "pipe", "not a regular file"),
        ("", "No file was given"),
        ("a\x00b", "no file|cannot be read"),
        ("x" * 5000, "no file|cannot be read"),
    ):
        with pytest.raises(DataError, match=sentence):
            read_table(source)


EURO = "sentence,label\ncafé – naïve,1\nGo €,0\n"
ODD = {
    "plain": (GOOD.encode(), GOOD),
    "utf-8 mark": (codecs.BOM_UTF8 + GOOD.encode(), GOOD),
    "utf-16 le": (codecs.BOM_UTF16_LE + GOOD.encode("utf-16-le"), GOOD),
    "utf-16 be": (codecs.BOM_UTF16_BE + GOOD.encode("utf-16-be"), GOOD),
    "utf-32 le": (codecs.BOM_UTF32_LE + GOOD.encode("utf-32-le"), GOOD),
    "utf-32 be": (codecs.BOM_UTF32_BE + GOOD.encode("utf-32-be"), GOOD),
    "cp1252": (EURO.encode("cp1252"), EURO),
    "semicolons": (GOOD.replace(",", ";").encode(), GOOD),
    "tabs": (GOOD.replace(",", "\t").encode(), GOOD),
    "semicolons and commas": (b"sentence;label\nCut it, now;1\n", 'sentence,label\n"Cut it, now",1\n'),
    "sep line": (b"sep=;\n" + GOOD.replace(",", ";").encode(), GOOD),
    "crlf": (GOOD.replace("\n", "\r\n").encode(), GOOD),
    "cr": (GOOD.replace("\n", "\r").encode(), GOOD),
    "no last newline": (GOOD.rstrip().encode(), GOOD),
    "blank lines": (("\n\n" + GOOD.replace("\n", "\n\n")).encode(), GOOD),
    "quotes": (b'"sentence","label"\n"Cut the apple","1"\n"ami jabo \xe0\xa6\xa8\xe0\xa6\xbe","0"\n', GOOD),
    "quoted newline": (b'sentence,label\n"Cut\r\nit",1\n', "sentence,label\nCut it,1\n"),
    "doubled quote": (b'sentence,label\n"Say ""go""",1\n', 'sentence,label\n"Say ""go""",1\n'),
    "header blanks": (GOOD.replace("sentence,label", " sentence\u200b,\u00a0label ").encode(), GOOD),
    "outer blanks": (GOOD.replace("Cut", "  Cut").encode(), GOOD),
    "trailing delimiters": (GOOD.replace("apple,1", "apple,1,,").encode(), GOOD),
    "decomposed letters": (unicodedata.normalize("NFD", EURO).encode(), EURO),
    "control characters": (GOOD.replace("Cut", "C\x07ut").encode(), GOOD),
    "direction marks": (GOOD.replace("Cut", "\u202eCut\u202c").encode(), GOOD),
    "emoji": ("sentence,label\nGo 👩‍🚀,1\n".encode(), "sentence,label\nGo 👩‍🚀,1\n"),
    "right to left": ("sentence,label\nاذهب الآن,1\n".encode(), "sentence,label\nاذهب الآن,1\n"),
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_files_give_equal_rows(tmp_path, kind):
    data, same_as = ODD[kind]
    (tmp_path / "odd.csv").write_bytes(data)
    (tmp_path / "plain.csv").write_text(same_as, encoding="utf-8")
    odd, plain = read_table(tmp_path / "odd.csv"), read_table(tmp_path / "plain.csv")
    assert odd.frame.reset_index(drop=True).equals(plain.frame.reset_index(drop=True))
    assert odd.sha256 == hashlib.sha256(data).hexdigest()
    assert bool(odd.notes) == (kind == "cp1252")


def test_emoji_and_bengali_joiners_stay(tmp_path):
    (tmp_path / "f.csv").write_text("sentence,label\n👩\u200d🚀 র\u200d্য,1\n", encoding="utf-8")
    assert read_table(tmp_path / "f.csv").frame["sentence"].iloc[0] == "👩\u200d🚀 র\u200d্য"


def test_rows_are_numbered_as_in_a_spreadsheet(tmp_path):
    (tmp_path / "f.csv").write_text("sentence,label\nGo,1\n\nCut,0\n")
    assert list(read_table(tmp_path / "f.csv").frame.index) == [2, 4]


def test_blank_and_repeated_names_are_mended_and_noted(tmp_path):
    (tmp_path / "f.csv").write_text("text,,text\na,b,c\n")
    table = read_table(tmp_path / "f.csv")
    assert list(table.frame.columns) == ["text", "column 2", "text (2)"]
    assert len(table.notes) == 2


@pytest.mark.parametrize(
    ("name", "content", "column", "sentences"),
    [
        ("a.txt", 'Go\n\nCut it, now; "please\nআসো', None, ["Go", "", 'Cut it, now; "please', "আসো"]),
        ("a.txt", "Go\r\nCut\r\n\r\n", None, ["Go", "Cut", ""]),
        ("a.txt", "\ufeffsentence,label\nGo,1\n", "sentence", ["Go"]),
        ("a.csv", 'id,sentence,label\n1,Go,1\n2,,0\n3,"Cut, now",1\n', None, ["Go", "", "Cut, now"]),
        ("a.tsv", "Text\tother\nGo\tx\n", None, ["Go"]),
        ("a.csv", "a;b\nGo;x\n", "A ", ["Go"]),
        ("a.csv", "sentence\nGo\n\nCut\n", None, ["Go", "", "Cut"]),
        ("a.csv", "Stop\nGo there\n", None, ["Stop", "Go there"]),
        ("a.csv", "Stop\n", None, ["Stop"]),
        ("a.csv", '""\nGo\n', None, ["", "Go"]),
        ("a.csv", "Satz\nGo there\n", "Satz", ["Go there"]),
        ("a.csv", "nr,words\n1,Go there now\n2,Stop it\n", None, ["Go there now", "Stop it"]),
        ("a.csv", "label\nGo\n", "label", ["Go"]),
    ],
)
def test_sentences_one_per_row_in_order(tmp_path, name, content, column, sentences):
    (tmp_path / name).write_bytes(content.encode())
    assert read_sentences(tmp_path / name, column)[0] == sentences


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.txt", "", "is empty"),
        ("a.txt", "a\n" * 6, "more than 5 lines"),
        ("a.txt", "a" * 101, "Line 1 has more than 100 characters"),
        ("a.csv", "sentence\n", "no rows below it"),
        ("a.csv", "text,sentence\na,b\n", "Several columns could hold the sentences"),
        ("a.csv", "one,two\nGo there,Go here\n", "not clear which column"),
    ],
)
def test_sentences_that_cannot_be_read(tmp_path, name, content, sentence):
    (tmp_path / name).write_text(content)
    with pytest.raises(DataError, match=sentence):
        read_sentences(tmp_path / name, limits=Limits(rows=5, cell_chars=100))
