#!/usr/bin/env bash
# 核对：公开的网站是不是发布时的样子，仓库的历史有没有被改写。每月一次。
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=target.sh
. "$here/target.sh"
bring
gongkai verify "$target" --repository . --ledger "$target.releases/ledger.jsonl"
