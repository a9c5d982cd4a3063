"""What a trace of personal data is: where it stands, of which kind, and how certain."""

from dataclasses import dataclass
from enum import Enum


class PersonalKind(Enum):
    """A kind of personal data, with the label that readers see."""

    identity = "身份证号"
    old_identity = "旧身份证号"
    pupil = "学籍号"
    mobile = "手机号"
    bank_card = "银行卡号"
    passport = "护照/通行证号"
    plate = "车牌号"
    address = "详细住址"
    birthday = "出生日期"
    email = "个人邮箱"
    messenger = "微信/QQ号"
    health = "姓名和健康或困难情况"
    pupil_name = "学生班级和姓名"
    name = "姓名"
    author = "作者的姓名"
    location = "拍摄位置"

    @property
    def label(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Trace:
    """A place in a text where personal data shows; when not `certain` it is a suspicion (疑似)."""

    kind: PersonalKind
    start: int
    end: int
    certain: bool
