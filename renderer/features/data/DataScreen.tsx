import { getRouteApi, Link } from "@tanstack/react-router";
import { type ComponentType, lazy, Suspense } from "react";
import { dataViews, type DataView } from "./data-search.ts";
import styles from "./Data.module.css";
import { EntitiesView } from "./entities/EntitiesView.tsx";
import { HealthView } from "./health/HealthView.tsx";
import { HistoryView } from "./history/HistoryView.tsx";
import { Inventories } from "./inventories/Inventories.tsx";
import { RejectsView } from "./rejects/RejectsView.tsx";
import { Skeleton } from "../../ui/States.tsx";
import { Sources } from "./Sources.tsx";

const route = getRouteApi("/data");

/** The editor is as large as the rest of the desk, so it comes when it is asked for. */
const SqlView = lazy(async () => ({ default: (await import("./sql/SqlConsole.tsx")).SqlConsole }));

const views: Readonly<Record<DataView, { readonly title: string; readonly View: ComponentType }>> = {
  sources: { title: "Sources", View: Sources },
  rejects: { title: "Rejects", View: RejectsView },
  history: { title: "History", View: HistoryView },
  inventories: { title: "Inventories", View: Inventories },
  entities: { title: "Entities", View: EntitiesView },
  health: { title: "Health", View: HealthView },
  sql: { title: "SQL", View: SqlView },
};

/** What telemetry and context there is, how good it is, and what can be asked of it. */
export function DataScreen() {
  const { view = "sources" } = route.useSearch();
  const { View } = views[view];
  return (
    <div className={styles["views"]}>
      <nav className={styles["tabs"]} aria-label="Views of the data">
        {dataViews.map((name) => (
          <Link key={name} to="/data" search={{ view: name }} aria-current={name === view ? "page" : undefined}>
            {views[name].title}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<Skeleton lines={6} label="Opening the view" />}>
        <View />
      </Suspense>
    </div>
  );
}
