"""Words that look like a listed technology and are not; each beside its real sense where there is one."""

import pytest

from tests.screening.technology.shipped_words import classified, flagged

QUANTUM, SENSING, TRANSPORT = "JP20-09", "JP20-10", "JP20-17"


@pytest.mark.parametrize(
    ("trap", "area"),
    [
        ("結び目の量子不変量", QUANTUM),
        ("量子認知モデルによる意思決定", QUANTUM),
        ("1次元量子ウォークの極限定理", QUANTUM),
        ("有機EL素子の外部量子効率", QUANTUM),
        ("量子化学計算による反応解析", QUANTUM),
        ("Quantum invariants of knots", QUANTUM),
        ("Quantum groups and cluster algebras", QUANTUM),
        ("マウスの嗅覚連合学習の神経機構", "JP20-03"),
        ("恐怖条件づけと連合学習能力", "JP20-03"),
        ("サルの眼球姿勢制御", "JP20-15"),
        ("高齢者の立位姿勢制御", "JP20-15"),
        ("Generation of hypersonic phonons in crystals", "JP20-18"),
        ("Hypersonic acoustic waves", "JP20-18"),
        ("Radiology reports and radiation therapy planning", "JP20-19"),
        ("放射線科医の読影", "JP20-19"),
        ("テロワールと葡萄酒の文化", "JP20-19"),
        ("ヘテロ環化合物の合成", "JP20-19"),
        ("コレステロールの代謝", "JP20-19"),
        ("クラウランの詩", "JP20-19"),
        ("ウランバートルの都市化", "JP20-19"),
        ("北海道の方言", "JP20-16"),
        ("海外派遣と海馬", "JP20-16"),
        ("農業センサスの個票", SENSING),
        ("地域のコンセンサス形成", SENSING),
        ("Quorum sensing in bacteria", SENSING),
        ("Values ranging from low to high", SENSING),
        ("Home ranging behavior of deer", SENSING),
        ("The driving force of change", TRANSPORT),
        ("Drivers of biodiversity loss", TRANSPORT),
        ("運転資金の調達", TRANSPORT),
        ("有機薄膜の電荷輸送と熱輸送", TRANSPORT),
        ("Charge transport in molecules", TRANSPORT),
        ("Optimal transport and curvature", TRANSPORT),
        ("A database of medieval charters", "JP20-06"),
        ("方言データベースの公開", "JP20-06"),
        ("初期宇宙の宇宙論", "JP20-15"),
        ("Function spaces and vector spaces", "JP20-15"),
        ("冷戦期の核と外交", "JP20-19"),
        ("洋上風力の地域便益と政策", "JP20-12"),
        ("Rain in Spain: the main train", "JP20-03"),
        ("Ai Weiwei and the museum", "JP20-03"),
        ("Social networks of farmers", "JP20-13"),
        ("異文化コミュニケーション", "JP20-13"),
        ("Neural circuits of fear", "JP20-05"),
        ("Food security in villages", "JP20-14"),
        ("求核攻撃の選択性", "JP20-14"),
        ("Curriculum materials for teachers", "JP20-20"),
        ("がんばる子どもたち", "JP20-02"),
        ("Blood vessels and leadership", "JP20-16"),
        ("資本主義の新しい潮流", "JP20-16"),
        ("国土強靭化と地域防災", "JP20-20"),
        ("高強度インターバル運動の効果", "JP20-20"),
        ("情報源としての新聞", "JP20-13"),
        ("日本語史料を主軸とする研究", "JP20-07"),
        ("Food insecure households", "JP20-14"),
        ("Stall keepers in street markets", TRANSPORT),
        ("Disaggregated survey results", "JP20-04"),
        ("Political fallout of a scandal", "JP20-19"),
        ("マルチビーム給電回路", "JP20-16"),
    ],
)
def test_an_ordinary_sense_is_not_flagged(trap: str, area: str) -> None:
    assert area not in flagged(trap)


@pytest.mark.parametrize(
    ("title", "area"),
    [
        ("量子誤り訂正による量子計算", QUANTUM),
        ("Quantum key distribution over fibre", QUANTUM),
        ("Federated learning on mobile devices", "JP20-03"),
        ("分散連合学習のプライバシー保護", "JP20-03"),
        ("小型衛星の姿勢制御", "JP20-15"),
        ("Hypersonic flow over a blunt body", "JP20-18"),
        ("使用済み核燃料からのウラン回収", "JP20-19"),
        ("深海の海底資源", "JP20-16"),
        ("水素検知用ガスセンサ", SENSING),
        ("LiDAR ranging", SENSING),
        ("Autonomous driving in cities", TRANSPORT),
        ("自動運転車の運転支援", TRANSPORT),
        ("A distributed database system", "JP20-06"),
        ("浮体式洋上風力発電の最適化", "JP20-12"),
        ("Generative AI for robots", "JP20-03"),
        ("5Gによる無線ネットワーク", "JP20-13"),
        ("CMOS集積回路の設計", "JP20-05"),
        ("耐量子暗号の実装", "JP20-14"),
        ("ハイエントロピー合金の力学特性", "JP20-20"),
        ("膵がんの治療標的", "JP20-02"),
        ("CRISPRによるゲノム編集", "JP20-01"),
        ("ニューロモルフィック計算機", "JP20-04"),
        ("金属積層造形", "JP20-07"),
        ("四足歩行ロボット", "JP20-08"),
        ("ブレイン・マシン・インタフェース", "JP20-11"),
        ("船舶の船体抵抗", "JP20-16"),
        ("潮流発電用タービン", "JP20-16"),
        ("Rolling stock maintenance", TRANSPORT),
        ("A reusable launcher stage", "JP20-15"),
        ("Wave rider shapes", "JP20-18"),
    ],
)
def test_the_technology_itself_is_flagged(title: str, area: str) -> None:
    assert area in flagged(title)


def test_a_suppressed_trap_says_which_phrase_explains_it() -> None:
    (one,) = classified("Home ranging behavior").suppressed

    assert (one.term, one.start, one.end, one.reason) == ("ranging", 5, 12, "home ranging")


def test_a_history_keeps_its_words_in_sight() -> None:
    (area,) = (one for one in classified("核兵器開発の歴史").areas if one.code == "JP20-19")

    assert [span.term for span in area.spans] == ["核兵器"]
    assert (area.score, area.level, area.lowering.context) == (3.0, "none", ("歴史",))


@pytest.mark.parametrize(
    ("title", "area"),
    [
        ("経済的な除染方法の開発", "JP20-19"),
        ("企業で使う暗号の実装手法", "JP20-14"),
        ("水素を意識した燃料電池の設計", "JP20-12"),
        ("設計思想から見た航空機の空力", TRANSPORT),
        ("受容体を標的とする創薬", "JP20-02"),
        ("Regulation of gene expression with CRISPR", "JP20-01"),
        ("Linear matrix inequality control of a humanoid robot", "JP20-08"),
        ("Teaching robots to grasp", "JP20-08"),
        ("A filter bank for radar", SENSING),
    ],
)
def test_a_word_inside_a_technology_takes_no_level_down(title: str, area: str) -> None:
    (found,) = (one for one in classified(title).areas if one.code == area)

    assert (found.level != "none", found.lowering.context) == (True, ())
