"""Hosts, senders, choices and old secrets of the environment."""

import pytest

from config.env import ConfigurationError, Environment

TYPES = ["pdf", "png", "text"]


def refusal(error: pytest.ExceptionInfo[ConfigurationError]) -> str:
    line = str(error.value.code)
    assert "\n" not in line
    return line.removeprefix("Configuration error: ")


class TestHosts:
    @pytest.mark.parametrize(
        ("value", "hosts"),
        [("rs.example.ac.jp, 10.0.0.1", ["rs.example.ac.jp", "10.0.0.1"]), (".example,[::1]", [".example", "[::1]"])],
    )
    def test_returns_names_and_addresses(self, value: str, hosts: list[str]) -> None:
        assert Environment({"HOSTS": value}).hosts("HOSTS", ["localhost"]) == hosts

    def test_takes_the_default(self) -> None:
        assert Environment({}).hosts("HOSTS", ["localhost"]) == ["localhost"]

    @pytest.mark.parametrize(
        ("value", "problem"),
        [
            ("rs.example,*", "HOSTS must name the hosts of this installation, not *"),
            ("https://rs.example", "HOSTS must be hosts without scheme and port, not 'https://rs.example'"),
            ("rs.example:443", "HOSTS must be hosts without scheme and port, not 'rs.example:443'"),
            ("two words", "HOSTS must be hosts without scheme and port, not 'two words'"),
            (",", "HOSTS names no host"),
        ],
    )
    def test_refuses_what_no_request_could_name(self, value: str, problem: str) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({"HOSTS": value}).hosts("HOSTS", ["localhost"])
        assert refusal(error) == problem

    @pytest.mark.parametrize("value", ["mail.example", "192.0.2.1", "[2001:db8::1]", ""])
    def test_returns_one_host(self, value: str) -> None:
        assert Environment({"MAIL": value}).host("MAIL", "") == value

    @pytest.mark.parametrize("value", ["mail host", "smtp://mail", "mail:25"])
    def test_refuses_what_is_no_host(self, value: str) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({"MAIL": value}).host("MAIL", "")
        assert refusal(error) == f"MAIL must be the name or address of a host, not {value!r}"

    @pytest.mark.parametrize("value", ["127.0.0.1:8000", "[::]:80", "localhost:65535", "unix:/run/rs.sock"])
    def test_returns_where_to_listen(self, value: str) -> None:
        assert Environment({"BIND": value}).listening("BIND", "127.0.0.1:1") == value

    @pytest.mark.parametrize("value", ["localhost", "h:0", "h:65536", "h:http", "two words:80", ":80", "unix:rs.sock"])
    def test_refuses_where_nobody_can_listen(self, value: str) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({"BIND": value}).listening("BIND", "127.0.0.1:1")
        assert refusal(error) == f"BIND must be host and port such as 127.0.0.1:8000, not {value!r}"


class TestSender:
    @pytest.mark.parametrize("value", ["office@example.ac.jp", "研究安全 <office@example.ac.jp>", "root@localhost"])
    def test_returns_the_address(self, value: str) -> None:
        assert Environment({"FROM": value}).sender("FROM", "a@b") == value

    @pytest.mark.parametrize("value", ["office", "office@", "<office@example", "office@example>", "a b@c"])
    def test_refuses_what_is_no_address(self, value: str) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({"FROM": value}).sender("FROM", "a@b")
        assert refusal(error) == f"FROM must be an e-mail address, not {value!r}"


class TestChoices:
    @pytest.mark.parametrize(("value", "chosen"), [("pdf", ["pdf"]), ("text, pdf", ["text", "pdf"]), ("", TYPES)])
    def test_returns_some(self, value: str, chosen: list[str]) -> None:
        assert Environment({"TYPES": value}).choices("TYPES", TYPES) == chosen

    @pytest.mark.parametrize(("value", "end"), [("pdf,exe", ", not 'exe'"), ("PDF", ", not 'PDF'"), (",", "")])
    def test_refuses_another(self, value: str, end: str) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({"TYPES": value}).choices("TYPES", TYPES)
        assert refusal(error) == f"TYPES must be some of pdf, png, text{end}"


class TestOldSecrets:
    def test_returns_them_in_order(self) -> None:
        value = f"{'a' * 40},{'b' * 40}"
        assert Environment({"OLD": value}).old_secrets("OLD", min_length=40) == ["a" * 40, "b" * 40]

    def test_refuses_a_short_one_without_showing_it(self) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({"OLD": f"{'a' * 40},short"}).old_secrets("OLD", min_length=40)
        assert refusal(error) == "OLD holds one that is too short: each needs at least 40 characters"


class TestRedis:
    @pytest.mark.parametrize("value", ["redis://127.0.0.1:6379/0", "redis://cache", "redis://cache/", ""])
    def test_returns_the_address(self, value: str) -> None:
        assert Environment({"REDIS": value}).redis("REDIS") == value

    @pytest.mark.parametrize("value", ["redis://:password@cache/zero", "redis://cache/0/1"])
    def test_refuses_what_is_no_database_without_showing_it(self, value: str) -> None:
        with pytest.raises(ConfigurationError) as error:
            Environment({"REDIS": value}).redis("REDIS")
        assert refusal(error) == "REDIS must end with the number of a database, such as /0"
