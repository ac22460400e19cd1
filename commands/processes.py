"""Starting other processes of the site, and never outliving them nor letting them outlive us."""

import ctypes
import os
import signal
import subprocess
import sys
from typing import Protocol

PR_SET_PDEATHSIG = 1


class Running(Protocol):
    """What is needed of a process to end it."""

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...


def die_with_parent() -> None:
    """Asks Linux to end this process when the one that started it ends, however that ends (kill -9 too)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """Runs `folkmoot <arguments>` beside this process."""
    command = [sys.executable, "-m", "commands", *arguments]
    return subprocess.Popen(command, env=os.environ | environment, preexec_fn=die_with_parent,
                            start_new_session=True)


def stop(process: Running, seconds: float = 10) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
