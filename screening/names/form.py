"""One form of a name: the words under which it can be compared, and how they were come by."""

from dataclasses import dataclass
from enum import StrEnum

from screening.names.kinds import NameKind
from screening.names.scripts import Script


class FormKind(StrEnum):
    SURFACE = "surface"
    NATIVE = "native"
    KANA = "kana"
    TYPED_READING = "typed_reading"
    JAPANESE_READING = "japanese_reading"
    PINYIN = "pinyin"
    CHINESE_SPELLING = "chinese_spelling"
    HANGUL = "hangul"
    KOREAN_SPELLING = "korean_spelling"
    TRANSLITERATION = "transliteration"
    TRANSLATION = "translation"
    SHORT_NAME = "short_name"


@dataclass(frozen=True, slots=True)
class Form:
    """``tokens`` are Latin (or, in a NATIVE form, the folded native text); ``codes`` are their sound codes, empty for a
    form that is compared by spelling alone. ``script`` is the script that the name was written in."""

    kind: FormKind
    script: Script
    tokens: tuple[str, ...]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameForms:
    """Every form of one name, made once and alike for the list and for the query."""

    text: str
    kind: NameKind
    forms: tuple[Form, ...]
    is_truncated: bool = False

    def of_kind(self, *kinds: FormKind) -> tuple[Form, ...]:
        return tuple(form for form in self.forms if form.kind in kinds)
