// Pictures of a report for the documentation. usage: node screenshots.mjs FOLDER OUT
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { browser, chromium } from "./browser.mjs";

const [folder, out] = process.argv.slice(2);
if (!chromium()) {
  console.error("chromium is needed and not installed (apt-get install chromium)");
  process.exit(1);
}
const tab = await browser();
const address = pathToFileURL(resolve(folder, "report.html")).href;
const save = async (name) => writeFileSync(join(out, name), await tab.picture());
/** Scrolls to an element and puts the pointer over the first chart, at a share of its width. */
const read = async (share) => {
  const at = await tab.value(`(() => {
    document.querySelector("#charts").scrollIntoView({ behavior: "instant" });
    const area = [...document.querySelectorAll(".slider")][0].getBoundingClientRect();
    return { x: area.left + ${share} * area.width, y: area.top + 0.4 * Math.min(area.height, innerHeight) };
  })()`);
  await tab.send("Input.dispatchMouseEvent", { type: "mouseMoved", ...at });
};

await tab.size(1180, 1010);
await tab.open(address);
await save("report.png");
await read(0.8);
await save("report-charts.png");
await tab.media({ "prefers-color-scheme": "dark" });
await tab.open(address);
await save("report-dark.png");
await tab.media({});
await tab.size(390, 844, { mobile: true, scale: 2 });
await tab.open(address);
await save("report-phone.png");
await tab.close();
