"""Each reader: what it takes, what it refuses and the one line it then says."""

import os
from pathlib import Path

import pytest

from config.env import ConfigurationError, Environment


def refusal(error: pytest.ExceptionInfo[ConfigurationError]) -> str:
    line = str(error.value.code)
    assert "\n" not in line
    return line.removeprefix("Configuration error: ")


class TestText:
    def test_returns_the_value_without_blanks_around_it(self) -> None:
        assert Environment({"NAME": "  value "}).text("NAME") == "value"

    @pytest.mark.parametrize("variables", [{}, {"NAME": ""}, {"NAME": "  "}])
    def test_empty_counts_as_missing(self, variables: dict[str, str]) -> None:
        assert Environment(variables).text("NAME", "default") == "default"

    def test_refuses_a_missing_value_without_default(self) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({}).text("NAME")
        assert refusal(error) == "NAME is missing; set it in the environment (see .env.example)"
        assert error.value.name == "NAME"

    def test_reads_the_process_environment_by_default(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DD_TEST_NAME", "from the process")
        assert Environment().text("DD_TEST_NAME") == "from the process"


class TestSecret:
    def test_reads_the_variable(self) -> None:
        assert Environment({"KEY": "s3cret"}).secret("KEY") == "s3cret"

    def test_reads_the_named_file_without_its_last_line_end(self, tmp_path: Path) -> None:
        (tmp_path / "key").write_text("s3cret\n")
        assert Environment({"KEY_FILE": str(tmp_path / "key")}).secret("KEY") == "s3cret"

    def test_takes_the_default_whatever_its_length(self) -> None:
        assert Environment({}).secret("KEY", "", min_length=40) == ""

    def test_refuses_both_ways_at_once(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({"KEY": "a", "KEY_FILE": str(tmp_path)}).secret("KEY")
        assert refusal(error) == "KEY is set twice: give either KEY or KEY_FILE"

    def test_refuses_a_missing_secret(self) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({}).secret("KEY", min_length=40)
        assert refusal(error) == "KEY is missing; set it in the environment (see .env.example)"

    def test_refuses_a_short_secret_without_showing_it(self) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({"KEY": "hunter2"}).secret("KEY", min_length=40)
        assert refusal(error) == "KEY is too short: it needs at least 40 characters"

    def test_refuses_a_file_that_is_not_there(self) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({"KEY_FILE": "/nowhere/key"}).secret("KEY")
        assert refusal(error) == "KEY_FILE names a file that cannot be read: '/nowhere/key'"

    def test_refuses_a_file_that_is_no_text(self, tmp_path: Path) -> None:
        (tmp_path / "key").write_bytes(b"\xff\xfe\x00")
        with pytest.raises(ConfigurationError, match="KEY_FILE names a file that cannot be read"):
            Environment({"KEY_FILE": str(tmp_path / "key")}).secret("KEY")

    def test_refuses_an_empty_file(self, tmp_path: Path) -> None:
        (tmp_path / "key").write_text("\n")
        with pytest.raises(ConfigurationError, match="KEY_FILE names an empty file"):
            Environment({"KEY_FILE": str(tmp_path / "key")}).secret("KEY")


class TestBoolean:
    @pytest.mark.parametrize("value", ["1", "true", "TRUE", "yes", "On"])
    def test_true(self, value: str) -> None:
        assert Environment({"FLAG": value}).boolean("FLAG", default=False) is True

    @pytest.mark.parametrize("value", ["0", "false", "False", "no", "OFF"])
    def test_false(self, value: str) -> None:
        assert Environment({"FLAG": value}).boolean("FLAG", default=True) is False

    @pytest.mark.parametrize("default", [True, False])
    def test_default(self, default: bool) -> None:
        assert Environment({}).boolean("FLAG", default) is default

    def test_refuses_anything_else(self) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({"FLAG": "maybe\nnot"}).boolean("FLAG", default=False)
        assert refusal(error) == r"FLAG must be true or false, not 'maybe\nnot'"

    def test_a_long_value_is_shortened_in_the_message(self) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({"FLAG": "x" * 10_000}).boolean("FLAG", default=False)
        assert refusal(error) == f"FLAG must be true or false, not '{'x' * 40}…'"


class TestInteger:
    @pytest.mark.parametrize(("value", "number"), [("1", 1), ("65535", 65535), ("+80", 80), ("", 587)])
    def test_reads_a_number_within_its_bounds(self, value: str, number: int) -> None:
        assert Environment({"PORT": value}).integer("PORT", 587, minimum=1, maximum=65535) == number

    @pytest.mark.parametrize("value", ["0", "65536", "-1"])
    def test_refuses_a_number_out_of_bounds(self, value: str) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({"PORT": value}).integer("PORT", 587, minimum=1, maximum=65535)
        assert refusal(error) == f"PORT must be between 1 and 65535, not {value}"

    @pytest.mark.parametrize("value", ["http", "80.0", "8_000", "８０", "9" * 5000])
    def test_refuses_what_is_no_plain_whole_number(self, value: str) -> None:
        with pytest.raises(ConfigurationError, match="PORT must be a whole number, not "):
            Environment({"PORT": value}).integer("PORT", 587, minimum=1, maximum=65535)


class TestChoice:
    def test_returns_one_of_the_choices(self) -> None:
        assert Environment({"LOG": "INFO"}).choice("LOG", "DEBUG", ["DEBUG", "INFO"]) == "INFO"

    def test_refuses_another(self) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({"LOG": "LOUD"}).choice("LOG", "INFO", ["DEBUG", "INFO"])
        assert refusal(error) == "LOG must be one of DEBUG, INFO, not 'LOUD'"


class TestListing:
    @pytest.mark.parametrize(("value", "items"), [("a, b,,c ", ["a", "b", "c"]), ("", ["x", "y"]), (",", [])])
    def test_splits_at_commas(self, value: str, items: list[str]) -> None:
        assert Environment({"HOSTS": value}).listing("HOSTS", ["x", "y"]) == items


class TestRate:
    @pytest.mark.parametrize("value", ["600/min", "10/s", "1/day"])
    def test_returns_a_rate(self, value: str) -> None:
        assert Environment({"RATE": value}).rate("RATE", "1/s") == value

    @pytest.mark.parametrize("value", ["600", "0/min", "many/min", "10/minutes", "10/mont", "-1/s"])
    def test_refuses_what_would_not_limit(self, value: str) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({"RATE": value}).rate("RATE", "1/s")
        assert refusal(error) == f"RATE must be a rate such as 600/min, not {value!r}"


class TestUrl:
    @pytest.mark.parametrize("value", ["redis://127.0.0.1:6379/0", "rediss://:password@cache/1", ""])
    def test_returns_the_address(self, value: str) -> None:
        assert Environment({"REDIS_URL": value}).url("REDIS_URL", ["redis", "rediss"]) == value

    @pytest.mark.parametrize(
        "value",
        [
            "127.0.0.1:6379",
            "http://cache",
            "redis://",
            "redis://:6379",
            "redis://h:port",
            "redis://[::1",
            "redis://h:0",
        ],
    )
    def test_refuses_without_showing_the_value(self, value: str) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({"REDIS_URL": value}).url("REDIS_URL", ["redis", "rediss"])
        assert refusal(error) == "REDIS_URL must be an address starting with redis:// or rediss:// and naming a host"


class TestOrigin:
    @pytest.mark.parametrize("value", ["https://rs.example.ac.jp", "https://rs.example.ac.jp/"])
    def test_drops_the_slash_at_the_end(self, value: str) -> None:
        assert Environment({"SITE_URL": value}).origin("SITE_URL", "http://localhost") == "https://rs.example.ac.jp"

    @pytest.mark.parametrize(
        "value", ["https://h/path", "https://h?q=1", "https://h#top", "https://me@h", "https://two words", "https://*"]
    )
    def test_refuses_more_than_an_origin(self, value: str) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({"SITE_URL": value}).origin("SITE_URL", "http://localhost")
        assert refusal(error) == "SITE_URL must be scheme, host and port only, such as https://example.ac.jp"


class TestFolder:
    def test_makes_the_folder_for_this_account_only(self, tmp_path: Path) -> None:
        path = Environment({"DATA_DIR": str(tmp_path / "new")}).folder("DATA_DIR", tmp_path)
        assert path == tmp_path / "new"
        assert path.stat().st_mode & 0o777 == 0o700

    def test_keeps_a_folder_that_exists(self, tmp_path: Path) -> None:
        assert Environment({}).folder("DATA_DIR", tmp_path) == tmp_path

    def test_refuses_a_place_where_no_folder_can_be(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(ConfigurationError, match=r"DATA_DIR names a folder that cannot be made: .*Not a directory"):
            Environment({"DATA_DIR": str(tmp_path / "file" / "below")}).folder("DATA_DIR", tmp_path)

    @pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to the superuser")
    def test_refuses_a_folder_that_cannot_be_written(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o500)
        with pytest.raises(ConfigurationError, match="DATA_DIR names a folder that cannot be written"):
            Environment({}).folder("DATA_DIR", tmp_path)


class TestDatabase:
    def test_is_sqlite_at_the_given_path_by_default(self, tmp_path: Path) -> None:
        path = tmp_path / "a folder+" / "db.sqlite3"
        path.parent.mkdir()
        assert Environment({}).database("DATABASE_URL", path)["NAME"] == str(path)

    def test_takes_the_pool_size_from_its_own_variable(self, tmp_path: Path) -> None:
        variables = {"DATABASE_URL": "postgresql://db/office", "DATABASE_POOL_SIZE": "3"}
        settings = Environment(variables).database("DATABASE_URL", tmp_path / "db.sqlite3")
        assert settings["OPTIONS"]["pool"]["max_size"] == 3

    def test_refuses_without_showing_the_password(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({"DATABASE_URL": "mysql://me:hunter2@db/x"}).database("DATABASE_URL", tmp_path)
        assert refusal(error) == "DATABASE_URL must start with sqlite:/// or postgresql://"


class TestEncryptionKeys:
    KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="

    def test_reads_the_keys_in_order(self) -> None:
        other = self.KEY.replace("M", "N", 1)
        assert Environment({"KEYS": f"{self.KEY}, {other}"}).encryption_keys("KEYS", ["s"]) == [self.KEY, other]

    def test_derives_one_key_of_each_secret(self) -> None:
        first = Environment({}).encryption_keys("KEYS", ["secret"])
        assert Environment({}).encryption_keys("KEYS", ["new", "secret"])[1:] == first
        assert Environment({}).encryption_keys("OTHER", ["secret"]) != first

    @pytest.mark.parametrize("key", ["short", KEY[:-4], "ä" * 44])
    def test_refuses_what_is_no_key_without_showing_it(self, key: str) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({"KEYS": key}).encryption_keys("KEYS", ["s"])
        assert refusal(error) == "KEYS must be Fernet keys: 32 bytes in URL-safe base64"
