"""Readers say of which version they are, and a missing one is no error."""

import pytest

from ocr.models import ALL
from ocr.versions import versions


def test_packages_are_named_with_their_versions() -> None:
    names = [one.split()[0] for one in versions("jpn", "eng")]
    assert names[:3] == ["hikae", "zxing-cpp", "onnxruntime"]


def test_each_net_has_its_digest() -> None:
    said = versions("jpn", "eng")
    assert all(f"{model.name} sha256:{model.sha256}" in said for model in ALL)


@pytest.mark.service
def test_what_tesseract_was_taught_is_told_each_language_once() -> None:
    taught = [one for one in versions("jpn+eng", "eng") if "traineddata" in one]
    assert [one.split()[0] for one in taught] == ["jpn.traineddata", "eng.traineddata"]
    assert all(len(one.split("sha256:")[1]) == 64 for one in taught)


def test_what_is_missing_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert not any("traineddata" in one for one in versions("none", "none"))
