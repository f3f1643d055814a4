// Owns the one browser of a run, and a load of a page in it with cold caches. Must not
// know which builds there are, or what becomes of the times.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const probe = await readFile(join(import.meta.dirname, "probe.js"), "utf8");
/** Notes every memory of WebAssembly that a page makes; only for loads that are not timed. */
const memories = `(() => {
  const found = globalThis.benchMemories = [];
  const note = ({ exports }) =>
    found.push(...Object.values(exports).filter((it) => it instanceof WebAssembly.Memory));
  const { Instance, instantiate } = WebAssembly;
  WebAssembly.Instance = function noted(...given) {
    const made = new Instance(...given);
    note(made);
    return made;
  };
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate(...given);
    note(made.instance ?? made);
    return made;
  };
})()`;

export async function launch() {
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    headless: true,
    protocolTimeout: 120_000,
    args: [
      ...(process.platform === "linux" ? ["--no-sandbox"] : []),
      // A frame is drawn as soon as there is something to draw: times are those of the
      // work, not of the wait for a screen's next refresh.
      "--disable-frame-rate-limit",
      "--disable-gpu-vsync",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-extensions",
      "--disable-renderer-backgrounding",
      "--disable-backgrounding-occluded-windows",
    ],
  });
  return {
    version: await browser.version(),
    close: () => browser.close(),

    /**
     * Opens the address in a context of its own and gives it to `work`, with when `count` times its first `question` stood
     * there, in milliseconds since the navigation began.
     */
    async load(address, { question, count = 1, throttle = 1, memory = false }, work) {
      const context = await browser.createBrowserContext();
      try {
        const page = await context.newPage();
        await page.setViewport({ width: 1280, height: 900 });
        const client = await page.createCDPSession();
        const troubles = [];
        page.on("pageerror", (error) => troubles.push(String(error)));
        await page.evaluateOnNewDocument(probe);
        await page.evaluateOnNewDocument(
          (...given) => globalThis.bench.expect(...given),
          question,
          count,
        );
        if (memory) await page.evaluateOnNewDocument(memories);
        if (throttle > 1) await client.send("Emulation.setCPUThrottlingRate", { rate: throttle });
        await page.bringToFront();
        await page.goto(address, { waitUntil: "domcontentloaded" });
        const ask = (work, ...given) =>
          page.evaluate(work, ...given).catch((error) => {
            throw new Error(`${address}: ${error.message} ${troubles.join("; ")}`);
          });
        const call = (name, ...given) =>
          ask((fn, args) => globalThis.bench[fn](...args), name, given);
        const first = await ask(() => globalThis.bench.answerable);
        return await work(call, first, { page, client });
      } finally {
        await context.close();
      }
    },
  };
}

/** What the page holds after everything that nobody uses was collected, in bytes. */
export async function memoryOf({ page, client }) {
  await client.send("Performance.enable");
  for (let times = 0; times < 2; times += 1) await client.send("HeapProfiler.collectGarbage");
  const { metrics } = await client.send("Performance.getMetrics");
  const heap = metrics.find((it) => it.name === "JSHeapUsedSize").value;
  const wasm = await page.evaluate(() =>
    globalThis.benchMemories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
  );
  return { heap, wasm };
}
