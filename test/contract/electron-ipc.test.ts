import { EventEmitter } from "node:events";
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withFileDialog } from "../../electron/hosts/electron-ipc/file-dialog.ts";
import { frameChannel, serveFrames, type IpcEvent } from "../../electron/hosts/electron-ipc/frame-channel.ts";
import { isOwnUrl, type Sender, type SenderFrame } from "../../electron/hosts/electron-ipc/sender-check.ts";
import { createInProcessConnector } from "../../electron/hosts/in-process/in-process-client.ts";
import { createBridge } from "../../electron/preload/bridge.ts";
import { connectElectron } from "../../renderer/state/client/electron-client.ts";
import { AppError } from "../../shared/contract/errors.ts";
import { describeCarrier, until } from "./contract-suite.ts";
import { createEchoEngine } from "./echo-engine.ts";

/** Electron's two halves of IPC between one page and the main process; messages pass as structured clones. */
function createFakeIpc(url = "app://quarry/") {
  const main = new EventEmitter();
  const page = new EventEmitter();
  const mainFrame: SenderFrame = { url, parent: null };
  let destroyed = false;
  const sender: Sender = {
    id: 1,
    mainFrame,
    isDestroyed: () => destroyed,
    send: (channel, message) => {
      const copy: unknown = structuredClone(message);
      queueMicrotask(() => page.emit(channel, {}, copy));
    },
    once: (event, listener) => void main.once(event, listener),
  };
  const deliver = (event: IpcEvent, message: unknown): void => {
    const copy: unknown = structuredClone(message);
    queueMicrotask(() => main.emit(frameChannel, event, copy));
  };
  return {
    sender,
    mainFrame,
    deliver,
    ipcMain: { on: (channel: string, listener: (event: IpcEvent, message: unknown) => void) => void main.on(channel, listener) },
    ipcRenderer: {
      send: (_channel: string, message: unknown) => deliver({ senderFrame: mainFrame, sender }, message),
      on: (channel: string, listener: (event: unknown, message: unknown) => void) => void page.on(channel, listener),
    },
    destroy: () => {
      destroyed = true;
      main.emit("destroyed");
    },
  };
}

const gone = new AppError("engine-gone", "the page has gone");

describeCarrier("Electron's IPC", async () => {
  const engine = createEchoEngine();
  const ipc = createFakeIpc();
  serveFrames(ipc.ipcMain, createInProcessConnector(engine));
  const client = connectElectron(createBridge(ipc.ipcRenderer, randomUUID()));
  let dropped = false;
  return {
    // A page that has gone hears nothing more, so its own calls cannot settle; what matters is what the engine sees.
    client: {
      on: (name, listener) => client.on(name, listener),
      call: (name, input, signal) =>
        Promise.race([client.call(name, input, signal), until(() => dropped, Boolean, 30_000).then(() => Promise.reject(gone))]),
    },
    caller: "electron/page",
    cancelled: async () => engine.cancelled,
    drop: async () => {
      dropped = true;
      ipc.destroy();
    },
    close: async () => {
      dropped = true;
    },
  };
});

describe("the Electron IPC host", () => {
  const open = () => {
    const engine = createEchoEngine();
    const ipc = createFakeIpc();
    let calls = 0;
    const connector = createInProcessConnector(engine);
    serveFrames(ipc.ipcMain, {
      connect: (caller) => {
        calls += 1;
        return connector.connect(caller);
      },
    });
    return { engine, ipc, connections: () => calls };
  };
  const call = { connection: randomUUID(), frame: { t: "call", id: 0, name: "engine.info", input: {} } };
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

  it("refuses senders that are gone, inside a frame, or not our page, without effect", async () => {
    const { ipc, connections } = open();
    const foreign = (url: string, parent: SenderFrame | null = null): IpcEvent => {
      const frame: SenderFrame = { url, parent };
      return { senderFrame: frame, sender: { ...ipc.sender, mainFrame: frame } };
    };
    const events: IpcEvent[] = [
      { senderFrame: null, sender: ipc.sender },
      { senderFrame: { url: "app://quarry/", parent: null }, sender: ipc.sender },
      foreign("app://quarry/", ipc.mainFrame),
      ...["app://evil/", "app://quarry.evil/", "https://quarry/", "app://quarry:1/", "app://a@quarry/", "about:blank", ""].map((url) =>
        foreign(url),
      ),
    ];
    for (const event of events) ipc.deliver(event, call);
    await settled();
    expect(connections()).toBe(0);
    ipc.deliver({ senderFrame: ipc.mainFrame, sender: ipc.sender }, call);
    await settled();
    expect(connections()).toBe(1);
  });

  it("gives malformed messages no effect, whatever they are", async () => {
    const { ipc, connections } = open();
    const event: IpcEvent = { senderFrame: ipc.mainFrame, sender: ipc.sender };
    const shapes = fc.oneof(
      fc.jsonValue(),
      fc.record({ connection: fc.string(), frame: fc.jsonValue() }),
      fc.record({ connection: fc.constant(call.connection), frame: fc.jsonValue() }),
    );
    await fc.assert(
      fc.asyncProperty(shapes, async (message) => ipc.deliver(event, message)),
      { numRuns: 300 },
    );
    await settled();
    expect(connections()).toBe(0);
  });

  it("starts a new connection when the page is loaded again and cancels what the old one had open", async () => {
    const { engine, ipc, connections } = open();
    const first = connectElectron(createBridge(ipc.ipcRenderer, randomUUID()));
    void first.call("triage.row", { anomalyId: "slow" });
    await until(
      () => engine.running.size,
      (n) => n === 1,
    );
    const second = connectElectron(createBridge(ipc.ipcRenderer, randomUUID()));
    expect((await second.call("triage.row", { anomalyId: "a2" })).anomalyId).toBe("a2");
    await until(
      () => engine.cancelled.length,
      (n) => n === 1,
    );
    expect(connections()).toBe(2);
  });

  it("gives a page exactly call and on, frozen, and no way to name a channel", () => {
    const { ipc } = open();
    const sent: unknown[] = [];
    const bridge = createBridge({ ...ipc.ipcRenderer, send: (channel, message) => sent.push([channel, message]) }, "c");
    expect(Object.keys(bridge)).toEqual(["call", "on"]);
    expect(Object.isFrozen(bridge)).toBe(true);
    void bridge.call("shell:openExternal" as never, {});
    expect(sent).toEqual([[frameChannel, expect.objectContaining({ connection: "c" })]]);
  });

  it("knows its own address from look-alikes", () => {
    expect(isOwnUrl("app://quarry/")).toBe(true);
    expect(isOwnUrl("app://quarry/#/triage")).toBe(true);
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ["http", "https", "ftp", "ws"] }), (url) => {
        expect(isOwnUrl(url)).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (isOwnUrl(text)) expect(new URL(text).host).toBe("quarry");
      }),
    );
  });
});

describe("the file dialog of the shell", () => {
  const open = (choosePaths: () => Promise<readonly string[]>) => {
    const ipc = createFakeIpc();
    serveFrames(ipc.ipcMain, withFileDialog(createInProcessConnector(createEchoEngine()), choosePaths));
    return connectElectron(createBridge(ipc.ipcRenderer, randomUUID()));
  };

  it("answers files.choose with grants for what the analyst chose", async () => {
    const client = open(async () => ["/logs/conn.log"]);
    expect(await client.call("files.choose", {})).toEqual({ grants: [{ grant: "g-14", name: "/logs/conn.log", size: 1 }] });
  });

  it("gives no grant when the dialog is closed, and none for paths the page names", async () => {
    const client = open(async () => []);
    expect(await client.call("files.choose", {})).toEqual({ grants: [] });
    expect(await client.call("files.choose", { paths: ["/etc/passwd"] })).toEqual({ grants: [] });
    await expect(client.call("telemetry.import", { paths: ["/etc/passwd"] })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("passes on why the dialog failed", async () => {
    const client = open(() => Promise.reject(new AppError("io", "no dialog here")));
    await expect(client.call("files.choose", {})).rejects.toMatchObject({ code: "io", message: "no dialog here" });
  });
});
