"""What changed from one edition of a list to another, each change by its class.

A rename is never a removal and an addition: clearances, hits and cases follow an entry through it. Who was really
removed is a proposal to the people who have the cases.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from screening.lists.changes import Change, ChangeKind, changes
from screening.lists.identity import settled_links
from screening.lists.linking import Link, Links, Pair, Settled, is_contested, link
from screening.lists.printed import CHUNK, PrintedEntry, name_key, printed_entries
from screening.models import EntryName, ListEdition
from screening.names.kinds import NameKind


@dataclass(frozen=True, slots=True)
class EntryDelta:
    """One entry that is not in both editions as it was; ``before`` or ``after`` is missing where it was not."""

    before: PrintedEntry | None
    after: PrintedEntry | None
    changes: tuple[Change, ...]

    @property
    def uid(self) -> str:
        known = self.after or self.before
        return known.uid if known else ""

    @property
    def name(self) -> str:
        known = self.after or self.before
        return known.primary_name if known else ""

    def key_of(self, text: str) -> str:
        known = self.after or self.before
        return known.key_of(text) if known else name_key(text)

    @property
    def kinds(self) -> frozenset[ChangeKind]:
        return frozenset(change.kind for change in self.changes)

    @property
    def is_material(self) -> bool:
        return self.kinds != {ChangeKind.COSMETIC}


@dataclass(frozen=True, slots=True)
class Delta:
    """``before`` is empty for the first edition of a list. ``doubtful`` links wait for a person; until then their
    entries count as removed and added. ``new_fields`` are what the earlier edition prints of no entry at all, with the
    number of entries that differ by it."""

    before: ListEdition | None
    after: ListEdition
    entries: tuple[EntryDelta, ...]
    doubtful: tuple[Link, ...] = ()
    unchanged: int = 0
    new_fields: Mapping[str, int] = field(default_factory=dict)

    def counts(self) -> dict[ChangeKind, int]:
        """How many entries have a change of each kind, kinds in their order, those without any left out."""
        found = Counter(kind for entry in self.entries for kind in entry.kinds)
        return {kind: found[kind] for kind in ChangeKind if found[kind]}

    def of_kind(self, kind: ChangeKind) -> list[EntryDelta]:
        return [entry for entry in self.entries if kind in entry.kinds]


@dataclass(slots=True)
class _Sides:
    """The entries that differ: ``both`` by identity, the others on one side only."""

    both: list[tuple[PrintedEntry, PrintedEntry]] = field(default_factory=list)
    gone: list[PrintedEntry] = field(default_factory=list)
    new: list[PrintedEntry] = field(default_factory=list)
    unchanged: int = 0


def delta(before: ListEdition | None, after: ListEdition, *, entries: Sequence[PrintedEntry] | None = None) -> Delta:
    """Return the classed difference between two editions of one list.

    ``entries`` are those of an edition that is still being written; else they are read.
    """
    if before is None:
        new = printed_entries(after.pk) if entries is None else entries
        return Delta(None, after, tuple(EntryDelta(None, entry, (Change(ChangeKind.ADDED),)) for entry in new))
    sides = _sides(before, after) if entries is None else _sides_of(before, entries)
    settled = settled_links(after.source)
    contested = _contested(sides, settled) if entries is None else []
    links = link(sides.gone, sides.new, settled)
    paired = {(one.before.uid, one.after.uid) for one in links.doubtful}
    links.doubtful += [one for one in contested if (one.before.uid, one.after.uid) not in paired]
    pairs = [*sides.both, *((one.before, one.after) for one in links.same)]
    changed = {new.uid: EntryDelta(old, new, tuple(changes(old, new))) for old, new in pairs}
    sides.unchanged += sum(not entry.changes for entry in changed.values())
    altered = [entry for entry in changed.values() if entry.changes]
    kept = _names_kept(sides.gone, after) if entries is None else {}
    asked = settled.different | {(one.before.uid, one.after.uid) for one in links.doubtful}
    found = [*altered, *_one_sided(sides, links, altered, kept, asked)]
    new_fields = _new_fields(before, altered)
    return Delta(before, after, tuple(_with_moves(found)), tuple(links.doubtful), sides.unchanged, new_fields)


def _new_fields(before: ListEdition, altered: Iterable[EntryDelta]) -> dict[str, int]:
    """A publisher who begins to print a column changes every entry that has something in it."""
    gained = Counter(
        change.field
        for entry in altered
        for change in entry.changes
        if change.kind is ChangeKind.ATTRIBUTE_CHANGED
        and not change.before
        and entry.after
        and change.field in entry.after.attributes
    )
    printed = before.entries.order_by()
    return {name: count for name, count in gained.items() if not printed.filter(attributes__has_key=name).exists()}


def _sides(before: ListEdition, after: ListEdition) -> _Sides:
    """Read in full only what can differ: the content hash tells equals apart from the rest."""
    old, new = (dict(edition.entries.values_list("uid", "content_hash")) for edition in (before, after))
    differing = {uid for uid in old.keys() & new.keys() if old[uid] != new[uid]}
    ours = {entry.uid: entry for entry in printed_entries(before.pk, differing | old.keys() - new.keys())}
    theirs = {entry.uid: entry for entry in printed_entries(after.pk, differing | new.keys() - old.keys())}
    return _Sides(
        both=[(ours[uid], theirs[uid]) for uid in theirs if uid in differing],
        gone=[entry for uid, entry in ours.items() if uid not in differing],
        new=[entry for uid, entry in theirs.items() if uid not in differing],
        unchanged=len(old.keys() & new.keys()) - len(differing),
    )


def _sides_of(before: ListEdition, entries: Sequence[PrintedEntry]) -> _Sides:
    ours = {entry.uid: entry for entry in printed_entries(before.pk)}
    theirs = {entry.uid: entry for entry in entries}
    return _Sides(
        both=[(ours[uid], entry) for uid, entry in theirs.items() if uid in ours],
        gone=[entry for uid, entry in ours.items() if uid not in theirs],
        new=[entry for uid, entry in theirs.items() if uid not in ours],
    )


def _contested(sides: _Sides, settled: Settled) -> list[Link]:
    """Take apart what stands under one identifier and may be two; each pair that nobody has answered is doubtful."""
    apart = [
        (old, new)
        for old, new in sides.both
        if (old.uid, new.uid) not in settled.same
        and ((old.uid, new.uid) in settled.different or is_contested(old, new))
    ]
    sides.both = [pair for pair in sides.both if pair not in apart] if apart else sides.both
    sides.gone += [old for old, _new in apart]
    sides.new += [new for _old, new in apart]
    asked = ((old, new) for old, new in apart if (old.uid, new.uid) not in settled.different)
    return [Link(old, new, "uid", 0.0, is_certain=False) for old, new in asked]


def _names_kept(gone: Sequence[PrintedEntry], after: ListEdition) -> dict[str, str]:
    """The bodies that print the main name of one that vanished among their other names, by its key.

    Who went into an entry that had the name already is still listed there. Of people it may be a namesake.
    """
    texts = [entry.primary_name for entry in gone if entry.kind is not NameKind.PERSON]
    printed = EntryName.objects.filter(entry__edition=after, is_weak=False, is_primary=False)
    printed = printed.exclude(entry__kind=NameKind.PERSON)
    kept: dict[str, str] = {}
    for start in range(0, len(texts), CHUNK):
        found = printed.filter(text__in=texts[start : start + CHUNK]).values_list("text", "entry__uid")
        kept |= {name_key(text): uid for text, uid in found}
    return kept


def _one_sided(
    sides: _Sides, links: Links, altered: Sequence[EntryDelta], kept: Mapping[str, str], asked: frozenset[Pair]
) -> Iterator[EntryDelta]:
    """What appeared and what vanished: by itself, out of another entry, into another entry.

    ``kept`` says who has the main name of one that vanished; pairs that a person has been ``asked`` about do not count.
    """
    renamed = {one.after.uid for one in links.same}, {one.before.uid for one in links.same}
    parents = {one.after.uid: one.before.uid for one in links.split} | _taken_out(sides.new, altered)
    homes = {one.before.uid: one.after.uid for one in links.merged} | _taken_in(sides.gone, altered)
    homes = {uid: home for uid, home in _by_main_name(sides.gone, kept).items() if (uid, home) not in asked} | homes
    for entry in sides.new:
        if entry.uid not in renamed[0]:
            parent = parents.get(entry.uid, "")
            yield EntryDelta(None, entry, (Change(_if(parent, ChangeKind.SPLIT, ChangeKind.ADDED), other_uid=parent),))
    for entry in sides.gone:
        if entry.uid not in renamed[1]:
            home = homes.get(entry.uid, "")
            yield EntryDelta(entry, None, (Change(_if(home, ChangeKind.MERGED, ChangeKind.REMOVED), other_uid=home),))


def _if(other: str, linked: ChangeKind, alone: ChangeKind) -> ChangeKind:
    return linked if other else alone


def _taken_out(new: Iterable[PrintedEntry], altered: Iterable[EntryDelta]) -> dict[str, str]:
    """New entries whose main name another entry gave up as an alias."""
    lost = {
        key: entry.before.uid
        for entry in altered
        if entry.before and entry.after
        for key in entry.before.telling_keys() - entry.after.telling_keys()
    }
    return _by_main_name(new, lost)


def _taken_in(gone: Iterable[PrintedEntry], altered: Iterable[EntryDelta]) -> dict[str, str]:
    """Vanished entries whose main name another entry took on as an alias."""
    gained = {
        key: entry.after.uid
        for entry in altered
        if entry.before and entry.after
        for key in entry.after.telling_keys() - entry.before.telling_keys()
    }
    return _by_main_name(gone, gained)


def _by_main_name(entries: Iterable[PrintedEntry], uids: Mapping[str, str]) -> dict[str, str]:
    found = {entry.uid: uids.get(entry.main_key) or uids.get(name_key(entry.primary_name), "") for entry in entries}
    return {uid: other for uid, other in found.items() if other}


def _with_moves(entries: Sequence[EntryDelta]) -> Iterator[EntryDelta]:
    """An alias that one entry lost and another gained has moved."""
    lost: dict[str, set[str]] = defaultdict(set)
    gained: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for change in entry.changes:
            if change.kind is ChangeKind.ALIAS_REMOVED:
                lost[entry.key_of(change.before[0])].add(entry.uid)
            elif change.kind is ChangeKind.ALIAS_ADDED:
                gained[entry.key_of(change.after[0])].add(entry.uid)
        if entry.before is None and entry.after:
            for key in entry.after.telling_keys():
                gained[key].add(entry.uid)
    for entry in entries:
        yield EntryDelta(entry.before, entry.after, tuple(_moved(entry, one, lost, gained) for one in entry.changes))


def _moved(entry: EntryDelta, change: Change, lost: dict[str, set[str]], gained: dict[str, set[str]]) -> Change:
    if change.kind is ChangeKind.ALIAS_REMOVED:
        others = gained[entry.key_of(change.before[0])] - {entry.uid}
    elif change.kind is ChangeKind.ALIAS_ADDED:
        others = lost[entry.key_of(change.after[0])] - {entry.uid}
    else:
        return change
    if not others:
        return change
    return Change(ChangeKind.ALIAS_MOVED, change.field, change.before, change.after, min(others))
