"""The process that answers requests stays light: it reads no language, and writes files only when one is asked for."""

import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent
HEAVY = ("spacy", "numpy", "sklearn", "onnxruntime", "lxml")


def test_the_site_starts_without_the_heavy_libraries() -> None:
    asked = f"import web.app, sys; print([name for name in {HEAVY} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", asked], cwd=HOME, capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "[]"
