import type { InventoryPreview } from "../../../../shared/contract/inventories.ts";
import { Button } from "../../../ui/Button.tsx";
import { plural } from "../../../ui/format/number.ts";
import styles from "./Inventories.module.css";
import { Preview } from "./Preview.tsx";

interface PreviewsProps {
  readonly previews: readonly InventoryPreview[];
  readonly onImport: () => void;
  readonly onLookAgain: () => void;
  readonly onCancel: () => void;
}

/** What an import would make of the chosen files, to be agreed to or not. */
export function Previews({ previews, onImport, onLookAgain, onCancel }: PreviewsProps) {
  return (
    <section aria-label="Preview">
      <ul>
        {previews.map((preview) => (
          <Preview key={preview.file} preview={preview} />
        ))}
      </ul>
      <div className={styles["actions"]}>
        <Button tone="primary" disabled={previews.some((preview) => preview.facts === null)} onClick={onImport}>
          Import {plural(previews.length, "file")}
        </Button>
        <Button onClick={onLookAgain}>Look again</Button>
        <Button tone="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </section>
  );
}
