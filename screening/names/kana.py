"""Kana to Latin letters (Hepburn, long vowels written out), foreign-word kana included."""

from functools import lru_cache

_ROWS = """
ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko サ sa シ shi ス su セ se ソ so
タ ta チ chi ツ tsu テ te ト to ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ fu ヘ he ホ ho
マ ma ミ mi ム mu メ me モ mo ヤ ya ユ yu ヨ yo ラ ra リ ri ル ru レ re ロ ro ワ wa ヰ i ヱ e ヲ o ン n
ガ ga ギ gi グ gu ゲ ge ゴ go ザ za ジ ji ズ zu ゼ ze ゾ zo ダ da ヂ ji ヅ zu デ de ド do
バ ba ビ bi ブ bu ベ be ボ bo パ pa ピ pi プ pu ペ pe ポ po ヴ vu ヷ va ヸ vi ヹ ve ヺ vo
ァ a ィ i ゥ u ェ e ォ o ャ ya ュ yu ョ yo ヮ wa ヵ ka ヶ ke
キャ kya キュ kyu キョ kyo シャ sha シュ shu ショ sho シェ she チャ cha チュ chu チョ cho チェ che
ニャ nya ニュ nyu ニョ nyo ヒャ hya ヒュ hyu ヒョ hyo ミャ mya ミュ myu ミョ myo リャ rya リュ ryu リョ ryo
ギャ gya ギュ gyu ギョ gyo ジャ ja ジュ ju ジョ jo ジェ je ヂャ ja ヂュ ju ヂョ jo
ビャ bya ビュ byu ビョ byo ピャ pya ピュ pyu ピョ pyo イェ ye ウィ wi ウェ we ウォ wo
ヴァ va ヴィ vi ヴェ ve ヴォ vo ヴュ vyu ファ fa フィ fi フェ fe フォ fo フュ fyu
ティ ti トゥ tu テュ tyu ディ di ドゥ du デュ dyu ツァ tsa ツィ tsi ツェ tse ツォ tso
クァ kwa クィ kwi クェ kwe クォ kwo クヮ kwa グァ gwa グィ gwi グェ gwe グォ gwo グヮ gwa
スィ si ズィ zi シィ shi ジィ ji チィ chi ニィ ni ミィ mi リィ ri キィ ki ギィ gi ビィ bi ピィ pi ヒィ hi
"""
_WORDS = _ROWS.split()
_SYLLABLES: dict[str, str] = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)} | {0x309D: 0x30FD, 0x309E: 0x30FE}
_VOICED = str.maketrans("カキクケコサシスセソタチツテトハヒフヘホ", "ガギグゲゴザジズゼゾダヂヅデドバビブベボ")


def to_katakana(text: str) -> str:
    """Hiragana as katakana, iteration marks written out; half-width kana must have been normalised before."""
    letters: list[str] = []
    for letter in text.translate(_HIRAGANA_TO_KATAKANA):
        if letter in "ヽヾ" and letters:
            letters.append(letters[-1].translate(_VOICED) if letter == "ヾ" else letters[-1])
        else:
            letters.append(letter)
    return "".join(letters)


@lru_cache(maxsize=1 << 15)
def romanise_kana(text: str) -> str:
    """``トモナガ`` → ``tomonaga``; a long vowel mark repeats the vowel; anything that is no kana is kept."""
    kana = to_katakana(text)
    parts: list[str] = []
    position, doubled = 0, False
    while position < len(kana):
        letter = kana[position]
        pair = kana[position : position + 2]
        syllable = _SYLLABLES.get(pair, "") if len(pair) == 2 else ""
        position += 2 if syllable else 1
        if letter == "ッ":
            doubled = True
            continue
        if letter == "ー":
            parts.append(parts[-1][-1] if parts and parts[-1].endswith(("a", "i", "u", "e", "o")) else "")
            continue
        sound = syllable or _SYLLABLES.get(letter, letter)
        parts.append(_with_stop(sound) if doubled else sound)
        doubled = False
    return "".join(parts)


def _with_stop(sound: str) -> str:
    return "t" + sound if sound.startswith("ch") else sound[0] + sound if sound[0] not in "aiueo" else sound
