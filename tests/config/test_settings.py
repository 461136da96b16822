"""Settings: a mistake is refused by name, and values come from where the manual says."""

from pathlib import Path

import pytest

from config.settings import Settings, SettingsError


class TestWhereAValueComesFrom:
    def test_the_default_serves_an_office_that_sets_nothing(self, tmp_path: Path) -> None:
        assert Settings.load(tmp_path).quiet_s == 2.0

    def test_the_file_in_the_office_folder_overrides_the_default(self, tmp_path: Path) -> None:
        (tmp_path / "hikae.toml").write_text("quiet_s = 5.0\n")
        assert Settings.load(tmp_path).quiet_s == 5.0

    def test_the_environment_overrides_the_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "hikae.toml").write_text("quiet_s = 5.0\n")
        monkeypatch.setenv("HIKAE_QUIET_S", "7")
        assert Settings.load(tmp_path).quiet_s == 7.0

    def test_a_file_that_the_environment_names_holds_the_value(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        secret = tmp_path / "secret"
        secret.write_text("postgresql://hikae:open-sesame@db/hikae\n")
        monkeypatch.setenv("HIKAE_DATABASE_FILE", str(secret))
        (tmp_path / "hikae.toml").write_text('database = "postgresql://other/other"\n')
        settings = Settings.load(tmp_path)
        assert settings.database_url == "postgresql://hikae:open-sesame@db/hikae"
        assert "open-sesame" not in repr(settings)

    def test_of_the_database_is_a_file_in_the_office_if_nobody_names_one(
        self, tmp_path: Path
    ) -> None:
        assert Settings.load(tmp_path).database_url == f"sqlite:///{tmp_path}/hikae.db"


class TestAMistake:
    def test_a_value_given_twice_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "key").write_text("one")
        monkeypatch.setenv("HIKAE_STORE_SECRET_KEY_FILE", str(tmp_path / "key"))
        monkeypatch.setenv("HIKAE_STORE_SECRET_KEY", "another")
        with pytest.raises(SettingsError, match="HIKAE_STORE_SECRET_KEY") as caught:
            Settings.load(tmp_path)
        assert "another" not in str(caught.value)

    def test_a_file_that_is_not_there_is_refused_by_the_name_of_its_setting(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HIKAE_DATABASE_FILE", str(tmp_path / "nowhere"))
        with pytest.raises(SettingsError, match="HIKAE_DATABASE_FILE"):
            Settings.load(tmp_path)

    def test_in_the_environment_is_refused_with_the_name_that_was_meant(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HIKAE_QUITE_S", "7")
        with pytest.raises(SettingsError, match="HIKAE_QUIET_S"):
            Settings.load(tmp_path)

    def test_in_the_file_is_refused_by_name(self, tmp_path: Path) -> None:
        (tmp_path / "hikae.toml").write_text("quite_s = 5.0\n")
        with pytest.raises(SettingsError, match="quite_s"):
            Settings.load(tmp_path)

    def test_a_value_out_of_bounds_is_refused_by_name(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HIKAE_WORKERS", "0")
        with pytest.raises(SettingsError, match="workers"):
            Settings.load(tmp_path)

    def test_a_file_that_is_no_toml_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "hikae.toml").write_text("quiet_s = = 5")
        with pytest.raises(SettingsError, match="TOML"):
            Settings.load(tmp_path)


def test_every_setting_says_what_it_is_for() -> None:
    assert [n for n, field in Settings.model_fields.items() if not field.description] == []
