from kdcore.cli.terminal import bench_table
from kdcore.studies import bench


def test_every_figure_is_there_and_the_ratios_follow(monkeypatch):
    small = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    for name, value in {"_BASE": small, "_TINY": small, "_LARGE_STEPS": 2, "_SMALL_STEPS": 2}.items():
        monkeypatch.setattr(bench, name, value)
    figures = bench.measure()
    for key, ratio in figures["times_faster"].items():
        assert figures["notebook"][key] > 0
        assert ratio == figures["notebook"][key] / figures["ours"][key]
    assert 0 < figures["teacher_share_of_peak"] < 1
    assert bench_table(figures).row_count == 3


def test_the_notebooks_method_pads_everything():
    rows = bench.encode(*_tokenised())
    for method, longest in ((bench._NOTEBOOK, 128), (bench._OURS, None)):
        batch = bench._batches(rows, method, 2)[0]
        assert batch.input_ids.shape[0] == method.batch_size
        assert (batch.input_ids.shape[1] == 128) == (longest == 128)


def _tokenised():
    from transformers import AutoTokenizer

    from kdcore.bundled import ENCODERS

    tokenizer = AutoTokenizer.from_pretrained(ENCODERS / "compact-teacher")
    return tokenizer, [f"vai eita ektu check kore dio {i}" for i in range(100)], [0] * 100
