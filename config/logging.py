"""JSON lines for machines, with every long run of digits masked before it is written."""

import logging
import re
import sys
import threading
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog

_DIGIT = "[0-9０-９]"
_GAP = "[ \\t\u00a0\u3000._/・‐‑–—−ー－-]{0,3}"  # as people and printers group digits
_LONG_RUN = re.compile(
    rf"(?<!{_DIGIT})(?:{_DIGIT}{_GAP}){{22}}{_DIGIT}(?!{_DIGIT})"
    rf"|(?<!{_DIGIT})(?:{_DIGIT}{_GAP}){{11}}{_DIGIT}(?!{_DIGIT})"
)


def masked(text: str) -> str:
    """Hide application IDs (23 digits) and anything that may be a My Number (12 digits).

    Grouped and full-width digits count too; other runs, such as times and sizes, stay.
    """
    return _LONG_RUN.sub(lambda run: "*" * len(run.group()), text)


def set_up(stream: TextIO | None = None, level: str = "INFO") -> None:
    """Send all logs, ours and the libraries', as masked JSON lines to `stream` (stderr).

    What ends the process or a thread of it is told there, too: its words may hold anything.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _mask_values,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _mask_values,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # It calls the ordinary end of its thread an error.
    logging.getLogger("watchdog.observers").setLevel(logging.CRITICAL)
    sys.excepthook = _process_dies
    threading.excepthook = _thread_dies


def _process_dies(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):  # by the person in front of the screen
        sys.__excepthook__(kind, error, trace)
    else:
        _tell("a defect ended the process", kind, error, trace)


def _thread_dies(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
        _tell("a defect ended a thread", args.exc_type, args.exc_value, args.exc_traceback)


def _tell(
    event: str, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    logging.getLogger("hikae").critical(event, exc_info=(kind, error, trace))


def _mask_values(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if not key.startswith("_"):
            event[key] = _mask(value)
    return event


def _mask(value: object) -> object:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {key: _mask(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_mask(inner) for inner in value]
    if isinstance(value, bool | int | float) or value is None:
        return value if len(str(value)) < 12 else masked(str(value))
    return masked(str(value))
