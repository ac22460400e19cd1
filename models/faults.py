"""What is still to be put right before something may be public."""


class Fault(str):
    """A sentence that says what to do, and the field where that is done."""

    field: str

    def __new__(cls, sentence: str, field: str) -> "Fault":
        fault = super().__new__(cls, sentence)
        fault.field = field
        return fault
