"""The two questions about a hit, as the gallery shows them."""

from collections.abc import Callable

from duediligence.admin.components import Choice, Question


def questions(words: Callable[[str, str], str]) -> list[Question]:
    same = (("no", "いいえ(別のもの)", "No, another one"), ("yes", "はい(同一)", "Yes, the same"))
    return [
        Question(
            "identity",
            words("同一の機関ですか", "Is it the same organisation?"),
            [
                *(Choice(str(key), value, words(ja, en)) for key, (value, ja, en) in enumerate(same, start=1)),
                Choice("3", "cannot_tell", words("判断できない", "Cannot tell")),
            ],
            opens_next="yes",
        ),
        Question(
            "relevance",
            words("この共同研究に関係しますか", "Does it matter for this collaboration?"),
            [
                Choice("4", "relevant", words("関係がある", "It matters")),
                Choice("5", "not_relevant", words("関係がない", "It does not matter")),
            ],
            follows=True,
        ),
    ]
