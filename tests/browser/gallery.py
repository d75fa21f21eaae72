"""Pages that show every component with plainly fictional content: looked at, photographed and driven by the tests."""

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language

from duediligence.admin.components import (
    Action,
    Agreement,
    Bar,
    Chart,
    Comparison,
    Fact,
    Happening,
    Span,
    StepMark,
    Tab,
    TokenPair,
)
from duediligence.admin.frame import DENSITIES, THEMES, Count, Frame, NavigationEntry, Notice, Reader, Tone, preference
from tests.browser.questions import questions

TODAY = dt.date(2026, 11, 21)


def words(ja: str, en: str) -> str:
    return ja if get_language() == "ja" else en


def frame(request: HttpRequest, current: int) -> Frame:
    entries = [
        (words("受付箱", "Worklist"), "/gallery/worklist/", Count(12, words("件の担当", "to do"))),
        (words("案件", "Cases"), "/gallery/case/", None),
        (words("照合", "Screening"), "/gallery/hit/", None),
        (words("リスト", "Lists"), "#lists", Count(1, words("件が期限切れ", "out of date"), urgent=True)),
        (words("技術", "Technology"), "#technology", None),
        (words("報告", "Reports"), "#reports", None),
        (words("監査", "Audit"), "#audit", None),
        (words("設定", "Settings"), "/gallery/form/", None),
    ]
    stale = words("外国ユーザーリストの版が 400 日前のものです。", "The Foreign End User List in use is 400 days old.")
    return Frame(
        navigation=[
            NavigationEntry(label, url, at == current, count) for at, (label, url, count) in enumerate(entries)
        ],
        notices=[Notice(Tone.WARNING, stale, "#lists", words("更新する", "Update it"))] if current == 0 else [],
        reader=Reader(
            name=words("佐藤 架空", "Sato Kaku"),
            roles=[words("研究セキュリティ担当", "Research-security officer")],
            institution=words("東都大学(デモ)", "Toto University (demo)"),
        ),
        theme=preference(request.COOKIES, "theme", THEMES),
        density=preference(request.COOKIES, "density", DENSITIES),
    )


def _cases() -> list[dict[str, Any]]:
    titles = [
        ("量子センサによる地下構造の高精度計測", "Quantum sensing of underground structures", "investigate", 0),
        ("極低温CMOS制御回路の設計", "Cryogenic CMOS control circuits", "open", -2),
        ("海洋ロボットの群制御と通信", "Swarm control of marine robots", "open", 3),
        ("ペロブスカイト太陽電池の長寿命化", "Durable perovskite solar cells", "waiting", 9),
        ("ゲノム編集作物の安全性評価", "Safety of genome-edited crops", "returned", 14),
    ]
    hits = [
        {"licence_trigger": 1, "funding_bar": 1},
        {"licence_trigger": 2},
        {},
        {"advisory": 1},
        {"asset_freeze": 1, "advisory": 3},
    ]
    asked = [
        words("照合結果2件の判断", "Judge 2 hits"),
        words("責任者の決定", "Decide"),
        words("自己申告書の確認", "Check the declarations"),
        words("部局の確認待ち", "Waiting for the department"),
        words("配分機関の指摘への対応", "Answer the funder's comments"),
    ]
    return [
        {
            "reference": f"TU-2026-{number:04}",
            "title": words(ja, en),
            "lead": words("試験 太郎", "Shiken Taro"),
            "asked": asked[number - 41],
            "status": status if status != "investigate" else "open",
            "due": TODAY + dt.timedelta(days=days),
            "hits": hits[number - 41],
        }
        for number, (ja, en, status, days) in enumerate(titles, start=41)
    ]


class Filters(forms.Form):
    q = forms.CharField(label="検索 / Search", required=False, widget=forms.SearchInput)
    step = forms.ChoiceField(label="手続 / Step", required=False, choices=[("", "-"), ("open", "調査 / Due diligence")])


def worklist(request: HttpRequest) -> HttpResponse:
    counts = [
        ("自分", "Mine", 12),
        ("チーム", "My team", 31),
        ("未割当", "Unassigned", 4),
        ("回答待ち", "Waiting", 7),
        ("期限間近", "Due soon", 3),
        ("期限超過", "Overdue", 1),
    ]
    charts = [
        Chart(
            words("手続ごとの案件", "Cases by step"),
            [
                Bar(words("部局確認", "Department"), 8),
                Bar(words("調査", "Due diligence"), 14),
                Bar(words("決定", "Decision"), 5),
                Bar(words("提出", "Submission"), 4),
            ],
        ),
        Chart(
            words("リスト別の照合結果", "Hits by list"),
            [
                Bar(words("外国ユーザーリスト", "Foreign End User List"), 9, Tone.WARNING),
                Bar(words("米国 1286 条", "US Section 1286"), 4, Tone.WARNING),
                Bar(words("国連安保理", "UN Security Council"), 1, Tone.DANGER),
            ],
        ),
    ]
    page = Paginator(range(240), 10).page(5)
    context = {
        "frame": frame(request, 0),
        "tabs": [Tab(words(ja, en), f"?tab={at}", at == 0, count) for at, (ja, en, count) in enumerate(counts)],
        "cases": _cases(),
        "charts": charts,
        "filters": Filters(request.GET),
        "today": TODAY,
        "page": page,
    }
    return render(request, "gallery/worklist.html", context)


def case(request: HttpRequest) -> HttpResponse:
    steps = [
        StepMark(
            words("部局確認", "Department"),
            "completed",
            words("完了", "Done"),
            words("試験 花子", "Shiken Hanako"),
            dt.date(2026, 11, 12),
        ),
        StepMark(
            words("担当の調査", "Due diligence"),
            "open",
            words("進行中", "Open"),
            words("佐藤 架空", "Sato Kaku"),
            dt.date(2026, 11, 24),
            True,
        ),
        StepMark(
            words("責任者の決定", "Decision"), "waiting", words("未着手", "Not yet"), words("副学長", "Vice-president")
        ),
        StepMark(words("配分機関への提出", "Submission"), "waiting", words("未着手", "Not yet")),
        StepMark(words("配分機関・政府の確認", "Confirmation"), "waiting", words("未着手", "Not yet")),
        StepMark(words("モニタリング", "Monitoring"), "skipped", words("未着手", "Not yet")),
    ]
    names = [
        ("概要", "Overview", None),
        ("構成員と申告", "Members", 6),
        ("照合結果", "Hits", 2),
        ("技術", "Technology", 3),
        ("評価", "Assessment", None),
        ("軽減措置", "Measures", 0),
        ("承認", "Approvals", None),
        ("文書", "Documents", 4),
        ("経過", "History", None),
    ]
    text = words(
        "本研究では、量子センサを用いた重力勾配計により地下構造を高精度に計測する。量子計算機は用いない。",
        "We measure underground structures with a gradiometer built on quantum sensors. No quantum computer is used.",
    )
    term, other = words("量子センサ", "quantum sensors"), words("量子計算機", "quantum computer")
    spans = [
        Span(text.index(term), text.index(term) + len(term), "JP20-09"),
        Span(text.index(other), text.index(other) + len(other), "JP20-09", is_suppressed=True),
    ]
    at = dt.datetime(2026, 11, 12, 14, 5, tzinfo=dt.timezone(dt.timedelta(hours=9)))
    context = {
        "frame": frame(request, 1),
        "steps": steps,
        "sections": [Tab(words(ja, en), f"#{en}", number == 0, count) for number, (ja, en, count) in enumerate(names)],
        "text": text,
        "spans": spans,
        "facts": [
            Fact(
                words("研究代表者", "Principal investigator"),
                words("試験 太郎(工学研究科)", "Shiken Taro (Engineering)"),
            ),
            Fact(words("代表研究機関", "Lead institution"), words("東都大学(デモ)", "Toto University (demo)")),
            Fact(
                words("共同研究機関", "Partner institution"),
                words("架空工業大学", "Kaku Institute of Technology"),
                "#partner",
            ),
            Fact(
                words("研究費", "Funding"), words("特定研究開発プログラム(見本)", "Designated R&D programme (sample)")
            ),
        ],
        "events": [
            Happening(
                at,
                words("部局が確認しました", "The department confirmed"),
                words("試験 花子", "Shiken Hanako"),
                words("構成員 6 名の申告がそろった。", "All six declarations are in."),
            ),
            Happening(
                at - dt.timedelta(days=2, hours=3),
                words("照合を行いました", "Screened"),
                words("システム", "System"),
                words("4 リスト、18 名、該当候補 2 件", "4 lists, 18 names, 2 hits"),
                "#run",
            ),
            Happening(
                at - dt.timedelta(days=4),
                words("案件を開始しました", "The case was opened"),
                words("佐藤 架空", "Sato Kaku"),
            ),
        ],
        "today": TODAY,
        "due": dt.date(2026, 11, 24),
        "effects": {"asset_freeze": 1, "licence_trigger": 2, "funding_bar": 1, "own_watch_list": 1, "advisory": 3},
        "decide": Action(
            words("決定へ進む", "Send to decision"),
            refused=words("照合結果2件が未判断です。", "Two hits are not judged yet."),
        ),
        "judge": Action(words("照合結果を判断する", "Judge the hits"), "/gallery/hit/"),
    }
    return render(request, "gallery/case.html", context)


def hit(request: HttpRequest) -> HttpResponse:
    agree, differ, absent = Agreement.AGREE, Agreement.DIFFER, Agreement.ABSENT
    context = {
        "frame": frame(request, 2),
        "pairs": [
            TokenPair("架空", "虚构", words("異体字・訳", "variant")),
            TokenPair("工業", "工业", words("異体字", "variant")),
            TokenPair("大学", "大学", words("一致", "same")),
            TokenPair("", "(KIT)", words("略称", "short name"), is_missing=True),
        ],
        "rows": [
            Comparison(words("名称", "Name"), "架空工業大学", "虚构工业大学", agree),
            Comparison(
                words("英語名", "English name"), "Kaku Institute of Technology", "Kaku Institute of Technology", agree
            ),
            Comparison(
                words("国・地域", "Country or region"),
                words("架空国", "Fictionland"),
                words("別の架空国", "Otherland"),
                differ,
            ),
            Comparison(words("所在地", "Address"), "", words("中央通り 1", "1 Central Street"), absent),
        ],
        "questions": questions(words),
    }
    return render(request, "gallery/hit.html", context)


class Declaration(forms.Form):
    programme = forms.CharField(label="プログラム名 / Programme", help_text="正式な名称 / Its official name")
    body = forms.CharField(label="実施機関 / Host body", required=False)
    from_date = forms.DateField(label="開始日 / From", widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(
        label="支援の種類 / Kind", choices=[("", "-"), ("a", "雇用 / Employment"), ("b", "助成 / Grant")]
    )
    none = forms.ChoiceField(
        label="該当の有無 / Is there any?",
        widget=forms.RadioSelect,
        choices=[("yes", "ある / Yes"), ("no", "該当なし / None")],
        help_text="契約書のない役職や無給の役職も含みます。Posts without a contract and unpaid posts count.",
    )
    note = forms.CharField(label="説明 / Note", required=False, widget=forms.Textarea)
    consent = forms.BooleanField(label="記載した内容が大学と配分機関に示されることに同意します。I agree.")
    file = forms.FileField(label="添付 / File", required=False)


def form(request: HttpRequest) -> HttpResponse:
    context = {"frame": frame(request, 7), "form": Declaration(request.POST or None)}
    return render(request, "gallery/form.html", context)


urlpatterns = [path(f"{page.__name__}/", page) for page in (worklist, case, hit, form)]
