import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { usePreferences } from "../state/preferences.ts";
import { type Command, type CommandHandler, createCommandRegistry, keysOf } from "./registry.ts";

export const commands = createCommandRegistry();

export const useCommandList = (): readonly Command[] => useSyncExternalStore(commands.subscribe, commands.list);

/** The key that shows beside a command's button, as remapped. */
export function useHotkey(id: string): string | undefined {
  const remapped = usePreferences((p) => p.keys);
  const list = useCommandList();
  return useMemo(() => {
    const spec = list.find((command) => command.id === id);
    return spec === undefined ? undefined : keysOf(spec, remapped)[0];
  }, [list, id, remapped]);
}

/** Offers commands while the calling component is mounted. Handlers may change every render; the set of ids may not. */
export function useCommands(handlers: Readonly<Record<string, CommandHandler | (() => void)>>): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  const ids = Object.keys(handlers).join(" ");
  useEffect(() => {
    const find = (id: string): CommandHandler | undefined => {
      const handler = latest.current[id];
      return typeof handler === "function" ? { run: handler } : handler;
    };
    return commands.bind(
      Object.fromEntries(
        ids.split(" ").map((id) => [id, { run: () => find(id)?.run(), when: () => find(id)?.when?.() ?? true } satisfies CommandHandler]),
      ),
    );
  }, [ids]);
}
