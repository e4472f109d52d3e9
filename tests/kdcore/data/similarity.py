"""The similarity of two texts, straight from its definition."""


def grams(text):
    plain = " ".join(text.casefold().split())
    return {plain[at : at + size] for size in (3, 4, 5) for at in range(len(plain) - size + 1)}


def similarity(one, other):
    return len(grams(one) & grams(other)) / len(grams(one) | grams(other))
