#!/usr/bin/env bash
# 发布：检查、生成、封存，再把公开的网站整个换上；不通过就不动它。
# 用法：bash ci/publish.sh                合并到主分支以后
#       bash ci/publish.sh --scheduled    每天一次：到期的名单撤下，到期未办的标红，不停止
set -euo pipefail
export NO_MKDOCS_2_WARNING=1

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=target.sh
. "$here/target.sh"
bring
failed=0
gongkai publish "$target" --audience public "$@" || failed=$?
# 没有通过时网站也可能变了：每天的任务撤下到期的内容，不等别的问题改好。
deliver
exit "$failed"
