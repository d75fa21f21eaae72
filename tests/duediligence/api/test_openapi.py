"""The committed description is the API's own, and it can be read and tried out."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver

from duediligence.api.urls import urlpatterns
from duediligence.api.views.documentation import DESCRIPTION

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(DESCRIPTION.read_text(encoding="utf-8"))
    return content


def operations(described: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]


def test_committed_description_is_what_the_code_says(tmp_path: Path) -> None:
    written = tmp_path / "openapi.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(written), stdout=io.StringIO())
    assert written.read_text(encoding="utf-8") == DESCRIPTION.read_text(encoding="utf-8"), "run `make schema`"


def test_every_address_is_described(described: dict[str, Any]) -> None:
    left_out = {"openapi", "docs", "root", "nothing"}
    routes = {
        "/api/v1/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern))
        for pattern in urlpatterns
        if pattern.name not in left_out
    }
    assert set(described["paths"]) == routes


def test_version_and_scheme(described: dict[str, Any]) -> None:
    assert described["openapi"] == "3.1.0"
    assert described["components"]["securitySchemes"]["apiKey"]["scheme"] == "bearer"


def test_every_operation_asks_for_a_key_but_the_kinds_of_problems(described: dict[str, Any]) -> None:
    open_to_all = {
        path for path, _, operation in operations(described) if operation.get("security") != [{"apiKey": []}]
    }
    assert open_to_all == {"/api/v1/problems/{code}"}


def test_every_refusal_is_a_problem_document(described: dict[str, Any]) -> None:
    for _, _, operation in operations(described):
        for status, response in operation["responses"].items():
            if status >= "400":
                assert response["content"] == {
                    "application/problem+json": {
                        "schema": {"$ref": "#/components/schemas/Problem"},
                        **response["content"]["application/problem+json"],
                    }
                }


def test_every_answer_carries_the_request_id(described: dict[str, Any]) -> None:
    for _, _, operation in operations(described):
        assert all("X-Request-ID" in response["headers"] for response in operation["responses"].values())


def test_every_post_asks_for_an_idempotency_key(described: dict[str, Any]) -> None:
    for _, method, operation in operations(described):
        required = {p["name"] for p in operation["parameters"] if p["in"] == "header" and p.get("required")}
        assert ("Idempotency-Key" in required) == (method == "post")


def test_every_operation_has_an_example(described: dict[str, Any]) -> None:
    for path, _, operation in operations(described):
        if path != "/api/v1/problems/{code}" and not path.endswith("/files/{sha256}"):
            done = operation["responses"].get("200") or operation["responses"]["201"]
            assert done["content"]["application/json"]["examples"]


def test_what_is_sent_is_closed(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    assert {schema.get("additionalProperties") for name, schema in schemas.items() if name.endswith("Request")} == {
        False
    }


def test_nothing_masked_is_described() -> None:
    text = DESCRIPTION.read_text(encoding="utf-8").lower()
    assert not [word for word in ("nationality", "religion", "race", "culture", "owner", "hits") if word in text]


@pytest.mark.django_db
def test_description_is_served() -> None:
    response = Client().get("/api/v1/openapi.yaml")
    assert (response.status_code, response.content) == (200, DESCRIPTION.read_bytes())
    assert Client().post("/api/v1/openapi.yaml").status_code == 405


@pytest.mark.django_db
def test_the_page_to_try_it_out_keeps_to_the_content_security_policy() -> None:
    response = Client().get("/api/v1/docs/")
    page = response.content.decode()
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert response.status_code == 200
    assert "<style" not in page
    assert not re.search(r"\sstyle=|\son\w+=", page)
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL)
    assert scripts
    assert all(' src="/' in attributes and not text.strip() for attributes, text in scripts)


@pytest.mark.django_db
def test_the_script_of_the_page_is_served_apart() -> None:
    response = Client().get("/api/v1/docs/?script=")
    assert response["Content-Type"] == "application/javascript"
    assert '"/api/v1/openapi.yaml"' in response.content.decode().replace("\\u002D", "-")


def test_the_api_is_where_it_is_said_to_be() -> None:
    assert get_resolver().resolve("/api/v1/programmes").view_name == "api:programmes"
