"""Events are relied on only where the kernel sees every write."""

from pathlib import Path

import pytest

from ingest.mounts import reaches_inotify

_TABLE = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:50 / /srv/drop rw,relatime shared:2 - {kind} //server/scan rw
31 22 0:51 / /srv/with\\040blank rw - cifs //server/scan rw
32 22 0:52 / /srv/over rw - cifs //server/scan rw
33 22 8:2 / /srv/over rw - xfs /dev/sdb1 rw
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "mountinfo"
    path.write_text(_TABLE.format(kind="ext4"))
    return path


class TestAFolder:
    @pytest.mark.parametrize(
        "kind", ["cifs", "smb3", "nfs", "nfs4", "9p", "drvfs", "fuse.sshfs", "fuse", "virtiofs"]
    )
    def test_on_another_machine_is_deaf(self, table: Path, kind: str) -> None:
        table.write_text(_TABLE.format(kind=kind))
        assert not reaches_inotify(Path("/srv/drop/kita"), table)

    @pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "overlay", "tmpfs", "zfs", "fuseblk"])
    def test_on_this_machine_hears(self, table: Path, kind: str) -> None:
        table.write_text(_TABLE.format(kind=kind))
        assert reaches_inotify(Path("/srv/drop/kita"), table)

    def test_with_one_deaf_folder_below_it_is_deaf(self, table: Path) -> None:
        assert not reaches_inotify(Path("/srv"), table)

    def test_beside_a_deaf_one_hears(self, table: Path) -> None:
        assert reaches_inotify(Path("/srv/dropped"), table)

    def test_may_have_a_blank_in_its_name(self, table: Path) -> None:
        assert not reaches_inotify(Path("/srv/with blank/kita"), table)

    def test_is_what_was_mounted_last(self, table: Path) -> None:
        assert reaches_inotify(Path("/srv/over"), table)


class TestAMachine:
    def test_without_a_list_of_mounts_is_deaf(self, tmp_path: Path) -> None:
        assert not reaches_inotify(tmp_path, tmp_path / "none")

    def test_with_an_odd_list_of_mounts_does_not_fail(self, tmp_path: Path) -> None:
        (tmp_path / "odd").write_text("\nno mount\n1 2 3 4\n - ext4\n")
        assert not reaches_inotify(tmp_path, tmp_path / "odd")
