import { useHuntPlaces } from "../../state/hunt-places.ts";
import { Button } from "../../ui/Button.tsx";
import { Safe } from "../../ui/Safe.tsx";
import styles from "./Queue.module.css";

/** Says that only one hunt's cases are shown, and lets go of that. */
export function HuntFilter({ hunt, onClear }: { readonly hunt: string; readonly onClear: () => void }) {
  const place = [...useHuntPlaces().values()].find((one) => one.id === hunt);
  return (
    <div className={styles["selection"]}>
      <span>
        <b>Only this {place?.kind ?? "hunt"}</b> <Safe text={place?.title.replace(/^in /, "") ?? hunt} />
      </span>
      <Button size="small" tone="quiet" onClick={onClear}>
        Show all
      </Button>
    </div>
  );
}
