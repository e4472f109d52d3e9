"""What all tests share: no network, no GPU, one thread each, tiny models, a few real sentences."""

import json
import os
import re

os.environ["HF_HUB_OFFLINE"] = os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported; processes that a test starts inherit it: a second
# thread gains tiny models nothing, and the tests run in several processes already

from pathlib import Path  # noqa: E402

import pandas as pd  # noqa: E402
import pytest  # noqa: E402
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors  # noqa: E402
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast  # noqa: E402

from kdcore.bundled import ASSETS, DATASET  # noqa: E402
from kdcore.models.random_state import seed_everything  # noqa: E402
from kdcore.pretraining.build import student_design  # noqa: E402

# The files that take longest begin first, so that the processes end at about the same time.
LONGEST = ("test_stages.py", "test_in_a_browser.py", "test_try.py", "test_interruptions.py", "test_worker.py")


def pytest_addoption(parser):
    parser.addoption("--runslow", action="store_true", help="also run the tests that take minutes")


def _rank(item):
    name = item.path.name
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


def pytest_collection_modifyitems(config, items):
    items.sort(key=_rank)  # stable: within a file the order stays
    if config.getoption("--runslow"):
        return
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="takes minutes: --runslow runs it"))


@pytest.fixture(scope="session")
def bundled_frame():
    return pd.read_csv(DATASET, keep_default_na=False)


@pytest.fixture(scope="session")
def demo_figures():
    """What the page must say of the bundled run and dataset, counted from the files without the project's code."""
    folder = ASSETS / "demo_run"
    sentences = pd.read_csv(DATASET, keep_default_na=False)
    table = pd.read_csv(folder / "predictions.csv", keep_default_na=False, dtype=str)
    results = json.loads((folder / "results.json").read_text())
    teacher, student = table.teacher == table.label, table.student == table.label
    kept = [f"{100 * results['retention'][part]:.1f} %" for part in ("value", "low", "high")]
    groups = {
        "both_right": int((teacher & student).sum()),
        "only_teacher": int((teacher & ~student).sum()),
        "only_student": int((~teacher & student).sum()),
        "both_wrong": int((~teacher & ~student).sum()),
    }
    return {
        "kept": f"The student keeps {kept[0]}",
        "kept_between": f"The student keeps {kept[0]} ({kept[1]} to {kept[2]})",
        "groups": groups,
        "disagree": groups["only_teacher"] + groups["only_student"],
        "says_yes_rightly": {
            who: int(((table[who] == "1") & (table.label == "1")).sum()) for who in ("teacher", "student")
        },
        "parameters": results["results"]["student"]["n_parameters"],
        "n_test": len(table),
        "n_mixed": sum(bool(re.search("[a-z]", s, re.I) and re.search("[ঀ-৿]", s)) for s in table.sentence),
        "n_rows": len(sentences),
        "train_labels": sentences[sentences.split == "train"].label.value_counts().to_dict(),
    }


@pytest.fixture(scope="session")
def tiny_bert(tmp_path_factory) -> Path:
    """A BERT of 2 layers with random weights, whose word pieces are letters."""
    folder = tmp_path_factory.mktemp("encoders") / "tiny-bert"
    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,?!'"
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{c}" for c in letters)]
    tokenizer = Tokenizer(models.WordPiece({p: i for i, p in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    marks = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **marks).save_pretrained(folder)
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    seed_everything(0)
    BertModel(BertConfig(vocab_size=len(pieces), **sizes)).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def tiny_student(tmp_path_factory, bundled_frame) -> Path:
    folder = tmp_path_factory.mktemp("encoders") / "tiny-student"
    for part in student_design(list(bundled_frame.sentence[:200])):
        part.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def small_csv(tmp_path_factory, bundled_frame) -> Path:
    """180 real sentences with the notebook's two columns."""
    file = tmp_path_factory.mktemp("data") / "small.csv"
    rows = bundled_frame[bundled_frame.split == "train"].sample(180, random_state=0)
    rows[["sentence", "label"]].to_csv(file, index=False)
    return file
