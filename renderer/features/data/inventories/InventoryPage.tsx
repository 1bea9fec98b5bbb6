import type { Inventory } from "../../../../shared/contract/inventories.ts";
import { useRequest } from "../../../state/requests.ts";
import { useTime } from "../../../state/use-format.ts";
import { Scrollable } from "../../../ui/Scrollable.tsx";
import { formatCount, plural } from "../../../ui/format/number.ts";
import { shortId } from "../../../ui/format/text.ts";
import { KeyValues } from "../../../ui/KeyValues.tsx";
import { Safe } from "../../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../../ui/States.tsx";
import data from "../Data.module.css";
import { History } from "./History.tsx";
import styles from "./Inventories.module.css";
import { basisWords, kindNames } from "./inventory-words.ts";
import { Mapping } from "./Mapping.tsx";
import { RetireForm } from "./RetireForm.tsx";

function Rejects({ inventory }: { readonly inventory: Inventory }) {
  const { data: rejects, error, refetch } = useRequest("inventory.rejects", { id: inventory.id }, inventory.rejected > 0);
  if (inventory.rejected === 0) return <p className={styles["quiet"]}>No row was rejected.</p>;
  if (error !== null) return <Failure title="The rejects could not be read" error={error} onRetry={() => void refetch()} />;
  if (rejects === undefined) return <Skeleton lines={3} label="Reading the rejects" />;
  return (
    <ul className={data["rejects"]}>
      {rejects.samples.slice(0, 100).map((sample) => (
        <li key={`${String(sample.line)} ${sample.reason}`}>
          <p>
            <Safe text={sample.reason} />
            <span>line {formatCount(sample.line)}</span>
          </p>
          {sample.excerpt === "" ? null : (
            <code>
              <Safe text={sample.excerpt} />
            </code>
          )}
        </li>
      ))}
    </ul>
  );
}

function useValidity(inventory: Inventory): string {
  const time = useTime();
  if (inventory.kind === "dhcp") return "adds to the other lease logs";
  if (inventory.state === "retired") return "nothing; a person retired it";
  const { validFrom, validTo } = inventory;
  if (validFrom === null && validTo === null) return "all events";
  const from = validFrom === null ? "" : `from ${time.time(validFrom, "moment")}`;
  return [from, validTo === null ? "on" : `until ${time.time(validTo, "moment")}`].filter((text) => text !== "").join(" ");
}

interface InventoryPageProps {
  readonly inventory: Inventory;
  readonly versions: readonly Inventory[];
}

/** One version: what it is, how its columns were read, what it refused, and its history. */
export function InventoryPage({ inventory, versions }: InventoryPageProps) {
  const time = useTime();
  const validity = useValidity(inventory);
  return (
    <Scrollable as="aside" className={data["facts"]} aria-label="Inventory" data-pane="inventory">
      <h2>
        <Safe text={inventory.source} /> <code title={inventory.id}>{shortId(inventory.id)}</code>
      </h2>
      <p className={styles["why"]}>
        {kindNames[inventory.kind]}, read as <Safe text={inventory.format} />: <Safe text={inventory.formatReason} />.
      </p>
      <KeyValues
        items={[
          { label: "File", value: <Safe text={inventory.file} /> },
          { label: "As of", value: `${time.time(inventory.asOf, "moment")}, ${basisWords[inventory.asOfBasis]}` },
          { label: "Used for", value: validity },
          { label: "Imported", value: time.time(inventory.importedAt, "moment") },
          { label: "Rows", value: `${formatCount(inventory.rows)}, ${formatCount(inventory.rejected)} rejected` },
          ...(inventory.leases === null
            ? []
            : [{ label: "Leases", value: `${formatCount(inventory.leases.n)}, ${plural(inventory.leases.conflicts, "conflict")}` }]),
          ...(inventory.zone === "" ? [] : [{ label: "Zone", value: <Safe text={inventory.zone} /> }]),
        ]}
      />
      <h3>History</h3>
      <History key={inventory.id} versions={versions} chosen={inventory} />
      <h3>Columns</h3>
      <Mapping details={inventory} rows={inventory.rows} />
      <h3>Rejects</h3>
      <Rejects inventory={inventory} />
      <h3>Use</h3>
      <RetireForm key={inventory.id} inventory={inventory} />
    </Scrollable>
  );
}
