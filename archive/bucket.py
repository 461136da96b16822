"""Where a bucket is, with which key we go there, and what it does against deletion."""

import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?|[0-9a-f:]+")
_NAME = re.compile(r"/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/?")
_REGION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}")
_ACCESS_KEY = re.compile(r"[!-~]+")
_LONGEST_RETENTION_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket and our key to it.

    Args:
        url: `https://host/bucket`, with `:port` if need be.
        encrypt: ask the server to encrypt each object with a key of its own (SSE-S3).
        retain_days: so long nobody without a special right can delete what was put (GOVERNANCE);
            the bucket must have been made with Object Lock. 0: as the bucket does by itself.

    Raises:
        ValueError: it is no such thing. The message repeats nothing of it.
    """

    url: str
    access_key: str
    secret_key: str = field(repr=False)
    region: str = "us-east-1"
    encrypt: bool = False
    retain_days: int = 0

    def __post_init__(self) -> None:
        _refuse_unless(_is_place(self.url), "an address is http:// or https://, a host, a bucket")
        _refuse_unless(_ACCESS_KEY.fullmatch(self.access_key), "the access key is missing or odd")
        _refuse_unless(self.secret_key, "the secret of the access key is missing")
        _refuse_unless(_REGION.fullmatch(self.region), "a region is letters, digits and hyphens")
        is_span = 0 <= self.retain_days <= _LONGEST_RETENTION_DAYS
        _refuse_unless(is_span, "the days of retention are from 0 to a hundred years")

    @property
    def name(self) -> str:
        """The bucket without its server."""
        return urlsplit(self.url).path.strip("/")

    @property
    def host(self) -> str:
        """Host and port of the server."""
        return urlsplit(self.url).netloc

    @property
    def is_https(self) -> bool:
        """Whether nobody can read on the way."""
        return urlsplit(self.url).scheme == "https"


@dataclass(frozen=True, slots=True)
class Protection:
    """What a bucket does against deletion."""

    versioned: bool  # overwriting and deleting keep the older version
    locked: bool  # Object Lock: a version under retention cannot be deleted
    default_retention_days: int | None  # of what is put without any; None: not at all


def _is_place(url: str) -> bool:
    if not url.isascii() or not url.isprintable():
        return False
    try:
        parts = urlsplit(url)
        return _has_no_more(parts) and parts.port != 0  # a port that is no number raises
    except ValueError:
        return False


def _has_no_more(parts: SplitResult) -> bool:
    return (
        parts.scheme in ("http", "https")
        and _HOST.fullmatch(parts.hostname or "") is not None
        and _NAME.fullmatch(parts.path) is not None
        and "@" not in parts.netloc
        and not parts.query
        and not parts.fragment
    )


def _refuse_unless(is_right: object, message: str) -> None:
    if not is_right:
        raise ValueError(message)
