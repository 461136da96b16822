"""compose.yaml and Dockerfile start what there is, safely."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_group

from hikae.cli import command_line

ROOT = Path(__file__).parents[2]


@pytest.fixture
def services() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "compose.yaml").read_text())["services"])


def test_every_service_runs_a_command_of_ours(services: dict[str, Any]) -> None:
    known = get_group(command_line()).commands
    for service in services.values():
        assert service["command"][0] in known


def test_no_image_floats_and_no_container_may_write_its_root(services: dict[str, Any]) -> None:
    for service in services.values():
        assert ":" in service["image"]
        assert not service["image"].endswith(":latest")
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]


def test_the_status_page_is_published_to_this_machine_only(services: dict[str, Any]) -> None:
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_the_image_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER hikae"]
    assert all("latest" not in line for line in lines if line.startswith("FROM"))
