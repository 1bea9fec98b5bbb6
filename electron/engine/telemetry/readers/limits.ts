import { AppError } from "../../../../shared/contract/errors.ts";

/** What an import may cost. The ratio and the total stand against archives made to exhaust the machine. */
export interface ReadLimits {
  /** Unpacked bytes per packed byte, judged once `ratioAfterBytes` are unpacked. Deflate can reach 1032; logs stay below 100. */
  readonly maxRatio: number;
  readonly ratioAfterBytes: number;
  /** Unpacked bytes of one import. */
  readonly maxTotalBytes: number;
  readonly maxRecordBytes: number;
  readonly maxMembers: number;
}

const mebi = 1024 * 1024;

export const defaultLimits: ReadLimits = {
  maxRatio: 200,
  ratioAfterBytes: 64 * mebi,
  maxTotalBytes: 64 * 1024 * mebi,
  maxRecordBytes: 16 * mebi,
  maxMembers: 100_000,
};

export type Bytes = AsyncIterable<Buffer>;

/** A file that others lie in. Members may share their bytes, so that each is within its ratio and all of them are not. */
export interface Archive {
  readonly name: string;
  readonly bytes: number;
  unpacked: number;
}

/** Counts what one import unpacks. */
export class UnpackBudget {
  readonly limits: ReadLimits;
  unpacked = 0;

  constructor(limits: ReadLimits) {
    this.limits = limits;
  }

  /** Passes `source` on and throws `limit-exceeded` when it unpacks to too much. `packedBytes` tells how much was read for it so far. */
  async *watch(source: Bytes, name: string, packedBytes: () => number, archive?: Archive): AsyncGenerator<Buffer, void, undefined> {
    const { maxTotalBytes } = this.limits;
    let unpacked = 0;
    for await (const chunk of source) {
      unpacked += chunk.length;
      this.unpacked += chunk.length;
      if (archive !== undefined) archive.unpacked += chunk.length;
      this.#requireRatio(name, unpacked, packedBytes());
      if (archive !== undefined) this.requireRatio(archive);
      if (this.unpacked > maxTotalBytes)
        throw new AppError("limit-exceeded", `the import unpacks to more than ${maxTotalBytes} bytes; ${name} was not read further`, {
          file: name,
        });
      yield chunk;
    }
  }

  /** Throws `limit-exceeded` for an archive whose members unpack to too much together. */
  requireRatio({ name, bytes, unpacked }: Archive): void {
    this.#requireRatio(name, unpacked, bytes);
  }

  #requireRatio(name: string, unpacked: number, packed: number): void {
    const { maxRatio, ratioAfterBytes } = this.limits;
    if (unpacked <= ratioAfterBytes || unpacked <= maxRatio * packed) return;
    throw new AppError("limit-exceeded", `${name} unpacks to more than ${maxRatio} times its size and was not read further`, {
      file: name,
    });
  }
}
