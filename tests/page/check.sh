#!/usr/bin/env bash
# Looks at the reports of the fixtures in a real browser, and reads the PDFs back.
# usage: tests/page/check.sh [FILE...]     default: six fixtures
# needs: node, chromium (apt-get install chromium), for the PDFs pdftotext (poppler-utils).
# What is missing is skipped with a word. PICTURES=DIR keeps screenshots and prints.
set -euo pipefail
cd "$(dirname "$0")/../.."

files=("$@")
if [ ${#files[@]} -eq 0 ]; then
  files=(fixtures/marathon.fit fixtures/steady.fit fixtures/fade.fit fixtures/no-cadence.fit fixtures/run.gpx fixtures/ultra.fit)
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --quiet
program=${CARGO_TARGET_DIR:-target}/debug/formdrift
folders=()
for file in "${files[@]}"; do
  folder=$work/$(basename "$file" | tr . -)
  "$program" --quiet --write html,json,pdf --athlete "Ada Runner" -o "$folder" "$file"
  folders+=("$folder")
done

failed=0
if ! command -v node >/dev/null || ! { command -v chromium || command -v google-chrome || [ -n "${CHROMIUM:-}" ]; } >/dev/null; then
  echo "skipped: the page in a browser (no node or no chromium)"
else
  node tests/page/check.mjs "${folders[@]}" || failed=1
fi

if ! command -v node >/dev/null || ! command -v pdftotext >/dev/null; then
  echo "skipped: the PDF (no node or no pdftotext)"
else
  node tests/page/check-pdf.mjs "${folders[@]}" || failed=1
  if [ -n "${PICTURES:-}" ]; then
    for folder in "${folders[@]}"; do
      pdftoppm -r 80 -png "$folder/report.pdf" "$PICTURES/$(basename "$folder")-pdf"
    done
  fi
fi
exit $failed
