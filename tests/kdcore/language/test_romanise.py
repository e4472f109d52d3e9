import subprocess
import sys

import pytest

from kdcore.language.romanise import has_bengali, romanise


@pytest.mark.parametrize(
    ("bengali", "latin"),
    [
        ("ভাই এইটা একটু চেক করে দিও।", "bhai eita ektu chek kore dio."),
        ("করলাম", "korlam"),
        ("সকাল", "sokal"),
        ("কখন", "kokhon"),
        ("খবর", "khobor"),
        ("সমস্যা", "somosya"),
        ("ক্ষমা", "khoma"),
        ("স্বপ্ন", "sopno"),
        ("বড়", "bor"),
        ("যাওয়া", "jawa"),
        ("১২৩", "123"),
        ("report টা kal", "report ta kal"),
    ],
)
def test_as_people_type_it(bengali, latin):
    assert romanise(bengali) == latin


def test_no_bengali_letter_is_left(bundled_frame):
    written = [text for text in bundled_frame.sentence if has_bengali(text)]
    assert len(written) > 1000
    assert [text for text in map(romanise, written) if has_bengali(text)] == []


def test_latin_text_is_left_alone():
    assert romanise("Vai, eita KORO na? 12%") == "Vai, eita KORO na? 12%"


def test_it_needs_no_torch():
    code = "import kdcore.language.romanise, sys; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
