import torch

from kdcore.models.device import accelerator
from kdcore.models.encoders import load_classifier
from kdcore.models.inference import logits
from kdcore.training.soft_targets import SoftTargets, teacher_id

TEXTS = ["vai eita check koro", "ami jabo", "vai eita check koro", "close the door"]


def test_logits_are_the_teachers(tiny_bert):
    teacher, tokenizer = load_classifier(str(tiny_bert), ["0", "1"], 0)
    soft = SoftTargets(teacher, tokenizer)
    exact = ["ami kal ashbo", "ami jabo"]
    assert list(soft.label(TEXTS, exact)) == [4, 6]  # exact ones come first; a text is known once
    assert torch.allclose(soft.logits_of(exact), logits(teacher, tokenizer, exact), atol=1e-5)
    learnt = ["vai eita check koro", "close the door"]
    with accelerator().autocast():  # the precision of training: bf16 where that is faster
        expected = logits(teacher, tokenizer, learnt)
    assert torch.allclose(soft.logits_of(learnt), expected, atol=1e-5)


def test_a_second_time_nothing_is_computed(tiny_bert, tmp_path, monkeypatch):
    teacher, tokenizer = load_classifier(str(tiny_bert), ["0", "1"], 0)
    soft = SoftTargets(teacher, tokenizer, tmp_path)
    list(soft.label(TEXTS))
    again = SoftTargets(teacher, tokenizer, tmp_path)
    monkeypatch.setattr(teacher, "forward", None)  # a call would fail
    assert list(again.label(TEXTS)) == []
    assert torch.equal(again.logits_of(TEXTS), soft.logits_of(TEXTS))


def test_another_teacher_has_its_own_cache(tiny_bert, tmp_path):
    pairs = [load_classifier(str(tiny_bert), ["0", "1"], seed) for seed in (0, 1)]
    assert teacher_id(pairs[0][0]) != teacher_id(pairs[1][0])
    list(SoftTargets(*pairs[0], tmp_path).label(TEXTS))
    assert list(SoftTargets(*pairs[1], tmp_path).label(TEXTS)) == [len(TEXTS)]
