#!/usr/bin/env bash
# 审阅一次合并请求：发布以后公众会看到什么变化，谁批准了。写出评论 comment.md 和完整报告：
# review.html；不能留附件的平台（Gitea、Gitee）是 review.txt，同时印在运行记录里。
# 用法：bash ci/review.sh 平台 编号 提交号 结果放在哪个文件夹
# 在主分支的文件夹里运行：程序、规则和这个脚本都取自主分支，合并请求里的内容只当作数据来读，从不取出来运行。
set -euo pipefail

host=${1:?写上平台}
number=${2:?写上合并请求的编号}
head=${3:?写上提交号}
results=${4:?写上结果放在哪个文件夹}

[[ $number =~ ^[1-9][0-9]{0,8}$ ]] || { echo "合并请求的编号不对。" >&2; exit 2; }
[[ $head =~ ^([0-9a-f]{40}|[0-9a-f]{64})$ ]] || { echo "提交号不对。" >&2; exit 2; }
case $host in
  github) place=refs/pull/$number/head form=github full=review.html ;;
  gitea | gitee) place=refs/pull/$number/head form=github full=review.txt ;;
  gitlab) place=refs/merge-requests/$number/head form=gitlab full=review.html ;;
  *) echo "平台写 github、gitlab、gitea 或 gitee。" >&2; exit 2 ;;
esac
mkdir -p "$results"
rm -f "$results/comment.md"

git fetch --quiet --no-tags --no-recurse-submodules origin "$place"
if [ "$(git rev-parse FETCH_HEAD)" != "$head" ]; then
  echo "合并请求有了更新的提交，这一次不用再做。"
  exit 0
fi

given=()
if [ -n "${GONGKAI_TOKEN:-}" ]; then
  gongkai host approvals --host "$host" --number "$number" --to "$results/approvals.json"
  given=(--approvals "$results/approvals.json")
fi
if [ "$host" = github ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  given+=(--summary "$GITHUB_STEP_SUMMARY")
fi
answer=0
gongkai review HEAD "$head" --audience public --format "$form" \
  --to "$results/$full" ${given[@]+"${given[@]}"} > "$results/comment.md" || answer=$?
# 1 是“现在不能发布”，报告照样要给人看；别的是没有做成。
if [ "$answer" -gt 1 ]; then
  rm -f "$results/comment.md"
  exit "$answer"
fi
echo "审阅做好了，完整报告是 $full。"
[ "$full" = review.html ] || cat "$results/$full"
