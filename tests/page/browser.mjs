// A headless Chromium, spoken to over a pipe: nothing needs to be installed beside it.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Path of a Chromium, or null. */
export function chromium() {
  const asked = process.env.CHROMIUM;
  if (asked) return asked;
  for (const folder of (process.env.PATH ?? "").split(":"))
    for (const name of NAMES) if (existsSync(join(folder, name))) return join(folder, name);
  return null;
}

/** Starts a browser; `send(method, params)` talks to its one tab. */
export async function browser() {
  const profile = mkdtempSync(join(tmpdir(), "formdrift-page-"));
  const process_ = spawn(
    chromium(),
    [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
      "--no-first-run", "--hide-scrollbars", "--force-color-profile=srgb",
      `--user-data-dir=${profile}`, "--remote-debugging-pipe", "about:blank",
    ],
    { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
  );
  const [, , , out, into] = process_.stdio; // fd 3 is written to, fd 4 read from
  const waiting = new Map();
  const listeners = [];
  let number = 0, rest = Buffer.alloc(0);
  into.on("data", (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      const message = JSON.parse(rest.subarray(0, end).toString());
      rest = rest.subarray(end + 1);
      if (message.id === undefined) {
        for (const listen of listeners) listen(message);
        continue;
      }
      const { resolve, reject, method } = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error) reject(new Error(`${method}: ${message.error.message}`));
      else resolve(message.result);
    }
  });
  const raw = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      number += 1;
      waiting.set(number, { resolve, reject, method });
      out.write(JSON.stringify({ id: number, method, params, sessionId }) + "\0");
    });
  const { targetInfos } = await raw("Target.getTargets");
  const { targetId } = targetInfos.find((t) => t.type === "page");
  const { sessionId } = await raw("Target.attachToTarget", { targetId, flatten: true });
  const send = (method, params) => raw(method, params, sessionId);

  const once = (method) =>
    new Promise((resolve) => {
      const listen = (message) => {
        if (message.method !== method) return;
        listeners.splice(listeners.indexOf(listen), 1);
        resolve(message.params);
      };
      listeners.push(listen);
    });
  await send("Page.enable");
  return {
    send,
    on: (listen) => listeners.push(listen),
    async open(address) {
      const loaded = once("Page.loadEventFired");
      await send("Page.navigate", { url: address });
      await loaded;
    },
    /** The value of an expression in the page. */
    async value(expression) {
      const { result, exceptionDetails } = await send("Runtime.evaluate", {
        expression, returnByValue: true, awaitPromise: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? expression);
      return result.value;
    },
    /** Size of the window in CSS px; `scale` device pixels to one. */
    size: (width, height, { scale = 1, mobile = false } = {}) =>
      send("Emulation.setDeviceMetricsOverride", {
        width, height, deviceScaleFactor: scale, mobile,
      }),
    /** Media features, e.g. { "prefers-color-scheme": "dark" }. */
    media: (features) =>
      send("Emulation.setEmulatedMedia", {
        features: Object.entries(features).map(([name, value]) => ({ name, value })),
      }),
    /** The window, or with `whole` the page, as a PNG. */
    async picture({ whole = false } = {}) {
      const { data } = await send("Page.captureScreenshot", {
        format: "png", captureBeyondViewport: whole,
        ...(whole ? { clip: await this.extent() } : {}),
      });
      return Buffer.from(data, "base64");
    },
    async extent() {
      const { cssContentSize } = await send("Page.getLayoutMetrics");
      return { ...cssContentSize, scale: 1 };
    },
    /** The page as printed; sizes in inches. */
    async print(paperWidth, paperHeight) {
      const { data } = await send("Page.printToPDF", {
        paperWidth, paperHeight, printBackground: true, preferCSSPageSize: false,
      });
      return Buffer.from(data, "base64");
    },
    /** Ends the browser, and waits until it has let go of its files. */
    async close() {
      const ended = new Promise((resolve) => process_.once("exit", resolve));
      process_.kill();
      await ended;
      try {
        rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
      } catch {
        // Its processes end one after the other and may still write: a temporary folder stays behind.
      }
    },
  };
}
