"""Is there anything on a page? Cheap: a small copy, specks removed, edges left out."""

import cv2
import numpy as np

from ocr.page import Picture

_LOOK_DPI = 75
_MARGIN = 0.04  # of each side: punch holes, dark scanner borders
_INK_DEPTH = 60  # grey levels below the paper
_LEAST_INK = 0.0008  # part of the surface; the emptiest real page seen had three times as much


def is_blank(picture: Picture, dpi: int) -> bool:
    """Say whether a grey page carries no ink worth reading."""
    return ink(picture, dpi) < _LEAST_INK


def ink(picture: Picture, dpi: int) -> float:
    """Give the part of the page that is covered with ink."""
    scale = min(_LOOK_DPI / dpi, 1.0)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    height, width = small.shape
    y, x = int(height * _MARGIN), int(width * _MARGIN)
    inner = cv2.medianBlur(np.ascontiguousarray(small[y : height - y, x : width - x]), 3)
    paper = float(np.median(inner))
    return float(np.mean(inner < paper - _INK_DEPTH))
