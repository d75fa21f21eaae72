"""Lossless candidate search: which listed names can possibly reach a threshold.

`D1` finds whole keys by `rapidfuzz.fuzz.ratio`; `D2` finds rows of tokens by the upper bound of an alignment.
Both live in plain numpy arrays that `IndexStore` keeps on disk, so that every process maps one copy. Nothing
here knows a list, a kind of name or a scorer.
"""
