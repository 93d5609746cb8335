// Reads report.pdf of report folders back and compares its text with summary.json.
// usage: node check-pdf.mjs FOLDER...     needs pdfinfo, pdffonts and pdftotext (poppler-utils)
// Exit 1 when a check fails.
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

let failed = 0;
const tell = (good, what) => {
  if (!good) failed += 1;
  console.log(`${good ? "  ok    " : "  FAILED"} ${what}`);
};
const run = (tool, ...args) => spawnSync(tool, args, { encoding: "utf8" });
const MILE_KM = 1.609344;

/** What of the result is not in the text of the PDF. */
function missing(result, text) {
  const bad = [];
  const want = (words, name) => text.includes(words) || bad.push(name);
  want(result.verdict.headline, "headline");
  for (const split of result.splits) {
    const pace = Math.round(split.pace_s_per_km * MILE_KM);
    want(`${Math.floor(pace / 60)}:${String(pace % 60).padStart(2, "0")}`, `pace of split ${split.index}`);
    if (split.cadence_spm) want(String(Math.round(split.cadence_spm)), `cadence of split ${split.index}`);
  }
  for (const piece of result.advice) want(piece.article_section, piece.rule);
  for (const caveat of result.caveats) want(caveat.text, caveat.code);
  return bad;
}

for (const folder of process.argv.slice(2)) {
  const pdf = join(folder, "report.pdf");
  console.log(pdf);
  const { size } = statSync(pdf);
  tell(size < 400000, `under 400 KB (${size} bytes)`);
  const info = run("pdfinfo", pdf);
  const pages = info.stdout.match(/^Pages: *(\d+)/m)?.[1];
  tell(pages >= 3 && pages <= 9, `few pages (${pages})`);
  const first = run("pdftotext", "-raw", "-l", "1", pdf, "-").stdout.replace(/[\u2013\u2212]/g, "-").replace(/[\s\u00a0]+/g, " ");
  const result = JSON.parse(readFileSync(join(folder, "summary.json"), "utf8"));
  const answered = [result.verdict.headline, "What to do", "How sure"].filter((words) => !first.includes(words));
  tell(answered.length === 0, `the answer is on page one ${answered}`);
  tell(info.stderr === "", `no complaint from the reader ${info.stderr}`);
  tell(/^Tagged: *yes/m.test(info.stdout), "tagged for screen readers");
  const fonts = run("pdffonts", pdf).stdout.trim().split("\n").slice(2);
  // Columns from the right: object (two numbers), then embedded, subset, with characters.
  const whole = (line) => line.trim().split(/\s+/).slice(-5, -2).every((word) => word === "yes");
  tell(fonts.length > 0 && fonts.every(whole), "fonts embedded, subset, with their characters");
  // Line ends, dashes and minus signs are the printer's; the words are the result's.
  const text = run("pdftotext", "-raw", pdf, "-").stdout
    .replace(/[\u2013\u2212]/g, "-").replace(/[\s\u00a0]+/g, " ");
  const bad = missing(result, text);
  tell(bad.length === 0, bad.length ? `its text lacks: ${bad.join(", ")}` : "its text is that of summary.json");
}
process.exit(failed ? 1 : 0);
