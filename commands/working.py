"""folkmoot worker"""

import asyncio

from jobs import queue
from web.kit import logs


def worker() -> None:
    """Do the work that requests leave behind: themes, mail, digests."""
    logs.configure()
    asyncio.run(queue.work())
