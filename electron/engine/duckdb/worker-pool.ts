import { CancelledError } from "../../../shared/contract/errors.ts";
import type { JobOrder, RunOptions, WorkerHandle } from "./worker-handle.ts";

export interface WorkerPool {
  run(order: JobOrder, options: RunOptions): Promise<void>;
  /** Ends every worker, now or when its job is over, so that the next job starts on a fresh one. */
  recycle(): void;
  close(): Promise<void>;
}

export interface WorkerPoolOptions {
  readonly size: number;
  /** WASM memory never shrinks, so a worker without work is ended after this long. */
  readonly idleMs: number;
  start(onChange: () => void): WorkerHandle;
}

interface Waiting {
  readonly order: JobOrder;
  readonly options: RunOptions;
  resolve(): void;
  reject(error: unknown): void;
}

interface Member {
  readonly handle: WorkerHandle;
  isRetired: boolean;
  idleTimer: NodeJS.Timeout | undefined;
}

/** Up to `size` workers, started when needed; jobs wait in order of arrival. */
export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const members = new Set<Member>();
  const queue: Waiting[] = [];
  let isClosed = false;

  const retire = (member: Member): void => {
    member.isRetired = true;
    if (member.handle.state() === "idle") void member.handle.end();
  };
  const onChange = (member: Member): void => {
    const state = member.handle.state();
    if (state === "dead") {
      clearTimeout(member.idleTimer);
      members.delete(member);
    } else if (state === "idle") {
      if (member.isRetired) return void member.handle.end();
      member.idleTimer = setTimeout(() => retire(member), options.idleMs).unref();
    }
    dispatch();
  };
  const startMember = (): Member => {
    const handle = options.start(() => onChange(member));
    const member: Member = { handle, isRetired: false, idleTimer: undefined };
    members.add(member);
    return member;
  };
  const pick = (order: JobOrder): Member | undefined => {
    const idle = [...members].filter((member) => !member.isRetired && member.handle.state() === "idle");
    const overlap = (member: Member): number =>
      order.kind === "query" ? order.caches.filter((cache) => member.handle.attached.has(cache.prefix)).length : 0;
    const best = idle.toSorted((a, b) => overlap(b) - overlap(a))[0];
    return best ?? (members.size < options.size ? startMember() : undefined);
  };
  const dispatch = (): void => {
    for (let next = queue[0]; next !== undefined && !isClosed; next = queue[0]) {
      const member = pick(next.order);
      if (member === undefined) return;
      queue.shift();
      clearTimeout(member.idleTimer);
      member.handle.run(next.order, next.options).then(next.resolve, next.reject);
    }
  };

  const run = (order: JobOrder, runOptions: RunOptions): Promise<void> =>
    new Promise<void>((resolve, reject) => {
      if (isClosed || runOptions.signal?.aborted === true) return reject(new CancelledError());
      const onAbort = (): void => {
        const at = queue.indexOf(waiting);
        if (at === -1) return;
        queue.splice(at, 1);
        reject(new CancelledError());
      };
      const leave = (): void => runOptions.signal?.removeEventListener("abort", onAbort);
      const waiting: Waiting = {
        order,
        options: runOptions,
        resolve: () => (leave(), resolve()),
        reject: (error) => (leave(), reject(error)),
      };
      runOptions.signal?.addEventListener("abort", onAbort, { once: true });
      queue.push(waiting);
      dispatch();
    });

  return {
    run,
    recycle: () => [...members].forEach(retire),
    close: async () => {
      isClosed = true;
      for (const waiting of queue.splice(0)) waiting.reject(new CancelledError());
      await Promise.all([...members].map((member) => member.handle.end()));
    },
  };
}
