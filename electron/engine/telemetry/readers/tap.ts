import { createHash } from "node:crypto";
import type { Bytes } from "./limits.ts";

/**
 * Hashes and counts a stream as it is read. A reader that gives up does not close it, so that `drain` can still hash the
 * rest: a file's digest never depends on how far it could be parsed.
 */
export class Tap implements Bytes {
  bytes = 0;
  readonly #source: AsyncIterator<Buffer>;
  readonly #hash = createHash("sha256");
  readonly #onBytes: (count: number) => void;

  constructor(source: Bytes, onBytes: (count: number) => void = () => undefined) {
    this.#source = source[Symbol.asyncIterator]();
    this.#onBytes = onBytes;
  }

  [Symbol.asyncIterator](): AsyncIterator<Buffer> {
    return { next: () => this.#next() };
  }

  async #next(): Promise<IteratorResult<Buffer>> {
    const next = await this.#source.next();
    if (next.done === true) return next;
    this.bytes += next.value.length;
    this.#hash.update(next.value);
    this.#onBytes(next.value.length);
    return next;
  }

  async drain(): Promise<void> {
    for (let next = await this.#next(); next.done !== true; next = await this.#next());
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }

  sha256(): string {
    return this.#hash.digest("hex");
  }
}
