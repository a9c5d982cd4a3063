# 网站放在哪里：学校只需要填这里，或者在平台的设置里填同名的变量（填在平台里的优先）。
#
# 甲、任务就在学校放网站的服务器上运行（推荐）：写网站的位置，网页服务器（nginx、Caddy）指向它。
: "${GONGKAI_TARGET:=}"
#    例如 : "${GONGKAI_TARGET:=/srv/gongkai/site}"
#
# 乙、任务在平台的机器上运行，再传到学校的服务器：写“账号@服务器:文件夹”，网页服务器指向其中的 site。
: "${GONGKAI_SERVER:=}"
#    例如 : "${GONGKAI_SERVER:=gongkai@www.school.example:/srv/gongkai}"
#    另外在平台的机密里放：GONGKAI_SSH_KEY（只能写那个文件夹的私钥）、GONGKAI_KNOWN_HOSTS（服务器的公钥，ssh-keyscan 所得）。
#
# 下面不用改。

# 取来服务器上的各次发布和台账：没有它们，发布的次数和校验链会从头开始。
bring() {
  if [ -z "$GONGKAI_TARGET$GONGKAI_SERVER" ]; then
    echo "还没有填网站放在哪里，什么也没有做。填在 ci/target.sh 里，写法在那里。"
    exit 0
  fi
  if [ -n "$GONGKAI_TARGET" ]; then
    target=$GONGKAI_TARGET
    return
  fi
  workplace=$(mktemp -d)
  trap 'rm -rf "$workplace"' EXIT
  target=$workplace/published/site
  mkdir "$workplace/published"
  if [ -n "${GONGKAI_SSH_KEY:-}" ]; then
    (umask 077 && printf '%s\n' "$GONGKAI_SSH_KEY" > "$workplace/key" && printf '%s\n' "${GONGKAI_KNOWN_HOSTS:-}" > "$workplace/hosts")
    export RSYNC_RSH="ssh -i $workplace/key -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile=$workplace/hosts"
  fi
  rsync --archive "$GONGKAI_SERVER/" "$workplace/published/"
}

# 送回服务器：先送新的一次，再换链接，最后删去不再留的；中途断了，公众看到的仍是一个完整的网站。
deliver() {
  [ -z "$GONGKAI_TARGET" ] || return 0
  rsync --archive --exclude=/site "$workplace/published/" "$GONGKAI_SERVER/"
  rsync --archive "$workplace/published/" "$GONGKAI_SERVER/"
  rsync --archive --delete "$workplace/published/" "$GONGKAI_SERVER/"
}
