"""Entries keep their identity from edition to edition, also on lists that give them none.

Where the publisher prints no identifier, an importer derives one from country and name, and a rename would make a new
entry of an old one. So the identity found by linking replaces the derived one while the edition is being read.
"""

from screening.enums import EditionState, LinkVerdict
from screening.importers.importer import derived_uid
from screening.lists.linking import Settled, link
from screening.lists.namesakes import renumbered
from screening.lists.printed import name_key, printed_entries
from screening.lists.suspicion import neighbours
from screening.models import Entry, ListEdition, ListSource, SettledLink

Names = dict[str, str]


def carry_identity(edition: ListEdition) -> int:
    """Give entries without an identifier of their own the identity they have in the editions next to this one.

    Those in use come first; those that wait, such as the earlier ones of the same file, say what is left.
    """
    if not edition.entries.filter(uid_is_stable=False).exists():
        return 0
    carried: set[str] = set()
    for neighbour in (*neighbours(edition), *neighbours(edition, EditionState.HELD)):
        carried |= _carry_from(neighbour, edition, done=carried)
    return len(carried)


def settled_links(source: ListSource) -> Settled:
    """Return the newest answer to each question that was put to a person."""
    answers = {
        (one.before_uid, one.after_uid): one.verdict for one in SettledLink.objects.filter(source=source).order_by("pk")
    }
    same = frozenset(pair for pair, verdict in answers.items() if verdict == LinkVerdict.SAME)
    return Settled(same, frozenset(answers) - same)


def _carry_from(neighbour: ListEdition, edition: ListEdition, *, done: set[str]) -> set[str]:
    if not done:
        _rename(edition, renumbered(_hashes(neighbour), _hashes(edition)))
    known, own = _main_names(neighbour, is_open=True), _main_names(edition, is_open=True)
    agreed = {uid for uid, name in own.items() if uid in known and name_key(name) == name_key(known[uid])}
    missing, new = set(known) - agreed - done, set(own) - agreed - done
    if not missing or not new:
        return set()
    before = list(printed_entries(neighbour.pk, missing))
    after = list(printed_entries(edition.pk, new))
    carried = {one.after.uid: one.before.uid for one in link(before, after, settled_links(edition.source)).same}
    _rename(edition, {old: uid for old, uid in carried.items() if old != uid})
    return set(carried.values())


def _rename(edition: ListEdition, carried: dict[str, str]) -> None:
    rows = dict(edition.entries.filter(uid__in=[*carried, *carried.values()]).values_list("uid", "pk"))
    # Somebody new under an old name: its derived identity belongs to another entry by now.
    evicted = {uid: derived_uid(uid, edition.label) for uid in carried.values() if uid in rows and uid not in carried}
    moves = {rows[old]: new for old, new in {**evicted, **carried}.items()}
    for pk in moves:
        Entry.objects.filter(pk=pk).update(uid=f"moving-{pk}")
    for pk, uid in moves.items():
        Entry.objects.filter(pk=pk).update(uid=uid)


def _hashes(edition: ListEdition) -> Names:
    return dict(edition.entries.filter(uid_is_stable=False).order_by("pk").values_list("uid", "content_hash"))


def _main_names(edition: ListEdition, *, is_open: bool = False) -> Names:
    entries = edition.entries.filter(uid_is_stable=False) if is_open else edition.entries.all()
    return dict(entries.values_list("uid", "primary_name"))
