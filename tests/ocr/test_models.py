"""The nets are files we know; one that is missing or exchanged is named, never used."""

from dataclasses import replace

import pytest

from ocr import models
from ocr.errors import NoModelError


@pytest.mark.parametrize("model", models.ALL, ids=lambda model: model.name)
def test_every_net_is_installed_and_the_one_we_know(model: models.Model) -> None:
    assert models.content(model)


@pytest.mark.parametrize(
    "strange",
    [
        replace(models.TINY_LETTERS, sha256="0" * 64),
        replace(models.TINY_LETTERS, file="models/none.onnx"),
    ],
)
def test_another_file_is_refused(strange: models.Model) -> None:
    with pytest.raises(NoModelError, match="script/setup"):
        models.content(strange)


@pytest.mark.parametrize(
    ("letters", "count"), [(models.SMALL_LETTERS, 18710), (models.TINY_LETTERS, 6906)]
)
def test_each_answer_stands_for_a_letter(letters: models.Model, count: int) -> None:
    known = models.letters(letters)
    assert len(known) == count
    assert (known[0], known[-1]) == ("", " ")
