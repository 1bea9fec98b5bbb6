/** The pipe of a process to whoever started it: node's IPC channel, or Electron's parent port. Messages pass as structured clones. */
export interface ParentPipe<Sent, Received> {
  readonly send: (message: Sent) => void;
  readonly onMessage: (listener: (message: Received) => void) => void;
  /** Whoever started this process has gone. */
  readonly onClose: (listener: () => void) => void;
  /** Ends this process once what was sent has left. */
  readonly exit: (code: number) => void;
}

/** Electron's `process.parentPort` inside a utility process. */
interface ParentPort<Received> {
  postMessage(message: unknown): void;
  on(event: "message", listener: (event: { data: Received }) => void): void;
}

/** The pipe to whoever started this process: an Electron main process, or a Node parent that forked it. */
export function openParentPipe<Sent, Received = unknown>(): ParentPipe<Sent, Received> {
  const parentPort = findParentPort<Received>(process);
  return parentPort === undefined ? openNodePipe() : openElectronPipe(parentPort);
}

function findParentPort<Received>(host: object): ParentPort<Received> | undefined {
  // Set by Electron in utility processes only; there is no type to ask.
  return "parentPort" in host && host.parentPort !== null ? (host.parentPort as ParentPort<Received>) : undefined;
}

const openElectronPipe = <Sent, Received>(parentPort: ParentPort<Received>): ParentPipe<Sent, Received> => ({
  send: (message) => parentPort.postMessage(message),
  onMessage: (listener) => parentPort.on("message", (event) => listener(event.data)),
  onClose: () => {
    // Electron ends a utility process with its parent.
  },
  exit: (code) => void setImmediate(() => process.exit(code)),
});

function openNodePipe<Sent, Received>(): ParentPipe<Sent, Received> {
  if (process.send === undefined) throw new Error("this process must be started by a host");
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
