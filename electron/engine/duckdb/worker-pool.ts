import { CancelledError } from "../../../shared/contract/errors.ts";
import type { JobOrder, RunOptions, WorkerHandle } from "./worker-handle.ts";

/** Jobs that read files, and those that write one: each kind has so many at the same time, by whichever worker is free. */
type Lane = "read" | "build";

const laneOf = ({ kind }: JobOrder): Lane => (kind === "query" || kind === "statement" ? "read" : "build");

export interface WorkerPoolOptions {
  readonly limits: Readonly<Record<Lane, number>>;
  /** A worker without work is ended after this long. */
  readonly idleMs: number;
  /** As well, of one that has built a large file: WASM memory never shrinks. */
  readonly grownIdleMs: number;
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
  /** Of its job, or of its last one. */
  lane: Lane;
  isRetired: boolean;
  idleTimer: NodeJS.Timeout | undefined;
}

/** Workers started when needed; jobs of a kind wait in order of arrival. */
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
    if (this.#isClosed) return;
    for (const lane of ["read", "build"] as const)
      for (
        let next = this.#nextIn(lane);
        next !== undefined && this.#busyIn(lane) < this.#options.limits[lane];
        next = this.#nextIn(lane)
      ) {
        this.#queue.splice(this.#queue.indexOf(next), 1);
        this.#give(next, lane);
      }
  }

  #give({ order, options, resolve, reject }: Waiting, lane: Lane): void {
    const member = this.#pick(order) ?? this.#start(lane);
    clearTimeout(member.idleTimer);
    member.lane = lane;
    member.handle.run(order, options).then(resolve, (error: unknown) => {
      // What it began to build lies in its scratch folder, which goes with it.
      if (lane === "build") this.#retire(member);
      reject(error);
    });
  }

  #nextIn(lane: Lane): Waiting | undefined {
    return this.#queue.find(({ order }) => laneOf(order) === lane);
  }

  #busyIn(lane: Lane): number {
    return [...this.#members].filter((member) => member.lane === lane && (member.isRetired || member.handle.state !== "idle")).length;
  }

  /** The idle worker with most of the job's snapshots open. */
  #pick(order: JobOrder): Member | undefined {
    const overlap = ({ handle }: Member): number =>
      order.kind === "query" || order.kind === "statement" ? order.caches.filter((cache) => handle.attached.has(cache.prefix)).length : 0;
    const idle = [...this.#members].filter((member) => !member.isRetired && member.handle.state === "idle");
    return idle.toSorted((a, b) => overlap(b) - overlap(a))[0];
  }

  #start(lane: Lane): Member {
    const handle = this.#options.start(() => this.#onChange(member));
    const member: Member = { handle, lane, isRetired: false, idleTimer: undefined };
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
      else if (member.handle.isWornOut) this.#retire(member);
      else {
        const { idleMs, grownIdleMs } = this.#options;
        member.idleTimer = setTimeout(() => this.#retire(member), member.handle.hasGrown ? grownIdleMs : idleMs).unref();
      }
    }
    this.#dispatch();
  }

  #retire(member: Member): void {
    member.isRetired = true;
    if (member.handle.state === "idle") void member.handle.end();
  }
}
