import { tinykeys } from "tinykeys";
import { type Command, type CommandRegistry, keysOf } from "./registry.ts";

/** A key that types a character by itself: off when single-key shortcuts are off (WCAG 2.1.4) and while typing. */
export const isCharacterKey = (key: string): boolean => !/(^|\+)(\$mod|Control|Alt|Meta)\+/.test(key) && /^(Shift\+)?.$/u.test(key);

/** Layout-proof forms of a key: digits by their place on the board (AZERTY types them with Shift), symbols with or without Shift. */
export function toBindings(key: string): readonly string[] {
  if (/^\d$/.test(key)) return [`Digit${key}`, `Numpad${key}`];
  if (/^[^\p{L}\d\s]$/u.test(key)) return [key, `Shift+${key}`];
  return [key];
}

const typingInputs = new Set(["text", "search", "email", "url", "tel", "password", "number", "date", "time", ""]);

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && typingInputs.has(target.type);
}

const isInOverlay = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("[role=dialog],[role=alertdialog],[role=menu],[role=listbox][data-popup]") !== null;

/** Keys that mean something to the focused control itself. */
const isOwnKey = (event: KeyboardEvent): boolean =>
  (event.key === "Enter" || event.key === " ") &&
  event.target instanceof Element &&
  event.target.closest("button,a,summary,[role=tab],[role=menuitem],[role=option][tabindex]") !== null;

/** In a field these are of the text, not of what was decided. */
const textKeys = new Set(["$mod+z", "$mod+Shift+z"]);

/** Where it was really pressed: a shadow root stands in for what is in it. */
const targetOf = (event: KeyboardEvent): EventTarget | null => event.composedPath()[0] ?? event.target;

export function isForUs(event: KeyboardEvent, key: string): boolean {
  if (event.isComposing || event.defaultPrevented || isOwnKey(event)) return false;
  // Help answers in dialogs too.
  if (isInOverlay(event.target) && key !== "F1") return false;
  return !isTyping(targetOf(event)) || (!textKeys.has(key) && !isCharacterKey(key) && /\$mod|Control|Alt|Meta|^F\d/.test(key));
}

interface HotkeyOptions {
  readonly remapped: Readonly<Record<string, string>>;
  readonly singleKeys: boolean;
}

/** Listens for every defined key; which command answers is decided when the key comes. */
export function listenForHotkeys(registry: CommandRegistry, { remapped, singleKeys }: HotkeyOptions): () => void {
  const byBinding = new Map<string, { readonly key: string; readonly commands: Command[] }>();
  for (const command of registry.list()) {
    for (const key of keysOf(command, remapped)) {
      if (!singleKeys && isCharacterKey(key)) continue;
      for (const binding of toBindings(key)) {
        const entry = byBinding.get(binding);
        if (entry === undefined) byBinding.set(binding, { key, commands: [command] });
        else entry.commands.push(command);
      }
    }
  }
  const answer = (event: KeyboardEvent, key: string, commands: readonly Command[]): void => {
    if (!isForUs(event, key)) return;
    if (commands.some((command) => registry.run(command.id))) event.preventDefault();
  };
  return tinykeys(
    window,
    Object.fromEntries(
      Array.from(byBinding, ([binding, { key, commands }]) => [binding, (event: KeyboardEvent) => answer(event, key, commands)]),
    ),
  );
}

/** The tinykeys form of a pressed key, or undefined for a lone modifier: what a person presses to remap a command. */
export function toHotkey(event: Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): string | undefined {
  if (["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "Dead"].includes(event.key)) return undefined;
  const isLetter = /^\p{L}$/u.test(event.key);
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  const key = digit ?? (isLetter ? event.key.toLowerCase() : event.key);
  const isSymbol = key.length === 1 && !isLetter && digit === undefined;
  const parts = [
    event.ctrlKey || event.metaKey ? "$mod" : undefined,
    event.altKey ? "Alt" : undefined,
    event.shiftKey && !isSymbol ? "Shift" : undefined,
    key,
  ];
  return parts.filter((part) => part !== undefined).join("+");
}
