"""Which formats each list comes in.

Our own table is accepted for every watch list, because the starter extracts are written in it.
"""

from screening.importers.aspi import AspiJson
from screening.importers.bis import DeniedPersonsTsv, MilitaryIntelligenceCsv
from screening.importers.canada_nro import CanadaNroHtml
from screening.importers.csl import CslCsv, CslJson
from screening.importers.eu_files import EuCsv, EuJsonLines, EuXml
from screening.importers.importer import Importer
from screening.importers.meti import MetiTranscription, MetiWorkbook
from screening.importers.mof import MofWorkbook
from screening.importers.ofac_csv import OfacCsv
from screening.importers.ofac_xml import OfacXml
from screening.importers.opensanctions import OpenSanctionsCsv, OpenSanctionsDelta, OpenSanctionsEntities
from screening.importers.own_table import OwnTable
from screening.importers.ror import RorJson
from screening.importers.section_1286 import Section1286Csv
from screening.importers.uk_files import UkCsv, UkJsonLines, UkXml
from screening.importers.un import UnXml

OWN_TABLE = OwnTable()
OFFICE_TABLE = OwnTable(name_suffices=True)
# One publisher gives two lists out in the same formats.
OFAC = (OfacXml(), OfacCsv(), OWN_TABLE)

FORMATS: dict[str, tuple[Importer, ...]] = {
    "jp_meti_eul": (MetiWorkbook(), MetiTranscription(), OWN_TABLE),
    "jp_mof_asset_freeze": (MofWorkbook(), OWN_TABLE),
    "un_sc": (UnXml(), OWN_TABLE),
    "us_ofac_sdn": OFAC,
    "us_ofac_cons": OFAC,
    "us_csl": (CslCsv(), CslJson(), OWN_TABLE),
    "us_bis_dpl": (DeniedPersonsTsv(), OWN_TABLE),
    "us_bis_mieu": (MilitaryIntelligenceCsv(), OWN_TABLE),
    "us_1286": (Section1286Csv(), OWN_TABLE),
    "eu_fsf": (EuXml(), EuCsv(), EuJsonLines(), OWN_TABLE),
    "uk_sanctions": (UkXml(), UkCsv(), UkJsonLines(), OWN_TABLE),
    "ca_nro": (CanadaNroHtml(), OWN_TABLE),
    "au_aspi_cdut": (AspiJson(), OWN_TABLE),
    "opensanctions": (OpenSanctionsCsv(), OpenSanctionsDelta(), OpenSanctionsEntities()),
    "ror": (RorJson(),),
    "own_watch_list": (OFFICE_TABLE,),
}
