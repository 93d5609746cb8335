// The page: takes files, has each analysed by a fresh instance of the module in a worker, and shows and hands out
// the reports. Nothing is stored and nothing is sent.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const form = $("settings");
  /** Larger files do not fit into the memory of a browser tab, bytes. */
  const MOST_BYTES = 1e9;
  /** Files analysed side by side: each instance takes some 15 to 100 MB. */
  const WORKERS = Math.max(1, Math.min(4, (navigator.hardwareConcurrency || 2) - 1));
  /** What the files in a dropped folder are called that may hold runs; others in it are passed over. */
  const RECORDING = /\.(fit|gpx|tcx|zip|tar|tgz)(\.gz)?$/i;
  /** So many files that gave no run are named one by one; of more there is a number. */
  const MOST_NAMED = 30;
  const DEFECT = "could not be analysed because of a defect in formdrift; please report it with the file, if you may share it";

  /** What was given: files with `path`, in order. */
  let given = [];
  /** Runs: { path, source: { bytes, damage }, run, row, json, page }, in the order of the files. */
  let runs = [];
  /** What gave no run: { path, why }, and of what lies in archives and folders what it is: { sport, other_kind }. */
  let refused = [];
  /** Files of the index, name to bytes; null while there is one run. */
  let index = null;
  /** Counts analyses that were started: an older one stops by itself. */
  let turn = 0;
  const helpers = new Set();

  // --- The module -------------------------------------------------------------------------

  function embedded(id) {
    const binary = atob($(id).textContent);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  }

  let compiled = null;
  function module() {
    compiled ??= new Response(new Blob([embedded("module")]).stream().pipeThrough(new DecompressionStream("gzip")))
      .arrayBuffer().then((bytes) => WebAssembly.compile(bytes));
    return compiled;
  }

  let script = null;
  /** A worker with an instance of its own. `call` fails with an Error whose message is fit to show. */
  async function helper() {
    const instance = await module();
    script ??= URL.createObjectURL(new Blob([$("worker").textContent], { type: "text/javascript" }));
    const worker = new Worker(script);
    let waiting = null;
    const settle = (how, value) => { const now = waiting; waiting = null; now?.[how](value); };
    const defect = (what) => { console.warn(`formdrift: ${what}`); settle("reject", new Error(DEFECT)); };
    worker.onmessage = ({ data }) => {
      if ("value" in data) settle("resolve", data.value);
      else if ("sentence" in data) settle("reject", new Error(data.sentence));
      else defect(data.defect);
    };
    worker.onerror = (event) => { event.preventDefault(); defect(event.message); };
    worker.postMessage(instance);
    const one = {
      call: (call, ...args) => new Promise((resolve, reject) => { waiting = { resolve, reject }; worker.postMessage({ call, args }); }),
      end() { worker.terminate(); helpers.delete(one); settle("reject", new Error("was stopped")); },
    };
    helpers.add(one);
    return one;
  }

  /** One call to an instance that is dropped afterwards. */
  async function once(...call) {
    const one = await helper();
    try { return await one.call(...call); } finally { one.end(); }
  }

  // --- Settings ---------------------------------------------------------------------------

  function settings() {
    const split = form.elements.split.value;
    return JSON.stringify({
      units: form.elements.units.value,
      split_m: split === "lap" ? null : Number(split),
      athlete: form.elements.athlete.value,
      private: form.elements.private.checked,
    });
  }

  /** Miles where roads are signed in miles, else kilometres. */
  function guessUnits() {
    const miles = /^en$|-(US|GB|LR|MM)\b/i.test(navigator.language || "en-US");
    form.elements.units.value = miles ? "mi" : "km";
    form.elements.split.value = miles ? "8046.72" : "5000";
  }

  // Splits of so many miles become splits of as many kilometres, and back.
  const COUNTERPARTS = [["1609.344", "1000"], ["8046.72", "5000"]];
  form.addEventListener("change", ({ target }) => {
    if (target.name !== "units") return;
    const split = form.elements.split;
    const pair = COUNTERPARTS.find((pair) => pair.includes(split.value));
    if (pair) split.value = pair[target.value === "mi" ? 0 : 1];
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  // --- Analysing --------------------------------------------------------------------------

  /** True if these bytes may begin an archive; the module then looks closely. */
  const maybeArchive = (bytes, path) => (bytes[0] === 0x50 && bytes[1] === 0x4b) || (bytes[0] === 0x1f && bytes[1] === 0x8b)
    || /\.tar$/i.test(path) || new TextDecoder("latin1").decode(bytes.subarray(257, 262)) === "ustar";

  /**
   * The recordings of all files and archives: { path, bytes, damage }, or { path, why } where there are none. `named` is
   * true of a file that was chosen itself.
   */
  async function* recordings(files, mine) {
    for (const { file, path, named } of files) {
      if (turn !== mine) return;
      if (file.size > MOST_BYTES) {
        yield { path, why: "is larger than 1 GB, too much for a browser; use the program formdrift, or drop its files in parts" };
        continue;
      }
      let bytes;
      try {
        bytes = new Uint8Array(await file.arrayBuffer());
      } catch {
        yield { path, why: "cannot be read any more; was it moved or changed? Choose it again" };
        continue;
      }
      if (!maybeArchive(bytes, path)) { yield { path, bytes, damage: "", named }; continue; }
      const archive = await helper();
      try {
        if (!(await archive.call("open", bytes))) { yield { path, bytes, damage: "", named }; continue; }
        let found = 0;
        for (;;) {
          const entry = await archive.call("next");
          if (!entry) break;
          found += 1;
          const [inside, content, damage, why] = entry;
          // As the program: an archive that is alone names no folder.
          const whole = !inside ? path : files.length === 1 ? inside : `${path}/${inside}`;
          yield content ? { path: whole, bytes: content, damage } : { path: whole, why };
        }
        if (found === 0) yield { path, why: "holds no FIT, GPX or TCX file" };
      } catch (error) {
        yield { path, why: error.message };
      } finally {
        archive.end();
      }
    }
  }

  /** Analyses all that was given, then shows `run` again if it is still there, or else the first run or the list. */
  function start(run) {
    analyse(run).catch((error) => trouble("The page cannot do its work here", [{ path: "formdrift", why: error.message }]));
  }

  async function analyse(shown) {
    const mine = ++turn;
    stopHelpers();
    runs = []; refused = []; index = null;
    const wanted = settings();
    const source = recordings(given, mine);
    let done = 0, number = 0;
    const found = [], missing = [];
    progress(0, "");
    const work = async () => {
      for (;;) {
        const { value: recording, done: ended } = await source.next();
        if (ended || turn !== mine) return;
        const place = number++;
        const { path, bytes, damage, why, named } = recording;
        progress(done, path);
        try {
          if (why) throw new Error(why);
          const { outcomes, files } = await once("recording", bytes, path, damage, wanted, ["html"]);
          if (turn !== mine) return;
          const kept = { bytes: new Blob([bytes]), damage, settings: wanted };
          for (const outcome of outcomes) {
            if (outcome.kind === "refused") { missing.push({ place, path, why: outcome.why, ...(named ? {} : outcome) }); continue; }
            const page = new Blob([files[outcome.run - 1].html[0][1]]);
            found.push({ place, path, source: kept, page, ...outcome });
          }
        } catch (error) {
          if (turn !== mine) return;
          missing.push({ place, path, why: error.message });
        }
        progress(++done, path);
      }
    };
    await Promise.all(Array.from({ length: WORKERS }, work));
    if (turn !== mine) return;
    const inOrder = (a, b) => a.place - b.place || (a.run ?? 0) - (b.run ?? 0);
    runs = found.sort(inOrder);
    refused = missing.sort(inOrder);
    nameReports();
    if (runs.length > 0 && runs.length + refused.length > 1) {
      const rows = runs.map((run) => ({ ...run.row, report: `${run.folder}/report.html` }));
      const files = await once("index", JSON.stringify(rows), JSON.stringify(leftOut().map(({ path, why }) => (path ? `${path}: ${why}` : why))), wanted);
      if (turn !== mine) return;
      index = new Map(files);
    }
    $("progress").hidden = true;
    const again = shown ? runs.findIndex((run) => run.path === shown.path && run.run === shown.run) : -1;
    const target = runs.length === 0 ? "" : again >= 0 ? `#run-${again + 1}` : index ? "#all" : "#run-1";
    if (location.hash === target) show(); else location.hash = target;
  }

  /** Why there is no run for what gave none: { path, why } each, without a path for several together. */
  function leftOut() {
    const single = refused.filter((one) => !one.sport && !one.other_kind);
    const reasons = single.slice(0, MOST_NAMED);
    const more = single.length - reasons.length;
    if (more > 0) reasons.push({ path: "", why: `${more} more that could not be analysed` });
    const sports = new Map();
    for (const { sport } of refused) {
      if (!sport) continue;
      const name = sport.replace(/^(.* )?an? /, "");
      sports.set(name, (sports.get(name) ?? 0) + 1);
    }
    if (sports.size > 0) {
      const all = [...sports.values()].reduce((sum, n) => sum + n, 0);
      reasons.push({ path: "", why: `${all} ${all === 1 ? "activity" : "activities"} of other sports (${[...sports].sort().map((one) => one.join(" ")).join(", ")})` });
    }
    const kinds = refused.filter((one) => one.other_kind).length;
    if (kinds > 0) reasons.push({ path: "", why: `${kinds} ${kinds === 1 ? "file" : "files"} of other kinds` });
    return reasons;
  }

  function stopHelpers() { for (const one of [...helpers]) one.end(); }

  /** Gives each run the folder of its report in an archive of all, as the program names it. */
  function nameReports() {
    const taken = new Set();
    for (const run of runs) {
      const parts = run.path.split(/[/\\]/).map((part) => part.replace(/[<>:"|?*\u0000-\u001f]/g, "_").replace(/[. ]+$/, "")).filter(Boolean);
      const stem = (parts.join("/") || "run").replace(/\.gz$/i, "").replace(/\.(fit|gpx|tcx)$/i, "");
      const name = stem + (run.run > 1 ? `-run-${run.run}` : "");
      let folder = `${name}-form`;
      for (let n = 2; taken.has(folder.toLowerCase()); n++) folder = `${name}-${n}-form`;
      taken.add(folder.toLowerCase());
      run.folder = folder;
    }
  }

  // --- Taking files -----------------------------------------------------------------------

  /** Adds files, { file, path } each, to what was given. */
  function take(files) {
    if (files.length === 0) return;
    if (runs.length === 0 || given[0]?.file.example) given = [];
    const known = ({ file, path }) => given.some((one) => one.path === path && one.file.size === file.size && one.file.lastModified === file.lastModified);
    // A file that was dropped on the report belongs to that document, which is about to go: this one takes it over.
    const own = ({ file, path, named }) => ({ named, path, file: Object.assign(new File([file], path, { lastModified: file.lastModified }), { example: file.example }) });
    given = given.concat(files.filter((file) => !known(file)).map(own));
    start();
  }
  const plain = (files) => [...files].map((file) => ({ file, path: file.webkitRelativePath || file.name, named: true }));

  $("files").addEventListener("change", ({ target }) => { take(plain(target.files)); target.value = ""; });
  $("try").addEventListener("click", () => {
    given = []; runs = [];
    const file = Object.assign(new Blob([embedded("example")]), { example: true });
    take([{ file, path: "example-marathon.fit.gz", named: true }]);
  });
  $("cancel").addEventListener("click", () => { turn++; stopHelpers(); given = []; runs = []; $("progress").hidden = true; location.hash = ""; show(); $("files").focus(); });

  /** The files below an entry that was dropped; of a folder those that may hold runs. */
  async function below(entry, path, whole) {
    if (entry.isFile) {
      if (!whole && !RECORDING.test(entry.name)) return [];
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      return [{ file, path, named: whole }];
    }
    const reader = entry.createReader();
    const inside = [];
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0) break;
      inside.push(...some);
    }
    inside.sort((a, b) => (a.name < b.name ? -1 : 1));
    const found = [];
    for (const one of inside) if (!one.name.startsWith(".")) found.push(...await below(one, `${path}/${one.name}`, false));
    return found;
  }

  const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  function dropped(event) {
    event.preventDefault();
    $("veil").hidden = true;
    const transfer = event.dataTransfer;
    // Entries must be taken before anything is awaited.
    const entries = [...transfer.items].filter((item) => item.kind === "file").map((item) => item.webkitGetAsEntry?.());
    if (!entries.some((entry) => entry?.isDirectory)) return take(plain(transfer.files));
    Promise.all(entries.filter(Boolean).map((entry) => below(entry, entry.name, true))).then((found) => {
      const files = found.flat();
      if (files.length > 0) take(files);
      else trouble("There is nothing to analyse", [{ path: entries.map((e) => e.name).join(", "), why: "holds no FIT, GPX, TCX or zip file" }]);
    });
  }
  function takesDrops(target) {
    target.addEventListener("dragover", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      $("veil").hidden = false;
    });
    target.addEventListener("dragleave", (event) => { if (!event.relatedTarget) $("veil").hidden = true; });
    target.addEventListener("drop", (event) => { if (holdsFiles(event)) dropped(event); });
  }
  takesDrops(document);

  // --- Showing ----------------------------------------------------------------------------

  function say(text) { $("status").textContent = text; }

  /** Shows how far the analysis is. */
  function progress(done, path) {
    result(false);
    $("trouble").hidden = true;
    $("drop").hidden = $("home").hidden = $("help").hidden = true;
    $("progress").hidden = false;
    const total = given.some(({ path }) => /\.(zip|tar|tgz|tar\.gz)$/i.test(path)) ? 0 : given.length;
    const name = path.split("/").pop();
    $("doing").textContent = total > 1 ? `${done} of ${total} done: ${name}` : total === 0 && done > 0 ? `${done} done: ${name}` : `Analysing ${name || "..."}`;
    if (total > 1) { $("meter").max = total; $("meter").value = done; } else $("meter").removeAttribute("value");
    if (done === 0) say("Analysing");
  }

  /** Shows why there is no result. */
  function trouble(title, reasons) {
    result(false);
    $("progress").hidden = true;
    $("drop").hidden = $("home").hidden = $("help").hidden = false;
    $("trouble-title").textContent = title;
    $("trouble-list").replaceChildren(...reasons.map(({ path, why }) => {
      const item = document.createElement("li"), name = document.createElement("b");
      name.textContent = path;
      item.append(...(path ? [name, `: ${why}`] : [why]));
      return item;
    }));
    $("trouble").hidden = false;
    $("files").focus();
  }

  /** Switches between the first screen and that of results. */
  function result(on) {
    document.body.classList.toggle("result", on);
    for (const id of ["bar", "view"]) $(id).hidden = !on;
    for (const id of ["intro", "main", "foot"]) $(id).hidden = on;
    if (!on) { $("frame").srcdoc = ""; document.title = "formdrift"; $("home").append(form); }
  }

  /** The run that the address names, if any. */
  function shownRun() { return runs[Number(location.hash.match(/^#run-(\d+)$/)?.[1]) - 1]; }

  /** Shows what the address names: a run, all runs, or the first screen. */
  async function show() {
    const run = shownRun();
    $("downloads").open = false;
    if (!run && !(location.hash === "#all" && index)) {
      if (!$("progress").hidden) return;
      if (runs.length === 0 && refused.length > 0) return trouble("There is nothing to analyse", leftOut());
      result(false);
      $("trouble").hidden = true;
      $("drop").hidden = $("home").hidden = $("help").hidden = false;
      return;
    }
    result(true);
    $("back").textContent = run && index ? "All runs" : "Start over";
    const name = run ? run.path.split("/").pop() + (run.run > 1 ? `, run ${run.run}` : "") : `${runs.length} ${runs.length === 1 ? "run" : "runs"}`;
    $("title").textContent = name;
    document.title = `${name} - formdrift`;
    $("frame").title = run ? `Report of ${name}` : "All runs";
    offer(run ? ofRun(run) : ofAll());
    $("frame").srcdoc = run ? await run.page.text() : new TextDecoder().decode(index.get("index.html"));
    $("title").focus();
    say(run ? run.row.headline : `${runs.length} of ${runs.length + refused.length} recordings analysed`);
  }
  addEventListener("hashchange", show);
  // The address names what is shown, so a link must not change it.
  $("skip").addEventListener("click", (event) => {
    event.preventDefault();
    $($("main").hidden ? "frame" : "main").focus();
  });

  // Links in a page that is shown lead to the page's own places or to other reports: the address of the frame is no
  // folder.
  $("frame").addEventListener("load", () => {
    const inside = $("frame").contentDocument;
    if (!inside) return;
    takesDrops(inside);
    inside.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (!link) return;
      const href = link.getAttribute("href");
      let to = href;
      try { to = decodeURIComponent(href); } catch { /* It is no address of ours. */ }
      const run = runs.findIndex((run) => to === `${run.folder}/report.html` || to === `./${run.folder}/report.html`);
      if (run >= 0) location.hash = `#run-${run + 1}`;
      else if (href.startsWith("#")) {
        const place = inside.getElementById(to.slice(1));
        place?.scrollIntoView();
        place?.focus({ preventScroll: true });
      } else if (/^https:/.test(href)) return void (link.target = "_blank");
      event.preventDefault();
    });
    inside.addEventListener("keydown", (event) => { if (event.key === "Escape") $("downloads").open = false; });
    inside.addEventListener("pointerdown", () => { $("downloads").open = false; });
  });

  $("back").addEventListener("click", () => {
    if (location.hash.startsWith("#run-") && index) location.hash = "#all";
    else { turn++; given = []; runs = []; refused = []; index = null; location.hash = ""; show(); $("files").focus(); }
  });
  $("print").addEventListener("click", () => { $("frame").contentWindow.focus(); $("frame").contentWindow.print(); });

  // --- Settings of a result ---------------------------------------------------------------

  let before = null;
  $("change").addEventListener("click", () => {
    before = new FormData(form);
    $("slot").append(form);
    $("dialog").showModal();
  });
  $("keep").addEventListener("click", () => $("dialog").close());
  $("dialog").addEventListener("close", () => {
    if (before) {
      for (const name of ["units", "split", "athlete"]) form.elements[name].value = before.get(name);
      form.elements.private.checked = before.has("private");
    }
    $("home").append(form);
  });
  $("apply").addEventListener("click", () => {
    before = null;
    $("dialog").close();
    start(shownRun());
  });

  // --- Downloads --------------------------------------------------------------------------

  /** Hands a file to the browser's downloads. */
  function save(name, content, type) {
    const address = URL.createObjectURL(new Blob([content], { type }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60e3);
  }

  /** Fills the menu of downloads: [what, ending, function that saves] each. */
  function offer(choices) {
    $("choices").replaceChildren(...choices.map(([what, ending, act]) => {
      const button = document.createElement("button"), label = document.createElement("span"), small = document.createElement("small");
      button.type = "button";
      button.dataset.ending = ending;
      label.textContent = what;
      small.textContent = ending;
      button.append(label, small);
      button.addEventListener("click", async () => {
        $("downloads").open = false;
        $("downloads").querySelector("summary").focus();
        say(`Making ${what}`);
        try { await act(); say(`${what}: handed to the browser's downloads`); } catch (error) { alert(`${what} ${error.message}`); }
      });
      return button;
    }));
  }

  const files = async (run, outputs) => once("files", new Uint8Array(await run.source.bytes.arrayBuffer()), run.path,
    run.source.damage, run.source.settings, run.run, outputs);
  const pack = (files) => once("pack", files);

  function ofRun(run) {
    const stem = run.folder.split("/").pop().replace(/-form$/, "");
    const one = (output, ending, type) => async () => save(`${stem}-${output === "csv" ? "splits" : output === "gpx" ? "track" : output === "card" ? "card" : "report"}.${ending}`, (await files(run, [output]))[0][1], type);
    const zip = (output) => async () => save(`${stem}-charts-${output}.zip`, await pack(await files(run, [output])), "application/zip");
    const choices = [
      ["Report, one page", "HTML", async () => save(`${stem}-report.html`, run.page, "text/html")],
      ["Report on paper", "PDF", one("pdf", "pdf", "application/pdf")],
      ["All numbers", "JSON", one("json", "json", "application/json")],
      ["Splits as a table", "CSV", one("csv", "csv", "text/csv")],
      ["Report for a training log", "Markdown", one("md", "md", "text/markdown")],
      ["Charts as pictures", "PNG, zip", zip("png")],
      ["Charts as drawings", "SVG, zip", zip("svg")],
      ["Picture to share", "PNG", one("card", "png", "image/png")],
    ];
    if (!JSON.parse(run.source.settings).private) choices.push(["Track with the onset", "GPX", one("gpx", "gpx", "application/gpx+xml")]);
    return choices;
  }

  function ofAll() {
    return [
      ["All reports with this list", "zip", async () => {
        const all = [...index];
        for (const run of runs) {
          all.push([`${run.folder}/report.html`, new Uint8Array(await run.page.arrayBuffer())]);
          all.push([`${run.folder}/summary.json`, new TextEncoder().encode(run.json)]);
        }
        save("formdrift-runs.zip", await pack(all), "application/zip");
      }],
      ["This list", "HTML", async () => save("index.html", index.get("index.html"), "text/html")],
      ["A row a run", "CSV", async () => save("runs.csv", index.get("runs.csv"), "text/csv")],
      ["A row a run", "JSON", async () => save("runs.json", index.get("runs.json"), "application/json")],
      ["All numbers, a line a run", "JSON lines", async () => save("runs.jsonl", runs.map((run) => `${run.json}\n`).join(""), "application/x-ndjson")],
    ];
  }
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !$("downloads").open) return;
    $("downloads").open = false;
    $("downloads").querySelector("summary").focus();
  });
  addEventListener("pointerdown", (event) => { if (!$("downloads").contains(event.target)) $("downloads").open = false; });

  // --- Start ------------------------------------------------------------------------------

  $("version").textContent = "@VERSION@";
  guessUnits();
  const able = typeof DecompressionStream === "function" && typeof WebAssembly === "object" && typeof Worker === "function" && "showModal" in $("dialog");
  if (!able) {
    trouble("This browser is too old", [{ path: "formdrift", why: "needs Chrome or Edge 111, Firefox 113, Safari 16.4, or later" }]);
    $("drop").hidden = true;
  }
  if (location.hash) location.hash = "";
})();
