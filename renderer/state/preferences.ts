import { create } from "zustand";
import { createJSONStorage, persist } from "zustand/middleware";
import type { Client } from "../../shared/contract/client.ts";
import type { Zone } from "../ui/format/time.ts";

export type Theme = "system" | "dark" | "light" | "contrast";
export type Density = "comfortable" | "compact";

export interface Preferences {
  readonly theme: Theme;
  readonly density: Density;
  readonly zone: Zone;
  /** The last zone chosen by name, kept beside UTC and local in the switch. */
  readonly namedZone?: Zone | undefined;
  /** Keys that differ from the defaults, by command id; an empty string means no key. */
  readonly keys: Readonly<Record<string, string>>;
  readonly singleKeys: boolean;
  /** The screen the desk was left at, as the part of its address behind the #. */
  readonly lastRoute?: string | undefined;
  /** Widths of the panes beside the case, in px, where they are not the usual ones. */
  readonly panes?: { readonly queue?: number | undefined; readonly context?: number | undefined } | undefined;
  /** The tour was taken or waved away; it is not offered again. */
  readonly tour?: "done" | undefined;
}

export const defaultPreferences: Preferences = {
  theme: "system",
  density: "comfortable",
  zone: "local",
  keys: {},
  singleKeys: true,
};

/** How this person likes the desk; nothing about the work itself. */
export const usePreferences = create<Preferences>()(
  persist(() => defaultPreferences, { name: "quarry.preferences", version: 1, storage: createJSONStorage(() => localStorage) }),
);

/**
 * From here on preferences live in the workspace; the page's own storage, which goes with the host's port, only spares the
 * first paint a flash of the wrong theme. Resolves when they are read.
 */
export async function keepPreferencesIn(client: Client): Promise<void> {
  const storage = createJSONStorage<unknown>(() => ({
    getItem: async (name) => (await client.call("preferences.read", {})).text ?? localStorage.getItem(name),
    setItem: (name, text) => {
      localStorage.setItem(name, text);
      // When the engine is away this page still has it, and the next change writes everything again.
      client.call("preferences.write", { text }).catch(() => undefined);
    },
    removeItem: (name) => localStorage.removeItem(name),
  }));
  usePreferences.persist.setOptions({ storage });
  await usePreferences.persist.rehydrate();
}

export function setPreferences(change: Partial<Preferences>): void {
  usePreferences.setState(change);
}

/** A zone by name stays in the switch when another is chosen. */
export const setZone = (zone: Zone): void => setPreferences(zone === "utc" || zone === "local" ? { zone } : { zone, namedZone: zone });

export function setKey(id: string, hotkey: string | undefined): void {
  usePreferences.setState(({ keys }) => {
    const rest = Object.fromEntries(Object.entries(keys).filter(([key]) => key !== id));
    return { keys: hotkey === undefined ? rest : { ...rest, [id]: hotkey } };
  });
}
