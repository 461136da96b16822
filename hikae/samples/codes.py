"""QR codes and barcodes as pictures, without their quiet zones: whoever pastes leaves room."""

from enum import StrEnum

import numpy as np
import zxingcpp
from PIL import Image


class CodeKind(StrEnum):
    """The two codes that offices print; the words are zxing-cpp's."""

    QR = "QRCode"
    CODE128 = "Code128"


def qr_picture(payload: str, module_px: int, correction: str = "H") -> Image.Image:
    """Draw a QR code; `correction` is L, M, Q or H, which survives the most and is the largest."""
    modules = _modules(
        zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level=correction)
    )
    return modules.resize((modules.width * module_px,) * 2, Image.Resampling.NEAREST)


def code128_picture(payload: str, module_px: int, height_px: int) -> Image.Image:
    """Draw a Code 128 barcode."""
    modules = _modules(zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.Code128))
    return modules.resize((modules.width * module_px, height_px), Image.Resampling.NEAREST)


def decoded(picture: Image.Image) -> frozenset[str]:
    """Give the payloads that zxing-cpp reads on a picture: which codes survived the scanner."""
    wanted = (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128)
    formats = zxingcpp.BarcodeFormats(wanted)
    grey = picture.convert("L")
    return frozenset(code.text for code in zxingcpp.read_barcodes(grey, formats=formats))


def _modules(code: zxingcpp.Barcode) -> Image.Image:
    """Draw one pixel a module."""
    drawn = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    return Image.fromarray(np.array(drawn))
