from collections import Counter

import pytest

from kdcore.errors import EncoderError
from kdcore.learning.encoders import load_classifier
from kdcore.learning.pretrain import _FIRST_WORD, build_student_encoder, build_teacher_encoder, chosen_pieces


def test_pieces_hold_marks_letters_what_is_used_then_english():
    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = [*marks, "a", "##a", "ক", "字", *(f"[unused{i}]" for i in range(2000))][:_FIRST_WORD]
    vocabulary += ["the", "##ing", "house", "rare"]
    pieces = chosen_pieces(vocabulary, Counter({"##ing": 5, "rare": 1}), 10_000)
    bengali = [p for p in pieces if "\u0980" <= p[-1] <= "\u09ff"]
    assert {"ক", "##ক", "ঠ", "##ঠ", "##ো"} <= set(bengali)
    assert [p for p in pieces if p not in bengali] == [*marks, "a", "##a", "##ing", "the", "house", "rare"]
    assert chosen_pieces(vocabulary, Counter({"##ing": 5}), len(bengali) + 9)[-1] == "the"


def test_other_weights_than_the_official_ones_are_refused(tiny_bert, tmp_path):
    with pytest.raises(EncoderError, match="official"):
        build_teacher_encoder(tiny_bert, ["a"], tmp_path / "teacher")


def test_the_students_alphabet_is_small_and_keeps_bengali(tmp_path):
    build_student_encoder(["koro না 😀", "Koro না 😀", "字"], tmp_path / "student")
    network, tokenizer = load_classifier(str(tmp_path / "student"), ["0", "1"], 0)
    unknown = tokenizer.unk_token_id
    assert tokenizer("KoRo না😀")["input_ids"].count(unknown) == 0
    assert tokenizer("字")["input_ids"] == [unknown]
    assert network.config.vocab_size == len(tokenizer)
