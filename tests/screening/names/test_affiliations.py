"""Which institutions a longer line names, and that no institution is cut out of another one's name."""

import pytest

from screening.names.affiliations import MAX_INSTITUTIONS, institutions_within

WITHIN = {
    "School of Mechatronics, Harbin Inst. of Tech., Harbin 150001, China": ("harbin inst of tech",),
    "Seoul National University College of Medicine": ("seoul national university",),
    "Sackler School of Medicine Tel Aviv University": ("tel aviv university",),
    "Department of Geography Durham University": ("durham university",),
    "University of Toronto Institute for Aerospace Studies": ("university of toronto",),
    "Open University Business School": ("open university",),
    "University of Ghana Graduate School of Nursing": ("university of ghana",),
    "University of New Mexico School of Medicine": ("university of new mexico",),
    "Universidad de Córdoba Córdoba Spain": ("universidad de cordoba",),
    "Integrated Systems Engineering The Ohio State University Columbus": ("ohio state university columbus",),
    "School of International Business at the University of South Australia": ("university of south australia",),
    "Macquarie University—Sydney": ("macquarie university",),
    "Institute of Automation, Chinese Academy of Sciences": ("chinese academy of sciences",),
    "Institute for Nuclear Research of the Russian Academy of Sciences": ("russian academy of sciences",),
    "Research Dept., Example Robotics Co., Ltd., Shenzhen": ("example robotics co",),
    "School of Earth SciencesExample University": ("example university",),
    "Université de Nantes-CNRS": ("universite de nantes",),
    "Universitat Politècnica de Catalunya-Barcelona Tech (UPC)": ("universitat politecnica de catalunya",),
    "Area de Prehistoria Universitat Rovira i Virgili": ("universitat rovira i virgili",),
    "University of Alberta Cross Cancer Institute": ("university of alberta",),
    "Istanbul University Cerrahpaşa Medical Faculty Hospital": ("istanbul university",),
    "東京大学大学院工学系研究科": ("東京大学",),
    "哈尔滨工业大学机电工程学院": ("哈尔滨工业大学",),
    "机电工程学院 哈尔滨工业大学": ("哈尔滨工业大学",),
    "서울대학교 공과대학": ("서울대학교",),
    "서울대학교공과대학": ("서울대학교",),
}


@pytest.mark.parametrize(("line", "found"), WITHIN.items(), ids=WITHIN)
def test_the_institution_within_a_line(line: str, found: tuple[str, ...]) -> None:
    assert institutions_within(line)[:1] == found


WHOLE = [
    "Nanjing University of Aeronautics and Astronautics",
    "Medical University of Vienna",
    "University of Wisconsin-Madison",
    "Friedrich-Alexander-Universität Erlangen-Nürnberg",
    "Pontificia de Universidad Ejemplo",
    "University of Science and Technology Hospital",
    "Example University Robotics",
    "Example University Press Office",
    "University College London",
    "Harbin Institute of Technology",
    "National University of Defense Technology",
    "Department of Physics and Astronomy",
    "Institute of Physics, Beijing",
    "University, Department of Physics",
    "Company, Ltd.",
    "The University of the West Indies",
    "中国科学院大学",
    "北京航空航天大学",
    "机电工程学院",
    "Institute of",
    "Example Robotics Department of Optics",
    "ACME",
    "",
    " , ; ",
]


@pytest.mark.parametrize("name", WHOLE)
def test_nothing_is_cut_out_of_one_name(name: str) -> None:
    assert institutions_within(name) == ()


def test_a_long_line_is_bounded() -> None:
    line = ", ".join(f"University of Example{letter}" for letter in "abcdefghijk")
    assert len(institutions_within(line)) == MAX_INSTITUTIONS
