"""A bucket on an S3 server: objects are put once, and read back before anybody relies on them.

Nothing that the server says about the bytes is believed: the checksum goes along with them so that
a server which looks at it can refuse, and then every byte is read back and hashed here.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

import urllib3
from minio import Minio
from minio.credentials.credentials import Credentials
from minio.error import MinioException, S3Error
from minio.objectlockconfig import DAYS
from minio.signer import sign_v4_s3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from archive.bucket import Bucket, Protection
from archive.errors import (
    AlteredError,
    BucketMissingError,
    NotFiledError,
    OtherBytesError,
    StoreDownError,
    StoreNotProtectedError,
)
from archive.keys import checked, is_key
from archive.store import Filing
from archive.streams import BLOCK, Measured, blocks_of, hashed, measured, write

__all__ = ["Bucket", "Protection", "S3Store"]

_CONNECT_S, _ANSWER_S = 5.0, 60.0
_AT_ONCE = 16  # connections that are kept
_NO_LOCK = "ObjectLockConfigurationNotFoundError"
_WORD = re.compile(r"[A-Za-z0-9.]{1,64}")
_CODE = re.compile(rb"<Code>([A-Za-z0-9.]{1,64})</Code>")
# The client gives ValueError and ParseError for an answer that it cannot read.
_TROUBLE = (MinioException, HTTPError, OSError, ParseError, ValueError)


class S3Store:
    """Keeps every object under its key in one bucket.

    It never tries again by itself: that is for the caller, who can be told to stop.

    Args:
        answer_s: so long the server may keep silent before it counts as down.
    """

    def __init__(self, bucket: Bucket, answer_s: float = _ANSWER_S) -> None:
        self._bucket = bucket
        self._http = urllib3.PoolManager(
            retries=False,
            timeout=urllib3.Timeout(connect=_CONNECT_S, read=answer_s),
            maxsize=_AT_ONCE,
        )
        self._client = Minio(
            endpoint=bucket.host,
            access_key=bucket.access_key,
            secret_key=bucket.secret_key,
            secure=bucket.is_https,
            region=bucket.region,
            http_client=self._http,
        )

    def make(self) -> None:
        """Make the bucket, with Object Lock; one that is there already stays as it is.

        Raises:
            StoreDownError: it cannot be made now.
        """
        name = self._bucket.name
        with _down("making the bucket"):
            if not self._client.bucket_exists(bucket_name=name):
                self._client.make_bucket(bucket_name=name, object_lock=True)

    def verify(self) -> None:
        """See `Store.verify`.

        Raises:
            StoreNotProtectedError: objects are to be retained, but the bucket has no Object Lock.
                Some servers take the wish for retention there and do not keep to it.
        """
        with _down("looking at the bucket"):
            self._client.get_bucket_versioning(bucket_name=self._bucket.name)
        if self._bucket.retain_days and not self.protection().locked:
            raise StoreNotProtectedError("looking at the bucket", "it has no Object Lock")

    def protection(self) -> Protection:
        """Ask the server what the bucket does against deletion."""
        name = self._bucket.name
        with _down("looking at the bucket"):
            versioning = self._client.get_bucket_versioning(bucket_name=name)
            try:
                lock = self._client.get_object_lock_config(bucket_name=name)
            except S3Error as error:
                if error.code != _NO_LOCK:
                    raise
                return Protection(versioning.status == "Enabled", False, None)
        days = lock.duration and lock.duration * (1 if lock.duration_unit == DAYS else 365)
        return Protection(versioning.status == "Enabled", True, days)

    def put(self, key: str, content: Path, sha256: str | None = None) -> Filing:
        """See `Store.put`."""
        checked(key)
        with content.open("rb") as stream:
            return self._put(key, stream, sha256)

    def put_bytes(self, key: str, content: bytes) -> Filing:
        """See `Store.put_bytes`."""
        return self._put(checked(key), BytesIO(content))

    def fetch(self, key: str, into: Path) -> Filing:
        """See `Store.fetch`."""
        with self._opened(key) as blocks, _down("fetching"):
            return write(key, blocks, into)

    def read(self, key: str) -> bytes:
        """See `Store.read`."""
        with self._opened(key) as blocks, _down("reading"):
            return b"".join(blocks)

    def look(self, key: str) -> Filing | None:
        """See `Store.look`."""
        try:
            with self._opened(key) as blocks, _down("reading"):
                return hashed(key, blocks)
        except NotFiledError:
            return None

    def sweep(self, older_than_s: float, now: float) -> int:  # noqa: ARG002 - nothing to be swept
        """See `Store.sweep`. An object goes up in one piece: the server has all of it or none."""
        return 0

    def keys(self, prefix: str = "") -> Iterator[str]:
        """See `Store.keys`. Names that are no keys of ours are passed over.

        Folder by folder, although the server would list all at once: not every server gives the
        names in the order of their characters, and the names of one folder can be sorted here.
        """
        with _down("listing"):
            listed = self._client.list_objects(bucket_name=self._bucket.name, prefix=prefix)
            names = {str(entry.object_name) for entry in listed}
        for name in sorted(names - {prefix}):  # a folder may be listed as its own first entry
            if name.endswith("/") and is_key(name[:-1]):
                yield from self.keys(name)
            elif is_key(name):
                yield name

    def _put(self, key: str, content: BinaryIO, sha256: str | None = None) -> Filing:
        """Send it; then what lies there decides, whatever the server said.

        It may have refused because the key is taken, by the same bytes perhaps; it may have hung
        up on us before we could read that, or after it had filed everything.
        """
        what = measured(key, content)
        if sha256 not in (None, what.filing.sha256):
            raise OtherBytesError(key)
        refused = self._send(what, content)
        found = self.look(key)
        if found is None:
            raise StoreDownError("writing", refused or "what was taken is not there")
        if found != what.filing:
            raise AlteredError(key)
        return found

    def _send(self, what: Measured, content: BinaryIO) -> str:
        """Give the reason why it may not have been taken; empty if the server says it was."""
        address = f"{self._bucket.url.rstrip('/')}/{what.filing.key}"
        try:
            answer = self._http.request(
                "PUT",
                address,
                body=blocks_of(what, content),
                headers=self._signed(address, what),
                redirect=False,
            )
        except (NewConnectionError, ConnectTimeoutError) as error:
            raise StoreDownError("writing", _reason(error)) from error
        except HTTPError as error:
            return _reason(error)
        if answer.status == 200:
            return ""
        code = _CODE.search(answer.data)
        return code[1].decode("ascii") if code else f"status {answer.status}"

    def _signed(self, address: str, what: Measured) -> Mapping[str, str]:
        """The header lines of a put, whose signature covers the hash of the body.

        The client's own `put_object` cannot be told to create only, and wants all in memory. Not
        a presigned address either: whoever reads one somewhere could put in our name.
        """
        now = datetime.now(UTC)
        headers: dict[str, str | list[str] | tuple[str]] = {
            "Host": self._bucket.host,
            "Content-Length": str(what.filing.size),
            "Content-MD5": what.md5,
            "Content-Type": "application/octet-stream",
            "If-None-Match": "*",
            "x-amz-checksum-sha256": what.sha256,
            "x-amz-content-sha256": what.filing.sha256,
            "x-amz-date": now.strftime("%Y%m%dT%H%M%SZ"),
        }
        if self._bucket.encrypt:
            headers["x-amz-server-side-encryption"] = "AES256"
        if self._bucket.retain_days:
            until = now + timedelta(days=self._bucket.retain_days)
            headers["x-amz-object-lock-mode"] = "GOVERNANCE"
            headers["x-amz-object-lock-retain-until-date"] = until.strftime("%Y-%m-%dT%H:%M:%SZ")
        signed = sign_v4_s3(
            method="PUT",
            url=urlsplit(address),
            region=self._bucket.region,
            headers=headers,
            credentials=Credentials(self._bucket.access_key, self._bucket.secret_key),
            content_sha256=what.filing.sha256,
            date=now,
        )
        return {name: str(value) for name, value in signed.items()}

    @contextmanager
    def _opened(self, key: str) -> Iterator[Iterable[bytes]]:
        """The bytes of an object, block by block."""
        checked(key)
        with _down("reading", key):
            answer = self._client.get_object(bucket_name=self._bucket.name, object_name=key)
        try:
            yield answer.stream(BLOCK)
        finally:
            answer.close()  # if not all was read, the connection is of no use any more
            answer.release_conn()


@contextmanager
def _down(doing: str, key: str = "") -> Iterator[None]:
    """Whatever goes wrong, the caller may ask again later. Only one thing means: not there."""
    try:
        yield
    except _TROUBLE as error:
        code = error.code if isinstance(error, S3Error) else ""
        if key and code == "NoSuchKey":
            raise NotFiledError(key) from error
        if code == "NoSuchBucket":
            raise BucketMissingError(doing, "there is no such bucket") from error
        raise StoreDownError(doing, _reason(error)) from error


def _reason(error: Exception) -> str:
    """A word of the protocol, of the system, or the kind of error: never an address or a header."""
    if isinstance(error, S3Error) and _WORD.fullmatch(error.code or ""):
        return str(error.code)
    for cause in (error, error.__cause__, *error.args):
        if isinstance(cause, OSError) and cause.errno:
            return cause.strerror or os.strerror(cause.errno)
    return type(error).__name__
