"""Builders of small files as other data sets write them; every event was made up for these tests."""

from pathlib import Path

from dragoman.exchange import gdelt, icews, polecat

ICEWS_ROW = {
    "Event ID": "900001",
    "Event Date": "2015-03-02",
    "Source Name": "Foreign Affairs (Norway)",
    "Source Sectors": "Executive,Foreign Ministry,Government",
    "Source Country": "Norway",
    "Event Text": "Make a visit",
    "CAMEO Code": "042",
    "Intensity": "1.9",
    "Target Name": "Chad",
    "Target Country": "Chad",
    "Story ID": "77",
    "Sentence Number": "3",
    "Publisher": "The Fjord",
    "City": "N'Djamena",
    "Country": "Chad",
    "Latitude": "12.1",
    "Longitude": "15.0",
}
POLECAT_ROW = {
    "Event ID": "20230102-1-a",
    "Event Date": "2023-01-02",
    "Event Type": "CONSULT",
    "Event Mode": "visit",
    "Intensity": "4.0",
    "Contexts": "diplomatic; economic",
    "Actor Name": "Norway; Chad",
    "Actor Country": "NOR; TCD",
    "Primary Actor Sector": "GOV; None",
    "Recipient Name": "United Nations",
    "Recipient Country": "None",
    "Primary Recipient Sector": "IGO",
    "Placename": "Oslo",
    "Country": "NOR",
    "Latitude": "59.9",
    "Longitude": "10.7",
    "Source": "The Fjord",
    "Publication Date": "2023-01-03",
}
GDELT_ROW = {
    "GLOBALEVENTID": "1200000001",
    "SQLDATE": "20230102",
    "Actor1Code": "NORGOV",
    "Actor1Name": "NORWAY",
    "Actor1CountryCode": "NOR",
    "Actor1Type1Code": "GOV",
    "Actor2Code": "TMP",
    "Actor2Name": "EAST TIMOR",
    "Actor2CountryCode": "TMP",
    "EventCode": "112",
    "GoldsteinScale": "-2.0",
    "NumSources": "3",
    "ActionGeo_Fullname": "Berlin, Berlin, Germany",
    "ActionGeo_CountryCode": "GM",
    "ActionGeo_Lat": "52.5",
    "ActionGeo_Long": "13.4",
    "DATEADDED": "20230103120000",
    "SOURCEURL": "https://example.org/a",
}
ACLED_ROW = {
    "event_id_cnty": "TCD900",
    "event_date": "2023-01-15",
    "time_precision": "1",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Chad (2021-)",
    "inter1": "1",
    "actor2": "Unidentified Armed Group (Sudan)",
    "inter2": "3",
    "country": "Chad",
    "location": "Adre",
    "latitude": "13.5",
    "longitude": "22.2",
    "source": "Desert Radio",
    "notes": "A clash, told in many words.",
    "fatalities": "4",
}


def tab_file(path: Path, columns: tuple[str, ...], *rows: dict[str, str], head: bool = True, empty: str = "") -> Path:
    """Write rows as a tab file with these columns."""
    lines = ["\t".join(columns)] if head else []
    lines += ["\t".join(row.get(name, empty) for name in columns) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def icews_file(path: Path, *changes: dict[str, str]) -> Path:
    return tab_file(path, icews.COLUMNS, *({**ICEWS_ROW, **change} for change in changes))


def polecat_file(path: Path, *changes: dict[str, str]) -> Path:
    return tab_file(path, polecat.COLUMNS, *({**POLECAT_ROW, **change} for change in changes), empty="None")


def gdelt_file(path: Path, *changes: dict[str, str]) -> Path:
    return tab_file(path, gdelt.COLUMNS, *({**GDELT_ROW, **change} for change in changes), head=False)


def acled_file(path: Path, *changes: dict[str, str]) -> Path:
    rows = [{**ACLED_ROW, **change} for change in changes]
    lines = [",".join(ACLED_ROW)] + [",".join(f'"{row[name]}"' for name in ACLED_ROW) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
