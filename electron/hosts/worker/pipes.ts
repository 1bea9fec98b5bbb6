import type { EnginePipe } from "./messages.ts";

/** Electron's `process.parentPort` inside a utility process. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (event: { data: unknown }) => void): void;
}

/** The pipe to whoever started this process: an Electron main process, or a Node parent that forked it. */
export function openParentPipe(): EnginePipe {
  const parentPort = findParentPort(process);
  return parentPort === undefined ? openNodePipe() : openElectronPipe(parentPort);
}

function findParentPort(host: object): ParentPort | undefined {
  // Set by Electron in utility processes only; there is no type to ask.
  return "parentPort" in host && host.parentPort !== null ? (host.parentPort as ParentPort) : undefined;
}

const openElectronPipe = (parentPort: ParentPort): EnginePipe => ({
  send: (message) => parentPort.postMessage(message),
  onMessage: (listener) => parentPort.on("message", (event) => listener(event.data)),
  onClose: () => {
    // Electron ends a utility process with its parent.
  },
  exit: (code) => void setImmediate(() => process.exit(code)),
});

function openNodePipe(): EnginePipe {
  if (process.send === undefined) throw new Error("the engine process must be started by a host");
  const send = process.send.bind(process);
  return {
    send: (message) => void (process.connected && send(message)),
    onMessage: (listener) => void process.on("message", listener),
    onClose: (listener) => void process.once("disconnect", listener),
    exit: (code) => {
      if (!process.connected) process.exit(code);
      process.once("disconnect", () => process.exit(code));
      process.disconnect();
    },
  };
}
