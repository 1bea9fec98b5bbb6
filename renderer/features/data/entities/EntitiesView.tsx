import { getRouteApi } from "@tanstack/react-router";
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
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls by keyboard
        <section className={data["page"]} tabIndex={0} aria-label="Review" data-pane="data">
          <ReviewQueue />
        </section>
      ) : entity === undefined ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls by keyboard
        <section className={data["page"]} tabIndex={0} aria-label="Entity" data-pane="data">
          <Empty title="No entity chosen">
            Choose one from the list, or search for a name, an address, a SID or any identifier of a thing in the telemetry.
          </Empty>
        </section>
      ) : (
        <EntityPage key={`${entity} ${String(at)}`} id={entity} at={at} />
      )}
    </div>
  );
}
