import { useMedia } from "../../../state/media.ts";
import { useTriage } from "../triage-store.ts";

/** Too narrow for a drawing: the table stands in until someone asks for the drawing. */
const narrow = "(max-width: 899px)";

export function useIsTable(): boolean {
  const wanted = useTriage((s) => s.isTable);
  const isNarrow = useMedia(narrow);
  return wanted ?? isNarrow;
}

export const isTableNow = (): boolean => useTriage.getState().isTable ?? window.matchMedia(narrow).matches;
