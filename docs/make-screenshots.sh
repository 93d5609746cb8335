#!/usr/bin/env bash
# Makes the pictures of docs/ and the README from fixtures/marathon.fit.
# usage: docs/make-screenshots.sh
# needs: node, chromium (apt-get install chromium), pdftoppm (poppler-utils)
set -euo pipefail
cd "$(dirname "$0")/.."
for tool in node pdftoppm; do
  command -v "$tool" >/dev/null || { echo "$tool is needed and not installed" >&2; exit 1; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo run --quiet -- --quiet --write html,json,pdf -o "$work/run" fixtures/marathon.fit
node tests/page/screenshots.mjs "$work/run" docs
pdftoppm -r 72 -png -f 1 -l 1 -singlefile "$work/run/report.pdf" docs/report-pdf
for picture in docs/report*.png; do
  size=$(wc -c <"$picture")
  [ "$size" -lt 300000 ] || { echo "$picture has $size bytes, more than 300000" >&2; exit 1; }
done
