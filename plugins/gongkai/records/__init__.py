"""The record kinds, one chapter per family; a new kind is one model and one name in KINDS."""

from gongkai.records.base import ActFile, Audience, MainFile, Model
from gongkai.records.catalogue import Catalogue
from gongkai.records.finance import Finance
from gongkai.records.meeting import Meeting
from gongkai.records.notice import Notice
from gongkai.records.opinion import Opinion
from gongkai.records.policy import Policy
from gongkai.records.proposal import Proposal
from gongkai.records.school import School

KINDS: tuple[type[MainFile], ...] = (Proposal, Opinion, Meeting, Finance, Notice)

SETTINGS: dict[str, type[Model]] = {"school.yml": School, "policy.yml": Policy, "catalogue.yml": Catalogue}
"""The three files beside the kinds, and their models."""

__all__ = ["KINDS", "SETTINGS", "ActFile", "Audience", "Catalogue", "MainFile", "Policy", "School"]
