"""What holds for all tests."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long files, else one process works on them alone at the end."""
    items.sort(key=lambda item: "tests/service/" not in item.nodeid)
