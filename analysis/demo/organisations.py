"""Groups that nobody founded, in places that are not on the map, by reach and region."""

from typing import NamedTuple


class Group(NamedTuple):
    name: str
    reach: str
    region: str

    @property
    def domain(self) -> str:
        """An address that cannot exist (RFC 2606), from the first words of the name."""
        words = "".join(c if c.isascii() and c.isalpha() else " " for c in self.name.lower())
        return "-".join(words.split()[:3]) + ".example"


_LOCAL = """
Saltmere Welcome Kitchen | North West
Thornbeck Migrant Advice | Yorkshire and the Humber
Ousewater English Circle | Yorkshire and the Humber
Marlgate Refugee Befrienders | West Midlands
Fenwick Cross Community Kitchen | North East
Kestrel Bay Drop-In | South West
Copperfield Lane Night Shelter | London
Hollin Bank Women’s Group | Yorkshire and the Humber
Tidepool Young Arrivals | South East
Ashmoor Hosting Scheme | South West
Rookery Road Law Desk | London
Lambourne Vale Tamil Elders | London
St Brannoc’s Sanctuary Committee | South West
Ten Mile Bridge Bike Project | East of England
Wharfside Food Union | North West
Dunley Park Families Together | West Midlands
Old Dye Works Sewing Room | East Midlands
Harrowmoor Conversation Club | North East
Bellmakers’ Yard Housing Action | London
Eritrean Elders of Marlgate | West Midlands
Oyster Street Health Walks | South East
Larkhill Allotment for All | East Midlands
Sudanese Families in Saltmere | North West
The Tuesday Table, Cobden Wharf | North West
Pennant Hill Letter Readers | Yorkshire and the Humber
Kurdish House, Thornbeck | Yorkshire and the Humber
Little Fleet Nursery Network | London
Glen Orrin Refugee Welcome | Scotland
Ballycarrow Neighbours | Northern Ireland
Croeso Aberwenlli | Wales
Grŵp Sgwrs Llanferwen | Wales
Strathallen Street Advice | Scotland
Fisher Row Deportation Watch | East of England
Nine Elders Mosque Welcome Team | London
Quarry Bank Vietnamese Association | London
Rosehill Ukrainian Saturday School | East Midlands
"""

_REGIONAL = """
Ridings Casework Exchange | Yorkshire and the Humber
Three Rivers Asylum Support Partnership | North East
Mersey and Fells Migrant Health Link | North West
Marches Interpreters’ Cooperative | West Midlands
Fenland Seasonal Workers’ Alliance | East of England
Severnside Sanctuary Partnership | South West
Capital Advice Network on No Recourse | London
Hebden and Airedale Housing Casework Project | Yorkshire and the Humber
Wealden Visitors to Detained People | South East
Trent Valley Young Refugees’ Forum | East Midlands
Cymru Casework Circle | Wales
Highland and Islands New Scots Link | Scotland
Ulster Migrant Women’s Assembly | Northern Ireland
"""

_NATIONAL = """
Paper Boat Legal Centre | London
Guild of Neighbourhood Interpreters | London
Open Ledger: Destitution Evidence Project | London
Family Reunion Casework Collective | London
Bail and Belonging | West Midlands
Live-in Care and Cleaning Workers’ Circle | London
Questioned Ages Casework Project | London
Doctors and Midwives for Sanctuary | South East
Hosting Without Borders UK | London
Students for Safe Campuses Network | West Midlands
Trafficking Survivors’ Casework Alliance | London
National Federation of Visitor Groups | South East
"""

_INTERNATIONAL = """
Channel Shores Watch | United Kingdom and France
Missing at Sea Family Tracing | Europe
Diaspora Advice Line | Europe and East Africa
"""

# Founded this year: they come to none of the events before the summer.
_NEWCOMERS = """
Coopersgate Saturday Desk | London
Pilgrim Lane Tenants’ Circle | Yorkshire and the Humber
Brackenmoss Welcome | North West
Harbour Step Legal Café | South East
Mothers of Mill Goit | Yorkshire and the Humber
Tenterside Sorani Readers | Yorkshire and the Humber
Thistle Court Hosts | Scotland
Netherwick Young People’s Table | North East
Ferryman Street Food Share | East Midlands
Bridge Ward Bail Companions | West Midlands
Coldmoor Letters Desk | South West
"""


def _read(text: str, reach: str) -> list[Group]:
    rows = [line.split(" | ") for line in text.strip().splitlines()]
    return [Group(name, reach, region) for name, region in rows]


LOCAL = _read(_LOCAL, "local")
REGIONAL = _read(_REGIONAL, "regional")
NATIONAL = _read(_NATIONAL, "national")
INTERNATIONAL = _read(_INTERNATIONAL, "international")
ALL = [*LOCAL, *REGIONAL, *NATIONAL, *INTERNATIONAL]
NEWCOMERS = _read(_NEWCOMERS, "local")
