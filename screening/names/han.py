"""Han characters: one shape for all variants of a character."""

from functools import cache, lru_cache

_REGISTER_SHAPES = str.maketrans(
    "髙﨑𠮷邉邊濵栁桒槗嶌嶋舘冨峯﨟德瀨惠淸曻彌壽廣靜礒羗髮塚凢舩埜劔劍嵜渕淵脇刄冝圡辻濱斎齋斉齊眞祐神福",
    "高崎吉辺辺浜柳桑橋島島館富峰臘徳瀬恵清昇弥寿広静磯羌髪塚凡船野剣剣崎淵淵脇刃宜土辻浜斎斎斉斉真祐神福",
)
"""Shapes found in Japanese family registers; neither NFKC nor the tables of simplification join them all."""


@cache
def _modern_shapes() -> dict[int, str]:
    """Every Han character whose simplified counterpart is another, Japanese new shapes included."""
    import opencc  # loads its dictionaries: only when the first Han name is met

    from_japanese, simplified, to_japanese = (opencc.OpenCC(name).convert for name in ("jp2t", "t2s", "t2jp"))
    characters = [*map(chr, (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00)))]
    apart = "\n".join(characters)
    ways = (simplified(from_japanese(apart)), simplified(apart), simplified(to_japanese(apart)))
    shapes = {
        character: next(filter(_is_simplified, shaped), shaped[1])
        for character, *shaped in zip(characters, *map(str.split, ways), strict=True)
    }
    settled = {character: shapes.get(shape, shape) for character, shape in shapes.items()}
    return {ord(character): shape for character, shape in settled.items() if shape != character}


def _is_simplified(character: str) -> bool:
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


@cache
def _japanese_shapes() -> dict[int, str]:
    """Every Han character that Japan writes in another shape today."""
    import opencc

    to_traditional, to_japanese = opencc.OpenCC("s2t").convert, opencc.OpenCC("t2jp").convert
    characters = [*map(chr, range(0x4E00, 0xA000))]
    shapes = dict(zip(characters, to_japanese(to_traditional("\n".join(characters))).split(), strict=True))
    return {ord(character): shape for character, shape in shapes.items() if shape != character}


@lru_cache(maxsize=1 << 15)
def fold_han(text: str) -> str:
    """Old, new, traditional, simplified and register shapes become one; idempotent."""
    return text.translate(_REGISTER_SHAPES).translate(_modern_shapes())


@lru_cache(maxsize=1 << 15)
def japanese_shape(text: str) -> str:
    """The shapes under which Japanese dictionaries list a name."""
    return text.translate(_REGISTER_SHAPES).translate(_japanese_shapes()).translate(_REGISTER_SHAPES)
