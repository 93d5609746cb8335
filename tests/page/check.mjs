// Checks report.html in a real browser. usage: node check.mjs FOLDER... PAGE.html...
// Each folder holds report.html and summary.json of one run; a page is an index or a comparison.
// AXE is the path of axe.min.js, where it is to be asked as well. Exit 1 when a check fails.
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

/** A stretch: its means, the zoom, and the same place in table and scatter plot. */
async function stretches(tab, summary) {
  const shown = async () => Object.fromEntries(JSON.parse(await tab.value(
    "JSON.stringify([...document.querySelectorAll('#readout div')].map(d => [d.querySelector('dt').textContent, d.querySelector('dd').firstChild.data]))")));
  const pressed = (k) => tab.value(`document.querySelectorAll("button.split")[${k}].click()`);
  const count = await tab.value("document.querySelectorAll('button.split').length");
  let right = count > 0, linked = true;
  for (let k = 0; k < count; k++) {
    const split = summary.splits[k];
    if (split.partial) continue;
    await pressed(k);
    const means = await shown();
    const seconds = (text) => text.split(":").reduce((sum, part) => 60 * sum + Number(part), 0);
    const near = (name, value, by) => value === null || means[name] === undefined || Math.abs(number(means[name]) - value) <= by;
    const good = near("Cadence", split.cadence_spm, 0.6) && near("Stride length", split.step_length_m, 0.006)
      && near("Heart rate", split.heart_rate_bpm, 0.6) && near("Against usual", split.form_residual_pct, 0.11)
      && Math.abs(seconds(means["Moving time"]) - split.moving_s) < 3;
    if (!good) console.log(means, split.cadence_spm, split.step_length_m, split.heart_rate_bpm, split.form_residual_pct, split.moving_s);
    right &&= good;
    linked &&= await tab.value(`(() => {
      const seen = (s) => [...document.querySelectorAll(s)].filter(e => e.getBoundingClientRect().width > 0).length;
      const plane = document.querySelector("[data-figure=plane]"), bars = document.querySelector("[data-figure=splits]");
      return document.querySelectorAll(".t-splits tr.lit").length === 1 && seen(".stretch") > 0
        && (!plane || seen(".picked") > 0) && (!bars || seen(".column.lit") === 1);
    })()`);
    await pressed(k);
  }
  tell(right, "a split that is selected shows the means of summary.json");
  tell(linked, "and is marked in charts, bars and scatter plot");
  await tab.value("document.querySelector('.slider').focus()");
  const key = (key, modifiers = 0) => tab.send("Input.dispatchKeyEvent", { type: "keyDown", key, modifiers });
  const SHIFT = 8;
  await key("Home");
  await key("PageDown");
  for (let i = 0; i < 12; i++) await key("ArrowRight", SHIFT);
  const stretch = (await shown()).Stretch;
  await key("Enter");
  const zoomed = await tab.value("document.querySelectorAll('.plot.zoomed').length");
  // What is shown is dressed by the style sheet, as the drawing is.
  const wide = await tab.value(`(() => {
    const lines = [...document.querySelectorAll(".plot.zoomed svg svg .l")].filter(l => l.getBoundingClientRect().width);
    return lines.every(l => getComputedStyle(l).fill === "none") ? lines.length : 0;
  })()`);
  tell(!!stretch && zoomed > 0 && wide > 0, `Shift and arrows select (${stretch}), Enter zooms in`);
  await key("Escape");
  tell((await tab.value("document.querySelectorAll('.plot.zoomed').length")) === 0, "Escape shows the whole run");
  await key("Escape");
  const drag = await tab.value(`(() => {
    const slider = document.querySelector(".slider");
    slider.scrollIntoView({ block: "center", behavior: "instant" });
    const a = slider.getBoundingClientRect();
    return { y: a.top + a.height * 0.4, from: a.left + a.width * 0.3, to: a.left + a.width * 0.5 };
  })()`);
  const mouse = (type, x, buttons) => tab.send("Input.dispatchMouseEvent", { type, x, y: drag.y, button: "left", buttons, clickCount: 1 });
  await mouse("mousePressed", drag.from, 1);
  await mouse("mouseMoved", (drag.from + drag.to) / 2, 1);
  await mouse("mouseMoved", drag.to, 1);
  await mouse("mouseReleased", drag.to, 0);
  const dragged = (await shown()).Stretch;
  tell(/\u2013/.test(dragged ?? ""), `dragging selects (${dragged})`);
  await tab.value("[...document.querySelectorAll('.tools button')].at(-1).click()");
}

/** The form for notes: what is filled in becomes lines of formdrift.toml. */
async function notes(tab, summary) {
  const lines = await tab.value(`(() => {
    const set = (key, value) => {
      const field = document.querySelector('[data-field="' + key + '"]');
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    document.querySelectorAll("#notes-form [data-field]").forEach((field) => { field.value = ""; });
    set("pain.during", "3"); set("pain.after_24_h", "11"); set("pain.location", 'left "knee"'); set("rpe", "7");
    return document.getElementById("notes-form").hidden ? "hidden" : document.getElementById("notes-lines").textContent;
  })()`);
  const wanted = `[runs."${summary.file.name}"]\nrpe = 7\npain = { during = 3, location = "left \\"knee\\"" }`;
  tell(lines === wanted, `the form writes the lines of formdrift.toml ${lines === wanted ? "" : lines}`);
}

/** What axe-core finds: rules with the elements that break them. */
async function axe(tab) {
  if (!process.env.AXE) return;
  await tab.value(readFileSync(process.env.AXE, "utf8") + ";0");
  const found = JSON.parse(await tab.value(
    "axe.run(document, { resultTypes: ['violations'] }).then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(', '))))"));
  tell(found.length === 0, `axe-core ${found.join("; ")}`);
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
  if (await tab.value("document.querySelectorAll('.slider').length")) {
    await hover(tab, summary);
    await stretches(tab, summary);
  }
  await notes(tab, summary);
  await axe(tab);
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

/** The page of many runs, or of two: no sideways scrolling, sorting, and axe-core. */
async function checkIndex(page) {
  console.log(page);
  const tab = await browser();
  const errors = [];
  tab.on(({ method, params }) => {
    if (method === "Runtime.exceptionThrown") errors.push(params.exceptionDetails.text);
    if (method === "Log.entryAdded" && params.entry.level !== "info") errors.push(params.entry.text);
  });
  for (const domain of ["Runtime", "Log"]) await tab.send(`${domain}.enable`);
  const name = page.split("/").at(-1).replace(".html", "");
  const save = async (what) => pictures && writeFileSync(join(pictures, `${name}-${what}.png`), await tab.picture({ whole: true }));
  for (const [width, mobile] of [[1280, false], [390, true]]) {
    await tab.size(width, 900, { mobile, scale: mobile ? 2 : 1 });
    await tab.open(pathToFileURL(resolve(page)).href);
    await tab.value("document.querySelectorAll('details').forEach(d => { d.open = true; })");
    const wide = await tab.value("document.documentElement.scrollWidth");
    tell(wide <= width, `no sideways scrolling at ${width} px (${wide})`);
    const cut = await tab.value(`[...document.querySelectorAll(".sortable td, .sortable tbody th")]
      .filter(c => { const a = c.getBoundingClientRect(); return ${mobile} && !c.classList.contains("none") && (a.right > innerWidth + 1 || a.width < 20); }).length`);
    tell(cut === 0, `every column can be read at ${width} px (${cut} cut)`);
    tell((await tab.value(CONTRAST)).length === 0, `contrast AA ${await tab.value(CONTRAST)}`);
    await axe(tab);
    await save(width);
  }
  const sorted = await tab.value(`(() => {
    const box = document.querySelector(".sortable");
    if (!box) return true;
    const table = box.querySelector("table"), before = table.querySelectorAll("[aria-sort]").length;
    table.querySelector("thead button").click();
    const values = [...table.tBodies[0].rows].map(r => r.cells[0].dataset.v);
    return before === 1 && String(values) === String([...values].sort())
      && table.querySelector("thead th").getAttribute("aria-sort") === "ascending";
  })()`);
  tell(sorted, "sorted by a column from the start, and by another after a click");
  await tab.media({ "prefers-color-scheme": "dark" });
  tell((await tab.value(CONTRAST)).length === 0, `contrast AA, dark ${await tab.value(CONTRAST)}`);
  await tab.size(1280, 900);
  await save("dark");
  tell(errors.length === 0, `no error (${errors})`);
  await tab.close();
}

for (const folder of folders) {
  if (folder.endsWith(".html")) await checkIndex(folder);
  else await check(folder);
}
process.exit(failed ? 1 : 0);
