"""Names from declarations and from the registry, each with where it comes from."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from duediligence.domain.party import OrganisationInput
from duediligence.domain.subjects import Origin, subjects_of_case
from duediligence.models import Case, Organisation
from duediligence.policy.answers import ItemAnswer
from screening.importers.files import SourceFiles
from screening.lists.load import EditionDates, load
from screening.lists.sources import sync_sources
from screening.models import ListSource
from screening.names.kinds import NameKind
from tests import declaring, factories, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db
PAPER = {
    "date": "2025-01-05",
    "title": "論文",
    "first_author": "見本 一郎",
    "co_authors": "Jane Placeholder; 見本　一郎; -",
}
PROGRAMME = {
    "period": "2019-01/2020-01",
    "programme": "Example Talent Plan",
    "host_country": "X",
    "host_body": "Example Institute",
}


def begin(cast: Cast, tmp_path: Path) -> Case:
    member = factories.member(affiliation=OrganisationInput("Example Institute"))
    return stories.designated_case(cast, tmp_path, factories.programme(), members=(member,))


beginning = begun(begin)


def origins(case: Case) -> dict[str, tuple[Origin, ...]]:
    return {one.subject.names[0].text: one.origins for one in subjects_of_case(case, factories.TODAY)}


def test_declared_names_are_subjects_with_member_item_and_row(case: Case) -> None:
    declaring.declared(
        case,
        case.revision.memberships.get().person,
        career=ItemAnswer(rows=({**declaring.CAREER, "organization": "西都大学"},)),
        education=ItemAnswer(rows=({"month": "2009-03", "content": "西都大学"},)),
        papers=ItemAnswer(rows=(PAPER,)),
        talent_programmes=ItemAnswer(rows=(PROGRAMME,)),
    )

    found = origins(case)

    assert found["西都大学"] == (
        Origin("declared.education", "見本 一郎 (1)"),
        Origin("declared.career", "見本 一郎 (1)"),
    )
    assert found["Jane Placeholder"] == (Origin("declared.papers", "見本 一郎 (1)"),)
    assert found["見本 一郎"] == (Origin("member.pi"), Origin("declared.papers", "見本 一郎 (1)"))
    assert found["Example Institute"] == (
        Origin("affiliation", "見本 一郎"),
        Origin("declared.talent_programmes", "見本 一郎 (1)"),
    )
    kinds = {one.subject.names[0].text: one.subject.kind for one in subjects_of_case(case, factories.TODAY)}
    assert kinds["Example Talent Plan"] is NameKind.UNKNOWN
    assert "-" not in found


def test_a_name_keeps_its_reference_in_another_case(case: Case, cast: Cast) -> None:
    other = factories.case(cast.submitter, into=factories.programme(), members=(factories.member("別の 人"),))
    refs = []
    for one in (case, other):
        career = ItemAnswer(rows=({**declaring.CAREER, "organization": "西都大学"},))
        declaring.declared(one, one.revision.memberships.get().person, career=career)
        refs.append(
            {s.subject.ref for s in subjects_of_case(one, factories.TODAY) if s.subject.names[0].text == "西都大学"}
        )
    assert refs[0] == refs[1]
    assert all(len(ref) <= 80 for ref in refs[0])


def test_masked_items_name_nobody_and_only_the_newest_version_counts(case: Case) -> None:
    person = case.revision.memberships.get().person
    career = ItemAnswer(rows=({**declaring.CAREER, "organization": "誤記大学"},))
    declaring.declared(case, person, career=career, nationality=ItemAnswer(rows=({"nationality": "架空国"},)))
    given, actor = declaring.begun(case, person)
    declaring.fill(given, actor, career=ItemAnswer(rows=(declaring.CAREER,)))
    declaring.file(given, actor, reason="訂正")

    found = origins(case)
    assert "誤記大学" not in found and "架空国" not in found


def test_a_hit_on_a_declared_name_says_which_row_named_it(case: Case, cast: Cast) -> None:
    person = case.revision.memberships.get().person
    declaring.declared(
        case,
        person,
        other_support=ItemAnswer(
            rows=(
                {
                    "month": "2025-09",
                    "content": "奨学金",
                    "provider": "Exemplar Hypersonics",
                    "period": "2025-09/",
                },
            )
        ),
    )
    case.refresh_from_db()
    stories.screened(case)

    assert case.current_run
    hit = case.current_run.hits.get(query_name="Exemplar Hypersonics")
    origin = case.subjects.get(run=case.current_run, subject_ref=hit.subject_ref)
    assert (origin.origin, origin.detail) == ("declared.other_support", "見本 一郎 (1)")


def institution(ror: str, name: str, *parents: str) -> dict[str, Any]:
    names = [{"value": name, "types": ["ror_display", "label"]}, {"value": name[:2].upper(), "types": ["acronym"]}]
    relations = [{"type": "parent", "id": f"https://ror.org/{parent}", "label": "x"} for parent in parents]
    place = {"geonames_details": {"country_code": "CN", "name": "Sample"}}
    return {
        "id": f"https://ror.org/{ror}",
        "names": names,
        "relationships": relations,
        "locations": [place],
        "status": "active",
    }


def test_parents_in_the_registry_are_screened_too(case: Case, tmp_path: Path) -> None:
    sync_sources()
    path = tmp_path / "ror.json"
    content = [
        institution("057zh3y96", "Institute", "05dxps055"),
        institution("05dxps055", "Academy", "04ct4d772", "057zh3y96"),
        institution("04ct4d772", "Ministry"),
    ]
    path.write_text(json.dumps(content))
    day = dt.date(2026, 1, 1)
    source = ListSource.objects.get(code="ror")
    load(source, SourceFiles.at(path), dates=EditionDates(day, day), loaded_by="tests", now=factories.NOW)
    Organisation.objects.filter(name="Example Institute").update(ror="057zh3y96")

    found = {one.subject.ref: one for one in subjects_of_case(case, factories.TODAY)}

    academy, ministry = found["ror:05dxps055"], found["ror:04ct4d772"]
    assert academy.origins == (Origin("parent", "Institute"),)
    assert [name.text for name in academy.subject.names] == ["Academy"]
    assert (academy.subject.countries, academy.subject.identifiers) == (("CN",), (("ror", "05dxps055"),))
    assert ministry.origins == (Origin("parent", "Academy"),)


def test_a_talent_programme_is_also_screened_under_the_name_that_its_list_prints(case: Case) -> None:
    member = case.revision.memberships.get().person
    programme = {**PROGRAMME, "programme": "千人計画"}
    declaring.declared(case, member, talent_programmes=ItemAnswer(rows=(programme,)))
    [found] = [one.subject for one in subjects_of_case(case, factories.TODAY) if one.subject.kind is NameKind.UNKNOWN]
    assert [name.text for name in found.names] == ["千人計画", "Thousand Talents Plan"]
