const names: Record<string, string> = {
  $mod: "Ctrl",
  Control: "Ctrl",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  " ": "Space",
};

const isApple = (): boolean => typeof navigator !== "undefined" && /mac|iphone|ipad/i.test(navigator.userAgent);

/** `$mod+k` as a person reads it: `Ctrl K`, or `⌘ K` on Apple machines. */
export function formatHotkey(hotkey: string, apple = isApple()): string {
  return hotkey
    .split(/\+(?=.)/)
    .map((part) => (part === "$mod" && apple ? "⌘" : (names[part] ?? (part.length === 1 ? part : part))))
    .map((part, _, all) => (part.length === 1 && all.length > 1 ? part.toUpperCase() : part))
    .join(" ");
}
