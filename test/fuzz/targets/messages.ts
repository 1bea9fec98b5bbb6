import fc from "fast-check";
import { z } from "zod";
import { serveConnection } from "../../../electron/hosts/connection.ts";
import { createMemoryPorts } from "../../../electron/hosts/in-process/memory-port.ts";
import { readCookie } from "../../../electron/hosts/loopback/sessions.ts";
import { refuseRequest, refuseUpgrade } from "../../../electron/hosts/loopback/request-guard.ts";
import { createStaticHandler } from "../../../electron/hosts/static/static-files.ts";
import { findDeepLink, parseDeepLink, routeOf } from "../../../electron/main/deep-link.ts";
import { EngineFrame } from "../../../shared/contract/frames.ts";
import type { Port } from "../../../shared/contract/port.ts";
import { requestNames, requests, type RequestName } from "../../../shared/contract/requests.ts";
import { ViewFilter } from "../../../shared/contract/views.ts";
import type { Engine } from "../../../electron/engine/engine-interface.ts";
import { estate, idIn, surface } from "../../engine/hunts-fixture.ts";
import { fuzzTarget, type FuzzTarget } from "../fuzz-target.ts";
import { hostileValue, mutatedJson, mutatedText } from "../mutate.ts";
import { inputsOf } from "../contract-inputs.ts";
import { renewedEngine } from "../renewed-engine.ts";

/** One connection to an engine, fed with whatever comes; gives the answer to the last call. */
function connect(engine: Engine, trust: "page" | "local") {
  const [ours, theirs] = createMemoryPorts<unknown, EngineFrame>();
  serveConnection(engine, theirs, { trust, host: "fuzz" });
  return ours;
}

const answerTo = (port: Port<unknown>, id: number): Promise<EngineFrame> =>
  new Promise((resolve, reject) => {
    port.onMessage((message) => {
      const frame = EngineFrame.parse(message);
      if (frame.t === "reply" && frame.id === id) resolve(frame);
    });
    port.onClose((reason) => reject(new Error(`closed: ${reason}`)));
  });

/** Of a real engine: jobs run long, and statements have a target of their own. */
const harmless = requestNames.filter((name) => !requests[name].job && !/^(?:sql|files|lineage\.(?:sink|send))/.test(name));

const requestTarget = fuzzTarget<{ readonly name: RequestName; readonly input: unknown }>({
  name: "requests",
  quickCases: 125,
  boundMs: 20_000,
  says: "why",
  open: (root) => {
    const engines = renewedEngine(root, (workspaceDir) => surface(workspaceDir, 1, estate));
    const known = [
      "beaconing",
      "logon",
      "d1",
      "v1",
      "ada",
      "T1071",
      "run-1-beaconing",
      "host:fqdn:ws-1.corp",
      ...estate.map(({ name }) => idIn(1, name)),
    ];
    const inputs = fc.constantFrom(...harmless).chain((name) => inputsOf(requests[name].input, known).map((input) => ({ name, input })));
    return {
      inputs,
      take: async ({ name, input }) => {
        const port = connect(await engines.next(), "page");
        const answer = answerTo(port, 1);
        port.send({ t: "call", id: 1, name, input });
        const frame = await answer;
        port.close("asked");
        if (frame.t !== "reply" || frame.ok) return;
        if (frame.error.code === "internal") throw new Error(`${name} broke: ${frame.error.message}`);
        if (frame.error.message.trim() === "") throw new Error(`${name} was refused without a reason`);
      },
      close: () => engines.close(),
    };
  },
});

const frames = fuzzTarget<readonly unknown[]>({
  name: "frames",
  quickCases: 150,
  boundMs: 20_000,
  says: "why",
  open: (root) => {
    const engines = renewedEngine(root);
    const seeds = [
      { t: "call", id: 1, name: "engine.info", input: {} },
      { t: "call", id: 2, name: "triage.queue", input: { limit: 5, text: "x" } },
      { t: "call", id: 3, name: "views.save", input: { name: "mine", filter: {} } },
      { t: "cancel", id: 1 },
    ];
    const frame = fc.oneof({ weight: 5, arbitrary: mutatedJson(seeds) }, hostileValue);
    return {
      inputs: fc.array(frame, { minLength: 1, maxLength: 4 }),
      // Whatever came before, the connection is either closed or answers what is well asked.
      take: async (sent) => {
        const port = connect(await engines.next(), "page");
        let internal: unknown;
        port.onMessage((message) => {
          const reply = EngineFrame.parse(message);
          if (reply.t === "reply" && !reply.ok && reply.error.code === "internal" && reply.error.kind === "error") internal = reply.error;
        });
        const last = answerTo(port, 4_000_001);
        for (const one of sent) port.send(one ?? null);
        port.send({ t: "call", id: 4_000_001, name: "engine.info", input: {} });
        const outcome = await last.catch((error: unknown) => String(error));
        port.close("asked");
        if (internal !== undefined) throw new Error(`broke: ${JSON.stringify(internal)}`);
        if (typeof outcome === "string" && !/malformed frame|used twice/.test(outcome)) throw new Error(outcome);
      },
      close: () => engines.close(),
    };
  },
});

const authority = "127.0.0.1:4321";
const own = `http://${authority}`;

/** What a request's line and headers may say, against the guard; what it lets through is our own page, or the bare shell. */
const requestLines = fuzzTarget<{
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
}>({
  name: "loopback-requests",
  quickCases: 250,
  boundMs: 10_000,
  says: "why",
  open: () => {
    const file = { body: new Uint8Array([1]), type: "text/plain", sha256: "0".repeat(64) };
    const serve = createStaticHandler(
      new Map([
        ["/", file],
        ["/assets/a.js", file],
      ]),
      {},
    );
    const header = fc.tuple(
      fc.constantFrom("Host", "host", "Origin", "ORIGIN", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest", "Cookie"),
      fc.oneof(
        fc.constantFrom(authority, own, "null", "same-origin", "none", "cross-site", "navigate", "document", "evil.test", "localhost:4321"),
        mutatedText([authority, own, "same-origin", "quarry-ab=xyz; a=b"]),
      ),
    );
    return {
      inputs: fc.record({
        method: fc.oneof(fc.constantFrom("GET", "POST", "HEAD", "OPTIONS"), fc.string({ maxLength: 8 })),
        target: fc.oneof(fc.constantFrom("/", "/call", "/ws"), fc.webPath(), mutatedText(["/assets/a.js", "/../etc/passwd?raw#x"])),
        headers: fc.array(header, { maxLength: 6 }),
      }),
      take: ({ method, target, headers }) => {
        const facts = { method, target, httpVersion: "1.1", rawHeaders: headers.flat() };
        const valuesOf = (name: string): string[] => headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
        const upgraded = refuseUpgrade(facts, authority) === undefined;
        const passed = refuseRequest(facts, authority) === undefined;
        if ((passed || upgraded) && valuesOf("host").join("|") !== authority) throw new Error("another Host passed");
        if (upgraded && valuesOf("origin").join("|") !== own) throw new Error("another page's socket passed");
        if (passed && valuesOf("origin").some((value) => value !== own)) throw new Error("another Origin passed");
        if (passed && method === "POST" && valuesOf("origin").join("|") !== own) throw new Error("a POST without our Origin passed");
        const site = valuesOf("sec-fetch-site");
        const isShell = method === "GET" && target === "/";
        if (passed && !isShell && site.some((value) => value !== "same-origin")) throw new Error("another site passed");
        readCookie(valuesOf("cookie")[0], "quarry-ab");
        if (!passed || !URL.canParse(own + target)) return;
        const served = serve(new Request(own + target)).status;
        if (served === 200 && !["/", "/assets/a.js"].includes(new URL(own + target).pathname)) throw new Error(`served ${target}`);
      },
    };
  },
});

const deepLinks = fuzzTarget<readonly string[]>({
  name: "deep-links",
  quickCases: 250,
  boundMs: 10_000,
  says: "why",
  open: () => ({
    inputs: fc.array(
      fc.oneof(
        mutatedText(["quarry://case/a1b2-c_3", "quarry://queue", "--workspace=x"], ["//", "?", "#", "%2f", "\u202e", "javascript:"]),
        fc.webUrl(),
      ),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    take: (argv) => {
      const link = findDeepLink(argv);
      for (const one of argv) parseDeepLink(one);
      if (!/^(?:#\/triage\?case=[A-Za-z0-9_-]{1,128})?$/.test(routeOf(link))) throw new Error(`leads to ${routeOf(link)}`);
    },
  }),
});

const views = fuzzTarget<unknown>({
  name: "saved-views",
  quickCases: 150,
  boundMs: 10_000,
  says: "why",
  open: () => {
    const shape = z.object({ name: z.string(), filter: ViewFilter });
    return {
      inputs: fc.oneof(mutatedJson([{ name: "mine", filter: { show: "open", model: "m", text: "x", order: "live" } }]), hostileValue),
      take: (value) => {
        const parsed = shape.safeParse(value);
        if (!parsed.success) return;
        const again = shape.parse(JSON.parse(JSON.stringify(parsed.data)));
        if (JSON.stringify(again) !== JSON.stringify(parsed.data)) throw new Error("a view read again is another one");
      },
    };
  },
});

export const messageTargets: readonly FuzzTarget[] = [requestTarget, frames, requestLines, deepLinks, views];
