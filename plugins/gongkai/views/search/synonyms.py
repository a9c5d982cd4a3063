"""Words that mean one thing: whoever asks for one is also shown, after the literal hits, what says the other."""

from __future__ import annotations

SYNONYMS = (
    ("教代会", "教职工代表大会"),
    ("职代会", "职工代表大会"),
    ("食堂", "饭堂", "餐厅"),
    ("厕所", "卫生间", "洗手间"),
    ("老师", "教师"),
    ("中餐", "午餐", "午饭"),
    ("晚餐", "晚饭"),
    ("操场", "运动场"),
    ("电动车", "电瓶车", "电动自行车"),
    ("无线网", "wifi"),
    ("公章", "印章"),
    ("帐目", "账目"),
    ("帐户", "账户"),
    ("校长信箱", "校长邮箱"),
    ("贫困", "经济困难"),
    ("保安", "门卫"),
    ("课后服务", "延时服务", "课后托管"),
    ("伙食费", "餐费", "饭费"),
)
"""Each row means one thing at a school; words whose meaning depends on the sentence have no place here."""
