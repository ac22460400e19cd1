"""What is still to be put right before something may be public."""


class Blocked(Exception):
    """What stands in the way of publishing something, each a sentence that says what to do."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


class Fault(str):
    """A sentence that says what to do, and the field where that is done."""

    field: str

    def __new__(cls, sentence: str, field: str) -> "Fault":
        fault = super().__new__(cls, sentence)
        fault.field = field
        return fault
