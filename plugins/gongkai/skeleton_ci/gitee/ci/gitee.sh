#!/usr/bin/env bash
# 在学校自己的主机上替 Gitee 做事：检查一次合并请求，或者发布、核对主分支。
# 用法：bash ~/gongkai/ci/gitee.sh check 编号 | publish | daily | verify
# 令牌在 ~/.config/gongkai/token，一行，别人不能读（chmod 600）；没有它就只检查，不写评论。Gitee Go 的变量是明文，不要放在那里。
# 合并请求里的内容只当作数据来读，从不运行。
set -euo pipefail

# 整个读完再运行：下面取主分支时，这个文件自己也可能换成新的。
{
task=${1:?写上 check、publish、daily 或 verify}
school=$(cd "$(dirname "$0")/.." && pwd)
state=${XDG_STATE_HOME:-$HOME/.local/state}/gongkai
settings=${XDG_CONFIG_HOME:-$HOME/.config}/gongkai
mkdir -p "$state"
cd "$school"

# 同一台主机上一次只做一件；等前一件做完。
exec 9> "$state/lock"
flock 9

main=$(git symbolic-ref --short refs/remotes/origin/HEAD)
git fetch --quiet --prune origin
git checkout --quiet --force --detach "$main"

# 程序随主分支换：写定的版本变了才重装。
wanted=$(cat ci/requirements.txt ci/*.whl | sha256sum)
if [ "$wanted" != "$(cat "$state/installed" 2> /dev/null)" ]; then
  bash ci/install.sh "$state/gongkai"
  printf '%s\n' "$wanted" > "$state/installed"
fi
export PATH="$state/gongkai/bin:$PATH"

case $task in
  publish) exec bash ci/publish.sh ;;
  daily) exec bash ci/publish.sh --scheduled ;;
  verify) exec bash ci/verify.sh ;;
  check) number=${2:?写上合并请求的编号} ;;
  *) echo "写 check、publish、daily 或 verify。" >&2; exit 2 ;;
esac
[[ $number =~ ^[1-9][0-9]{0,8}$ ]] || { echo "合并请求的编号不对。" >&2; exit 2; }

results=$state/results/$number
mkdir -p "$results"
git fetch --quiet --no-tags origin "+refs/pull/$number/head:refs/gongkai/$number"
head=$(git rev-parse "refs/gongkai/$number")
change=$(mktemp -d)
trap 'git worktree remove --force "$change/files"; rm -rf "$change"' EXIT
# 链接只当作一行字取出来：不能让它指到这台主机别的文件，如令牌。
git -c core.symlinks=false worktree add --quiet --detach "$change/files" "$head"
failed=0
(cd "$change/files" && bash "$school/ci/check.sh" "$main" "$results" junit) || failed=$?

if [ -f "$settings/token" ]; then
  GONGKAI_TOKEN=$(cat "$settings/token")
  export GONGKAI_TOKEN
fi
if [ -z "${GONGKAI_REPOSITORY:-}" ]; then
  GONGKAI_REPOSITORY=$(git remote get-url origin | sed -E 's#^.*[:/]([^/:]+/[^/]+)$#\1#; s#\.git$##')
fi
export GONGKAI_REPOSITORY
bash ci/review.sh gitee "$number" "$head" "$results"
if [ -n "${GONGKAI_TOKEN:-}" ] && [ -f "$results/comment.md" ]; then
  gongkai host comment "$results/comment.md" --host gitee --number "$number"
fi
exit "$failed"
}
