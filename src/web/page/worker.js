// One instance of the module in a thread of its own. The page sends the compiled module first, then calls
// one after another; each is answered with { value }, { sentence } (why not, to show) or { defect }.
"use strict";
let recordings = null;

const calls = {
  /** A recording with all its runs, and the files of `outputs` for each: runs[run - 1][output] = [[name, bytes]]. */
  recording(bytes, path, damage, settings, outputs) {
    const recording = new wasm_bindgen.Recording(bytes, path, damage, settings);
    const outcomes = JSON.parse(recording.outcomes());
    const files = outcomes.filter((o) => o.kind === "run")
      .map((o) => Object.fromEntries(outputs.map((output) => [output, recording.files(o.run, output)])));
    return { outcomes, files };
  },
  /** The files of `outputs` for one run of a recording. */
  files(bytes, path, damage, settings, run, outputs) {
    const recording = new wasm_bindgen.Recording(bytes, path, damage, settings);
    return outputs.flatMap((output) => recording.files(run, output));
  },
  /** Opens an archive; false if the bytes are none. */
  open(bytes) {
    if (!wasm_bindgen.is_archive(bytes)) return false;
    recordings = new wasm_bindgen.Recordings(bytes);
    return true;
  },
  /** The next recording of the archive, [path, bytes, damage, why], or null behind the last. */
  next() {
    return recordings.next() ?? null;
  },
  index: (rows, leftOut, settings) => wasm_bindgen.index(rows, leftOut, settings),
  /** Packs [path, bytes] into a zip archive. */
  pack(files) {
    const packer = new wasm_bindgen.Packer();
    for (const [path, bytes] of files) packer.add(path, bytes);
    return packer.finish();
  },
};

onmessage = ({ data }) => {
  if (data instanceof WebAssembly.Module) return void wasm_bindgen.initSync({ module: data });
  try {
    postMessage({ value: calls[data.call](...data.args) });
  } catch (error) {
    postMessage(typeof error === "string" ? { sentence: error } : { defect: String(error?.message ?? error) });
  }
};
