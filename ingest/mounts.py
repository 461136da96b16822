"""Does the kernel tell us what happens in a folder? Not where another machine writes the files.

On SMB, NFS and most FUSE mounts inotify reports only what this machine does itself; a scanner that
writes to the server is never heard. There the folder has to be listed again and again.
"""

import re
from collections.abc import Iterator
from pathlib import Path

MOUNTINFO = Path("/proc/self/mountinfo")

_DEAF = re.compile(
    r"cifs|smb\d?|smbfs|nfs\d?|9p|drvfs|virtiofs|vboxsf|vmhgfs|prl_fs|afs|ceph|coda|davfs|lustre"
    r"|glusterfs|gfs2?|ocfs2|beegfs|ncpfs|fuse|fuse\..*"
)
_POINT = 4
_ESCAPED = re.compile(r"\\([0-7]{3})")


def reaches_inotify(path: Path, mountinfo: Path = MOUNTINFO) -> bool:
    """Tell whether file system events can be relied on in a folder and everything below it.

    False when in doubt, and also if only a sub-folder is such a mount: listing is always right.
    """
    try:
        table = mountinfo.read_text("utf-8", "surrogateescape")
        place = path.resolve()
    except OSError:
        return False
    above: tuple[Path, str] | None = None
    for point, kind in _mounts(table):
        if point.is_relative_to(place) and point != place and _DEAF.fullmatch(kind):
            return False
        # the last of equals hides those before it
        if place.is_relative_to(point) and (
            above is None or len(point.parts) >= len(above[0].parts)
        ):
            above = (point, kind)
    return above is not None and not _DEAF.fullmatch(above[1])


def _mounts(table: str) -> Iterator[tuple[Path, str]]:
    """Read mount points and their file system types; see proc(5)."""
    for line in table.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) > _POINT and after:
            point = _ESCAPED.sub(lambda octal: chr(int(octal[1], 8)), fields[_POINT])
            yield Path(point), after.split(" ", 1)[0]
