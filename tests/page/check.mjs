// Checks report.html in a real browser. usage: node check.mjs FOLDER...
// Each folder holds report.html and summary.json of one run. Exit 1 when a check fails.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { browser } from "./browser.mjs";

const folders = process.argv.slice(2);
const pictures = process.env.PICTURES;
let failed = 0;
const tell = (good, what) => {
  if (!good) failed += 1;
  console.log(`${good ? "  ok    " : "  FAILED"} ${what}`);
};

const A4 = [8.268, 11.693], LETTER = [8.5, 11];
const pages = (pdf) => (pdf.toString("latin1").match(/\/Type\s*\/Page(?!s)/g) ?? []).length;
const number = (text) => Number(text.replace("\u2212", "-"));

/** Text whose contrast is under AA: 4.5:1, or 3:1 from 24 px (18.66 px bold). */
const CONTRAST = `(() => {
  const parse = (c) => { const m = c.match(/[\\d.]+/g).map(Number); return [m[0], m[1], m[2], m[3] ?? 1]; };
  const light = ([r, g, b]) => [r, g, b].map((v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; })
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3] > .99) return c; } return [255, 255, 255, 1]; };
  const bad = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || e.closest("script,style,title,desc,[hidden]") || !e.getClientRects().length) continue;
    const style = getComputedStyle(e);
    const text = parse(e.namespaceURI.endsWith("svg") ? style.fill : style.color);
    const [a, b] = [light(text), light(ground(e.closest("svg") ?? e))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) bad.push(walk.currentNode.data.trim().slice(0, 30) + " " + ratio.toFixed(2));
  }
  return [...new Set(bad)];
})()`;

/** Text that would be printed smaller than 7 pt, which are 9.33 px; a chart's as it is scaled. */
const SMALL_PRINT = `(() => {
  const small = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || e.closest("script,style,title,desc,[hidden]") || !e.getClientRects().length) continue;
    const svg = e.closest("svg"), scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    const size = parseFloat(getComputedStyle(e).fontSize) * scale;
    if (size < 9.3) small.push(walk.currentNode.data.trim().slice(0, 30) + " " + size.toFixed(1));
  }
  return [...new Set(small)];
})()`;

async function hover(tab, summary) {
  const readings = JSON.parse(await tab.value("document.getElementById('readings').textContent"));
  const column = (name) => readings.names.indexOf(name);
  const shown = () => tab.value("[...document.querySelectorAll('#readout dd')].map(d => d.firstChild.data)");
  const panel = await tab.value(`(() => {
    const view = [...document.querySelectorAll("[data-panels]")].find(v => v.getBoundingClientRect().width);
    view.scrollIntoView({ block: "center", behavior: "instant" });
    const svg = view.querySelector("svg"), area = svg.getBoundingClientRect(), p = JSON.parse(view.dataset.panels)[0];
    const k = area.width / svg.viewBox.baseVal.width;
    return { left: area.left + p.left * k, right: area.left + p.right * k, y: area.top + (p.top + p.bottom) / 2 * k, from: p.from, to: p.to };
  })()`);
  let right = true;
  for (const share of [0.02, 0.31, 0.5, 0.77, 0.98]) {
    const x = panel.left + share * (panel.right - panel.left);
    await tab.send("Input.dispatchMouseEvent", { type: "mouseMoved", x, y: panel.y });
    const values = await shown();
    const place = panel.from + share * (panel.to - panel.from);
    const nearest = readings.ends.findIndex((end) => end >= place - 1e-9);
    right &&= Math.abs(number(values[0]) - place) < 0.12 && String(values) === String(readings.rows[nearest]);
  }
  tell(right, "pointer: the readout is that of the place under it");
  const crosses = await tab.value(`(() => {
    const lines = [...document.querySelectorAll(".cross")].filter(l => l.getClientRects().length && l.style.display !== "none");
    const panels = [...document.querySelectorAll("[data-panels]")].filter(v => v.getBoundingClientRect().width)
      .flatMap(v => JSON.parse(v.dataset.panels));
    return [lines.length, panels.length];
  })()`);
  tell(crosses[0] > 1 && crosses[0] === crosses[1], `every panel is marked at once (${crosses.join(" of ")})`);

  await tab.value("document.querySelector('.slider').focus()");
  const key = (key) => tab.send("Input.dispatchKeyEvent", { type: "keyDown", key });
  await key("Home");
  await key("ArrowRight");
  const second = await shown();
  await key("End");
  const last = await shown();
  tell(String(second) === String(readings.rows[1]) && String(last) === String(readings.rows.at(-1)), "keys: Home, arrow and End read the right places");
  await key("Escape");
  tell((await shown()).length === 0, "Escape lets go");

  // What the page shows must be what the result says: the mean of each split's readings.
  const length = summary.splits.at(-1).to_m / readings.ends.at(-1);
  const close = summary.splits.filter((s) => !s.partial && s.cadence_spm && s.walked_s < 30).every((s) => {
    const inside = readings.rows.filter((_, i) => readings.ends[i] * length > s.from_m + 1 && readings.ends[i] * length <= s.to_m + 1);
    const spm = inside.map((r) => number(r[column("Cadence")])).filter((v) => !Number.isNaN(v));
    return Math.abs(spm.reduce((a, b) => a + b, 0) / spm.length - s.cadence_spm) < 1.5;
  });
  tell(close, "readings agree with the splits of summary.json");
}

async function check(folder) {
  console.log(folder);
  const summary = JSON.parse(readFileSync(join(folder, "summary.json")));
  const address = pathToFileURL(resolve(folder, "report.html")).href;
  const tab = await browser();
  const asked = [], errors = [];
  tab.on(({ method, params }) => {
    if (method === "Network.requestWillBeSent" && params.request.url !== address) asked.push(params.request.url);
    if (method === "Runtime.exceptionThrown") errors.push(params.exceptionDetails.text);
    if (method === "Runtime.consoleAPICalled" && params.type === "error") errors.push("console.error");
    if (method === "Log.entryAdded" && params.entry.level !== "info") errors.push(params.entry.text);
  });
  for (const domain of ["Network", "Runtime", "Log"]) await tab.send(`${domain}.enable`);
  const save = (name, bytes) => pictures && writeFileSync(join(pictures, `${folder.split("/").at(-1)}-${name}`), bytes);
  if (pictures) mkdirSync(pictures, { recursive: true });

  await tab.size(1280, 900);
  await tab.open(address);
  if (await tab.value("document.querySelectorAll('.slider').length")) await hover(tab, summary);
  await tab.value("window.scrollTo({ top: 0, behavior: \"instant\" })");
  const flat = (text) => text.replace(/[\u2013\u2212]/g, "-").replace(/\u00a0/g, " ");
  const text = flat(await tab.value("document.body.innerText"));
  tell(text.includes(summary.verdict.headline), "the headline is that of summary.json");
  save("laptop.png", await tab.picture({ whole: true }));
  tell((await tab.value(CONTRAST)).length === 0, `contrast AA, light ${await tab.value(CONTRAST)}`);
  await tab.media({ "prefers-color-scheme": "dark" });
  tell((await tab.value(CONTRAST)).length === 0, `contrast AA, dark ${await tab.value(CONTRAST)}`);
  save("dark.png", await tab.picture({ whole: true }));
  await tab.media({});

  for (const width of [360, 390, 768]) {
    await tab.size(width, 780, { mobile: width < 500, scale: 2 });
    const wide = await tab.value("document.documentElement.scrollWidth");
    tell(wide <= width, `no sideways scrolling at ${width} px (${wide})`);
    if (width === 360) save("phone.png", await tab.picture({ whole: true }));
  }
  await tab.size(1280, 900);
  for (const [name, paper] of [["A4", A4], ["Letter", LETTER]]) {
    const pdf = await tab.print(...paper);
    save(`${name}.pdf`, pdf);
    tell(pages(pdf) >= 3 && pages(pdf) <= 11, `printed on ${name}: ${pages(pdf)} pages`);
  }
  // Charts are as wide as the paper between its margins: 182 mm are 688 px.
  await tab.size(688, 900);
  await tab.send("Emulation.setEmulatedMedia", { media: "print" });
  const small = await tab.value(SMALL_PRINT);
  tell(small.length === 0, `no type under 7 pt in print ${small}`);
  const shown = await tab.value("[...document.querySelectorAll('figure')].filter(f => f.getClientRects().length).length");
  const figures = await tab.value("document.querySelectorAll('figure').length");
  tell(shown === figures && figures > 0, `every chart is printed (${shown} of ${figures})`);
  await tab.send("Emulation.setEmulatedMedia", { media: "" });
  await tab.size(1280, 900);
  const outline = await tab.value("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])");
  tell(outline[0] === 1 && outline.every((level, i) => i === 0 || level <= outline[i - 1] + 1), "headings in order");
  const named = await tab.value(`["header", "main", "footer"].every(n => document.querySelectorAll("body > " + n).length === 1)
    && [...document.querySelectorAll("svg[role=img]")].every(s => s.querySelector("desc").textContent.length > 40)
    && [...document.querySelectorAll("th")].every(t => t.scope) && document.documentElement.lang === "en"`);
  tell(named, "landmarks, descriptions of charts, scopes of headers, language");
  const captioned = await tab.value(`[...document.querySelectorAll("table")].every(t => t.caption?.textContent.length > 3)
    && [...document.querySelectorAll("figure")].every(f => f.querySelector("details table") || document.querySelector(f.querySelector(".data a").hash + " table"))`);
  tell(captioned, "tables have captions, charts have their numbers in a table");
  const ids = await tab.value("[...document.querySelectorAll('[id]')].map(e => e.id)");
  tell(new Set(ids).size === ids.length, "no id twice");

  await tab.send("Emulation.setScriptExecutionDisabled", { value: true });
  await tab.open(address);
  const { root } = await tab.send("DOM.getDocument", { depth: -1 });
  const { outerHTML } = await tab.send("DOM.getOuterHTML", { nodeId: root.nodeId });
  tell(outerHTML.includes("<svg") && !outerHTML.includes("class=\"slider\"") && outerHTML.includes("readout\" aria-live=\"polite\" hidden") === outerHTML.includes("readout\" aria-live"), "whole without scripts, and no dead control");
  tell(asked.length === 0, `no request (${asked})`);
  tell(errors.length === 0, `no error (${errors})`);
  await tab.close();
}

for (const folder of folders) await check(folder);
process.exit(failed ? 1 : 0);
