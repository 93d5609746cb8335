#!/usr/bin/env bash
# Reads report.pdf of a report folder back and compares its text with summary.json.
# usage: tests/page/check-pdf.sh FOLDER
set -euo pipefail
pdf=$1/report.pdf
failed=0
tell() { if [ "$1" = 0 ]; then echo "  ok     $2"; else echo "  FAILED $2"; failed=1; fi; }

echo "$pdf"
size=$(wc -c <"$pdf")
[ "$size" -lt 400000 ]; tell $? "under 400 KB ($size bytes)"
count=$(pdfinfo "$pdf" 2>&1 | sed -n 's/^Pages: *//p')
[ "$count" = 3 ]; tell $? "three pages ($count)"
[ -z "$(pdfinfo "$pdf" 2>&1 >/dev/null)" ]; tell $? "no complaint from the reader"
pdfinfo "$pdf" | grep -q '^Tagged: *yes'; tell $? "tagged for screen readers"
[ "$(pdffonts "$pdf" | tail -n +3 | awk '{print $(NF-4), $(NF-3), $(NF-2)}' | sort -u)" = "yes yes yes" ]
tell $? "fonts embedded, subset, with their characters"

# Line ends, dashes and minus signs are the printer's; the words are the result's.
text=$(pdftotext -raw "$pdf" - | tr '\n\f' '  ' | sed 's/[–−]/-/g; s/\xc2\xa0/ /g; s/  */ /g')
python3 - "$1/summary.json" "$text" <<'P'
import json, sys
result, text = json.load(open(sys.argv[1])), sys.argv[2]
bad = []
if result["verdict"]["headline"] not in text: bad.append("headline")
mile = 1609.344
for split in result["splits"]:
    pace = round(split["pace_s_per_km"] * mile / 1000)
    if f"{pace // 60}:{pace % 60:02d}" not in text: bad.append(f"pace of split {split['index']}")
    if split["cadence_spm"] and str(round(split["cadence_spm"])) not in text: bad.append(f"cadence of split {split['index']}")
for piece in result["advice"]:
    if piece["article_section"] not in text: bad.append(piece["rule"])
for caveat in result["caveats"]:
    if caveat["text"] not in text: bad.append(caveat["code"])
print("  ok     its text is that of summary.json" if not bad else f"  FAILED its text lacks: {', '.join(bad)}")
sys.exit(bool(bad))
P
tell $? "text" >/dev/null || true
exit $failed
