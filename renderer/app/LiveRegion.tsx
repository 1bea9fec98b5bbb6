import { useMessages } from "../state/messages.ts";

/** The voice of the desk. A repeated sentence gets an invisible difference, or it would not be read again. */
export function LiveRegion() {
  const { text, n } = useMessages((s) => s.announcement);
  return (
    <output className="visually-hidden" aria-live="polite" data-testid="announcement">
      {text}
      {n % 2 === 1 ? "\u00a0" : ""}
    </output>
  );
}
