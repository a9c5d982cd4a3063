"""What can be wrong with a copy of a release, each with its name, what it means, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class What(Enum):
    """A way in which a copy differs from what was released: its title, its meaning, its cure."""

    CHANGED = ("内容变了", "和发布时不是同一份内容", "从网站重新下载这个文件；网站上的就是这样，请告诉学校。")
    EMPTY = ("文件空了", "一个字节也没有，发布时不是空的", "重新下载或重新复制这个文件。")
    TRUNCATED = ("像是没有下载完整", "文件到一半就断了", "重新下载或重新复制这个文件。")
    SWAPPED = ("放成了别的文件的内容", "网址对，内容却是另一页的", "从网站重新下载；网站上的就是这样，请告诉学校。")
    OTHER_RELEASE = ("是另一次发布的文件", "两次发布的文件混在一起了", "整个重新下载，不要只换其中几个文件。")
    MISSING = ("文件不见了", "发布时有，现在没有", "重新下载；网站上也没有，请问学校是不是撤下了。")
    RENAMED = ("文件改了名", "内容没变，名字变了，链接就断了", "把名字改回去，或重新下载。")
    CASE = ("文件名的大小写变了", "在有的电脑上是同一个名字，在网站上不是", "把名字改回去，或重新解压到空文件夹。")
    SPELLING = ("文件名看起来一样，编码不同", "苹果电脑等会换掉文件名的写法", "把名字改回去，或换一个解压的程序。")
    ADDED = ("多了文件", "发布时没有这个文件，不要当作学校公布的", "删去；是自己或系统放进来的，不要紧。")
    TWIN = ("多了一个名字极像的文件", "看上去是公布的那一个，其实不是", "删去，只认清单里有的那一个。")
    EMPTY_FOLDER = ("多了空文件夹", "发布时没有", "删去。")
    LINK = ("是一个链接", "它指向别处，内容不在这一份里，没有去读", "删去链接，放回文件本身。")
    SPECIAL = ("不是普通文件", "设备或管道，没有去读", "删去。")
    UNREADABLE = ("读不出来", "没有办法核对这个文件", "检查权限和磁盘，或重新下载。")
    ZIP_TWICE = ("压缩包里有两个同名的文件", "不同的程序会解压出不同的内容", "不要用这个压缩包，重新下载。")
    ZIP_ESCAPE = ("文件名指向文件夹外面", "解压时会写到别的地方", "不要解压这个压缩包，重新下载。")
    ZIP_BOMB = ("解压以后大得不合理", "可能是有意做的，没有解压", "不要解压这个压缩包，重新下载。")
    SUMS = ("清单不完整", "文件清单里有读不懂的行", "重新下载 SHA256SUMS。")
    SUMS_OTHER = (
        "不是这次发布的文件清单",
        "清单换过，或来自另一次发布",
        "整个重新下载；网站上的就是这样，请告诉学校。",
    )
    PAPER = ("发布清单不对", "它被改过，或没有下载完整", "重新下载；网站上的就是这样，请告诉学校。")
    RECORD = ("记录的摘要不对", "清单里这份记录被换过", "重新下载；网站上的就是这样，请告诉学校。")
    FORGED_NUMBER = ("第几次发布写得不对", "次数要从 1 数起，一次不缺", "和以前留的副本比，请告诉学校。")
    REORDERED = ("各次发布的先后乱了", "链上的次序被动过", "和以前留的副本比，请告诉学校。")
    BROKEN = ("发布链断了", "中间某一次发布被改过或抽走了", "和以前留的副本比，请告诉学校。")
    ROLLED_BACK = ("退回了以前的一次发布", "后来公布的内容被拿掉了", "请学校说明为什么退回。")
    FORKED = ("和您手里的不是同一条链", "从某一次起，公布过的内容被另做了一份", "保存好手里的副本，请学校说明。")
    SCHOOL = ("不是同一所学校的", "放错了，或有人冒名", "找对学校的网站再下载。")
    AUDIENCE = ("不是同一种公开范围的", "社会版和教职工版放混了", "找对版本再下载。")
    FINGERPRINT = ("指纹对不上", "不是印着这个指纹的那一次发布", "再看一遍指纹；没有看错的，请学校说明。")
    HISTORY = ("仓库里的历史不是发布时的了", "提交被改写过", "找一份以前的仓库副本来比，请保管仓库的人说明。")
    REWRITTEN = ("仓库里的记录不是发布时的样子", "发布以后，那一次提交或它的内容被换过", "找一份以前的仓库副本来比。")

    @property
    def title(self) -> str:
        return self.value[0]

    @property
    def meaning(self) -> str:
        return self.value[1]

    @property
    def cure(self) -> str:
        return self.value[2]

    @property
    def code(self) -> str:
        """What it is called where a program reads it."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that is wrong: what, where, and what more is known of it."""

    what: What
    place: str
    detail: str = ""


def shown(name: str) -> str:
    """A name as it may be printed: what cannot be seen or turns the line around is spelt out."""
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in name)
