"""Near-duplicate texts, by the Jaccard similarity of their character n-grams."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kdcore.errors import ConfigError

_NGRAM_SIZES = (3, 4, 5)  # characters
_CODE_BITS = 21  # every Unicode code point is below 2**21
_EPSILON = 1e-9  # so that rounding up does not turn 0.6 * 5 into 4
_BLOCK_CELLS = 4_000_000  # entries of one block of the similarity matrix, which bounds the memory
_BLOCK_PAIRS = 20_000  # candidate pairs compared at once

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
    folded = [" ".join(text.casefold().split()) for text in texts]
    row_of = {text: row for row, text in enumerate(dict.fromkeys(folded))}
    groups = _connected(_ngram_matrix(list(row_of)), threshold)
    return np.asarray(groups[np.asarray([row_of[text] for text in folded], dtype=np.int64)], dtype=np.int64)


def _ngram_matrix(texts: Sequence[str]) -> sparse.csr_matrix:
    """Return texts by n-grams, 1 where the text holds the n-gram, the rarest n-grams in the first columns."""
    lengths = np.asarray([len(text) for text in texts], dtype=np.int64)
    joined = "".join(texts).encode("utf-32-le", errors="surrogatepass")
    codes = np.frombuffer(joined, dtype=np.uint32).astype(np.int64)
    row_of = np.repeat(np.arange(len(texts)), lengths)
    remaining = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(codes))  # characters to the end of the text
    ids, rows, columns, used = codes.copy(), [], [], 0
    for size in range(2, max(_NGRAM_SIZES) + 1):
        at = np.flatnonzero(remaining >= size)
        # An n-gram is the (n-1)-gram at the same position plus one character, so numbering these pairs is exact.
        known, numbers = np.unique((ids[at] << _CODE_BITS) | codes[at + size - 1], return_inverse=True)
        ids[at] = numbers
        if size in _NGRAM_SIZES:
            rows.append(row_of[at])
            columns.append(numbers + used)
            used += len(known)
    cells = (np.concatenate(rows), np.concatenate(columns))
    grams = sparse.csr_matrix((np.ones(len(cells[0]), dtype=np.int32), cells), shape=(len(texts), used))
    grams.data.fill(1)
    rank = np.empty(used, dtype=grams.indices.dtype)
    rank[np.argsort(np.bincount(grams.indices, minlength=used), kind="stable")] = np.arange(used)
    grams.indices = rank[grams.indices]
    grams.has_sorted_indices = False
    grams.sort_indices()
    return grams


def _prefixes(grams: sparse.csr_matrix, threshold: float) -> tuple[sparse.csr_matrix, IntArray, IntArray]:
    """Return each row's prefix (its rarest n-grams), the length of the prefix, and the rank of its last n-gram.

    Two rows can only reach the threshold when their prefixes share an n-gram.
    """
    sizes = np.diff(grams.indptr)
    kept = np.where(sizes > 0, sizes - np.ceil(threshold * sizes - _EPSILON).astype(np.int64) + 1, 0)
    within = np.arange(grams.nnz) - np.repeat(grams.indptr[:-1], sizes)
    chosen = within < np.repeat(kept, sizes)
    starts = np.concatenate(([0], np.cumsum(kept)))
    columns = grams.indices[chosen]
    last = np.full(len(sizes), -1, dtype=np.int64)
    last[kept > 0] = columns[starts[1:][kept > 0] - 1]
    prefix = sparse.csr_matrix((np.ones(len(columns), dtype=np.int32), columns, starts), shape=grams.shape)
    shared = np.flatnonzero(np.bincount(columns, minlength=grams.shape[1]) > 1)
    return prefix[:, shared].tocsr(), kept, last


def _connected(grams: sparse.csr_matrix, threshold: float) -> IntArray:
    """Return the connected component of each row, in the graph whose edges are pairs above the threshold."""
    n_rows = grams.shape[0]
    groups: IntArray = np.arange(n_rows)
    prefix, kept, last = _prefixes(grams, threshold)
    across = prefix.T.tocsr()
    sizes = np.diff(grams.indptr)
    step = max(1, _BLOCK_CELLS // max(1, n_rows))
    for start in range(0, n_rows, step):
        block = (prefix[start : start + step] @ across).tocoo()
        first, second, shared = block.row.astype(np.int64) + start, block.col.astype(np.int64), block.data
        needed = np.ceil(threshold / (1 + threshold) * (sizes[first] + sizes[second]) - _EPSILON)
        # The row whose prefix ends first can share, besides the n-grams counted, only those after its prefix.
        shorter = np.where(last[first] <= last[second], first, second)
        possible = (first < second) & (groups[first] != groups[second])
        possible &= shared + sizes[shorter] - kept[shorter] >= needed
        possible &= np.minimum(sizes[first], sizes[second]) >= needed
        first, second, needed = first[possible], second[possible], needed[possible]
        for start_pair in range(0, len(first), _BLOCK_PAIRS):
            pairs = slice(start_pair, start_pair + _BLOCK_PAIRS)
            groups = _merge_similar(grams, groups, first[pairs], second[pairs], needed[pairs])
    return groups


def _merge_similar(
    grams: sparse.csr_matrix, groups: IntArray, first: IntArray, second: IntArray, needed: NDArray[np.float64]
) -> IntArray:
    """Return the groups after merging those of pairs that share at least `needed` n-grams."""
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
