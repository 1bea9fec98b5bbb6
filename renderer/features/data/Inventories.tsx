import { useRef, useState } from "react";
import { InventoryKind } from "../../../shared/contract/inventories.ts";
import { useClient } from "../../state/client-context.ts";
import { hasFileDialog } from "../../state/host.ts";
import { showFailure } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { Choice } from "../../ui/Choice.tsx";
import { formatCount, plural } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Failure } from "../../ui/States.tsx";
import { Tag } from "../../ui/Tag.tsx";
import styles from "./Data.module.css";
import { importInventory, useImportState } from "./import-store.ts";

const kindNames: Record<InventoryKind, string> = {
  directory: "Directory",
  cmdb: "CMDB",
  dhcp: "DHCP leases",
  idp: "Identity provider",
  network: "Networks",
  criticality: "Criticality",
  changes: "Change windows",
  scanners: "Scanners",
};

function InventoryTable() {
  const { data, error, refetch } = useRequest("inventory.list", {});
  const time = useTime();
  if (error !== null) return <Failure title="The inventories could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined || data.length === 0)
    return (
      <p className={styles["quiet"]}>
        None yet. Without them, questions such as “who owns this host?” are answered “unknown because no inventory is imported”.
      </p>
    );
  return (
    <table className={styles["table"]}>
      <thead>
        <tr>
          {["Kind", "File", "Rows", "Rejected", "Columns", "Imported"].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {data.map((inventory) => (
          <tr key={inventory.id}>
            <th scope="row">{kindNames[inventory.kind]}</th>
            <td>
              <Safe text={inventory.file} />
            </td>
            <td>{formatCount(inventory.rows)}</td>
            <td>{inventory.rejected === 0 ? "0" : <Tag tone="warn">{formatCount(inventory.rejected)}</Tag>}</td>
            <td title={inventory.columns.join(", ")}>
              {plural(inventory.columns.length, "column")}
              {inventory.droppedColumns.length === 0 ? "" : `, not kept: ${inventory.droppedColumns.join(", ")}`}
            </td>
            <td>{time.time(inventory.importedAt, "date-time")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Directory, CMDB, leases: what turns addresses into people and assets. */
export function Inventories() {
  const client = useClient();
  const { state } = useImportState();
  const { data: info } = useRequest("workspace.info", {});
  const [kind, setKind] = useState<InventoryKind>("directory");
  const picker = useRef<HTMLInputElement>(null);
  const isBusy = state.step === "uploading" || state.step === "importing";
  const choose = (): void => {
    if (!hasFileDialog()) return picker.current?.click();
    client
      .call("files.choose", {})
      .then(({ grants }) =>
        grants.length === 0 ? undefined : importInventory(client, { grants: grants.map((grant) => grant.grant) }, kind),
      )
      .catch((error: unknown) => showFailure("No file was chosen", error));
  };
  return (
    <section aria-label="Inventories">
      <div className={styles["section"]}>
        <h2>Inventories</h2>
        <span className={styles["import-line"]}>
          <Choice
            label="Kind"
            hideLabel
            value={kind}
            options={InventoryKind.options.map((value) => ({ value, label: kindNames[value] }))}
            onChange={setKind}
          />
          <Button disabled={isBusy || info?.readOnly === true} onClick={choose}>
            Import inventory…
          </Button>
        </span>
      </div>
      <input
        ref={picker}
        type="file"
        multiple
        className="visually-hidden"
        tabIndex={-1}
        aria-label="Inventory files"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])].map((file) => ({ name: file.name, blob: file }));
          event.target.value = "";
          if (files.length > 0) void importInventory(client, { files }, kind);
        }}
      />
      <InventoryTable />
    </section>
  );
}
