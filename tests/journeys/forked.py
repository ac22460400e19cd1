"""`folkmoot <command>` in a process that begins with all its code loaded. To load that is most of a start, and every
site that is killed, or stands by itself, would pay for it anew. From there on it is the command as anybody runs it."""

import atexit
import multiprocessing
import os
import sys
from collections.abc import Mapping
from subprocess import TimeoutExpired

from commands import app, processes

LOADED = multiprocessing.get_context("forkserver")
LOADED.set_forkserver_preload(["tests.journeys.loaded"])


def start(*arguments: str, **environment: str) -> "Forked":
    return Forked(arguments, os.environ | environment)


class Forked:
    """As much of subprocess.Popen as who starts and ends the site needs."""

    def __init__(self, arguments: tuple[str, ...], environment: Mapping[str, str]) -> None:
        self.arguments = arguments
        self._process = LOADED.Process(target=_run, args=(arguments, dict(environment)))
        self._process.start()
        atexit.register(self._process.terminate)  # else the tests would wait at their end for one that was left over
        assert self._process.pid is not None
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise TimeoutExpired(self.arguments, timeout or 0)
        return self._process.exitcode

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


def _run(arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    os.setsid()
    processes.die_with_parent()
    os.environ.clear()
    os.environ.update(environment)
    multiprocessing.set_start_method("fork", force=True)  # as in a process that is nobody's copy: Granian asks
    sys.argv = ["folkmoot", *arguments]
    app(list(arguments))
