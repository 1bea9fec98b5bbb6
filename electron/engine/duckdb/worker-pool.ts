import { CancelledError } from "../../../shared/contract/errors.ts";
import type { JobOrder, RunOptions, WorkerHandle } from "./worker-handle.ts";

export interface WorkerPoolOptions {
  readonly size: number;
  /** WASM memory never shrinks, so a worker without work is ended after this long. */
  readonly idleMs: number;
  start(onChange: () => void): WorkerHandle;
}

interface Waiting {
  readonly order: JobOrder;
  readonly options: RunOptions;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface Member {
  readonly handle: WorkerHandle;
  isRetired: boolean;
  idleTimer: NodeJS.Timeout | undefined;
}

/** Up to `size` workers, started when needed; jobs wait in order of arrival. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #members = new Set<Member>();
  readonly #queue: Waiting[] = [];
  #isClosed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  run(order: JobOrder, options: RunOptions): Promise<void> {
    if (this.#isClosed || options.signal?.aborted === true) return Promise.reject(new CancelledError());
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting: Waiting = { order, options, resolve, reject };
    const onAbort = (): void => {
      const at = this.#queue.indexOf(waiting);
      if (at === -1) return;
      this.#queue.splice(at, 1);
      reject(new CancelledError());
    };
    options.signal?.addEventListener("abort", onAbort, { once: true });
    this.#queue.push(waiting);
    this.#dispatch();
    return promise.finally(() => options.signal?.removeEventListener("abort", onAbort));
  }

  /** Ends every worker, now or when its job is over, so that the next job starts on a fresh one. */
  recycle(): void {
    for (const member of this.#members) this.#retire(member);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const waiting of this.#queue.splice(0)) waiting.reject(new CancelledError());
    await Promise.all([...this.#members].map((member) => member.handle.end()));
  }

  #dispatch(): void {
    for (let next = this.#queue[0]; next !== undefined && !this.#isClosed; next = this.#queue[0]) {
      const member = this.#pick(next.order);
      if (member === undefined) return;
      this.#queue.shift();
      clearTimeout(member.idleTimer);
      member.handle.run(next.order, next.options).then(next.resolve, next.reject);
    }
  }

  /** The idle worker with most of the job's snapshots open, or a new one while there may be more. */
  #pick(order: JobOrder): Member | undefined {
    const overlap = ({ handle }: Member): number =>
      order.kind === "query" || order.kind === "statement" ? order.caches.filter((cache) => handle.attached.has(cache.prefix)).length : 0;
    const idle = [...this.#members].filter((member) => !member.isRetired && member.handle.state === "idle");
    const best = idle.toSorted((a, b) => overlap(b) - overlap(a))[0];
    return best ?? (this.#members.size < this.#options.size ? this.#start() : undefined);
  }

  #start(): Member {
    const handle = this.#options.start(() => this.#onChange(member));
    const member: Member = { handle, isRetired: false, idleTimer: undefined };
    this.#members.add(member);
    return member;
  }

  #onChange(member: Member): void {
    const { state } = member.handle;
    if (state === "dead") {
      clearTimeout(member.idleTimer);
      this.#members.delete(member);
    } else if (state === "idle") {
      if (member.isRetired) void member.handle.end();
      else member.idleTimer = setTimeout(() => this.#retire(member), this.#options.idleMs).unref();
    }
    this.#dispatch();
  }

  #retire(member: Member): void {
    member.isRetired = true;
    if (member.handle.state === "idle") void member.handle.end();
  }
}
