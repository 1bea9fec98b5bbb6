import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { createFrameClient } from "../../shared/contract/frame-client.ts";
import { scrubbedEnv } from "../hosts/worker/fork-engine.ts";
import { EngineSupervisor } from "../hosts/worker/supervisor.ts";
import { appPaths, workspaceFrom } from "./app-paths.ts";
import { createAppHandler, schemePrivileges } from "./app-scheme.ts";
import { guardContents, type ContentsLike } from "./contents-guard.ts";
import { findDeepLink, parseDeepLink, routeOf } from "./deep-link.ts";
import { toEngineChild } from "./engine-child.ts";
import { menuTemplate } from "./menu.ts";
import { recoverFromCrashes } from "./page-crash.ts";
import { prepareApp, type AppLike } from "./prepare-app.ts";
import { guardSession, isAllowedRequest, type SessionLike } from "./session-guard.ts";
import { killUtility } from "./utility.ts";
import { windowOptions } from "./window.ts";
import { keepBounds, keptBounds } from "./window-bounds.ts";

describe("the window's place", () => {
  const dir = mkdtempSync(join(tmpdir(), "quarry-window-"));
  const file = join(dir, "window.json");
  const screens = [{ workArea: { x: 0, y: 0, width: 1920, height: 1050 } }];
  afterAll(() => rmSync(dir, { recursive: true }));

  it("is kept and found again", () => {
    keepBounds(file, { x: 100, y: 50, width: 1500, height: 900 });
    expect(keptBounds(file, screens)).toEqual({ x: 100, y: 50, width: 1500, height: 900 });
    expect(windowOptions("/p.cjs", true, keptBounds(file, screens))).toMatchObject({ x: 100, width: 1500, minWidth: 1024 });
  });

  it("is forgotten when its screen is gone, when nothing was kept, and when what was kept is nonsense", () => {
    keepBounds(file, { x: 2500, y: 50, width: 1500, height: 900 });
    expect(keptBounds(file, screens)).toBeUndefined();
    expect(keptBounds(join(dir, "none.json"), screens)).toBeUndefined();
    writeFileSync(file, '{"x":"far","width":1}');
    expect(keptBounds(file, screens)).toBeUndefined();
    writeFileSync(file, "{");
    expect(keptBounds(file, screens)).toBeUndefined();
    expect(windowOptions("/p.cjs", true, undefined)).toMatchObject({ width: 1440, height: 900 });
  });
});

describe("E1: the window", () => {
  it("is made with every protection on", () => {
    expect(windowOptions("/p.cjs", true).webPreferences).toEqual({
      preload: "/p.cjs",
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    });
    expect(windowOptions("/p.cjs", false).webPreferences?.devTools).toBe(true);
  });
});

function createFakeApp(hasLock = true) {
  const calls: string[] = [];
  const emitter = new EventEmitter();
  const app: AppLike = {
    enableSandbox: () => void calls.push("sandbox"),
    requestSingleInstanceLock: () => (calls.push("lock"), hasLock),
    quit: () => void calls.push("quit"),
    setAsDefaultProtocolClient: (scheme) => (calls.push(`links ${scheme}`), true),
    commandLine: { appendSwitch: (name, value) => void calls.push(["switch", name, value ?? ""].join(" ").trim()) },
    on: (event: string, listener: (...args: never[]) => void) => void emitter.on(event, listener as (...args: unknown[]) => void),
  };
  const contents: unknown[] = [];
  const links: (readonly string[])[] = [];
  const mayRun = prepareApp({
    app,
    registerScheme: () => void calls.push("scheme"),
    linkScheme: "quarry",
    onContents: (c) => contents.push(c),
    onLink: (argv) => links.push(argv),
  });
  return { mayRun, calls, emitter, contents, links };
}

describe("E2, E5, E10, E13: before the app is ready", () => {
  it("the sandbox comes first and the scheme is registered", () => {
    const { mayRun, calls } = createFakeApp();
    expect(mayRun).toBe(true);
    expect(calls[0]).toBe("sandbox");
    expect(calls).toContain("scheme");
    expect(calls).toContain("switch host-resolver-rules MAP * ~NOTFOUND");
    for (const name of ["component-update", "breakpad", "background-networking", "domain-reliability"])
      expect(calls).toContain(`switch disable-${name}`);
    expect(schemePrivileges.privileges).toEqual({ standard: true, secure: true, supportFetchAPI: true, codeCache: true });
  });

  it("a second instance hands over its arguments and ends", () => {
    const { mayRun, calls } = createFakeApp(false);
    expect(mayRun).toBe(false);
    expect(calls.at(-1)).toBe("quit");
    const first = createFakeApp();
    first.emitter.emit("second-instance", {}, ["quarry", "quarry://case/a1"]);
    let prevented = false;
    first.emitter.emit("open-url", { preventDefault: () => (prevented = true) }, "quarry://queue");
    expect(first.links).toEqual([["quarry", "quarry://case/a1"], ["quarry://queue"]]);
    expect(prevented).toBe(true);
  });

  it("every web contents is guarded as soon as it is made", () => {
    const { emitter, contents } = createFakeApp();
    emitter.emit("web-contents-created", {}, "contents");
    expect(contents).toEqual(["contents"]);
  });
});

describe("E5: app://quarry", () => {
  const body = new Uint8Array(Buffer.from("page"));
  const handler = createAppHandler(
    new Map([
      ["/", { body, type: "text/html; charset=utf-8", sha256: "0".repeat(64) }],
      ["/assets/a.js", { body, type: "text/javascript; charset=utf-8", sha256: "1".repeat(64) }],
    ]),
  );
  const get = (url: string, method = "GET"): Response => handler(new Request(url, { method }));

  it("serves what was built, with its type and every header", async () => {
    const response = get("app://quarry/");
    expect(await response.text()).toBe("page");
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
    expect(response.headers.get("content-security-policy")).toMatchInlineSnapshot(
      `"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'"`,
    );
    expect(await get("app://quarry/", "HEAD").text()).toBe("");
  });

  it("knows no other host, method or path", () => {
    for (const url of ["app://evil/", "app://quarry.evil/", "app://quarry:1/", "app://Quarry2/"]) expect(get(url).status, url).toBe(404);
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) expect(get("app://quarry/", method).status).toBe(405);
    const paths = [
      "/..",
      "/%2e%2e/",
      "/assets/..%2fa.js",
      "/assets/%5ca.js",
      "/assets/a.js%00",
      "//assets/a.js",
      "/C:/a",
      "/assets/a.js::$DATA",
      "/ASSETS/A.JS",
      "/assets",
    ];
    for (const path of paths.slice(2)) expect(get(`app://quarry${path}`).status, path).toBe(404);
  });

  it("answers 10,000 odd paths with a built file or nothing", () => {
    const part = fc.oneof(fc.string(), fc.constantFrom("..", "%2e%2e", "%5c", "%00", "", "assets", "a.js", "::$DATA", "etc", "C:"));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const url = `app://quarry/${parts.join("/")}`;
        if (!URL.canParse(url)) return;
        const { status } = get(url);
        const { pathname, host } = new URL(url);
        expect(status).toBe(host === "quarry" && ["/", "/assets/a.js"].includes(pathname) ? 200 : 404);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("E7, E10, E18: the session", () => {
  const open = (isPackaged: boolean) => {
    const handlers: Record<string, (...args: never[]) => unknown> = {};
    const set =
      (name: string) =>
      (handler: (...args: never[]) => unknown): void => {
        handlers[name] = handler;
      };
    const session: SessionLike = {
      setPermissionRequestHandler: set("request"),
      setPermissionCheckHandler: set("check"),
      setDevicePermissionHandler: set("device"),
      setDisplayMediaRequestHandler: set("display"),
      setSpellCheckerEnabled: (enabled) => void (handlers["spell"] = () => enabled),
      on: (event, listener) => set(event)(listener as never),
      webRequest: { onBeforeRequest: set("web") },
    };
    guardSession(session, isPackaged);
    return (name: string, ...args: unknown[]): unknown => (handlers[name] as (...a: unknown[]) => unknown)(...args);
  };

  it("grants nothing but writing plain text to the clipboard", () => {
    const run = open(true);
    const all = [
      "clipboard-read",
      "media",
      "geolocation",
      "notifications",
      "midi",
      "midiSysex",
      "pointerLock",
      "fullscreen",
      "openExternal",
      "window-management",
      "hid",
      "serial",
      "usb",
      "display-capture",
      "mediaKeySystem",
      "idle-detection",
      "storage-access",
      "fileSystem",
      "unknown",
      "clipboard-sanitized-write",
    ];
    const granted = all.filter((permission) => {
      let answer: unknown;
      run("request", {}, permission, (yes: boolean) => (answer = yes));
      expect(run("check", {}, permission)).toBe(answer);
      return answer;
    });
    expect(granted).toEqual(["clipboard-sanitized-write"]);
    expect(run("device")).toBe(false);
    let streams: unknown;
    run("display", {}, (given: unknown) => (streams = given));
    expect(streams).toEqual({});
    expect(run("spell")).toBe(false);
  });

  it("lets nothing onto a network", () => {
    const cancelled = (url: string, isPackaged = true): unknown => {
      let answer: unknown;
      open(isPackaged)("web", { url }, (given: { cancel: boolean }) => (answer = given.cancel));
      return answer;
    };
    for (const url of [
      "https://example.com/",
      "http://127.0.0.1/",
      "ws://quarry/",
      "ftp://a/",
      "app://evil/",
      "chrome-extension://a/",
      "devtools://a/",
      "not a url",
      "view-source:app://quarry/",
    ])
      expect(cancelled(url), url).toBe(true);
    for (const url of ["app://quarry/", "app://quarry/assets/a.js?x#y", "blob:app://quarry/1", "data:image/png;base64,"])
      expect(cancelled(url), url).toBe(false);
    expect(cancelled("devtools://devtools/", false)).toBe(false);
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ["http", "https", "ws", "wss", "ftp"] }), (url) => {
        expect(isAllowedRequest(url, false)).toBe(false);
      }),
    );
  });

  it.each([
    ["blob:app://quarry/1b", "image/png", true],
    ["blob:app://quarry/1b", "image/svg+xml", true],
    ["blob:app://quarry/1b", "text/html", false],
    ["blob:https://quarry/1b", "image/png", false],
    ["https://quarry/x.png", "image/png", false],
    ["app://quarry/x.png", "image/png", false],
  ])("lets only a picture that the page made be saved: %s as %s", (url, mimeType, isSaved) => {
    let prevented = 0;
    open(true)("will-download", { preventDefault: () => (prevented += 1) }, { getURL: () => url, getMimeType: () => mimeType });
    expect(prevented).toBe(isSaved ? 0 : 1);
  });
});

describe("E8: web contents", () => {
  it("stay on their page, open no window and embed nothing", () => {
    const emitter = new EventEmitter();
    let openHandler: (() => { action: string }) | undefined;
    let rtcPolicy = "";
    const contents: ContentsLike = {
      on: (event: string, listener: (event: never) => void) => void emitter.on(event, listener as (event: unknown) => void),
      setWindowOpenHandler: (handler) => (openHandler = handler),
      setWebRTCIPHandlingPolicy: (policy) => (rtcPolicy = policy),
    };
    guardContents(contents);
    expect(rtcPolicy).toBe("disable_non_proxied_udp");
    const isPrevented = (name: string, url: string): boolean => {
      let prevented = false;
      emitter.emit(name, { url, preventDefault: () => (prevented = true) });
      return prevented;
    };
    for (const name of ["will-navigate", "will-frame-navigate", "will-redirect"]) {
      for (const url of ["https://example.com", "app://evil/", "javascript:alert(1)", "data:text/html,x", "about:blank", "//quarry"])
        expect(isPrevented(name, url), `${name} ${url}`).toBe(true);
      expect(isPrevented(name, "app://quarry/#/triage"), name).toBe(false);
    }
    const scheme = fc.constantFrom(
      "file",
      "smb",
      "ms-settings",
      "ms-msdt",
      "javascript",
      "data",
      "blob",
      "vbscript",
      "mailto",
      "http",
      "https",
      "app",
      "quarry",
      "view-source",
    );
    const address = fc
      .tuple(scheme, fc.constantFrom(":", "://", ":\\\\"), fc.oneof(fc.webAuthority(), fc.string(), fc.constant("quarry.evil/")))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(address, (url) => {
        const isOurs = URL.canParse(url) && /^app:\/\/quarry(\/|\?|#|$)/i.test(new URL(url).href);
        expect(isPrevented("will-navigate", url), url).toBe(!isOurs);
      }),
      { numRuns: 2000 },
    );
    expect(isPrevented("will-attach-webview", "app://quarry/")).toBe(true);
    expect(openHandler?.()).toEqual({ action: "deny" });
  });
});

describe("E13: deep links", () => {
  it("name a case or the queue, and nothing else", () => {
    expect(parseDeepLink("quarry://case/a1b2-c_3")).toEqual({ kind: "case", id: "a1b2-c_3" });
    expect(routeOf(parseDeepLink("quarry://case/a1"))).toBe("#/triage?case=a1");
    expect(routeOf(parseDeepLink("quarry://queue"))).toBe("");
    const bad = [
      "quarry://case/",
      "quarry://case",
      "quarry://case/a%2fb",
      "quarry://case/../x",
      "quarry://queue/a",
      "quarry://run/sql",
      "quarry:case/a",
      "QUARRY://case/a",
      "javascript:1",
      "quarry://case/a?x=1",
      "quarry://case/a#x",
      "https://case/a",
      `quarry://case/${"a".repeat(129)}`,
    ];
    for (const link of bad) expect(parseDeepLink(link), link).toBeUndefined();
    expect(findDeepLink(["/usr/bin/quarry", "--workspace=/x", "quarry://case/a1", "quarry://case/a2"])).toEqual({ kind: "case", id: "a1" });
  });

  it("never yield more than a checked id, whatever text they are", () => {
    const text = fc.oneof(
      fc.string(),
      fc.string().map((s) => `quarry://case/${s}`),
      fc.string().map((s) => `quarry://${s}`),
    );
    fc.assert(
      fc.property(text, (link) => {
        expect(routeOf(parseDeepLink(link))).toMatch(/^(#\/triage\?case=[\w-]{1,128})?$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("E15: the menu", () => {
  it("has no reload and no developer tools in a release", () => {
    const roles = (isPackaged: boolean): string => JSON.stringify(menuTemplate(isPackaged, false)).toLowerCase();
    for (const role of ["reload", "forcereload", "devtools", "viewmenu"]) expect(roles(true)).not.toContain(role);
    expect(roles(false)).toContain("toggledevtools");
    expect(JSON.stringify(menuTemplate(true, true))).toContain("appMenu");
  });
});

describe("E16: the engine's process", () => {
  it("sees no secret and nothing that changes how Node loads code", () => {
    const env = scrubbedEnv({
      PATH: "/bin",
      NODE_OPTIONS: "--require x",
      AWS_SECRET_ACCESS_KEY: "s",
      ELECTRON_RUN_AS_NODE: "1",
      LD_PRELOAD: "x",
      TZ: "UTC",
    });
    expect(env).toEqual({ PATH: "/bin", TZ: "UTC" });
  });

  it("is watched and started again when it dies", async () => {
    const started: ReturnType<typeof createFakeUtility>[] = [];
    const supervisor = new EngineSupervisor({
      start: () => {
        const child = createFakeUtility();
        started.push(child);
        return toEngineChild(child);
      },
      backOffMs: () => 1,
    });
    const client = createFrameClient(supervisor.connect({ trust: "page", host: "electron" }));
    const states: string[] = [];
    client.on("engine.state", ({ state }) => states.push(state));
    started[0]?.emit("message", { kind: "ready" });
    const call = client.call("jobs.list", {});
    started[0]?.emit("exit", 139);
    await expect(call).rejects.toMatchObject({ code: "engine-gone" });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(started).toHaveLength(2);
    expect(started[1]?.posted).toEqual([{ kind: "open", channel: 0, caller: { trust: "page", host: "electron" } }]);
    started[1]?.emit("message", { kind: "ready" });
    expect(states).toEqual(["gone", "restarted"]);
    const stopping = supervisor.stop();
    expect(started[1]?.posted.at(-1)).toEqual({ kind: "stop" });
    started[1]?.emit("exit", 0);
    await stopping;
  });
});

describe("ending a process", () => {
  const sleeper = () => spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });

  it("that was not up yet ends it as soon as it is, since Electron does nothing before", async () => {
    const child = sleeper();
    const ended = once(child, "exit");
    const utility = createFakeUtility();
    killUtility(utility);
    utility.pid = child.pid;
    utility.emit("spawn", undefined);
    expect(await ended).toEqual([null, "SIGKILL"]);
  });

  it("that has just ended by itself is no error", async () => {
    const child = sleeper();
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(() => killUtility(createFakeUtility(child.pid))).not.toThrow();
  });
});

describe("a page that crashes", () => {
  it("is loaded again, and given up when it keeps crashing", () => {
    const emitter = new EventEmitter();
    const done: string[] = [];
    recoverFromCrashes(
      { on: (event, listener) => emitter.on(event, listener) },
      () => done.push("reload"),
      (reason) => done.push(`given up: ${reason}`),
    );
    emitter.emit("render-process-gone", {}, { reason: "clean-exit" });
    expect(done).toEqual([]);
    for (let crash = 0; crash < 4; crash += 1) emitter.emit("render-process-gone", {}, { reason: "oom" });
    expect(done).toEqual(["reload", "reload", "reload", "given up: oom"]);
  });
});

function createFakeUtility(pid?: number) {
  const emitter = new EventEmitter();
  const posted: unknown[] = [];
  return {
    pid,
    posted,
    emit: (event: string, value: unknown) => emitter.emit(event, value),
    postMessage: (message: unknown) => void posted.push(message),
    kill: () => true,
    on: (event: string, listener: (value: never) => void) => emitter.on(event, listener as (value: unknown) => void),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
  };
}

describe("paths of the app", () => {
  it("take what must be real files from beside the archive", () => {
    const packed = appPaths("/opt/quarry/resources/app.asar");
    expect(packed.engine).toBe("/opt/quarry/resources/app.asar.unpacked/out/engine/engine-process.cjs");
    expect(packed.preload).toBe("/opt/quarry/resources/app.asar/out/preload/preload.cjs");
    expect(appPaths("/src/quarry").engine).toBe("/src/quarry/out/engine/engine-process.cjs");
    expect(workspaceFrom(["quarry", "--workspace=/data/hunt"], "/home/a/.config/quarry")).toBe("/data/hunt");
    expect(workspaceFrom(["quarry"], "/home/a/.config/quarry")).toBe("/home/a/.config/quarry/workspace");
  });
});
