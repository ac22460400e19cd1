"""The peer's environment, apart from ours: `.venv-bench`, from a lock with hashes, made when it is first needed."""

import hashlib
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
LOCK = HOME / "bench" / "requirements.lock"
FOLDER = HOME / ".venv-bench"
PYTHON = FOLDER / "bin" / "python"


class PeerMissing(Exception):
    """What the peer needs could not be installed."""


def set_up() -> None:
    """Does nothing when nothing changed since the last time. Raises `PeerMissing`."""
    stamp, wanted = FOLDER / ".installed", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
               "--require-hashes", "-r", str(LOCK)]
    for command in ([sys.executable, "-m", "venv", str(FOLDER)], install):
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        if made.returncode:
            raise PeerMissing((made.stderr.strip().splitlines() or ["it ended without a word"])[-1])
    stamp.write_text(wanted)
