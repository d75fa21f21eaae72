"""Names that look alike and are not, and names that look different and are the same."""

import pytest

from screening.matching.judge import judge
from screening.matching.levels import SHIPPED_THRESHOLDS, Level, level_for
from screening.matching.subject import ListedEntity, ListedName, Subject, SubjectName
from screening.names.kinds import NameKind

PERSON, ORGANIZATION = NameKind.PERSON, NameKind.ORGANIZATION


def level(kind: NameKind, query: str, listed: str, *, is_weak: bool = False) -> Level:
    entity = ListedEntity("1", kind, (ListedName(listed, is_weak, True),))
    match = judge(Subject("a", kind, (SubjectName(query),)), entity, floor=0.0)
    return level_for(match.score, SHIPPED_THRESHOLDS[kind]) if match else Level.NONE


SAME_PEOPLE = [
    ("髙橋 一郎", "高橋 一郎"),
    ("渡邊 美咲", "渡辺 美咲"),
    ("斎藤 健", "齋藤 健"),
    ("ﾀﾅｶ ﾀﾛｳ", "タナカ タロウ"),
    ("TOMONAGA, Shinichiro", "Shinichiro Tomonaga"),
    ("朝永振一郎", "Tomonaga Sin-Itiro"),
    ("朝永振一郎", "Tomonaga Shin'ichirō"),
    ("Vladimir Putin", "Владимир Владимирович Путин"),
    ("Kim Chul-soo", "Kim Chul Soo"),
    ("محمد عبدالغفار", "Mohammed Abdul Ghaffar"),
    ("Ivan\u200d Petrov", "\u202aPetrov Ivan"),
    ("李政道", "Tsung-Dao Lee"),
    ("Lee Tsung-Dao", "李政道"),
    ("李遠哲", "Yuan-Tseh Lee"),
    ("楊振寧", "Chen-Ning Yang"),
    ("Tomonaga Sin-Itiro", "Tomonaga Shin'ichirō"),
    ("見本太郎", "Mihon Taro"),
    ("عبدالغفار محمد", "Abd al-Ghaffar Mohammed"),
    ("Kim Jong-un", "김정은"),
    ("Ivan Sergeevich Petrov", "Ivan Petrov"),
    ("جمال ربيع", "Jamal Rabie"),
    ("토머스 라이트", "Thomas Wright"),
    ("HafizgMohammad Sayid", "Hafiz Mohammad Sayid"),
    ("Oizrag Faraj", "Lazrag Faraj"),
    ("Ivan Petrov 😀", "Ivan Petrov (Иван Петров)"),
    ("Abdelrahman Mohamed", "عبد الرحمن محمد"),
    ("丁肇中", "Ting Chao-Chung"),
    ("مالک رضایی", "Malek Rezaei"),
    ("Yu Cho Lu", "Yu Chol U"),
    ("Ri Aje Il", "Ri Jae Il"),
    ("Choe Song Li", "Choe Song Il"),
    ("Nidal Ax-Rabii", "Nidal al-Rabii"),
    ("Saed Mohammad Azim", "Sayed Mohammad Azim"),
]


@pytest.mark.parametrize(("query", "listed"), SAME_PEOPLE, ids=[f"{a} = {b}" for a, b in SAME_PEOPLE])
def test_the_same_person_is_found(query: str, listed: str) -> None:
    assert level(PERSON, query, listed) is not Level.NONE


OTHER_PEOPLE = [
    ("Li", "Li Wei"),
    ("Ali", "Ali Hassan Mahmoud"),
    ("Kim", "Kim Song Chol"),
    ("Anna Schmidt", "John Smith"),
    ("王彬", "WANG"),
    ("A", "AA (initials)"),
    ("王俊宏", "Junzheng Wang"),
    ("Yamamoto Taro", "Yamamoto Jiro"),
    ("Yamamoto Kenta", "Yamamoto Kenji"),
    ("Kim Myong Chol Su", "Kim Myong Chol Ho"),
    ("丁肇中", "Samuel Ting"),
]


@pytest.mark.parametrize(("query", "listed"), OTHER_PEOPLE, ids=[f"{a} / {b}" for a, b in OTHER_PEOPLE])
def test_another_person_is_no_alarm(query: str, listed: str) -> None:
    assert level(PERSON, query, listed) is Level.NONE


SAME_ORGANISATIONS = [
    ("西北工業大学", "西北工业大学"),
    ("西北工業大學", "西北工業大学"),
    ("Harbin Inst. of Tech.", "Harbin Institute of Technology"),
    ("Ｕniv． of Tokyo", "University of Tokyo"),
    ("西北工業大学", "Northwestern Polytechnical University"),
    ("National Defense University", "National Defense University"),
    ("National University", "National University"),
    ("ハルビン工業大学", "哈尔滨工业大学"),
    ("Dept. of Optics, Harbin Inst. of Tech., Harbin 150001, China", "Harbin Institute of Technology"),
    ("北京航空航天大学宇航学院", "北京航空航天大學"),
    ("한국과학기술원 전산학부", "한국과학기술원"),
    ("Texas A&amp;M University", "Texas A&M University"),
    ("Example Trading", "Example Trading Co., Ltd."),
    ("Sharif University of Technology", "دانشگاه صنعتی شریف"),
    ("جامعة بغداد", "Baghdad University"),
    ("No. 55 Research Institute", "55th Research Institute"),
]


@pytest.mark.parametrize(("query", "listed"), SAME_ORGANISATIONS, ids=[f"{a} = {b}" for a, b in SAME_ORGANISATIONS])
def test_the_same_organisation_is_found(query: str, listed: str) -> None:
    assert level(ORGANIZATION, query, listed) is not Level.NONE


OTHER_ORGANISATIONS = [
    ("Nanjing University", "Nanjing University of Aeronautics and Astronautics"),
    ("Plant 11", "Plant 12"),
    ("Plant 1 2", "Plant 12"),
    ("第十一研究所", "第十二研究所"),
    ("大学", "西北工業大学"),
    ("有限公司", "ABC有限公司"),
    ("CORP", "Example Corp"),
    ("University", "University of Tokyo"),
    ("Nanjing University of Aeronautics and Astronautics", "Nanjing University"),
    ("哈工大", "哈尔滨工业大学"),
    ("NUAA", "Nanjing University of Aeronautics and Astronautics"),
    ("National University", "National Defense University"),
    ("北航", "北京航空航天大学"),
    ("55th Institute", "58th Institute"),
    ("School of Medicine New York University", "York University"),
    ("School of Physics, Nanjing University", "Nanjing University of Aeronautics and Astronautics"),
    ("Institute of Physics, University of Oslo", "Institute of Physics"),
    ("University of Tehran", "دانشگاه صنعتی شریف"),
    (
        "University of Electronic Science and Technology of China",
        "University of Science and Technology of China",
    ),
]


@pytest.mark.parametrize(("query", "listed"), OTHER_ORGANISATIONS, ids=[f"{a} / {b}" for a, b in OTHER_ORGANISATIONS])
def test_another_organisation_is_no_alarm(query: str, listed: str) -> None:
    assert level(ORGANIZATION, query, listed) is Level.NONE


def test_a_weak_alias_confirms_and_never_triggers() -> None:
    assert level(PERSON, "Ivan Petrov", "Ivan Petrov") is Level.STRONG
    assert level(PERSON, "Ivan Petrov", "Ivan Petrov", is_weak=True) is Level.NONE
