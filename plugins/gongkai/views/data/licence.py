"""Under which licence the data may be used, as the school decided it, or that it has not decided."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.records.school import DataLicence, School


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence by its short name, its code and where its text stands; without a code nothing was decided."""

    words: str
    code: str = ""
    address: str = ""

    def told(self) -> dict[str, str]:
        """The licence as JSON tells it."""
        return {"name": self.code, "title": self.words, "path": self.address} if self.code else {"title": self.words}


_CC = "https://creativecommons.org"
_KNOWN = {
    DataLicence.CC0: ("CC0-1.0", f"{_CC}/publicdomain/zero/1.0/deed.zh-hans"),
    DataLicence.CC_BY: ("CC-BY-4.0", f"{_CC}/licenses/by/4.0/deed.zh-hans"),
    DataLicence.CC_BY_SA: ("CC-BY-SA-4.0", f"{_CC}/licenses/by-sa/4.0/deed.zh-hans"),
    DataLicence.ODC_BY: ("ODC-BY-1.0", "https://opendatacommons.org/licenses/by/1-0/"),
}
UNDECIDED = Licence("学校没有写明数据许可：引用请注明出处和日期，整批转载或商用请先征得学校同意")


def licence_of(school: School) -> Licence:
    """The licence of a school's data."""
    if school.data_licence is None:
        return UNDECIDED
    return Licence(school.data_licence.value, *_KNOWN[school.data_licence])
