"""Every language is complete: no key is missing or unused, all say the same numbers, in the field's words."""

import ast
import re
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest

from demo.i18n import LANGUAGES, WORDS, bn, digits, en, load_languages, translate
from kdcore.evaluation import findings as narrate

# Figures, and an example sentence that is code-mixed anyway.
NOT_BENGALI = {"try_placeholder", "megabytes", "whole", "share", "decimals", "words_for", "board_choice"}
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


# Private or ambiguous vocabulary, with the one phrase in which a word of it is the right one.
BANNED = re.compile(
    r"(?<!neural )\bnetworks?\b|\bpass(es)?\b(?! over all training sentences)|\bto be had\b|\bof before\b"
    r"|\bhow sure on\b|\bexamined?\b|\bnetwork's\b|\bletters \+ regression\b|\bsit the exam\b",
    re.IGNORECASE,
)
COMMAND = re.compile(r"`python -m kdcore [^`]*`")
# Names that Bengali writes in Latin letters, digits and all.
LATIN_NAMES = re.compile(r"UTF-8|cp1252|F1")


def literal_text(template):
    """Return a template without its fields and the commands it quotes."""
    return COMMAND.sub("", "".join(text for text, *_ in Formatter().parse(template)))


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
    assert same == NOT_BENGALI


def test_english_keeps_to_the_words_of_the_field():
    wrong = {key: words for key, words in WORDS["en"].items() if BANNED.search(COMMAND.sub("", words))}
    assert wrong == {}


def test_bengali_is_written_in_bengali_script_and_digits():
    for key, words in WORDS["bn"].items():
        text = LATIN_NAMES.sub("", literal_text(words))
        if key not in NOT_BENGALI:
            assert not re.search(r"[0-9]", text), (key, "a Latin digit")
            assert re.search(r"[\u0980-\u09ff।]", text), (key, "no Bengali letter")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_file_has_all_its_parts(code):
    file = {"en": en, "bn": bn}[code]
    assert file.NAME
    assert (len(set(file.DIGITS)), len(set(file.LETTERS))) == (10, 4)
    assert file.WORDS.keys() == en.WORDS.keys()


def third(**changed):
    """Return a third language file; by default it has English's words under another name."""
    file = ModuleType("third")
    parts = {"NAME": "Third", "DIGITS": "abcdefghij", "LETTERS": "wxyz", "WORDS": dict(en.WORDS)}
    file.__dict__.update({**parts, **changed})
    return file


def test_a_third_language_is_one_more_file():
    loaded = load_languages({"aa": third(), "bn": bn, "en": en})
    assert list(loaded) == ["en", "aa", "bn"]
    assert loaded["aa"].formatter.format(loaded["aa"].words["share"], value=0.125) == "bc.f %"
    assert (loaded["aa"].name, loaded["aa"].letters) == ("Third", "wxyz")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"DIGITS": "abc"}, "aa: DIGITS"),
        ({"LETTERS": "ab"}, "LETTERS four"),
        ({"WORDS": {**en.WORDS, "extra": "x"}}, "extra"),
        ({"WORDS": {key: words for key, words in en.WORDS.items() if key != "title"}}, "title"),
    ],
)
def test_an_incomplete_language_file_is_refused(changed, words):
    with pytest.raises(ValueError, match=words):
        load_languages({"aa": third(**changed), "en": en})


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
