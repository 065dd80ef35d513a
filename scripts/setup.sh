#!/bin/sh
# Build or refresh .venv/ from a requirements file. Says nothing when there is nothing to do.
# A stamp holds the digest of what was installed, so that a new checkout or branch is noticed.
set -eu
cd "$(dirname "$0")/.."
file=$1
stamp=.venv/.installed-$file
key=$(cat requirements.txt requirements-dev.txt constraints.txt | cksum)

installed() { [ -x .venv/bin/python ] && [ -f "$1" ] && [ "$(cat "$1")" = "$key" ]; }
# The development set contains the other one.
if installed "$stamp" || installed .venv/.installed-requirements-dev.txt; then exit 0; fi

python=
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "需要 Python 3.11 或更新版本,请先安装。Python 3.11 or newer is needed." >&2
    exit 1
fi
if ! [ -x .venv/bin/python ] && ! "$python" -m venv .venv; then
    rm -rf .venv
    echo "无法建立 .venv;在 Debian 上请先安装 python3-venv。Could not make .venv: install python3-venv." >&2
    exit 1
fi
echo "正在安装 $file 中的软件包,首次约需几分钟。"
.venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$file"
echo "$key" > "$stamp"
