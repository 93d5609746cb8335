#!/usr/bin/env bash
# Runs the scripts of docs/scale/ on a store of simulated recordings: Spark with the program and with the Python
# package, DuckDB, Dask. Workers and jobs are killed halfway; no run may be lost or there twice.
# usage: tests/scale/check.sh [NAME...]     NAME: command wheel duckdb dask; default: all
# needs: Rust, Java 17 or later, Python 3.10 or later with venv, and a package index for pip.
# COUNT recordings (2000), PYTHON names the interpreter, WHEEL a wheel that is there, ENVIRONMENT a virtual
# environment with what is needed, to be used again.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=${PYTHON:-python3}
count=${COUNT:-2000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PIP_DISABLE_PIP_VERSION_CHECK=1
step() { printf '\n== %s\n' "$*"; }

step "the program"
cargo build --locked --release
cargo run --quiet --locked --release --example fixtures -- --season "$count" "$work/store"
FORMDRIFT_PROGRAM=${CARGO_TARGET_DIR:-$PWD/target}/release/formdrift
export FORMDRIFT_PROGRAM

step "the Python environment"
environment=${ENVIRONMENT:-$work/venv}
[ -x "$environment/bin/python" ] || "$python" -m venv "$environment"
"$environment/bin/pip" install --quiet 'pyspark>=4,<5' pandas pyarrow duckdb 'dask[bag]'
if [ -z "${WHEEL:-}" ]; then
  "$environment/bin/pip" install --quiet 'maturin>=1.9,<2'
  "$environment/bin/maturin" build --quiet --release --locked --manifest-path src/python/Cargo.toml --out "$work/wheels"
  WHEEL=$(echo "$work"/wheels/*.whl)
fi
"$environment/bin/pip" install --quiet --force-reinstall --no-deps "$WHEEL"

step "the scripts, on $count recordings, an archive and two broken files"
"$environment/bin/python" tests/scale/check.py "$work" "$@"
