"""The headings under which a table gives the columns of an item: by name, a period in two, the flag, the member."""

from collections.abc import Sequence

from duediligence.domain.member_words import plain
from duediligence.policy.form import ColumnType, FormItem

FLAG, MEMBER = "_flag", "_member"
_FLAGS = ("秘密保持", "秘密保持義務", "守秘義務", "confidential", "nda")
_MEMBERS = ("氏名", "名前", "研究者名", "name", "full name")
_BEGINS = ("開始", "開始年月", "始期", "自", "から", "from", "start", "begin", "begins")
_ENDS = ("終了", "終了年月", "終期", "至", "まで", "until", "to", "end", "ends")
_BETWEEN = " :()-_・"


def begins(code: str) -> str:
    return f"{code}/begins"


def ends(code: str) -> str:
    return f"{code}/ends"


class Headings:
    """What each heading of an item's table means; width and case do not count."""

    def __init__(self, item: FormItem) -> None:
        self._codes: dict[str, str] = {}
        if item.confidential_rows:
            self._codes |= dict.fromkeys(_FLAGS, FLAG)
        self._codes |= dict.fromkeys(_MEMBERS, MEMBER)
        self._periods: dict[str, str] = {}
        for column in item.columns:
            names = [plain(one) for one in (column.code, column.name.ja, column.name.en)]
            self._codes |= dict.fromkeys(names, column.code)
            if column.type is ColumnType.PERIOD:
                self._periods |= dict.fromkeys(names, column.code)

    def code(self, heading: str) -> str:
        """Return the code of the column, nothing for a heading that the item does not know."""
        words = plain(heading)
        if known := self._codes.get(words, ""):
            return known
        for name, code in self._periods.items():
            rest = words.removeprefix(name).strip(_BETWEEN)
            if rest in _BEGINS:
                return begins(code)
            if rest in _ENDS:
                return ends(code)
        return ""

    def knows(self, heading: str) -> bool:
        return bool(self.code(heading))

    def codes(self, headings: Sequence[str]) -> list[str]:
        return [self.code(heading) for heading in headings]
