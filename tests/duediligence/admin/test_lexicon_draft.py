"""A draft of own terms: written, looked at with its effect, published by a second person."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from duediligence.models import AuditEvent, User
from screening.lists import lexicon as lexicons
from screening.models import LexiconDraft
from screening.technology.lexicon_file import lexicon_from_file
from tests.beginnings import begun
from tests.duediligence.admin import technology
from tests.duediligence.admin.technology import HEAD, HISTORY_ROW, WALTZ_ROW, own
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import NOW, Cast

pytestmark = pytest.mark.django_db
beginning = begun(at=NOW)
DRAFT = "/technology/draft/"
TERM = {"text": "量子鍵配送史", "language": "ja", "kind": "exclude", "weight": "2", "concept": "quantum"}
KEY = {"concept": "waltz", "kind": "include", "text": "円舞曲"}
POSTS: list[tuple[str, dict[str, Any]]] = [
    ("begin/", {}),
    ("add/", TERM),
    ("remove/", KEY),
    ("publish/", {"reason": "理由"}),
    ("discard/", {"reason": "理由"}),
]


@pytest.fixture(autouse=True)
def _published() -> None:
    technology.publish_all()


def file(content: str | bytes, name: str = "own.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def test_an_officer_begins_a_draft_and_beginning_twice_is_one_draft(cast: Cast) -> None:
    client = visitor(cast.reviewer)
    assert "No draft is open" in told(client.get(DRAFT))

    for _twice in range(2):
        assert client.post(f"{DRAFT}begin/").status_code == 302

    assert LexiconDraft.objects.count() == 1
    assert AuditEvent.objects.filter(verb="lexicon.draft_begun").count() == 1
    assert "The draft has no own terms" in told(client.get(DRAFT))


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_a_file_goes_out_and_comes_back(cast: Cast, kind: str) -> None:
    technology.draft_of(cast.reviewer, WALTZ_ROW, HISTORY_ROW)
    client = visitor(cast.reviewer)
    content = client.get(f"{DRAFT}export/?format={kind}").content
    technology.draft_of(cast.reviewer)

    answer = client.post(f"{DRAFT}load/", {"file": file(content, f"own.{kind}")})

    assert answer.status_code == 302
    assert own() == [("waltz", "円舞曲"), ("quantum", "量子鍵配送史")]
    assert lexicon_from_file(content, "x").terms


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a,b\n", "row 1: The heading must be"),
        (f"{HEAD}\nown,独,Own,L:L-9=1,語,ja,1,include,no", "No published list has this area."),
        (f"{HEAD}\nown,独,Own,,語,ja,9,include,no", "row 2, weight: “9” is not one of: 1, 2, 3."),
        (b"PK broken", "This is not an XLSX workbook."),
        ("{", "This is not JSON."),
        ('{"concepts": [{"code": "a", "ja": "a", "en": "a", "areas": {"L": {"L-1": 7}}}]}', "7 is not above 0"),
        ("", "The submitted file is empty."),
    ],
)
def test_a_file_that_cannot_be_taken_is_explained_beside_the_field(
    cast: Cast, content: str | bytes, words: str
) -> None:
    technology.draft_of(cast.reviewer, WALTZ_ROW)

    answer = visitor(cast.reviewer).post(f"{DRAFT}load/", {"file": file(content)})

    assert answer.status_code == 422
    assert words in told(answer)
    assert own() == [("waltz", "円舞曲")]


def test_a_fault_is_named_in_japanese_to_who_reads_japanese(cast: Cast) -> None:
    technology.draft_of(cast.reviewer)

    answer = visitor(cast.reviewer, language="ja").post(f"{DRAFT}load/", {"file": file("a,b\n")})

    assert "見出しは" in told(answer)


def test_a_file_that_is_too_large_is_refused(cast: Cast) -> None:
    technology.draft_of(cast.reviewer)

    answer = visitor(cast.reviewer).post(f"{DRAFT}load/", {"file": file(b" " * 5_000_001)})

    assert "larger than 5 MB" in told(answer)


def test_a_term_is_added_once_and_taken_out_once(cast: Cast) -> None:
    technology.draft_of(cast.reviewer)
    client = visitor(cast.reviewer)
    key = {name: TERM[name] for name in ("concept", "kind", "text")}

    added = [client.post(f"{DRAFT}add/", TERM).status_code for _twice in range(2)]
    after = own()
    removed = [client.post(f"{DRAFT}remove/", key).status_code for _twice in range(2)]

    assert (added, after) == ([302, 422], [("quantum", "量子鍵配送史")])
    assert removed == [302, 302]
    assert own() == []
    assert "this is missing" in told(client.get(DRAFT))


def test_a_term_of_a_new_concept_is_added_with_its_area(cast: Cast) -> None:
    technology.draft_of(cast.reviewer)
    new = {"concept": "+", "new_code": "waltz", "new_ja": "円舞曲", "new_en": "Waltz", "new_area": "L:L-3"}

    answer = visitor(cast.reviewer).post(f"{DRAFT}add/", {**TERM, "kind": "include", "text": "円舞曲", **new})

    draft = lexicons.open_draft()
    assert answer.status_code == 302
    assert draft
    (concept,) = lexicons.own_terms(draft.local).concepts
    assert concept.areas == {"L": {"L-3": 1.0}}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": ""}, "This field is required."),
        ({"weight": "7"}, "Select a valid choice"),
        ({"concept": "none"}, "Select a valid choice"),
        ({"concept": "+"}, "A new concept needs this."),
        ({"concept": "+", "new_code": "quantum"}, "There is such a concept already"),
        ({"text": "量子鍵配送", "kind": "include"}, "This term ships in this concept"),
        ({"case_sensitive": "on"}, "Only an English term that counts can be case-sensitive."),
        ({"text": "=1+1"}, "A term begins with a letter or a digit."),
    ],
)
def test_a_term_that_cannot_stand_is_explained(cast: Cast, changes: dict[str, str], words: str) -> None:
    technology.draft_of(cast.reviewer)

    answer = visitor(cast.reviewer).post(f"{DRAFT}add/", {**TERM, **changes})

    assert answer.status_code == 422
    assert words in told(answer)
    assert own() == []


def test_the_effect_names_cases_of_the_own_institution_alone(cast: Cast, tmp_path: Path) -> None:
    case = technology.classified_case(cast, tmp_path)
    waltz = technology.another_case(cast, title_ja="円舞曲")
    technology.judged(case, cast.reviewer)
    technology.draft_of(cast.reviewer, WALTZ_ROW, HISTORY_ROW)

    page = visitor(cast.reviewer).get(f"{DRAFT}effect/")
    foreign = told(visitor(cast.stranger).get(f"{DRAFT}effect/"))

    rows = {
        title: [(row["change"].ref, row["change"].area) for row in found] for title, found in page.context["groups"]
    }
    assert rows == {
        "Newly flagged": [(waltz.reference, "L-3")],
        "No longer flagged": [(case.reference, "L-1"), (case.reference, "L-1-01")],
        "Other level": [],
    }
    assert [(row["before"], row["after"]) for row in page.context["judged"]][:4:3] == [("0.0%", "‐"), (1, 0)]
    assert case.reference not in foreign
    assert "0 proposals" in foreign


def test_the_effect_on_a_list_that_is_not_published_is_the_first_lists(cast: Cast) -> None:
    technology.draft_of(cast.reviewer, WALTZ_ROW)

    assert visitor(cast.reviewer).get(f"{DRAFT}effect/?list=X").context["texts"] == 0


def test_a_second_person_publishes_and_the_writer_is_told_why_not(cast: Cast) -> None:
    draft = technology.draft_of(cast.reviewer, WALTZ_ROW)
    writer = visitor(cast.reviewer)

    assert "Whoever wrote a part of this draft may not publish it" in told(writer.get(DRAFT))
    refused = writer.post(f"{DRAFT}publish/", {"reason": "新語"})
    without_reason = visitor(cast.admin).post(f"{DRAFT}publish/", {"reason": " "})
    done = visitor(cast.admin).post(f"{DRAFT}publish/", {"reason": "新語"})
    again = visitor(cast.admin).post(f"{DRAFT}publish/", {"reason": "新語"})

    assert [one.status_code for one in (refused, without_reason, done, again)] == [422, 422, 302, 404]
    draft.refresh_from_db()
    assert (draft.status, draft.closed_by) == ("published", f"user:{cast.admin.username}")
    page = told(writer.get(DRAFT))
    assert "新語" in page
    assert "own" in told(writer.get("/technology/concepts/waltz/"))


def test_a_draft_is_put_away_with_a_reason(cast: Cast) -> None:
    draft = technology.draft_of(cast.reviewer, WALTZ_ROW)
    client = visitor(cast.reviewer)

    assert client.post(f"{DRAFT}discard/", {}).status_code == 422
    assert client.post(f"{DRAFT}discard/", {"reason": "不要"}).status_code == 302

    draft.refresh_from_db()
    assert (draft.status, draft.reason) == ("discarded", "不要")


@pytest.mark.parametrize(("path", "data"), POSTS)
@pytest.mark.parametrize("who", ["submitter", "decision_maker", "auditor"])
def test_other_roles_read_the_draft_and_change_nothing(cast: Cast, who: str, path: str, data: dict[str, Any]) -> None:
    draft = technology.draft_of(cast.reviewer, WALTZ_ROW)
    user: User = getattr(cast, who)
    before = AuditEvent.objects.count()

    assert "Your roles do not include this act." in told(visitor(user).get(DRAFT))
    visitor(user).post(f"{DRAFT}{path}", data)

    again = LexiconDraft.objects.get()
    assert (again.local, again.status, again.writers) == (draft.local, "open", draft.writers)
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("path", ["effect/", "../suggestions/"])
def test_what_was_judged_is_shown_to_keepers_of_lists_alone(cast: Cast, path: str) -> None:
    technology.draft_of(cast.reviewer, WALTZ_ROW)

    assert visitor(cast.submitter).get(f"{DRAFT}{path}".replace("draft/../", "")).status_code == 403
    assert visitor(cast.admin).get(f"{DRAFT}{path}".replace("draft/../", "")).status_code == 200


@pytest.mark.parametrize("path", ["load/", "add/", "publish/", "discard/", "export/?format=csv", "effect/"])
def test_without_a_draft_there_is_nothing_to_act_on(cast: Cast, path: str) -> None:
    client = visitor(cast.reviewer)
    is_read = path.startswith(("export", "effect"))

    answer = client.get(DRAFT + path) if is_read else client.post(DRAFT + path, {"reason": "x"})

    assert answer.status_code == 404


def test_bad_requests_are_not_found(cast: Cast) -> None:
    technology.draft_of(cast.reviewer, WALTZ_ROW)
    client = visitor(cast.reviewer)

    assert client.post(f"{DRAFT}remove/", {"kind": "x"}).status_code == 404
    assert client.get(f"{DRAFT}export/?format=pdf").status_code == 404
    assert client.get(f"{DRAFT}add/").status_code == 405


def test_the_audit_log_speaks_of_the_lexicon_in_words(cast: Cast) -> None:
    from duediligence.admin.verbs import VERBS

    technology.draft_of(cast.reviewer, WALTZ_ROW)
    visitor(cast.admin).post(f"{DRAFT}publish/", {"reason": "新語"})

    verbs = set(AuditEvent.objects.filter(verb__startswith="lexicon.").values_list("verb", flat=True))
    assert verbs == {"lexicon.draft_begun", "lexicon.draft_written", "lexicon.published"}
    assert verbs <= set(VERBS)
