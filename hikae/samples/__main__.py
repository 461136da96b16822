"""`python -m hikae.samples FOLDER --seed 1 --profile demo`: makes a batch of samples."""

import argparse
import sys
from pathlib import Path

from hikae.samples.batch import FolderNotEmptyError, make
from hikae.samples.lettering import JapaneseFontMissingError
from hikae.samples.profiles import Profile


def main() -> int:
    """Make a batch and say where it lies; 1 when it could not be made."""
    parser = argparse.ArgumentParser("python -m hikae.samples", description="Make sample scans.")
    parser.add_argument("folder", type=Path, help="a new folder")
    parser.add_argument("--seed", type=int, default=1, help="same seed, same bytes")
    parser.add_argument("--profile", type=Profile, choices=list(Profile), default=Profile.DEMO)
    parser.add_argument("--sets", type=int, help="how many sets (not for demo)")
    options = parser.parse_args()
    try:
        batch = make(options.folder, options.seed, options.profile, options.sets)
    except (FolderNotEmptyError, JapaneseFontMissingError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    pages = sum(file.n_pages for file in batch.files.values())
    sys.stdout.write(f"{len(batch.scans)} files, {pages} pages, ledger and truth: {batch.folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
