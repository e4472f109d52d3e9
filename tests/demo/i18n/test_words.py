"""Both languages are whole: no key is missing or unused, and both say the same numbers."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from demo.i18n import LANGUAGES, WORDS, digits, translate
from kdcore.evaluation import findings as narrate

DEMO = Path(__file__).parents[3] / "demo"


def used_in(file):
    """Return the strings of a file, and of its f-strings a pattern each."""
    exact, patterns = set(), set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            exact.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = [re.escape(p.value) if isinstance(p, ast.Constant) else r"\w+" for p in node.values]
            patterns.add("".join(parts))
    return exact, patterns


def said_keys():
    """Return every key that some call of `translate` or `Refusal` names outright."""
    for file in DEMO.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("translate", "Refusal"):
                place = 1 if node.func.id == "translate" else 0
                if len(node.args) > place and isinstance(node.args[place], ast.Constant):
                    yield node.args[place].value


def findings():
    return Path(narrate.__file__).read_text(encoding="utf-8")


def fields(template):
    return sorted((name, spec) for _, name, spec, _ in Formatter().parse(template) if name)


@pytest.mark.parametrize("key", WORDS["en"])
def test_both_languages_say_the_same(key):
    english = WORDS["en"][key]
    for words in WORDS.values():
        assert words[key].strip()
        assert fields(english) == fields(words[key])


def test_every_language_has_every_key_and_no_other():
    assert all(words.keys() == WORDS["en"].keys() for words in WORDS.values())


def test_bengali_is_bengali():
    same = {key for key, english in WORDS["en"].items() if english == WORDS["bn"][key]}
    # Figures, and an example sentence that is code-mixed anyway.
    assert same == {"try_placeholder", "megabytes", "whole", "share", "decimals", "words_for", "board_choice"}


def test_no_key_is_missing():
    missing = set(said_keys()) - set(WORDS["en"])
    assert not missing
    told = set(re.findall(r'Finding\(\s*"(\w+)"', findings()))
    assert told
    assert told <= set(WORDS["en"])


def test_no_key_is_unused():
    exact, patterns = set(), set()
    for file in DEMO.rglob("*.py"):
        if file.parent.name != "i18n":
            found = used_in(file)
            exact |= found[0]
            patterns |= {p for p in found[1] if re.search(r"[a-z]_|_[a-z]", p)}
    told = findings()
    unused = [
        key
        for key in WORDS["en"]
        if key not in exact and f'"{key}"' not in told and not any(re.fullmatch(p, key) for p in patterns)
    ]
    # Findings whose names narrate composes (what is compared, and how it came out), and notes on how a file was read.
    composed = re.compile(
        r"note_\w+|(size|speed)_(better|same|worse)|(worth|simple)_(better|worse|open_(above|below|level))"
        r"|verdict_(size|speed)_(better|same|worse)|verdict_worth_(better|worse|open)"
    )
    assert [key for key in unused if not composed.fullmatch(key)] == []


def test_numbers_change_their_digits_and_a_visitors_words_do_not():
    assert translate("bn", "share", value=0.125) == "১২.৫ %"
    assert "abc 123" in translate("bn", "details", what="abc 123")
    assert translate("en", "share", value=0.125) == "12.5 %"
    assert digits("bn", "2026-01-31") == "২০২৬-০১-৩১"


def test_an_unknown_language_is_english():
    assert translate("xx", "start") == translate("en", "start")
    assert set(LANGUAGES) == {"en", "bn"}
