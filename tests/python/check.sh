#!/usr/bin/env bash
# Builds the Python package, installs it into fresh environments, and tries it as its users do.
# usage: tests/python/check.sh [ARGUMENTS OF PYTEST]
# needs: Rust, Python 3.9 or later with venv, and a package index for pip.
# PYTHON names the interpreter, PROFILE the cargo profile (release), FORMDRIFT_CORPUS a folder of
# recordings on which the package must give what the command gives. WHEEL tries a wheel that is there.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=${PYTHON:-python3}
profile=${PROFILE:-release}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PIP_DISABLE_PIP_VERSION_CHECK=1

step() { printf '\n== %s\n' "$*"; }

# A fresh environment; prints the folder of its programs, which is another on Windows.
environment() {
  "$python" -m venv "$work/$1" >&2
  if [ -d "$work/$1/Scripts" ]; then echo "$work/$1/Scripts"; else echo "$work/$1/bin"; fi
}

step "the command without Python, to compare with"
cargo build --locked --profile "$profile"
folder=$profile
[ "$profile" = dev ] && folder=debug
FORMDRIFT_PROGRAM=${CARGO_TARGET_DIR:-$PWD/target}/$folder/formdrift
export FORMDRIFT_PROGRAM

if [ -n "${WHEEL:-}" ]; then
  wheel=$(cd "$(dirname "$WHEEL")" && pwd)/$(basename "$WHEEL")
else
  step "the wheel"
  build=$(environment build)
  "$build/pip" install --quiet 'maturin>=1.9,<2'
  "$build/maturin" build --quiet --locked --profile "$profile" \
    --manifest-path src/python/Cargo.toml --out "$work/wheels"
  wheel=$(echo "$work"/wheels/*.whl)
fi
ls -l "$wheel"

step "an empty environment: nothing but the wheel"
empty=$(environment empty)
"$empty/pip" install --quiet "$wheel"
test "$("$empty/pip" list --format freeze | grep -cv '^\(pip\|setuptools\|wheel\)=')" = 1
cp fixtures/marathon.fit "$work/marathon.fit"
# From another folder: what is imported is what was installed.
(
  cd "$work"
  "$empty/python" - <<'PYTHON'
import formdrift
analysis = formdrift.analyse("marathon.fit")
print(repr(analysis))
print([round(split.cadence_spm) for split in analysis.splits])
try:
    analysis.to_pandas()
except formdrift.MissingLibrary as why:
    print(why)
PYTHON
  "$empty/formdrift" --version
  "$empty/formdrift" --quiet --brief --write html -o report marathon.fit
  test -s report/report.html
)

step "with pandas and pyarrow: tests and types"
full=$(environment full)
"$full/pip" install --quiet "$wheel[pandas,arrow]" pytest mypy
"$full/python" -m mypy --strict --no-error-summary -p formdrift
"$full/python" -m pytest -q -p no:cacheprovider tests/python "$@"
