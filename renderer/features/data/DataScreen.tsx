import { getRouteApi, Link } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { dataViews, type DataView } from "./data-search.ts";
import styles from "./Data.module.css";
import { Inventories } from "./Inventories.tsx";
import { Sources } from "./Sources.tsx";

const route = getRouteApi("/data");

const views: Readonly<Record<DataView, { readonly title: string; readonly View: ComponentType }>> = {
  sources: { title: "Sources", View: Sources },
  inventories: { title: "Inventories", View: InventoriesView },
};

function InventoriesView() {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls by keyboard
    <section className={styles["page"]} tabIndex={0} aria-label="Context inventories" data-pane="data">
      <Inventories />
    </section>
  );
}

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
      <View />
    </div>
  );
}
