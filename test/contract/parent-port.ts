import { isMainThread } from "node:worker_threads";

/** Makes a forked Node process look like one of Electron's utility processes to what runs in it: `process.parentPort`, and no `process.send`. */
function lookLikeUtility(): void {
  const send = process.send?.bind(process);
  if (send === undefined) throw new Error("started without a pipe");
  Object.assign(process, {
    parentPort: {
      postMessage: (message: object) => void (process.connected && send(message)),
      on: (_event: "message", listener: (event: { data: unknown }) => void) => process.on("message", (data) => listener({ data })),
    },
  });
  delete process.send;
}

if (isMainThread) lookLikeUtility();
