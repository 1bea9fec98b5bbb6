import { getRouteApi } from "@tanstack/react-router";
import { Scrollable } from "../../../ui/Scrollable.tsx";
import { Empty } from "../../../ui/States.tsx";
import data from "../Data.module.css";
import styles from "./Entities.module.css";
import { EntityList } from "./EntityList.tsx";
import { EntityPage } from "./EntityPage.tsx";
import { ReviewQueue } from "./ReviewQueue.tsx";

const route = getRouteApi("/data");

/** Who and what there is, and everything known of one of them on a page. */
export function EntitiesView() {
  const { entity, at, review } = route.useSearch();
  return (
    <div className={styles["view"]}>
      <EntityList chosen={entity} isReview={entity === undefined && review === true} />
      {entity === undefined && review === true ? (
        <Scrollable className={data["page"]} aria-label="Review" data-pane="data">
          <ReviewQueue />
        </Scrollable>
      ) : entity === undefined ? (
        <Scrollable className={data["page"]} aria-label="Entity" data-pane="data">
          <Empty title="No entity chosen">
            Choose one from the list, or search for a name, an address, a SID or any identifier of a thing in the telemetry.
          </Empty>
        </Scrollable>
      ) : (
        <EntityPage key={`${entity} ${String(at)}`} id={entity} at={at} />
      )}
    </div>
  );
}
