"""The record kinds, one chapter per family; a new kind is one model and one name in KINDS."""

from gongkai.records.activity import Activity
from gongkai.records.agreement import Agreement
from gongkai.records.appraisal import Appraisal
from gongkai.records.approvals import Approvers
from gongkai.records.asset import Asset
from gongkai.records.base import ActFile, Audience, MainFile, Model
from gongkai.records.catalogue import Catalogue
from gongkai.records.decision import Decision
from gongkai.records.finance import Finance
from gongkai.records.meeting import Meeting
from gongkai.records.notice import Notice
from gongkai.records.opinion import Opinion
from gongkai.records.organisation import Organisation
from gongkai.records.plan import Plan
from gongkai.records.playlist import Playlist, StaffPlaylist
from gongkai.records.policy import Policy
from gongkai.records.proposal import Proposal
from gongkai.records.regulation import Regulation
from gongkai.records.school import School
from gongkai.records.tombstones import Tombstones
from gongkai.records.welfare import Welfare

KINDS: tuple[type[MainFile], ...] = (
    Proposal,
    Opinion,
    Meeting,
    Finance,
    Notice,
    Decision,
    Agreement,
    Regulation,
    Organisation,
    Plan,
    Welfare,
    Activity,
    Appraisal,
    Asset,
)

REQUIRED_SETTINGS: dict[str, type[Model]] = {"school.yml": School, "policy.yml": Policy, "catalogue.yml": Catalogue}
"""The three files beside the kinds that every school has, and their models."""

SETTINGS: dict[str, type[Model]] = {
    **REQUIRED_SETTINGS,
    "playlist.yml": Playlist,
    "playlist-staff.yml": StaffPlaylist,
    "approvers.yml": Approvers,
    "tombstones.yml": Tombstones,
}
"""Every file beside the kinds; a school without screens has no playlist."""

__all__ = [
    "KINDS",
    "REQUIRED_SETTINGS",
    "SETTINGS",
    "ActFile",
    "Approvers",
    "Audience",
    "Catalogue",
    "MainFile",
    "Playlist",
    "Policy",
    "School",
    "StaffPlaylist",
    "Tombstones",
]
