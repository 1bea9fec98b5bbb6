import { AppError } from "../../../shared/contract/errors.ts";

export interface SinkCounts {
  readonly queued: number;
  readonly delivered: number;
  readonly dropped: number;
  readonly lastProblem?: string;
}

export interface SinkTiming {
  /** Waits before the second and later attempts; as many attempts as there are waits, and one. */
  readonly retryMs: readonly number[];
  readonly timeoutMs: number;
  /** How long closing may take to send what still waits. */
  readonly closeMs: number;
}

const defaultTiming: SinkTiming = { retryMs: [500, 2000, 8000], timeoutMs: 5000, closeMs: 3000 };
const maxQueued = 1000;
const keyVariable = "QUARRY_LINEAGE_API_KEY";

/**
 * Sends lineage events on, one after the other, in the background: the only code of the engine that reaches a network, and only
 * to the address it is given. Nothing waits for it and nothing fails with it; what cannot be sent after a few attempts, or no
 * longer fits its queue, is dropped and counted. The workspace's own files have every event.
 */
export class HttpSink {
  readonly #timing: SinkTiming;
  readonly #queue: string[] = [];
  #url: string | undefined;
  #stop = new AbortController();
  #sending: Promise<void> | undefined;
  #delivered = 0;
  #dropped = 0;
  #problem: string | undefined;

  constructor(timing: SinkTiming = defaultTiming) {
    this.#timing = timing;
  }

  /** Undefined: nothing is sent, and what waited is forgotten. */
  setUrl(url: string | undefined): void {
    if (url === this.#url) return;
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#queue.length = 0;
    this.#problem = undefined;
    this.#url = url;
  }

  send(event: string): void {
    if (this.#url === undefined) return;
    if (this.#queue.length >= maxQueued) {
      this.#dropped += 1;
      return;
    }
    this.#queue.push(event);
    this.#sending ??= this.#drain().finally(() => {
      this.#sending = undefined;
    });
  }

  counts(): SinkCounts {
    const problem = this.#problem === undefined ? {} : { lastProblem: this.#problem };
    return { queued: this.#queue.length, delivered: this.#delivered, dropped: this.#dropped, ...problem };
  }

  /** Waits a moment for what is on its way, unless the other side is in trouble already. */
  async close(): Promise<void> {
    if (this.#problem !== undefined) this.setUrl(undefined);
    const timer = setTimeout(() => this.setUrl(undefined), this.#timing.closeMs);
    await this.#sending;
    clearTimeout(timer);
    this.setUrl(undefined);
  }

  async #drain(): Promise<void> {
    for (let event = this.#queue[0]; event !== undefined && this.#url !== undefined; event = this.#queue[0]) {
      const { signal } = this.#stop;
      const isDelivered = await this.#deliver(this.#url, event, signal);
      if (signal.aborted) continue;
      this.#queue.shift();
      if (isDelivered) this.#delivered += 1;
      else this.#dropped += 1;
    }
  }

  async #deliver(url: string, event: string, stop: AbortSignal): Promise<boolean> {
    for (const waitMs of [0, ...this.#timing.retryMs]) {
      if (waitMs > 0) await pause(waitMs, stop);
      if (stop.aborted) return false;
      const outcome = await post(url, event, AbortSignal.any([stop, AbortSignal.timeout(this.#timing.timeoutMs)]));
      if (outcome === "delivered") {
        this.#problem = undefined;
        return true;
      }
      this.#problem = outcome.problem;
      if (outcome.isFinal) return false;
    }
    return false;
  }
}

const pause = (ms: number, stop: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stop.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });

async function post(url: string, body: string, signal: AbortSignal): Promise<"delivered" | { problem: string; isFinal: boolean }> {
  const key = process.env[keyVariable];
  const headers = { "content-type": "application/json", ...(key === undefined || key === "" ? {} : { authorization: `Bearer ${key}` }) };
  try {
    const response = await fetch(url, { method: "POST", headers, body, signal, redirect: "manual" });
    await response.body?.cancel();
    if (response.ok) return "delivered";
    if (response.status >= 300 && response.status < 400)
      return { problem: `it redirects (${response.status}), which is not followed`, isFinal: true };
    return {
      problem: `it answered ${response.status}`,
      isFinal: response.status < 500 && response.status !== 408 && response.status !== 429,
    };
  } catch (error) {
    // A connection refused, a name unknown, a timeout: expected of a network, and counted by the caller.
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { problem: cause instanceof Error ? cause.message : String(cause), isFinal: false };
  }
}

/** The address, checked: https, or http to this machine alone, and no secret in it. Throws AppError `bad-input`. */
export function checkSinkUrl(text: string): string {
  const refuse = (because: string): AppError => new AppError("bad-input", `This address cannot be used: ${because}.`, { field: "url" });
  if (!URL.canParse(text)) throw refuse("it is not a URL");
  const url = new URL(text);
  const isHere = url.protocol === "http:" && url.hostname === "127.0.0.1";
  if (url.protocol !== "https:" && !isHere) throw refuse("only https, or http to 127.0.0.1, is allowed");
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "")
    throw refuse(`it may hold no user, password or query; give a key in the environment variable ${keyVariable}`);
  return url.href;
}
