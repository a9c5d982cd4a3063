"""The objections that concern a file as text, before anybody asks what it means."""

from gongkai.findings import Code, Severity

UNREADABLE = Code("S01", "unreadable-file", "文件读不到")
LEGACY_ENCODING = Code("S02", "legacy-encoding", "文件不是 UTF-8 编码")
UNDECODABLE = Code("S03", "undecodable-bytes", "文件里有无法解码的字节")
TOO_LARGE = Code("S04", "too-large", "文件超出限度")
YAML_SYNTAX = Code("S05", "yaml-syntax", "YAML 写法有误")
DUPLICATE_KEY = Code("S06", "duplicate-key", "同一个键写了两次")
YAML_TRICK = Code("S07", "yaml-trick", "用了锚点、别名、标签或合并键")
NO_FRONT_MATTER = Code("S08", "no-front-matter", "文件开头缺少前置信息")
FULL_WIDTH_COLON = Code("S10", "full-width-colon", "键后面是全角冒号")
FULL_WIDTH_COMMA = Code("S11", "full-width-comma", "括号里是全角逗号")
FULL_WIDTH_QUOTE = Code("S12", "full-width-quote", "值被全角引号包住", Severity.WARNING)
FULL_WIDTH_DIGIT = Code("S13", "full-width-digit", "数字是全角的", Severity.WARNING)
FULL_WIDTH_SPACE = Code("S14", "full-width-space", "缩进或键后面是全角空格")
TAB = Code("S15", "tab", "缩进或键后面是制表符")
UNCLOSED_QUOTE = Code("S16", "unclosed-quote", "引号没有配对")
SWALLOWED = Code("S17", "swallowed-by-comment", "“#”后面的文字会被当作注释丢掉")
RESERVED_START = Code("S18", "reserved-first-character", "值以 YAML 的保留符号开头")
THOUSANDS_COMMA = Code("S19", "thousands-comma-in-braces", "括号里的金额带千分位逗号")
NO_SPACE_AFTER_COLON = Code("S20", "no-space-after-colon", "冒号后面缺空格")
COLON_IN_VALUE = Code("S21", "colon-in-value", "值里又有“冒号加空格”")
NO_SPACE_AFTER_DASH = Code("S22", "no-space-after-dash", "列表的“-”后面缺空格")
UNCLOSED_BRACKET = Code("S23", "unclosed-bracket", "括号没有配对")
ONE_SPACE_COMMENT = Code("S24", "one-space-comment", "文字可能被当作注释", Severity.NOTICE)
INVISIBLE = Code("S25", "invisible-character", "有看不见的字符")

CODES = (
    UNREADABLE,
    LEGACY_ENCODING,
    UNDECODABLE,
    TOO_LARGE,
    YAML_SYNTAX,
    DUPLICATE_KEY,
    YAML_TRICK,
    NO_FRONT_MATTER,
    FULL_WIDTH_COLON,
    FULL_WIDTH_COMMA,
    FULL_WIDTH_QUOTE,
    FULL_WIDTH_DIGIT,
    FULL_WIDTH_SPACE,
    TAB,
    UNCLOSED_QUOTE,
    SWALLOWED,
    RESERVED_START,
    THOUSANDS_COMMA,
    NO_SPACE_AFTER_COLON,
    COLON_IN_VALUE,
    NO_SPACE_AFTER_DASH,
    UNCLOSED_BRACKET,
    ONE_SPACE_COMMENT,
    INVISIBLE,
)
