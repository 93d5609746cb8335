#!/usr/bin/env bash
# Prints the section of docs/changelog.md about a version, without its heading.
# usage: .ci/release/notes.sh VERSION
set -euo pipefail
cd "$(dirname "$0")/../.."
awk -v heading="## $1" '$0 == heading { on = 1; next } /^## / { on = 0 } on' docs/changelog.md
