import { getRouteApi } from "@tanstack/react-router";
import { useRequest } from "../../../state/requests.ts";
import { Scrollable } from "../../../ui/Scrollable.tsx";
import { Empty, Failure, Skeleton } from "../../../ui/States.tsx";
import data from "../Data.module.css";
import { ImportInventory } from "./ImportInventory.tsx";
import { bySource } from "./inventory-words.ts";
import { InventoryPage } from "./InventoryPage.tsx";
import { InventoryTable } from "./InventoryTable.tsx";

const route = getRouteApi("/data");

/** What turns addresses and accounts into people and assets, and since when it is known. */
export function Inventories() {
  const { data: inventories, error, refetch } = useRequest("inventory.list", {});
  const { inventory: wanted } = route.useSearch();
  const sources = bySource(inventories ?? []);
  const chosen = inventories?.find((one) => one.id === wanted) ?? sources[0]?.shown;
  const versions = sources.find((one) => one.versions.some((version) => version.id === chosen?.id))?.versions ?? [];
  return (
    <div className={data["screen"]}>
      <Scrollable className={data["page"]} aria-label="Context inventories" data-pane="data">
        <ImportInventory />
        <section aria-label="Inventories">
          <div className={data["section"]}>
            <h2>Inventories</h2>
            <span>each export is a version; events are read with the one of their time</span>
          </div>
          {error === null ? null : <Failure title="The inventories could not be read" error={error} onRetry={() => void refetch()} />}
          {inventories === undefined && error === null ? <Skeleton lines={4} label="Reading the inventories" /> : null}
          {inventories?.length === 0 ? (
            <Empty title="No inventory yet">
              Without them, questions such as “who owns this host?” are answered “unknown because no inventory is imported”.
            </Empty>
          ) : null}
          {inventories === undefined || inventories.length === 0 ? null : <InventoryTable inventories={inventories} chosen={chosen?.id} />}
        </section>
      </Scrollable>
      {chosen === undefined ? null : <InventoryPage key={chosen.id} inventory={chosen} versions={versions} />}
    </div>
  );
}
