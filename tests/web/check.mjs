// Uses the browser page as a runner would. usage: node check.mjs PAGE PROGRAM AXE
// Exit 1 when a check fails.
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { browser } from "../page/browser.mjs";

const [page, program, axe] = process.argv.slice(2);
const pictures = process.env.PICTURES;
const work = mkdtempSync(join(tmpdir(), "formdrift-web-"));
let failed = 0;
const tell = (good, what) => {
  if (!good) failed += 1;
  console.log(`${good ? "  ok    " : "  FAILED"} ${what}`);
};

/** Files below a folder, in order of their paths. */
const below = (folder) => readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  .flatMap((e) => (e.isDirectory() ? below(join(folder, e.name)) : [join(folder, e.name)]));
const isRecording = (file) => /\.(fit|gpx|tcx)(\.gz)?$/i.test(file);
const fixture = (name) => resolve("fixtures", name);

// --- A page in a tab --------------------------------------------------------------------------

/** A tab with the page, and what a runner does there. */
async function opened(address) {
  const tab = await browser();
  const downloads = mkdtempSync(join(work, "downloads-"));
  const asked = [], errors = [], finished = [];
  tab.on(({ method, params }) => {
    if (method === "Network.requestWillBeSent" && !/^(blob|data|about):/.test(params.request.url) && params.request.url !== address) asked.push(params.request.url);
    if (method === "Runtime.exceptionThrown") errors.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    if (method === "Log.entryAdded" && params.entry.level === "error") errors.push(params.entry.text);
    if (method === "Page.downloadProgress" && params.state === "completed") finished.push(params.guid);
  });
  for (const domain of ["Network", "Runtime", "Log", "DOM"]) await tab.send(`${domain}.enable`);
  await tab.send("Page.setDownloadBehavior", { behavior: "allow", downloadPath: downloads });
  await tab.size(1280, 900);
  await tab.open(address);
  const until = async (condition, seconds = 120) => {
    const end = Date.now() + 1000 * seconds;
    while (!(await tab.value(`!!(${condition})`))) {
      if (Date.now() > end) throw new Error(`waited ${seconds} s for ${condition}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const used = {
    ...tab, asked, errors, until, downloads,
    /** Drops files on the page. */
    async drop(...files) {
      // A report that is still loading takes no drops.
      await until("!frame.contentDocument || frame.contentDocument.readyState === 'complete'");
      await new Promise((resolve) => setTimeout(resolve, 300));
      const data = { items: [], files: files.map((file) => resolve(file)), dragOperationsMask: 1 };
      for (const type of ["dragEnter", "dragOver", "drop"]) await tab.send("Input.dispatchDragEvent", { type, x: 400, y: 400, data });
    },
    /** Waits for a report or the index, and gives the text in it. */
    async shown(seconds) {
      await until("document.body.classList.contains('result') && frame.contentDocument?.body?.innerText.trim()", seconds);
      return tab.value("frame.contentDocument.body.innerText");
    },
    /** Waits for the message that there is no result. */
    async refused() {
      await until("!trouble.hidden");
      return tab.value("trouble.innerText");
    },
    /** Chooses from the menu of downloads and gives the file's path. */
    async download(ending) {
      const before = new Set(readdirSync(downloads));
      await tab.value(`[...document.querySelectorAll("#choices button")].find(b => b.dataset.ending === "${ending}").click()`);
      for (let i = 0; i < 1200; i++) {
        const file = readdirSync(downloads).find((name) => !before.has(name) && !name.endsWith(".crdownload") && !name.startsWith("."));
        if (file && statSync(join(downloads, file)).size > 0) return join(downloads, file);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`no download of ${ending}`);
    },
    async key(key, code = key, text) {
      await tab.send("Input.dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", key, code, text, windowsVirtualKeyCode: { Tab: 9, Enter: 13, Escape: 27 }[key] });
      await tab.send("Input.dispatchKeyEvent", { type: "keyUp", key, code });
    },
    /** Goes on with Tab until an element has the focus. */
    async tabTo(condition, most = 40) {
      for (let i = 0; i < most; i++) {
        if (await tab.value(`!!((e) => ${condition})(document.activeElement)`)) return true;
        await used.key("Tab");
      }
      return false;
    },
    async save(name, whole = true) {
      if (!pictures) return;
      mkdirSync(pictures, { recursive: true });
      writeFileSync(join(pictures, name), await tab.picture({ whole }));
    },
    /** What axe-core finds wrong with the page; the report in it has checks of its own. */
    async axe() {
      return tab.value(`(async () => {
        const result = await axe.run(document, { iframes: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] });
        return result.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target.join(" ")).join(", "));
      })()`);
    },
    async withAxe() { await tab.value(readFileSync(axe, "utf8") + "; 0"); },
  };
  return used;
}

const local = pathToFileURL(resolve(page)).href;
/** True if the style of the reports, which the page has too, leaves its bar alone. */
const buttonsInRow = `(() => { const boxes = [...document.querySelectorAll("#bar button, #bar details")].filter((e) => !e.closest("#choices")).map((e) => e.getBoundingClientRect()).filter((b) => b.width > 0);
  return boxes.length > 2 && boxes.every((b) => Math.abs(b.top - boxes[0].top) < 2 && Math.abs(b.height - boxes[0].height) < 2); })()`;
const scrollsSideways = "document.documentElement.scrollWidth > innerWidth";

/** The members of a zip archive. */
function zipped(file) {
  const folder = mkdtempSync(join(work, "zip-"));
  execFileSync("python3", ["-m", "zipfile", "-e", file, folder]);
  return new Map(below(folder).map((path) => [path.slice(folder.length + 1), readFileSync(path)]));
}

/**
 * True for results that differ by what the mathematical functions of two systems differ by: they come from the
 * system's C library in the program and from Rust's in the page.
 */
function isClose(a, b) {
  if (typeof a === "number" && typeof b === "number") return Math.abs(a - b) <= Math.max(2.5e-4, 1e-6 * Math.abs(b));
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return a === b;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && isClose(a[key], b[key]));
}

/** What the program says of files: a JSON document a run. */
function natively(files) {
  const { stdout } = spawnSync(program, ["--quiet", "--json", ...files], { encoding: "utf8", maxBuffer: 1 << 30 });
  return stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

// --- Checks -----------------------------------------------------------------------------------

const checks = {
  async "the crates"() {
    const versions = (file) => {
      const found = new Map();
      for (const [, name, version] of readFileSync(file, "utf8").matchAll(/name = "(.*)"\nversion = "(.*)"/g)) found.set(name, [...(found.get(name) ?? []), version]);
      return found;
    };
    const ours = versions("Cargo.lock");
    const other = [...versions("src/web/Cargo.lock")].filter(([name, list]) => ours.has(name) && !list.some((v) => ours.get(name).includes(v))).map(([name]) => name);
    tell(other.length === 0, `src/web/Cargo.lock has the versions of Cargo.lock ${other}`);
  },

  async "the first screen"() {
    const tab = await opened(local);
    await tab.save("start.png");
    await tab.withAxe();
    tell((await tab.axe()).length === 0, `axe-core, light ${await tab.axe()}`);
    await tab.media({ "prefers-color-scheme": "dark" });
    tell((await tab.axe()).length === 0, `axe-core, dark ${await tab.axe()}`);
    await tab.save("start-dark.png");
    await tab.media({});
    for (const width of [320, 390, 768]) {
      await tab.size(width, 780, { mobile: width < 500, scale: 2 });
      tell(!(await tab.value(scrollsSideways)), `no sideways scrolling at ${width} px`);
      if (width === 390) await tab.save("start-phone.png");
    }
    tell(tab.errors.length === 0, `no error (${tab.errors})`);
    await tab.close();
  },

  async "one file, dropped"() {
    const [expected] = natively([fixture("marathon.fit")]);
    const tab = await opened(local);
    await tab.drop(fixture("marathon.fit"));
    const text = await tab.shown();
    const flat = (text) => text.replace(/[\u2013\u2212]/g, "-").replace(/\u00a0/g, " ");
    tell(flat(text).includes(expected.verdict.headline), "the report has the program's headline");
    tell(await tab.value(buttonsInRow), "the buttons of the bar are of one height in one row");
    await tab.save("report.png", false);
    await tab.withAxe();
    tell((await tab.axe()).length === 0, `axe-core, the page around the report ${await tab.axe()}`);
    const moves = await tab.value(`(() => { const slider = frame.contentDocument.querySelector(".slider"); if (!slider) return false;
      slider.focus(); slider.dispatchEvent(new KeyboardEvent("keydown", { key: "Home", bubbles: true }));
      return frame.contentDocument.querySelectorAll("#readout dd").length > 0; })()`);
    tell(moves, "the report's own script runs");
    await tab.media({ "prefers-color-scheme": "dark" });
    await tab.save("report-dark.png", false);
    await tab.media({});
    await tab.size(390, 780, { mobile: true, scale: 2 });
    tell(!(await tab.value(scrollsSideways)) && !(await tab.value("frame.contentDocument.documentElement.scrollWidth > frame.contentWindow.innerWidth")), "no sideways scrolling at 390 px");
    tell(await tab.value(buttonsInRow), "and at 390 px");
    await tab.save("report-phone.png", false);
    await tab.size(1280, 900);
    await tab.value("downloads.open = true");
    await tab.save("report-menu.png", false);

    const html = readFileSync(await tab.download("HTML"), "utf8");
    tell(html.startsWith("<!DOCTYPE html>") && html.includes("Content-Security-Policy"), "HTML downloaded");
    execFileSync(program, ["--quiet", "--write", "html,json,csv,pdf,md,gpx", "-o", join(work, "native"), fixture("marathon.fit")]);
    const native = (name) => readFileSync(join(work, "native", name));
    const pdf = readFileSync(await tab.download("PDF"));
    tell(pdf.subarray(0, 5).toString() === "%PDF-" && pdf.equals(native("report.pdf")), `PDF equal to the program's (${pdf.length} bytes)`);
    tell(readFileSync(await tab.download("CSV")).equals(native("splits.csv")), "CSV equal to the program's");
    tell(readFileSync(await tab.download("Markdown")).equals(native("report.md")), "Markdown equal to the program's");
    tell(readFileSync(await tab.download("GPX")).equals(native("track.gpx")), "GPX equal to the program's");
    const json = JSON.parse(readFileSync(await tab.download("JSON")));
    delete json.file; delete expected.file;
    tell(JSON.stringify(json) === JSON.stringify(expected), "JSON equal to the program's");
    const charts = await tab.download("PNG, zip");
    const pngs = zipped(charts);
    execFileSync(program, ["--quiet", "--write", "png", "-o", join(work, "native-png"), fixture("marathon.fit")]);
    tell(pngs.size > 2 && [...pngs].every(([name, bytes]) => bytes.equals(readFileSync(join(work, "native-png", name)))), `${pngs.size} charts equal to the program's`);
    tell(tab.asked.length === 0, `no request (${tab.asked})`);
    tell(tab.errors.length === 0, `no error (${tab.errors})`);
    await tab.close();
  },

  async "settings"() {
    const tab = await opened(local);
    await tab.value(`document.querySelector("[name=units][value=km]").click(); document.querySelector("[name=athlete]").value = "Ada <b>Runner"; document.querySelector("[name=private]").click()`);
    tell(await tab.value("settings.elements.split.value") === "5000", "splits follow the units");
    await tab.drop(fixture("marathon.fit"));
    const text = await tab.shown();
    tell(/km/.test(text) && text.includes("Ada <b>Runner"), "kilometres and the name are in the report");
    const json = JSON.parse(readFileSync(await tab.download("JSON")));
    tell(Math.round(json.splits[0].to_m) === 5000, "splits of 5 km");
    tell(await tab.value(`![...document.querySelectorAll("#choices button")].some(b => b.dataset.ending === "GPX")`), "no track of a private report");
    await tab.value("change.click()");
    await tab.save("settings.png", false);
    await tab.value(`settings.elements.split.value = "lap"; settings.elements.athlete.value = ""; apply.click()`);
    await tab.until("document.body.classList.contains('result') && frame.contentDocument?.body?.innerText.trim() && !frame.contentDocument.body.innerText.includes('Ada')");
    tell(true, "settings change a report that is shown");
    await tab.close();
  },

  async "a zip of three"() {
    const zip = join(work, "three.zip");
    execFileSync("python3", ["-c", "import sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:\n    for f in sys.argv[2:]: z.write(f, 'runs/' + f.rsplit('/', 1)[-1])\n    z.writestr('notes.txt', 'nothing')", zip, fixture("marathon.fit"), fixture("steady.fit"), fixture("run.gpx")]);
    const tab = await opened(local);
    await tab.drop(zip);
    const text = await tab.shown();
    tell(["marathon", "steady", "run"].every((name) => text.includes(name)), "the index has all three");
    await tab.save("index.png", false);
    const sorted = await tab.value(`(() => {
      const rows = () => [...frame.contentDocument.querySelectorAll(".scroll tbody tr")].map((row) => row.innerText);
      const before = rows(), button = [...frame.contentDocument.querySelectorAll(".scroll thead button")].find((b) => /Distance/.test(b.textContent));
      button?.click();
      return rows()[0] === before[2];
    })()`);
    tell(sorted, "the index's own script sorts");
    await tab.value(`frame.contentDocument.querySelector("a[href*='steady']").click()`);
    await tab.until("/steady/.test(title.textContent) && frame.contentDocument?.querySelector('#verdict')");
    tell(true, "a link of the index opens the report");
    await tab.value("back.click()");
    await tab.until("/3 runs/.test(title.textContent)");
    await tab.value("history.back()");
    await tab.until("/steady/.test(title.textContent)");
    tell(true, "back and forth, by the button and the browser's own");
    await tab.value(`change.click(); document.querySelector("[name=units][value=km]").click(); apply.click()`);
    await tab.until("document.body.classList.contains('result') && / km/.test(frame.contentDocument?.querySelector('h1')?.innerText)");
    tell(await tab.value("/steady/.test(title.textContent)"), "new settings keep the report that is open");
    await tab.value("back.click()");
    await tab.until("/3 runs/.test(title.textContent)");
    const csv = readFileSync(await tab.download("CSV"), "utf8").trim().split("\n");
    tell(csv.length === 4, "CSV of the index");
    const all = await tab.download("zip");
    const members = zipped(all);
    const reports = [...members.keys()].filter((name) => name.endsWith("/report.html"));
    const list = members.get("index.html").toString();
    tell(reports.length === 3 && reports.every((name) => list.includes(`href="${name}"`)), `the zip of all reports, linked from its index (${members.size} files)`);
    await tab.size(390, 780, { mobile: true, scale: 2 });
    tell(!(await tab.value(scrollsSideways)), "no sideways scrolling at 390 px");
    await tab.save("index-phone.png", false);
    tell(tab.errors.length === 0, `no error (${tab.errors})`);
    await tab.close();
  },

  async "broken files"() {
    const broken = join(work, "broken.fit"), notes = join(work, "notes.fit"), cut = join(work, "cut.fit"), empty = join(work, "empty.gpx"), badzip = join(work, "bad.zip");
    const marathon = readFileSync(fixture("marathon.fit"));
    writeFileSync(broken, Buffer.concat([marathon.subarray(0, 14), Buffer.alloc(3000, 0x5a)]));
    writeFileSync(notes, "I went for a run today.");
    writeFileSync(cut, marathon.subarray(0, marathon.length * 0.7));
    writeFileSync(empty, "");
    writeFileSync(badzip, "PK\u0003\u0004 and nothing else");
    const tab = await opened(local);
    await tab.drop(notes);
    tell(/notes\.fit: is plain text/.test(await tab.refused()), "a note is refused with a sentence");
    await tab.save("error.png");
    await tab.withAxe();
    tell((await tab.axe()).length === 0, `axe-core ${await tab.axe()}`);
    await tab.drop(broken, notes, empty, badzip);
    await tab.until("document.querySelectorAll('#trouble-list li').length === 4");
    const all = await tab.refused();
    tell(["broken.fit", "notes.fit", "empty.gpx", "bad.zip"].every((name) => all.includes(name)), "each of four has its sentence");
    await tab.size(390, 780, { mobile: true, scale: 2 });
    tell(!(await tab.value(scrollsSideways)), "no sideways scrolling at 390 px");
    await tab.save("error-phone.png");
    await tab.size(1280, 900);
    await tab.drop(notes, fixture("steady.fit"), broken);
    const text = await tab.shown();
    tell(text.includes("steady") && text.includes("notes.fit") && text.includes("broken.fit"), "a good file among broken ones is analysed, the others are named");
    await tab.value("back.click()");
    await tab.drop(cut);
    tell(/cut/i.test(await tab.shown()), "a recording that is cut off is analysed as far as it goes");
    tell(tab.errors.length === 0, `no error (${tab.errors})`);
    await tab.close();
  },

  async "an export with other things in it"() {
    const ride = readFileSync(fixture("marathon.gpx"), "utf8").replace(/<type>[^<]*<\/type>/, "<type>cycling</type>");
    const folder = join(work, "export");
    mkdirSync(folder);
    for (const name of ["ride1.gpx", "ride2.gpx"]) writeFileSync(join(folder, name), ride);
    copyFileSync(fixture("fade.fit"), join(folder, "run.fit"));
    writeFileSync(join(folder, "broken.gpx"), "<gpx><trk>");
    const zip = join(work, "export.zip");
    execFileSync("python3", ["-m", "zipfile", "-c", zip, ...below(folder)]);
    const tab = await opened(local);
    await tab.drop(zip);
    const text = await tab.shown();
    tell(/2 activities of other sports \(ride 2\)/.test(text) && /broken\.gpx: /.test(text), "other sports are counted, a broken file is named");
    await tab.value("back.click()");
    await tab.drop(join(folder, "ride1.gpx"));
    tell(/ride1\.gpx: is a ride, not a run/.test(await tab.refused()), "a ride that was chosen itself is named");
    await tab.drop(folder);
    tell(/1 run/.test(await tab.value("title.textContent")) || /2 activities/.test(await tab.shown()), "the same as a folder");
    await tab.close();
  },

  async "keyboard only"() {
    const tab = await opened(local);
    await tab.send("Page.setInterceptFileChooserDialog", { enabled: true });
    const chooser = new Promise((resolve) => tab.on(({ method, params }) => method === "Page.fileChooserOpened" && resolve(params)));
    tell(await tab.tabTo("e.id === 'files'"), "Tab reaches the choice of files");
    tell(await tab.value("getComputedStyle(document.querySelector('label.primary')).outlineStyle !== 'none'"), "the focus is seen");
    await tab.key("Enter", "Enter", "\r");
    const { backendNodeId } = await chooser;
    await tab.send("DOM.setFileInputFiles", { backendNodeId, files: [fixture("fade.fit")] });
    await tab.shown();
    tell(await tab.value("document.activeElement.id") === "title", "the focus goes to the result");
    tell(await tab.tabTo("e.tagName === 'SUMMARY'"), "Tab reaches the downloads");
    await tab.key("Enter", "Enter", "\r");
    tell(await tab.value("downloads.open"), "Enter opens them");
    await tab.key("Tab");
    const before = readdirSync(tab.downloads).length;
    await tab.key("Enter", "Enter", "\r");
    for (let i = 0; i < 100 && readdirSync(tab.downloads).length === before; i++) await new Promise((resolve) => setTimeout(resolve, 50));
    tell(readdirSync(tab.downloads).length > before, "Enter downloads");
    await tab.value("title.focus()");
    tell(await tab.tabTo("e.id === 'frame'"), "Tab reaches the report");
    await tab.value("title.focus()");
    await tab.tabTo("e.id === 'change'");
    await tab.key("Enter", "Enter", "\r");
    tell(await tab.value("dialog.open && dialog.contains(document.activeElement)"), "the settings open, with the focus in them");
    await tab.key("Escape");
    tell(await tab.value("!dialog.open && document.activeElement.id === 'change'"), "Escape closes them, and the focus is back");
    await tab.close();
  },

  async "the example"() {
    const tab = await opened(local);
    await tab.value("document.getElementById('try').click()");
    tell(/Form breakdown/.test(await tab.shown()), "the example gives a report");
    await tab.drop(fixture("steady.fit"));
    await tab.until("document.body.classList.contains('result') && /steady/.test(title.textContent)");
    tell(true, "a file dropped on it takes its place");
    await tab.drop(fixture("steady.fit"), fixture("fade.fit"));
    await tab.until("/2 runs/.test(title.textContent)");
    tell(true, "files dropped on a report are added to it, none twice");
    await tab.close();
  },

  async "nothing leaves"() {
    // The page comes from a static host that notes what it is asked for.
    const asked = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(request.url === "/formdrift.html" ? readFileSync(page) : "");
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const host = `http://127.0.0.1:${server.address().port}`;
    const tab = await opened(`${host}/formdrift.html`);
    await tab.drop(fixture("marathon.fit"), fixture("run.gpx"));
    tell(/marathon/.test(await tab.shown()), "it works from a static host");
    await tab.value(`frame.contentDocument.querySelector("a[href*='marathon']").click()`);
    await tab.until("/marathon/.test(title.textContent)");
    await tab.download("PDF");
    // What a script in the page, in the report or in a worker could try.
    const attempts = `(async (where, doc) => {
      const tries = [
        () => where.fetch("${host}/leak-fetch"),
        () => new Promise((resolve) => { const r = new where.XMLHttpRequest(); r.onloadend = resolve; r.open("GET", "${host}/leak-xhr"); r.send(); }),
        () => where.navigator.sendBeacon("${host}/leak-beacon", "x"),
        () => new where.WebSocket("${host.replace("http", "ws")}/leak-socket"),
        () => new where.EventSource("${host}/leak-events"),
        () => { const i = doc.createElement("img"); i.src = "${host}/leak-img"; doc.body.append(i); },
        () => { const i = doc.createElement("iframe"); i.src = "${host}/leak-frame"; doc.body.append(i); },
        () => { const i = doc.createElement("script"); i.src = "${host}/leak-script"; doc.body.append(i); },
        () => { const i = doc.createElement("link"); i.rel = "stylesheet"; i.href = "${host}/leak-style"; doc.head.append(i); },
        () => { const i = doc.createElement("link"); i.rel = "prefetch"; i.href = "${host}/leak-prefetch"; doc.head.append(i); },
        () => { const i = doc.createElement("style"); i.textContent = "@font-face{font-family:x;src:url(${host}/leak-font)} body{font-family:x;background:url(${host}/leak-background)}"; doc.head.append(i); },
        () => { const i = doc.createElement("form"); i.action = "${host}/leak-form"; doc.body.append(i); i.submit(); },
        () => { const w = new where.Worker(where.URL.createObjectURL(new where.Blob(["fetch('${host}/leak-worker').catch(() => 0); try { importScripts('${host}/leak-import'); } catch {}"]))); },
      ];
      for (const one of tries) try { await one(); } catch {}
      await new Promise((resolve) => setTimeout(resolve, 700));
    })`;
    await tab.value(`${attempts}(window, document)`);
    await tab.value(`${attempts}(frame.contentWindow, frame.contentDocument)`);
    const leaks = asked.filter((url) => url !== "/formdrift.html");
    tell(leaks.length === 0, `the server was asked for the page and nothing else (${leaks})`);
    const policy = await tab.value("document.querySelector('meta[http-equiv]').content");
    tell(policy.startsWith("default-src 'none'") && !policy.includes("connect-src") && !policy.includes("http"), "the policy allows no connection");
    await tab.close();
    server.close();
  },

  async "a defect costs one file"() {
    // The module is replaced by one that faults on the second recording, as a panic would.
    const tab = await opened(local);
    await tab.value(`(() => { const w = document.getElementById("worker"); w.textContent = w.textContent.replace("recording(bytes, path, damage, settings, outputs) {", "recording(bytes, path, damage, settings, outputs) { if (/steady/.test(path)) new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,5,1,3,0,0,11]))).exports.f();"); })()`);
    await tab.drop(fixture("marathon.fit"), fixture("steady.fit"), fixture("fade.fit"));
    const text = await tab.shown();
    tell(/2 runs/.test(await tab.value("title.textContent")) && /steady\.fit: could not be analysed because of a defect/.test(text), "the others are analysed, and the one is named");
    await tab.close();
  },

  async "equal to the program on every recording"() {
    const corpus = process.env.FORMDRIFT_CORPUS;
    const sets = [["fixtures", below("fixtures").filter(isRecording)]];
    if (corpus && existsSync(corpus)) sets.push(["FORMDRIFT_CORPUS", below(corpus).filter(isRecording)]);
    else console.log("  skipped: FORMDRIFT_CORPUS names no folder");
    for (const [name, files] of sets) {
      // Names must be unique: the page knows no folders of files that are dropped one by one.
      const folder = join(work, name);
      mkdirSync(folder);
      const copies = files.map((file, i) => { const copy = join(folder, `${String(i).padStart(4, "0")}-${basename(file)}`); copyFileSync(file, copy); return copy; });
      const expected = new Map(), took = {};
      let start = Date.now();
      for (const document of natively([folder])) expected.set(`${document.file.name}#${document.file.run ?? 1}`, document);
      took.native = Date.now() - start;
      const tab = await opened(local);
      start = Date.now();
      await tab.drop(...copies);
      await tab.shown(1800);
      took.page = Date.now() - start;
      const lines = readFileSync(await tab.download("JSON lines"), "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
      let same = 0;
      const close = [], different = [];
      for (const document of lines) {
        const key = `${document.file.name}#${document.file.run ?? 1}`;
        const other = expected.get(key);
        const bare = (d) => JSON.stringify({ ...d, file: { ...d?.file, path: null } });
        if (other && bare(document) === bare(other)) same += 1;
        else if (other && isClose(JSON.parse(bare(document)), JSON.parse(bare(other)))) close.push(key);
        else different.push(key);
      }
      tell(different.length === 0 && lines.length === expected.size, `${name}: of ${expected.size} runs in ${files.length} files ${same} equal, ${close.length} to the last digit or two ${close.slice(0, 5)} (${took.page} ms, program ${took.native} ms) ${different.slice(0, 5)}`);
      await tab.close();
    }
  },
};

const only = process.env.ONLY;
try {
  for (const [name, check] of Object.entries(checks)) {
    if (only && !name.includes(only)) continue;
    console.log(name);
    try { await check(); } catch (error) { tell(false, error.message); }
  }
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
process.exit(failed ? 1 : 0);
