"""Apache PDFBox Preflight, an independent judge of PDF/A-1b."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

_JARS = Path("/usr/share/java")
_NEEDED = (
    *("javax.activation", "jaxb-api", "preflight", "pdfbox2", "xmpbox", "fontbox2"),
    "commons-logging",
)
_CHECK = Path(__file__).with_name("PdfaCheck.java")
HOW_TO_GET_IT = (
    "apt-get install -y --no-install-recommends default-jdk-headless libpdfbox2-java "
    "libactivation-java libjaxb-api-java"
)


def verdicts(files: Sequence[Path]) -> list[str]:
    """Give one verdict a file: `VALID`, or the errors found."""
    jars = [_JARS / f"{name}.jar" for name in _NEEDED]
    missing = [jar.name for jar in jars if not jar.exists()]
    if missing or shutil.which("javac") is None:  # a runtime alone cannot run a source file
        raise AssertionError(f"Preflight is not there ({missing or 'no JDK'}): {HOW_TO_GET_IT}")
    path = ":".join(map(str, jars))
    answer = subprocess.run(
        ["java", "-cp", path, str(_CHECK), *map(str, files)],
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    lines = dict(line.split("\t", 1) for line in answer.stdout.splitlines())
    return [lines[str(place)] for place in range(len(files))]
