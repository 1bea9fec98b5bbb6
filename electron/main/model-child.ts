import { keptComplaint, type LimitedChild } from "../hosts/worker/child-broker.ts";
import { killUtility, type UtilityProcessLike } from "./utility.ts";

/** What it wrote may arrive after the news that it ended. */
const lastWordsMs = 1000;

/** The process of a model made elsewhere, in an Electron utility process. Node's permissions are not to be had there. */
export function toLimitedChild(child: UtilityProcessLike): LimitedChild {
  let pid: number | undefined;
  let complaint = "";
  let hasEnded = false;
  const silent = Promise.withResolvers<void>();
  child.stderr?.setEncoding("utf8");
  child.stderr?.on("data", (text: string) => (complaint = `${complaint}${text}`.slice(-keptComplaint)));
  child.stderr?.once("end", () => silent.resolve());
  child.on("message", () => (pid ??= child.pid));
  const ended = new Promise<number>((resolve) =>
    child.on("exit", (code) => {
      hasEnded = true;
      if (child.stderr === null) silent.resolve();
      setTimeout(silent.resolve, lastWordsMs).unref();
      resolve(code);
    }),
  );
  return {
    get pid() {
      return pid;
    },
    send: (message) => {
      if (!hasEnded) child.postMessage(message);
    },
    onMessage: (listener) => void child.on("message", listener),
    onEnd: (listener) =>
      void ended.then(async (code) => {
        await silent.promise;
        listener({ how: `was lost (exit code ${code})`, complaint });
      }),
    kill: () => killUtility(child),
  };
}
