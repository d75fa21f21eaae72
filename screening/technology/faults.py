"""The one error of this package: what is wrong with a list, a lexicon or a model, and where."""


class TechnologyFault(ValueError):  # noqa: N818
    """A refused value at ``path``; ``code`` is stable, ``message`` is an English template over ``params``."""

    def __init__(self, path: str, code: str, message: str, /, **params: object) -> None:
        self.path = path
        self.code = code
        self.message = message
        self.params = params
        super().__init__(f"{path}: {message.format(**params)}")
