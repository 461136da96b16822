"""Our own sRGB profile is what a colour engine takes for sRGB."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageCms

from archive.icc import srgb_profile


def test_it_is_a_small_version_2_profile_for_rgb() -> None:
    profile = srgb_profile()
    assert int.from_bytes(profile[:4], "big") == len(profile) < 1100
    assert profile[8] == 2
    assert profile[12:24] == b"mntrRGB XYZ "


def test_no_colour_differs_from_srgb() -> None:
    steps = np.linspace(0, 255, 17).astype(np.uint8)
    colours = np.stack(np.meshgrid(steps, steps, steps), -1).reshape(17, -1, 3)
    image = Image.fromarray(colours)
    ours = ImageCms.ImageCmsProfile(BytesIO(srgb_profile()))
    theirs = ImageCms.createProfile("sRGB")
    changed = ImageCms.profileToProfile(image, ours, theirs)
    assert changed is not None
    assert np.abs(np.asarray(changed).astype(int) - colours).max() <= 1
