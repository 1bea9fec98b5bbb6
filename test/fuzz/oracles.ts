import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { resolve, sep } from "node:path";

const built = [Object.prototype, Array.prototype, String.prototype, Function.prototype].map((object) => ({
  object,
  keys: new Set(Reflect.ownKeys(object)),
}));

/** What was put into a prototype that everything shares; it is taken out again. */
export function findPollution(): string | undefined {
  for (const { object, keys } of built)
    for (const key of Reflect.ownKeys(object))
      if (!keys.has(key)) {
        Reflect.deleteProperty(object, key);
        return `a prototype that everything shares has a new property "${String(key)}"`;
      }
  return undefined;
}

/** Sees what this process writes, by way of Node, outside a folder. */
export interface FolderWatch extends Disposable {
  readonly root: string;
  /** The first path outside that was written since the last look. */
  findStray(): string | undefined;
}

/** Functions that write, with the places of their paths among the arguments. */
const writers = {
  writeFileSync: [0],
  appendFileSync: [0],
  mkdirSync: [0],
  renameSync: [0, 1],
  rmSync: [0],
  unlinkSync: [0],
  copyFileSync: [1],
  symlinkSync: [1],
  linkSync: [1],
  truncateSync: [0],
  chmodSync: [0],
  createWriteStream: [0],
} as const satisfies Partial<Record<keyof typeof fs, readonly number[]>>;

const forWriting = /[wa+]/;

/** Watches until it is disposed of. Libraries of other languages write past it; what they are told to open passes through Node first. */
export function watchFolder(root: string): FolderWatch {
  const inside = resolve(root) + sep;
  const strays: string[] = [];
  const note = (name: string, path: unknown): void => {
    if (typeof path !== "string") return;
    const full = resolve(path);
    if (!`${full}${sep}`.startsWith(inside)) strays.push(`${name} of ${full}, outside ${inside}`);
  };
  const undo: (() => void)[] = [];
  const wrap = (name: string, places: (args: readonly unknown[]) => readonly number[]): void => {
    const original: unknown = Reflect.get(fs, name);
    if (typeof original !== "function") throw new Error(`node:fs has no ${name}`);
    const wrapped = (...args: unknown[]): unknown => {
      for (const at of places(args)) note(name, args[at]);
      return Reflect.apply(original, fs, args);
    };
    Reflect.set(fs, name, wrapped);
    undo.push(() => Reflect.set(fs, name, original));
  };
  for (const [name, places] of Object.entries(writers)) wrap(name, () => places);
  wrap("openSync", ([, flags]) => (typeof flags === "string" && forWriting.test(flags) ? [0] : []));
  syncBuiltinESMExports();
  return {
    root,
    findStray: () => strays.splice(0)[0],
    [Symbol.dispose]: () => {
      for (const put of undo) put();
      syncBuiltinESMExports();
    },
  };
}

/** In memory where the machine has such a folder: a hundred thousand small files are not for a disk. */
export const scratchFolder = (): string => fs.mkdtempSync(`${fs.existsSync("/dev/shm") ? "/dev/shm" : tmpdir()}${sep}quarry-fuzz-`);
