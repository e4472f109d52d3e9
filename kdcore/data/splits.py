"""Which rows belong together, and which part each row goes to."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kdcore.config import Limits
from kdcore.errors import ConfigError, DataError

PARTS = ("train", "validation", "test")

_SIZES = (3, 4, 5)  # characters of an n-gram
_CODE_BITS = 21  # every Unicode code point is below 2**21
_TINY = 1e-9  # keeps 0.6 * 5 from becoming 4 when it is rounded up
_CELLS = 4_000_000  # entries of one block of the similarity matrix, which bounds the memory
_PAIRS = 20_000  # candidate pairs compared at once

IntArray = NDArray[np.int64]


def near_duplicate_groups(texts: Sequence[str], threshold: float = 0.6) -> IntArray:
    """Return a group id per text; rows with the same id are near-duplicates of each other.

    Two texts are linked when the Jaccard similarity |A & B| / |A | B| of their sets of character 3- to 5-grams is at
    least `threshold`, after case folding and collapsing of blanks; a group is a connected component of these links.
    Texts under 3 characters are linked when equal. No pair is missed: candidates come from prefix filtering
    (Chaudhuri et al. 2006; Xiao et al. 2008, PPJoin), and each candidate is then compared exactly.

    Raises ConfigError when the threshold is not above 0 and at most 1.
    """
    if not 0 < threshold <= 1:
        raise ConfigError(f"The similarity threshold is {threshold!r}.", "Use a number above 0, up to 1.")
    plain = [" ".join(text.casefold().split()) for text in texts]
    place = {text: at for at, text in enumerate(dict.fromkeys(plain))}
    groups = _linked(_gram_matrix(list(place)), threshold)
    return np.asarray(groups[np.asarray([place[text] for text in plain], dtype=np.int64)], dtype=np.int64)


def _gram_matrix(texts: Sequence[str]) -> sparse.csr_matrix:
    """Return texts by n-grams, 1 where the text holds the n-gram, the rarest n-grams in the first columns."""
    lengths = np.asarray([len(text) for text in texts], dtype=np.int64)
    joined = "".join(texts).encode("utf-32-le", errors="surrogatepass")
    codes = np.frombuffer(joined, dtype=np.uint32).astype(np.int64)
    row_of = np.repeat(np.arange(len(texts)), lengths)
    left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(codes))
    ids, rows, columns, used = codes.copy(), [], [], 0
    for size in range(2, max(_SIZES) + 1):
        at = np.flatnonzero(left >= size)
        # An n-gram is the (n-1)-gram at the same place plus one character, so numbering the pairs stays exact.
        known, numbers = np.unique((ids[at] << _CODE_BITS) | codes[at + size - 1], return_inverse=True)
        ids[at] = numbers
        if size in _SIZES:
            rows.append(row_of[at])
            columns.append(numbers + used)
            used += len(known)
    place = (np.concatenate(rows), np.concatenate(columns))
    grams = sparse.csr_matrix((np.ones(len(place[0]), dtype=np.int32), place), shape=(len(texts), used))
    grams.data.fill(1)
    rank = np.empty(used, dtype=grams.indices.dtype)
    rank[np.argsort(np.bincount(grams.indices, minlength=used), kind="stable")] = np.arange(used)
    grams.indices = rank[grams.indices]
    grams.has_sorted_indices = False
    grams.sort_indices()
    return grams


def _prefixes(grams: sparse.csr_matrix, threshold: float) -> tuple[sparse.csr_matrix, IntArray, IntArray]:
    """Return the rarest n-grams of each row, how many they are, and the rank of the last of them.

    Two rows can only reach the threshold when they share one of these.
    """
    sizes = np.diff(grams.indptr)
    kept = np.where(sizes > 0, sizes - np.ceil(threshold * sizes - _TINY).astype(np.int64) + 1, 0)
    within = np.arange(grams.nnz) - np.repeat(grams.indptr[:-1], sizes)
    chosen = within < np.repeat(kept, sizes)
    starts = np.concatenate(([0], np.cumsum(kept)))
    columns = grams.indices[chosen]
    last = np.full(len(sizes), -1, dtype=np.int64)
    last[kept > 0] = columns[starts[1:][kept > 0] - 1]
    prefix = sparse.csr_matrix((np.ones(len(columns), dtype=np.int32), columns, starts), shape=grams.shape)
    shared = np.flatnonzero(np.bincount(columns, minlength=grams.shape[1]) > 1)
    return prefix[:, shared].tocsr(), kept, last


def _linked(grams: sparse.csr_matrix, threshold: float) -> IntArray:
    """Return the connected component of each row."""
    n_rows = grams.shape[0]
    groups = np.arange(n_rows)
    prefix, kept, last = _prefixes(grams, threshold)
    across = prefix.T.tocsr()
    sizes = np.diff(grams.indptr)
    step = max(1, _CELLS // max(1, n_rows))
    for start in range(0, n_rows, step):
        block = (prefix[start : start + step] @ across).tocoo()
        first, second, shared = block.row.astype(np.int64) + start, block.col.astype(np.int64), block.data
        needed = np.ceil(threshold / (1 + threshold) * (sizes[first] + sizes[second]) - _TINY)
        # Of the two rows, the one whose prefix ends first can share only its remaining n-grams besides those counted.
        shorter = np.where(last[first] <= last[second], first, second)
        possible = (first < second) & (groups[first] != groups[second])
        possible &= shared + sizes[shorter] - kept[shorter] >= needed
        possible &= np.minimum(sizes[first], sizes[second]) >= needed
        first, second, needed = first[possible], second[possible], needed[possible]
        for at in range(0, len(first), _PAIRS):
            groups = _joined(grams, groups, first[at : at + _PAIRS], second[at : at + _PAIRS], needed[at : at + _PAIRS])
    return groups


def _joined(
    grams: sparse.csr_matrix, groups: IntArray, first: IntArray, second: IntArray, needed: NDArray[np.float64]
) -> IntArray:
    """Return the groups after those of the pairs that share enough n-grams are joined."""
    apart = groups[first] != groups[second]
    first, second, needed = first[apart], second[apart], needed[apart]
    if not len(first):
        return groups
    overlap = np.asarray(grams[first].multiply(grams[second]).sum(axis=1)).ravel()
    alike = overlap >= needed
    if not alike.any():
        return groups
    n_groups = int(groups.max()) + 1
    ends = (groups[first[alike]], groups[second[alike]])
    graph = sparse.coo_matrix((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(n_groups, n_groups))
    merged = connected_components(graph, directed=False)[1]
    return np.asarray(merged[groups], dtype=np.int64)


def split(
    labels: Sequence[int] | IntArray,
    groups: Sequence[int] | IntArray,
    fractions: tuple[float, float, float] = (0.7, 0.15, 0.15),
    seed: int = 0,
    label_names: Sequence[str] | None = None,
    limits: Limits | None = None,
) -> NDArray[np.str_]:
    """Return 'train', 'validation' or 'test' per row: stratified by label, no group in two parts.

    The same seed gives the same split. The sizes follow `fractions` (train, validation, test) as closely as whole
    groups allow.

    Raises ConfigError for fractions that are not three positive shares adding up to 1, and DataError when a class has
    too few rows, or when its rows are so alike that they cannot reach all three parts.
    """
    check_fractions(fractions)
    classes, coded = np.unique(np.asarray(labels, dtype=np.int64), return_inverse=True)
    names = [label_names[label] if label_names else str(label) for label in classes]
    counts = np.bincount(coded, minlength=len(classes))
    check_class_sizes(names, counts.tolist(), limits or Limits())
    group_ids, group_of = np.unique(np.asarray(groups, dtype=np.int64), return_inverse=True)
    content = np.zeros((len(group_ids), len(classes)), dtype=np.int64)
    np.add.at(content, (group_of, coded), 1)
    part_of = _assign(content, _targets(counts, fractions), seed)
    _check_everywhere(names, counts, content, part_of)
    return np.asarray(PARTS)[part_of[group_of]]


def check_fractions(fractions: tuple[float, float, float]) -> None:
    """Raise ConfigError unless the fractions are three positive shares that add up to 1."""
    good = len(fractions) == 3 and all(math.isfinite(share) and share > 0 for share in fractions)
    if not good or abs(sum(fractions) - 1) > 1e-6:
        raise ConfigError(
            f"The fractions of the split are {tuple(fractions)!r}.",
            "Use three shares above 0 that add up to 1, for train, validation and test, such as 0.7, 0.15 and 0.15.",
        )


def check_class_sizes(names: Sequence[str], counts: Sequence[int], limits: Limits) -> None:
    """Raise DataError when a class has fewer rows than can be split three ways."""
    for name, count in zip(names, counts, strict=True):
        if count < limits.min_rows_per_class:
            raise DataError(
                f"The class {name!r} has {count} usable row{'' if count == 1 else 's'}, too few to learn from.",
                f"Give every class at least {limits.min_rows_per_class} different sentences, or remove this class.",
            )


def _targets(counts: IntArray, fractions: tuple[float, float, float]) -> IntArray:
    """Return how many rows of each class each part should get, as parts by classes; every entry is at least 1."""
    targets = np.zeros((len(PARTS), len(counts)), dtype=np.int64)
    carried = np.zeros(len(PARTS))  # rounding of one class is made good in the next, so that it does not add up
    for label, count in enumerate(counts):
        wanted = np.asarray(fractions) * count + carried
        whole = np.maximum(np.floor(wanted + _TINY).astype(np.int64), 1)
        while whole.sum() != count:
            short = wanted - whole
            if whole.sum() < count:
                whole[np.argmax(short)] += 1
            else:
                whole[np.argmin(np.where(whole > 1, short, np.inf))] -= 1
        targets[:, label] = whole
        carried = wanted - whole
    return targets


def _assign(content: IntArray, targets: IntArray, seed: int) -> IntArray:
    """Return the part of each group: rare classes first, then large groups, each where the most room is left."""
    totals = content.sum(axis=0)
    rarest = np.where(content > 0, totals, np.iinfo(np.int64).max).min(axis=1)
    shuffled = np.random.default_rng(seed).permutation(len(content))
    order = shuffled[np.lexsort((-content.sum(axis=1)[shuffled], rarest[shuffled]))]
    have = np.zeros_like(targets)
    part_of = np.zeros(len(content), dtype=np.int64)
    for group in order:
        room = targets - have
        too_many = np.maximum(content[group] - np.maximum(room, 0), 0).sum(axis=1)
        open_share = (room / targets) @ content[group]
        part = min(range(len(PARTS)), key=lambda at: (too_many[at], -open_share[at]))
        part_of[group] = part
        have[part] += content[group]
    return part_of


def _check_everywhere(names: Sequence[str], counts: IntArray, content: IntArray, part_of: IntArray) -> None:
    for label, name in enumerate(names):
        if len(set(part_of[content[:, label] > 0])) < len(PARTS):
            raise DataError(
                f"The {counts[label]} rows of class {name!r} are so alike that they cannot be in all three parts "
                "without the test sentences being near-copies of training sentences.",
                "Add sentences of this class that differ more from each other.",
            )
