#!/usr/bin/env bash
# 检查一次合并请求：只有它带来的错误才算不通过；另外做一份公开网站的预览（解压后打开 index.html）。
# 用法：bash ci/check.sh 原来的版本 结果放在哪个文件夹 格式
#   格式：github（在改动处标出）、gitlab（代码质量和测试报告）、junit（测试报告）
# 这里只读记录，不运行合并请求里的任何程序。
set -euo pipefail

base=${1:?写上原来的版本}
results=${2:?写上结果放在哪个文件夹}
form=${3:-junit}
mkdir -p "$results"

# 记录里的字会原样印在运行记录里；GitHub 会把某些写法当成命令，所以先关上。
gate=
if [ "$form" = github ]; then
  gate=$(python3 -I -c 'import secrets; print(secrets.token_hex(16))')
  echo "::stop-commands::$gate"
fi
failed=0
gongkai check --since "$base" || failed=$?
[ -z "$gate" ] || echo "::$gate::"

case $form in
  github)
    # 一步最多标出 10 处，其余的见上面。
    [ "$failed" = 0 ] || gongkai check --since "$base" --format github || true
    ;;
  gitlab)
    gongkai check --since "$base" --format gitlab > "$results/codequality.json" || true
    gongkai check --since "$base" --format junit > "$results/junit.xml" || true
    ;;
  junit)
    gongkai check --since "$base" --format junit > "$results/junit.xml" || true
    ;;
esac

[ -z "$gate" ] || echo "::stop-commands::$gate"
rm -f "$results/preview.zip"
gongkai build --audience public --archive "$results/preview.zip" || echo "记录里还有错误，没有做预览。"
[ -z "$gate" ] || echo "::$gate::"
exit "$failed"
