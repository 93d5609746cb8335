#!/usr/bin/env bash
# Looks at the reports of the fixtures in a real browser, and reads the PDFs back.
# usage: tests/page/check.sh [FILE...]     default: six fixtures
# needs: node, chromium (apt-get install chromium), for the PDFs pdftotext (poppler-utils); axe-core
# is installed by npm into a temporary folder, or AXE names its axe.min.js.
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

# A squad of two with what was said about their runs, and a comparison.
mkdir -p "$work/squad/ann" "$work/squad/bob"
cp fixtures/marathon.fit fixtures/steady.fit "$work/squad/ann"
cp fixtures/fade.fit "$work/squad/bob"
cat > "$work/squad/ann/formdrift.toml" <<'TOML'
athlete = "Ann Runner"
[runs."marathon.fit"]
shoes = "blue, 410 miles"
comment = "Start slower next time."
pain = { during = 3, after_24_h = 2, after_48_h = 0, location = "left knee" }
TOML
"$program" --quiet --write html -o "$work/squad-report" "$work/squad"
"$program" --quiet --write html --compare -o "$work/compare-report" fixtures/marathon.fit fixtures/fade.fit >/dev/null
folders+=("$work/squad-report/index.html" "$work/compare-report/compare.html")

if [ -z "${AXE:-}" ] && command -v npm >/dev/null; then
  npm install --silent --no-audit --no-fund --prefix "$work/axe" axe-core@4 >/dev/null 2>&1 &&
    export AXE=$work/axe/node_modules/axe-core/axe.min.js
fi
[ -n "${AXE:-}" ] || echo "skipped: axe-core (no npm, or no network)"

failed=0
if ! command -v node >/dev/null || ! { command -v chromium || command -v google-chrome || [ -n "${CHROMIUM:-}" ]; } >/dev/null; then
  echo "skipped: the page in a browser (no node or no chromium)"
else
  node tests/page/check.mjs "${folders[@]}" || failed=1
fi

if ! command -v node >/dev/null || ! command -v pdftotext >/dev/null; then
  echo "skipped: the PDF (no node or no pdftotext)"
else
  reports=()
  for folder in "${folders[@]}"; do [ -f "$folder/report.pdf" ] && reports+=("$folder"); done
  node tests/page/check-pdf.mjs "${reports[@]}" || failed=1
  if [ -n "${PICTURES:-}" ]; then
    for folder in "${reports[@]}"; do
      pdftoppm -r 80 -png "$folder/report.pdf" "$PICTURES/$(basename "$folder")-pdf"
    done
  fi
fi
exit $failed
