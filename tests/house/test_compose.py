"""compose.yaml, compose.one.yaml and the Dockerfile start what there is, and start it safely.

`compose-spec.json` is the schema of the Compose Specification (Apache-2.0, by the authors of
github.com/compose-spec/compose-spec), as check-jsonschema 0.39.0 carries it.
"""

import json
import re
import shutil
import stat
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_group

from config.settings import PREFIX, Settings
from hikae.cli import command_line
from tests.house.json_schema import Schema

ROOT = Path(__file__).parents[2]
FILES = ("compose.yaml", "compose.one.yaml")
ROLES = ("watch", "work", "console")
ONCE = ("migrate", "store-fsync")
Service = dict[str, Any]


def read(file: str) -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / file).read_text("utf-8")))


WHOLE = read("compose.yaml")
SERVICES: dict[str, Service] = WHOLE["services"]
EVERY = [
    pytest.param(service, id=f"{file}:{name}")
    for file in FILES
    for name, service in read(file)["services"].items()
]
OURS = [
    pytest.param(service, id=f"{file}:{name}")
    for file in FILES
    for name, service in read(file)["services"].items()
    if service["image"].startswith("hikae:")
]
LASTING = [pytest.param(SERVICES[name], id=name) for name in SERVICES if name not in ONCE]


@pytest.mark.parametrize("file", FILES)
def test_the_file_is_of_the_official_form(file: str) -> None:
    schema = Schema(json.loads((ROOT / "tests/house/compose-spec.json").read_text("utf-8")))
    assert list(schema.problems(read(file))) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"services": {"a": {"image": 3}}},
        {"services": {"a": {"imag": "a:1"}}},
        {"services": {"a": {"depends_on": {"b": {"condition": "service_happy"}}}}},
        {"services": {"a": {"secrets": [{"source": "b", "traget": "c"}]}}},
        {"services": {"a": {"cap_drop": ["ALL", "ALL"]}}},
        {"sercives": {}},
    ],
    ids=json.dumps,
)
def test_a_mistake_against_the_official_form_is_found(wrong: dict[str, Any]) -> None:
    schema = Schema(json.loads((ROOT / "tests/house/compose-spec.json").read_text("utf-8")))
    assert list(schema.problems(wrong)) != []


@pytest.mark.parametrize("service", EVERY)
class TestEveryContainer:
    def test_is_made_from_an_exact_version(self, service: Service) -> None:
        assert re.search(r":\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?$", service["image"])

    def test_may_not_write_its_own_files(self, service: Service) -> None:
        assert service["read_only"] is True
        assert any(place.split(":")[0] == "/tmp" for place in service["tmpfs"])  # noqa: S108

    def test_has_no_rights_and_gets_none(self, service: Service) -> None:
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert not {"cap_add", "privileged", "pid", "ipc", "devices"} & service.keys()

    def test_does_not_run_as_root(self, service: Service) -> None:
        user, group = map(int, service["user"].split(":"))
        assert min(user, group) > 0

    def test_is_reached_from_this_machine_only_and_only_by_the_status_page(
        self, service: Service
    ) -> None:
        if "ports" in service:
            assert service["ports"] == ["127.0.0.1:8420:8420"]
            assert service["command"][0] in {"console", "serve"}

    def test_holds_no_secret_in_its_environment(self, service: Service) -> None:
        environment = service.get("environment", {})
        secret = re.compile(r"PASSWORD|SECRET|KEY|KEK|TOKEN|DATABASE$")
        found = {name for name in environment if secret.search(name) and name[-5:] != "_FILE"}
        assert found <= {"HIKAE_STORE_ACCESS_KEY"}  # a name, no secret


@pytest.mark.parametrize("service", OURS)
class TestAContainerOfOurs:
    def test_runs_a_command_that_there_is(self, service: Service) -> None:
        assert service["command"][0] in get_group(command_line()).commands

    def test_is_of_this_version(self, service: Service) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        assert service["image"] == f"hikae:{project['version']}"

    def test_is_given_settings_that_there_are(self, service: Service) -> None:
        names = {PREFIX + name.upper() for name in Settings.model_fields}
        given = {name.removesuffix("_FILE") for name in service["environment"]}
        assert given - names == set()

    def test_runs_as_the_user_of_the_image(self, service: Service) -> None:
        assert service["user"] == "10001:10001"


@pytest.mark.parametrize("service", LASTING)
class TestAContainerThatLasts:
    def test_says_whether_it_is_well(self, service: Service) -> None:
        assert service["healthcheck"]["test"][0] == "CMD"
        assert service["healthcheck"]["start_period"]

    def test_starts_again_and_is_given_time_to_end(self, service: Service) -> None:
        assert service["restart"] == "unless-stopped"
        assert int(service["stop_grace_period"].removesuffix("s")) >= 40


class TestTheRoles:
    def test_are_all_there(self) -> None:
        assert {SERVICES[role]["command"][0] for role in ROLES} == set(ROLES)

    @pytest.mark.parametrize("role", ROLES)
    def test_start_when_the_migration_has_ended_well(self, role: str) -> None:
        needs = SERVICES[role]["depends_on"]
        assert needs["migrate"] == {"condition": "service_completed_successfully"}

    @pytest.mark.parametrize("role", ROLES)
    def test_are_asked_for_their_health_where_they_tell_it(self, role: str) -> None:
        port = SERVICES[role]["environment"]["HIKAE_HEALTH_PORT"]
        assert f":{port}/health" in SERVICES[role]["healthcheck"]["test"][-1]

    def test_share_only_database_and_store(self) -> None:
        places = {
            role: {volume["source"] for volume in SERVICES[role].get("volumes", [])}
            for role in ROLES
        }
        assert places == {"watch": {"./office"}, "work": set(), "console": set()}

    @pytest.mark.parametrize("role", ["work", "console", "migrate"])
    def test_other_than_the_watcher_leave_nothing_behind(self, role: str) -> None:
        home = SERVICES[role]["environment"]["HIKAE_HOME"]
        assert any(place.split(":")[0] == home for place in SERVICES[role]["tmpfs"])

    def test_workers_are_several_each_with_a_name_of_its_own(self) -> None:
        work = SERVICES["work"]
        assert work["deploy"]["replicas"] >= 2
        assert not {"hostname", "container_name", "ports"} & work.keys()

    def test_do_not_make_a_folder_that_only_root_may_write(self) -> None:
        assert [v["bind"] for v in SERVICES["watch"]["volumes"]] == [{"create_host_path": False}]


class TestTheDatabase:
    def test_takes_a_password_from_a_file_and_checks_its_pages(self) -> None:
        environment = SERVICES["database"]["environment"]
        assert environment["POSTGRES_PASSWORD_FILE"].startswith("/run/secrets/")
        wanted = {"--data-checksums", "--auth-local=scram-sha-256", "--auth-host=scram-sha-256"}
        assert wanted <= set(environment["POSTGRES_INITDB_ARGS"].split())

    def test_writes_through_to_the_disk(self) -> None:
        wanted = {"-cfsync=on", "-cfull_page_writes=on", "-csynchronous_commit=on"}
        assert wanted <= set(SERVICES["database"]["command"])

    def test_logs_no_values_of_a_row(self) -> None:
        wanted = {"-clog_error_verbosity=terse", "-clog_min_error_statement=panic"}
        assert wanted <= set(SERVICES["database"]["command"])

    def test_gives_the_office_a_role_that_is_no_administrator(self) -> None:
        statements = (ROOT / "config/postgres/office.sql").read_text("utf-8")
        assert "CREATE ROLE hikae LOGIN PASSWORD" in statements
        assert "SUPERUSER" not in statements


class TestTheStore:
    def test_only_its_s3_port_can_be_reached(self) -> None:
        store = SERVICES["store"]
        assert {"-ip.bind=127.0.0.1", "-s3.ip.bind=0.0.0.0"} <= set(store["command"])
        bound = [option for option in store["command"] if "bind" in option]
        assert len(bound) == 2
        assert "ports" not in store

    def test_asks_for_a_certificate_at_the_grpc_port_beside_it(self) -> None:
        security = tomllib.loads((ROOT / "config/seaweedfs/security.toml").read_text("utf-8"))
        assert security["grpc"]["ca"] == security["grpc"]["s3"]["cert"] != ""

    def test_asks_for_keys_between_its_parts(self) -> None:
        jwt = tomllib.loads((ROOT / "config/seaweedfs/security.toml").read_text("utf-8"))["jwt"]
        assert set(jwt) == {"signing", "filer_signing"}
        assert all(part["key"] and part["read"]["key"] for part in jwt.values())

    def test_tells_nobody_about_us(self) -> None:
        assert "-master.telemetry=false" in SERVICES["store"]["command"]

    def test_makes_no_bucket_by_itself_and_deletes_none_that_holds_something(self) -> None:
        wanted = {"-s3.autoCreateBucket=false", "-s3.allowDeleteBucketNotEmpty=false"}
        assert wanted <= set(SERVICES["store"]["command"])

    def test_keeps_its_names_where_a_crash_does_not_lose_them(self) -> None:
        filer = tomllib.loads((ROOT / "config/seaweedfs/filer.toml").read_text("utf-8"))
        assert {name for name, part in filer.items() if part["enabled"]} == {"sqlite"}
        assert filer["sqlite"]["dbFile"].startswith("/data/")
        assert SERVICES["store"]["image"].split("@")[0].endswith("_full")  # the plain one lacks it

    def test_writes_through_to_the_disk_before_anything_is_put(self) -> None:
        init = SERVICES["store-fsync"]
        assert "fs.configure -locationPrefix=/buckets/ -fsync -apply" in init["command"][0]
        assert init["network_mode"] == "service:store"
        assert "store-fsync" in SERVICES["migrate"]["depends_on"]

    def test_only_the_migration_holds_the_administrators_key(self) -> None:
        holders = {name for name, one in SERVICES.items() if "store_admin_key" in names_of(one)}
        assert holders == {"migrate"}

    def test_the_offices_key_is_for_its_bucket_and_no_administrators(self) -> None:
        known = json.loads((ROOT / "config/seaweedfs/identities.json").read_text("utf-8"))
        actions = {one["name"]: one["actions"] for one in known["identities"]}
        bucket = SERVICES["work"]["environment"]["HIKAE_STORE"].rsplit("/", 1)[1]
        assert SERVICES["work"]["environment"]["HIKAE_STORE_ACCESS_KEY"] == "hikae"
        assert all(action.endswith(f":{bucket}") for action in actions["hikae"])
        assert not any("Admin" in action for action in actions["hikae"])


class TestTheNetworks:
    def test_have_no_way_out_except_where_the_status_page_is_published(self) -> None:
        networks = WHOLE["networks"]
        assert {name for name in networks if not networks[name].get("internal")} == {"desk"}
        on_the_desk = {name for name, one in SERVICES.items() if "desk" in one.get("networks", [])}
        assert on_the_desk == {"console"}

    def test_keep_database_and_store_apart(self) -> None:
        assert SERVICES["database"]["networks"] == ["ledger"]
        assert SERVICES["store"]["networks"] == ["archive"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that script/secrets makes."""
    folder = tmp_path_factory.mktemp("compose") / "secrets"
    make_secrets(folder, check=True)
    return folder


class TestTheSecrets:
    def test_are_those_that_compose_names(self, made: Path) -> None:
        named = {name: Path(secret["file"]) for name, secret in WHOLE["secrets"].items()}
        assert all(file == Path("secrets") / name for name, file in named.items())
        assert {path.name for path in made.iterdir()} == {*named, ".gitignore"}

    def test_are_all_used(self) -> None:
        used = {name for service in SERVICES.values() for name in names_of(service)}
        assert used == set(WHOLE["secrets"])

    def test_can_be_read_by_nobody_else(self, made: Path) -> None:
        modes = {stat.S_IMODE(path.stat().st_mode) for path in made.iterdir()}
        assert modes == {0o600}
        assert stat.S_IMODE(made.stat().st_mode) == 0o700

    def test_belong_to_the_one_user_that_reads_them(self, made: Path) -> None:
        if made.stat().st_uid != 0:
            pytest.skip("only root can give a file away")
        readers = {
            (name, int(service["user"].split(":")[0]))
            for service in SERVICES.values()
            for name in names_of(service)
        }
        assert {(name, (made / name).stat().st_uid) for name in WHOLE["secrets"]} == readers

    def test_leave_no_place_empty_and_none_alike(self, made: Path) -> None:
        keys = re.findall(r"\b[0-9a-f]{64}\b", "".join(p.read_text() for p in made.iterdir()))
        assert len(set(keys)) == 9
        assert "@kek@" not in (made / "store_security").read_text()
        tomllib.loads((made / "store_security").read_text())
        json.loads((made / "store_identities").read_text())

    def test_are_never_written_over(self, made: Path) -> None:
        before = {path: path.read_bytes() for path in made.iterdir()}
        assert make_secrets(made).returncode != 0
        assert {path: path.read_bytes() for path in made.iterdir()} == before

    def test_are_not_sent_to_the_builder_and_not_committed(self, made: Path) -> None:
        assert "secrets" in (ROOT / ".dockerignore").read_text().splitlines()
        assert (made / ".gitignore").read_text() == "*\n"


class TestTheImage:
    @pytest.fixture
    def lines(self) -> list[str]:
        return (ROOT / "Dockerfile").read_text("utf-8").splitlines()

    def test_is_not_root(self, lines: list[str]) -> None:
        assert [line for line in lines if line.startswith("USER ")] == ["USER 10001:10001"]

    def test_is_made_from_an_exact_version(self, lines: list[str]) -> None:
        bases = [line.split()[1] for line in lines if line.startswith("FROM ")]
        assert bases
        assert all(re.search(r":\d+\.\d+-slim(@sha256:[0-9a-f]{64})?$", base) for base in bases)

    def test_installs_what_script_setup_installs(self) -> None:
        setup, image = (ROOT / "script/setup").read_text(), (ROOT / "Dockerfile").read_text()
        wanted = re.search(r'packages="([^"]+)"', setup)
        assert wanted
        assert set(wanted[1].split()) <= set(image.replace("\\", " ").split())


def names_of(service: Service) -> set[str]:
    """Name the secrets that a service is given."""
    given = service.get("secrets", [])
    return {one if isinstance(one, str) else str(one["source"]) for one in given}


def make_secrets(folder: Path, *, check: bool = False) -> subprocess.CompletedProcess[str]:
    if shutil.which("openssl") is None:
        pytest.fail("openssl is missing: run script/setup test")
    command = [str(ROOT / "script/secrets"), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=check)
