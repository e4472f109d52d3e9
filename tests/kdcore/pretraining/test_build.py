import pytest

from kdcore.data import load_dataset
from kdcore.errors import DataError, EncoderError
from kdcore.models.encoders import load_classifier
from kdcore.pretraining.build import HELD_OUT, build_student_encoder, build_teacher_encoder, sources, student_design
from kdcore.pretraining.masked_language_modelling import PretrainConfig


def test_only_training_sentences_and_the_corpus_are_used(tmp_path, bundled_frame):
    corpus = tmp_path / "corpus.tsv"
    corpus.write_text('source\ttext\na\tki "khobor\nb\tvalo achi\n', encoding="utf-8")
    sentences, lines = sources(load_dataset(), corpus)
    assert lines == ['ki "khobor', "valo achi"]
    rows = bundled_frame.set_index("sentence").loc[sentences]
    assert set(rows.split) == {"train"}
    assert set(rows.voice).isdisjoint(HELD_OUT)
    assert len(sentences) > 10_000


def test_a_corpus_without_texts_is_refused(tmp_path):
    (tmp_path / "corpus.tsv").write_text("a\tb\n1\t2\n")
    for name in ("corpus.tsv", "nowhere.tsv"):
        with pytest.raises(DataError, match=name):
            sources(load_dataset(), tmp_path / name)


def test_other_weights_than_the_official_ones_are_refused(tiny_bert, tmp_path):
    with pytest.raises(EncoderError, match="official"):
        next(build_teacher_encoder(tiny_bert, ["a"], ["b"], tmp_path / "teacher", PretrainConfig(1)))


def test_the_students_alphabet_is_small_and_reads_both_scripts_alike(tmp_path):
    for part in student_design(["koro না 😀", "Koro না 😀", "字"]):
        part.save_pretrained(tmp_path / "student")
    network, tokenizer = load_classifier(str(tmp_path / "student"), ["0", "1"], 0)
    unknown = tokenizer.unk_token_id
    assert tokenizer("KoRo না😀")["input_ids"].count(unknown) == 0
    assert tokenizer("করো")["input_ids"] == tokenizer("koro")["input_ids"]
    assert tokenizer("字")["input_ids"] == [unknown]
    assert network.config.vocab_size == len(tokenizer)


def test_a_student_encoder_is_stored_with_its_pretrained_weights(tiny_bert, tmp_path):
    texts = ["vai eita ektu check kore dio", "tumi kalke report ta pathao"] * 20
    losses = list(build_student_encoder(texts, tiny_bert, tmp_path / "student", PretrainConfig(4, 5e-3, batch_size=16)))
    assert len(losses) == 4 * 3
    first, second = (load_classifier(str(tmp_path / "student"), ["0", "1"], seed)[0] for seed in (0, 1))
    read = first.encoder.state_dict()
    assert all((tensor == second.encoder.state_dict()[name]).all() for name, tensor in read.items())
    assert (first.classifier.weight != second.classifier.weight).any()
