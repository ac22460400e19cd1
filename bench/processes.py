"""What is measured: the site and the ready application in processes of their own, and the CPU time that they use."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from commands.processes import die_with_parent, stop

TICKS = os.sysconf("SC_CLK_TCK")
SECONDS_TO_START = 60
LAST_WORDS = 4_000


@contextmanager
def running(command: list[str], *, core: int | None, port: int, path: str, **environment: str) -> Iterator[int]:
    """The process while it answers at this address. Gives its id; ends it, and only it, afterwards."""
    def prepare() -> None:
        die_with_parent()
        pin(core)

    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([sys.executable, *command], env=os.environ | environment, preexec_fn=prepare,
                                   start_new_session=True, stdout=log, stderr=log)
        try:
            _wait(process, f"http://127.0.0.1:{port}{path}")
            yield process.pid
        except Exception:
            log.seek(0)
            sys.stderr.write(log.read()[-LAST_WORDS:].decode(errors="replace"))
            raise
        finally:
            stop(process)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.1)
    raise RuntimeError(f"What should be measured did not answer at {address}.")


def pin(core: int | None, pid: int = 0) -> None:
    """Keeps a process on one core, so that what asks and what answers do not take each other's time."""
    if core is not None:
        with suppress(ProcessLookupError):  # a connection of the database may just have ended
            os.sched_setaffinity(pid, {core})


def family(pid: int) -> list[int]:
    """A process and all that it has started."""
    lists = [tasks.read_text() for tasks in Path(f"/proc/{pid}/task").glob("*/children")]
    children = [int(child) for tasks in lists for child in tasks.split()]
    return [pid, *(one for child in children for one in family(child))]


def cpu_seconds(pids: list[int]) -> float:
    """The time that these processes have worked since they began, with what those that ended had worked for them."""
    ticks = 0
    for pid in pids:
        with suppress(FileNotFoundError, ProcessLookupError):
            after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
            ticks += sum(int(number) for number in after_name[11:15])
    return ticks / TICKS


def proportional_megabytes(pids: list[int]) -> float:
    """Memory, each shared page counted in parts (PSS)."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


@contextmanager
def ready_application(sizes: Collection[int], *, core: int | None) -> Iterator[tuple[int, int]]:
    """A plain application on the same server with so many ready bytes at `/1000`: its port and its process."""
    port, ready = free_port(), " ".join(map(str, sorted(sizes)))
    path = f"/{min(sizes)}"
    with running(["-m", "bench.ready"], core=core, port=port, path=path, PORT=str(port), READY_BYTES=ready) as pid:
        yield port, pid


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
