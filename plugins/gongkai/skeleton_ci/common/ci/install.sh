#!/usr/bin/env bash
# 装 gongkai 和它要用的程序，只装 ci/requirements.txt 里写定的版本，内容对不上校验值就不装。
# 用法：bash ci/install.sh 装到哪个文件夹
# 学校有自己的软件源时，在平台上设变量 PIP_INDEX_URL；这里不写死任何一个源。
set -euo pipefail

folder=${1:?写上装到哪个文件夹}
python=${PYTHON:-python3}

# -I：文件夹里碰巧（或有意）放着同名的 .py 也不会被当成 Python 自己的。
if ! "$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "这台机器上要有 Python 3.11 或更新的版本；装好后可以用变量 PYTHON 指明是哪一个。" >&2
  exit 1
fi
"$python" -I -m venv --clear "$folder"
# 只装现成的安装包：从源码装会先运行别人写的程序。
"$folder/bin/pip" install --quiet --no-input --disable-pip-version-check \
  --require-hashes --only-binary=:all: --requirement ci/requirements.txt
