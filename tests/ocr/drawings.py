"""Pictures drawn for tests: no fonts, so that they look the same everywhere."""

from pathlib import Path

import cv2
import numpy as np
import zxingcpp
from PIL import Image

from ocr.page import Picture

DPI = 200


def sheet(width: int = 1654, height: int = 2339, grey: int = 250) -> Picture:
    """An empty A4 sheet at 200 dpi."""
    return np.full((height, width), grey, np.uint8)


def write(picture: Picture, text: str, left: int, bottom: int, scale: float = 1.0) -> None:
    """Write digits and Latin letters that do not touch; at scale 1 a digit is 23 pixels high."""
    font, pitch = cv2.FONT_HERSHEY_SIMPLEX, round(26 * scale)
    for at, char in enumerate(text):
        where = left + at * pitch, bottom
        cv2.putText(picture, char, where, font, scale, 20, 2, cv2.LINE_AA)


def boxed(picture: Picture, digits: str, left: int, bottom: int, pitch: int = 40) -> None:
    """Write digits, each in a box of its own."""
    for at, digit in enumerate(digits):
        x = left + at * pitch
        cv2.rectangle(picture, (x, bottom - 32), (x + pitch, bottom + 12), 60, 2)
        write(picture, digit, x + 10, bottom)


def in_narrow_boxes(picture: Picture, digits: str, left: int, bottom: int) -> None:
    """Write digits that run into the boxes around them, so that no mark has a digit's shape."""
    for at, digit in enumerate(digits):
        x = left + at * 48
        cv2.rectangle(picture, (x, bottom - 24), (x + 26, bottom + 3), 60, 2)
        write(picture, digit, x, bottom)


def qr_code(text: str) -> Picture:
    """A QR code with its quiet zone."""
    return symbol(text, "QRCode")


def symbol(text: str, symbology: str) -> Picture:
    """A QR code, DataMatrix or Aztec code with its quiet zone."""
    wanted = getattr(zxingcpp.BarcodeFormat, symbology)
    drawn = zxingcpp.create_barcode(text, wanted).to_image(scale=6)
    return np.pad(np.array(drawn, np.uint8), 40, constant_values=255)


def bars(text: str) -> Picture:
    """A Code 128 with its quiet zone."""
    drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128).to_image(scale=3)
    return np.pad(np.repeat(np.array(drawn, np.uint8)[:1], 100, axis=0), 40, constant_values=255)


def put(picture: Picture, drawn: Picture, left: int, top: int, ink: int = 0) -> None:
    """Lay a drawing on a sheet; `ink` is the grey of its black."""
    part = picture[top : top + drawn.shape[0], left : left + drawn.shape[1]]
    np.minimum(part, np.maximum(drawn, ink), out=part)


def saved(picture: Picture, path: Path, dpi: int = DPI) -> Path:
    """Save as the ending says."""
    Image.fromarray(picture).save(path, dpi=(dpi, dpi))
    return path
