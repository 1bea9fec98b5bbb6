import { create } from "zustand";

export interface Toast {
  readonly id: number;
  readonly tone: "info" | "error";
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
  /** The person let it go without the action. */
  readonly onDismiss?: () => void;
}

interface Messages {
  /** Spoken by the polite live region. The number makes a repeated text speak again. */
  readonly announcement: { readonly text: string; readonly n: number };
  readonly toasts: readonly Toast[];
}

let nextToast = 1;
const mostToasts = 4;

export const useMessages = create<Messages>()(() => ({ announcement: { text: "", n: 0 }, toasts: [] }));

export const announce = (text: string): void =>
  useMessages.setState(({ announcement }) => ({ announcement: { text, n: announcement.n + 1 } }));

export const dismissToast = (id: number): void =>
  useMessages.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));

/** Shows a short message and says it; gives its number. Errors stay until dismissed and speak for themselves; the rest leaves by itself. */
export function showToast(toast: Omit<Toast, "id">): number {
  const id = nextToast++;
  useMessages.setState(({ toasts }) => ({ toasts: [...toasts.slice(1 - mostToasts), { ...toast, id }] }));
  if (toast.tone === "error") return id;
  announce(toast.text);
  setTimeout(() => dismissToast(id), 6000);
  return id;
}

export function showFailure(what: string, error: unknown, retry?: () => void): void {
  const message = error instanceof Error ? error.message : String(error);
  showToast({ tone: "error", text: `${what}: ${message}`, ...(retry === undefined ? {} : { action: { label: "Try again", run: retry } }) });
}
