from kdcore.data.decoding import clean


def test_long_runs_of_combining_marks_are_cut():
    """NFC takes time that grows with the square of their length."""
    assert len(clean("k" + "\u0301\u0316" * 500_000 + "oro")) == 33
    assert clean("e\u0301t\u0323\u0307a") == "éṭ̇a"
