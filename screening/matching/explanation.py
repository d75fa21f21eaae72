"""Why two names were held to be alike, as plain values that can be stored and shown. Wording is the reader's matter."""

from dataclasses import dataclass
from typing import Any

from screening.matching.alignment import TokenPair
from screening.matching.pairing import PairKind
from screening.matching.qualifiers import Qualifier, QualifierState


@dataclass(frozen=True, slots=True)
class AliasScore:
    """What one printed name of the entry scored against the best-fitting name of the subject."""

    name: str
    score: float
    is_weak: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Codes only: pair kinds, form kinds, qualifier names and states are stable and are translated where they are
    shown."""

    engine_version: str
    name_score: float
    query_form: str
    listed_form: str
    pairs: tuple[TokenPair, ...] = ()
    query_extras: tuple[str, ...] = ()
    listed_extras: tuple[str, ...] = ()
    qualifiers: tuple[Qualifier, ...] = ()
    aliases: tuple[AliasScore, ...] = ()
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "engine_version": self.engine_version,
            "name_score": self.name_score,
            "forms": {"query": self.query_form, "listed": self.listed_form},
            "pairs": [_pair_dict(pair) for pair in self.pairs],
            "extras": {"query": list(self.query_extras), "listed": list(self.listed_extras)},
            "qualifiers": [_qualifier_dict(qualifier) for qualifier in self.qualifiers],
            "aliases": [{"name": alias.name, "score": alias.score, "is_weak": alias.is_weak} for alias in self.aliases],
            "notes": list(self.notes),
        }

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> "Explanation":
        return cls(
            engine_version=stored["engine_version"],
            name_score=stored["name_score"],
            query_form=stored["forms"]["query"],
            listed_form=stored["forms"]["listed"],
            pairs=tuple(TokenPair(**{**pair, "kind": PairKind(pair["kind"])}) for pair in stored["pairs"]),
            query_extras=tuple(stored["extras"]["query"]),
            listed_extras=tuple(stored["extras"]["listed"]),
            qualifiers=tuple(_qualifier(qualifier) for qualifier in stored["qualifiers"]),
            aliases=tuple(AliasScore(**alias) for alias in stored["aliases"]),
            notes=tuple(stored["notes"]),
        )


def _pair_dict(pair: TokenPair) -> dict[str, Any]:
    return {
        "query": pair.query,
        "listed": pair.listed,
        "similarity": pair.similarity,
        "kind": str(pair.kind),
        "weight": pair.weight,
        "words": pair.words,
    }


def _qualifier_dict(qualifier: Qualifier) -> dict[str, Any]:
    return {
        "name": qualifier.name,
        "state": str(qualifier.state),
        "weight": qualifier.weight,
        "query": list(qualifier.query),
        "listed": list(qualifier.listed),
    }


def _qualifier(stored: dict[str, Any]) -> Qualifier:
    return Qualifier(
        stored["name"],
        QualifierState(stored["state"]),
        stored["weight"],
        tuple(stored["query"]),
        tuple(stored["listed"]),
    )
