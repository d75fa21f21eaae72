"""Reads the file in which a policy is handed over: JSON in UTF-8, each key once."""

import json
from typing import Any

from duediligence.policy.faults import Fault, PolicyRefused


def read_document(content: bytes) -> Any:
    """Return the plain data of a JSON file. Raises ``PolicyRefused`` when it is none, naming the line."""
    repeated: list[Fault] = []

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        data = dict(pairs)
        if len(data) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            repeated.append(Fault("", "repeated_key", {"key": twice}))
        return data

    try:
        data = json.loads(content.decode("utf-8-sig"), object_pairs_hook=collect)
    except UnicodeDecodeError as error:
        raise PolicyRefused((Fault("", "not_utf8", {"position": error.start}),)) from error
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise PolicyRefused((Fault("", "not_json", place),)) from error
    except (RecursionError, ValueError) as error:
        raise PolicyRefused((Fault("", "not_sensible_json"),)) from error
    if repeated:
        raise PolicyRefused(tuple(repeated))
    return data
