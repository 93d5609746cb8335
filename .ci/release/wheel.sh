#!/usr/bin/env bash
# Builds the wheel of the Python package into dist/.
# usage: .ci/release/wheel.sh [TARGET]      default: this machine's
# On Linux it is linked by zig against an old C library, so that it installs on any distribution from
# 2014 on (manylinux2014). PYTHON names an interpreter with venv.
set -euo pipefail
cd "$(dirname "$0")/../.."
host=$(rustc -vV | sed -n 's/^host: //p')
target=${1:-$host}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
bin=$work/venv/bin
[ -d "$bin" ] || bin=$work/venv/Scripts
"$bin/pip" install --quiet --disable-pip-version-check 'maturin[zig]>=1.9,<2'
options=()
case $target in *linux*) options=(--zig --compatibility manylinux2014) ;; esac
PATH=$bin:$PATH "$bin/maturin" build --release --locked --target "$target" "${options[@]}" \
  --manifest-path src/python/Cargo.toml --out dist
ls -l dist/*.whl
