import { useHotkey } from "../../../commands/commands.ts";
import { useRequest } from "../../../state/requests.ts";
import { formatCount, plural } from "../../../ui/format/number.ts";
import { Kbd } from "../../../ui/Kbd.tsx";
import styles from "../Case.module.css";
import { showTable } from "../triage-store.ts";
import { drawingOf } from "./drawing.ts";
import { foldedCount } from "./fold.ts";
import { useHistory } from "./graph-store.ts";

/** How much of what is known is shown, beside the tabs. */
export function GraphNote({ anomalyId, isTable }: { readonly anomalyId: string; readonly isTable: boolean }) {
  const { data } = useRequest("triage.context", { anomalyId });
  const { data: detail } = useRequest("triage.case", { anomalyId });
  const view = useHistory(anomalyId).now;
  const hotkey = useHotkey("triage.table");
  if (data === undefined || detail === undefined) return null;
  const { wide, placed, rows, members } = drawingOf(data, view, detail.row.window);
  const folded = foldedCount({ ...placed, members });
  const total = wide.nodes.length + data.omitted.nodes;
  const fresh = wide.nodes.filter((node) => node.isNew).length;
  const drawn = wide.nodes.length - folded - placed.left.nodes;
  return (
    <span className={styles["tab-note"]}>
      {isTable
        ? `${formatCount(rows.edges.length)} of ${plural(wide.edges.length, "relation")}`
        : `${formatCount(drawn)} of ${plural(total, "node")}${folded === 0 ? "" : `, ${formatCount(folded)} folded`}`}{" "}
      · {formatCount(fresh)} new ·{" "}
      <button type="button" aria-pressed={isTable} onClick={() => showTable(!isTable)}>
        {hotkey === undefined ? null : <Kbd hotkey={hotkey} />} {isTable ? "drawing" : "table"}
      </button>
    </span>
  );
}
