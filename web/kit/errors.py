"""What a handler raises when it cannot answer, and the page a person sees for it."""

from starlette.exceptions import HTTPException


class NotFound(HTTPException):
    """It does not exist, or not for this person: the two look the same."""

    def __init__(self) -> None:
        super().__init__(404)


class Refused(HTTPException):
    """A request that this site did not ask for."""

    def __init__(self) -> None:
        super().__init__(403)


class SignInNeeded(Exception):
    """Somebody unknown asks for something that needs an account."""


class TooMany(HTTPException):
    def __init__(self, seconds: int) -> None:
        super().__init__(429, headers={"Retry-After": str(seconds)})


class TooLarge(HTTPException):
    def __init__(self) -> None:
        super().__init__(413)


class Unreadable(HTTPException):
    def __init__(self) -> None:
        super().__init__(400)


class Unclear(HTTPException):
    """A form that says neither one thing nor the other."""

    def __init__(self) -> None:
        super().__init__(422)
