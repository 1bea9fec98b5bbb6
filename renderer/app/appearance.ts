import { type Preferences, usePreferences } from "../state/preferences.ts";

const light = "(prefers-color-scheme: light)";
const forced = "(forced-colors: active)";
const moreContrast = "(prefers-contrast: more)";

export function themeOf(
  chosen: Preferences["theme"],
  system: { readonly light: boolean; readonly moreContrast: boolean },
): "dark" | "light" | "contrast" | "contrast-light" {
  if (chosen === "contrast" || (chosen === "system" && system.moreContrast)) return system.light ? "contrast-light" : "contrast";
  if (chosen !== "system") return chosen;
  return system.light ? "light" : "dark";
}

/** Puts theme and density on the root element, and keeps them there as the system or the analyst changes them. */
export function followAppearance(root: HTMLElement): void {
  const apply = (): void => {
    const { theme, density } = usePreferences.getState();
    const system = { light: window.matchMedia(light).matches, moreContrast: window.matchMedia(moreContrast).matches };
    root.dataset["theme"] = themeOf(theme, system);
    root.dataset["density"] = density;
    root.dataset["forced"] = String(window.matchMedia(forced).matches);
  };
  apply();
  usePreferences.subscribe(apply);
  for (const query of [light, moreContrast, forced]) window.matchMedia(query).addEventListener("change", apply);
}
