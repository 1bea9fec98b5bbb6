/** Something an analyst can do. Palette, key sheet, hotkeys and buttons are projections of the registry. */
export interface CommandSpec {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  /** Default keys in tinykeys syntax; the first can be remapped, the others are fixed companions. */
  readonly keys?: readonly string[];
  /** Screens do not share keys with each other, only with `everywhere`. */
  readonly scope: "everywhere" | "triage" | "hunts" | "models" | "data" | "insights" | "lineage" | "settings";
  /** Not offered by name in the palette, because it means little without its place (next row, one digit). */
  readonly keyOnly?: boolean;
  /** Has something recorded in the workspace, or opens what does. */
  readonly records?: boolean;
}

export interface Command extends CommandSpec {
  /** Absent while no mounted screen offers it. */
  readonly handler?: CommandHandler;
}

export interface CommandHandler {
  readonly run: () => void;
  readonly when?: () => boolean;
}

export interface CommandRegistry {
  define(specs: readonly CommandSpec[]): void;
  /** Offers commands while a screen is there; the returned function withdraws them. */
  bind(handlers: Readonly<Record<string, CommandHandler>>): () => void;
  readonly list: () => readonly Command[];
  isRunnable(id: string): boolean;
  /** A command that has something recorded tells `tell` instead, until `refuseToRecord(undefined)`. */
  refuseToRecord(tell: (() => void) | undefined): void;
  /** Whether it would tell why it does nothing. */
  isRefused(id: string): boolean;
  run(id: string): boolean;
  readonly subscribe: (listener: () => void) => () => void;
}

const scopesMeet = (a: CommandSpec, b: CommandSpec): boolean => a.scope === b.scope || a.scope === "everywhere" || b.scope === "everywhere";

/** Keys in force: the remapped one in place of the first default, then the companions. */
export function keysOf(spec: CommandSpec, remapped: Readonly<Record<string, string>>): readonly string[] {
  const own = remapped[spec.id];
  const [first, ...companions] = spec.keys ?? [];
  const main = own ?? first;
  return [...(main === undefined || main === "" ? [] : [main]), ...companions.filter((key) => key !== main)];
}

/** The command that already answers to a key where `spec` would, if any. */
export function findConflict(
  specs: readonly CommandSpec[],
  spec: CommandSpec,
  key: string,
  remapped: Readonly<Record<string, string>>,
): CommandSpec | undefined {
  const wanted = key.toLowerCase();
  return specs.find(
    (other) => other.id !== spec.id && scopesMeet(other, spec) && keysOf(other, remapped).some((k) => k.toLowerCase() === wanted),
  );
}

export function createCommandRegistry(): CommandRegistry {
  const specs = new Map<string, CommandSpec>();
  const handlers = new Map<string, CommandHandler>();
  const listeners = new Set<() => void>();
  let snapshot: readonly Command[] | undefined;
  let refusal: (() => void) | undefined;
  const changed = (): void => {
    snapshot = undefined;
    for (const listener of listeners) listener();
  };
  const toCommand = (spec: CommandSpec): Command => {
    const handler = handlers.get(spec.id);
    return handler === undefined ? spec : { ...spec, handler };
  };
  const refusalOf = (id: string): (() => void) | undefined => (specs.get(id)?.records === true ? refusal : undefined);
  const isRunnable = (id: string): boolean => {
    const handler = handlers.get(id);
    return handler !== undefined && (handler.when?.() ?? true);
  };

  return {
    define(added) {
      for (const spec of added) {
        if (specs.has(spec.id)) throw new Error(`command ${spec.id} is defined twice`);
        for (const key of spec.keys ?? []) {
          const other = findConflict([...specs.values()], spec, key, {});
          if (other !== undefined) throw new Error(`key ${key} is wanted by ${spec.id} and ${other.id}`);
        }
        specs.set(spec.id, spec);
      }
      changed();
    },
    bind(offered) {
      for (const [id, handler] of Object.entries(offered)) {
        if (!specs.has(id)) throw new Error(`command ${id} is not defined`);
        if (handlers.has(id)) throw new Error(`command ${id} is bound twice`);
        handlers.set(id, handler);
      }
      changed();
      return () => {
        for (const id of Object.keys(offered)) handlers.delete(id);
        changed();
      };
    },
    list: () => (snapshot ??= [...specs.values()].map(toCommand)),
    isRunnable,
    refuseToRecord(tell) {
      refusal = tell;
      changed();
    },
    isRefused: (id) => refusalOf(id) !== undefined,
    run(id) {
      if (!isRunnable(id)) return false;
      const tell = refusalOf(id);
      if (tell === undefined) handlers.get(id)?.run();
      else tell();
      return true;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
