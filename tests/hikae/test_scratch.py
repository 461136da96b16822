"""Working copies vanish with their users."""

import os
import subprocess
import sys
import time
from pathlib import Path

from hikae.scratch import scratch_folder, sweep_scratch


def make_old(folder: Path) -> None:
    hour_ago = time.time() - 3600
    os.utime(folder, (hour_ago, hour_ago))


def test_a_folder_is_gone_when_its_user_is_done(tmp_path: Path) -> None:
    with scratch_folder(tmp_path / "tmp") as folder:
        (folder / "page.pgm").write_bytes(b"a page")
    assert list((tmp_path / "tmp").iterdir()) == []


def test_it_is_for_its_owner_only(tmp_path: Path) -> None:
    with scratch_folder(tmp_path / "tmp") as folder:
        assert folder.stat().st_mode & 0o077 == 0


def test_what_a_killed_user_left_is_swept(tmp_path: Path) -> None:
    code = (
        "import os, sys, pathlib\n"
        "from hikae.scratch import scratch_folder\n"
        "with scratch_folder(pathlib.Path(sys.argv[1])) as folder:\n"
        "    (folder / 'page.pgm').write_bytes(b'a page')\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    [left] = tmp_path.iterdir()
    make_old(left)
    assert sweep_scratch(tmp_path) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_living_users_folder_is_not_touched(tmp_path: Path) -> None:
    with scratch_folder(tmp_path) as folder:
        make_old(folder)
        assert sweep_scratch(tmp_path) == 0
        assert folder.is_dir()


def test_a_folder_made_this_moment_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "young").mkdir()
    assert sweep_scratch(tmp_path) == 0
