import { fork } from "node:child_process";
import { workerPath } from "../../runtime.ts";
import { type ChildEnd, childEnvironment, childFlags, keptComplaint, type StartChild } from "../../limited-child.ts";

/** Withheld where Node can: rights to write files, to start programs and to reach a network. */
const rights = process.allowedNodeEnvironmentFlags.has("--permission")
  ? ["--permission", "--allow-fs-read=*", "--allow-addons", "--allow-worker"]
  : [];

/** Under Node. A packaged Electron cannot run as Node; there the shell starts utility processes. */
export const forkChild: StartChild = ({ memoryBytes }) => {
  const child = fork(workerPath("foreign-model-process"), [String(memoryBytes)], {
    serialization: "advanced",
    execArgv: [...childFlags, "--disable-warning=SecurityWarning", "--disable-warning=ExperimentalWarning", ...rights],
    env: childEnvironment(process.env),
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let complaint = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (complaint = `${complaint}${text}`.slice(-keptComplaint)));
  const { promise, resolve } = Promise.withResolvers<ChildEnd>();
  child.once("error", () => resolve({ how: "could not be started", complaint }));
  child.once("close", (code, signal) => resolve({ how: `was lost (${signal ?? `exit code ${code}`})`, complaint }));
  return {
    get pid() {
      return child.pid;
    },
    // A process that is gone fails the send too; its end says how it went.
    send: (message) => void (child.connected && child.send(message, () => undefined)),
    onMessage: (listener) => void child.on("message", listener),
    onEnd: (listener) => void promise.then(listener),
    kill: () => void child.kill("SIGKILL"),
  };
};
