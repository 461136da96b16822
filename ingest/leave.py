"""Which things in the drop folder are no drops. Pure: a name and a mode, no look at the content.

The list is short on purpose: whatever is not on it is taken in or ends in quarantine, where a
person sees it. A hidden file, a name without a dot or one that looks like an option is a drop.
"""

import os
import re
import stat
from enum import StrEnum


class LeftAlone(StrEnum):
    """Why something in the drop folder is not touched."""

    SYMLINK = "symlink"
    FIFO = "fifo"
    SOCKET = "socket"
    DEVICE = "device"
    FOLDER_NAMED_AS_FILE = "folder_named_as_file"  # it is walked all the same
    SYSTEM_FOLDER = "system_folder"  # a bin, an index, thumbnails: not walked
    LOCK_FILE = "lock_file"  # somebody has the document open in an office program
    TEMPORARY = "temporary"  # still being sent under a name for the meantime
    SYSTEM_FILE = "system_file"


_SYSTEM_FOLDERS = re.compile(
    r"@eadir|#recycle|#snapshot|\$recycle\.bin|system volume information|lost\+found|__macosx"
    r"|\.trash(es|-\d+)?|\.spotlight-v100|\.fseventsd|\.temporaryitems|\.appledouble|\.snapshots?"
)
_LOCK_FILES = re.compile(r"~\$.*|\.~lock\..*#|\.#.*|.*\.(lck|lock)", re.DOTALL)
_TEMPORARY = re.compile(
    r".*\.(part|partial|tmp|temp|crdownload|filepart|download|opdownload|upload|swp)"
    r"|\.(nfs|smbdelete|fuse_hidden)[0-9a-f]+",
    re.DOTALL,
)
_SYSTEM_FILES = re.compile(
    r"thumbs\.db(:.*)?|ehthumbs\.db|desktop\.ini|\.ds_store|\._.*", re.DOTALL
)
_FILE_ENDINGS = (".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png")
_SPECIAL = {
    stat.S_IFLNK: LeftAlone.SYMLINK,
    stat.S_IFIFO: LeftAlone.FIFO,
    stat.S_IFSOCK: LeftAlone.SOCKET,
    stat.S_IFCHR: LeftAlone.DEVICE,
    stat.S_IFBLK: LeftAlone.DEVICE,
}


def leave_alone(name: bytes | str, mode: int) -> LeftAlone | None:
    """Say why a thing is no drop; None for a regular file to take in or a plain folder to walk.

    Args:
        name: the last part of its path.
        mode: `st_mode` as `lstat` gives it.
    """
    plain = os.fsdecode(name).lower()
    if stat.S_ISREG(mode):
        return _by_name(plain)
    if stat.S_ISDIR(mode):
        return _folder(plain)
    return _SPECIAL.get(stat.S_IFMT(mode), LeftAlone.DEVICE)


def _by_name(plain: str) -> LeftAlone | None:
    if _LOCK_FILES.fullmatch(plain):
        return LeftAlone.LOCK_FILE
    if _TEMPORARY.fullmatch(plain):
        return LeftAlone.TEMPORARY
    return LeftAlone.SYSTEM_FILE if _SYSTEM_FILES.fullmatch(plain) else None


def _folder(plain: str) -> LeftAlone | None:
    if _SYSTEM_FOLDERS.fullmatch(plain):
        return LeftAlone.SYSTEM_FOLDER
    return LeftAlone.FOLDER_NAMED_AS_FILE if plain.endswith(_FILE_ENDINGS) else None
