import { getRouteApi, Link } from "@tanstack/react-router";
import { useCommands } from "../../commands/commands.ts";
import { FiguresView } from "./FiguresView.tsx";
import styles from "./Insights.module.css";
import { insightViews, type InsightView } from "./insights-search.ts";
import { LogView } from "./log/LogView.tsx";

const route = getRouteApi("/insights");
const titles: Readonly<Record<InsightView, string>> = { figures: "Figures", log: "Decision log" };

/** The figures, and beside them the decision log that all of them are computed from. */
export function InsightsScreen() {
  const { view } = route.useSearch();
  const navigate = route.useNavigate();
  useCommands({
    "insights.figures": () => void navigate({ search: { view: "figures" } }),
    "insights.log": () => void navigate({ search: { view: "log" } }),
  });
  return (
    <div className={styles["views"]}>
      <nav className={styles["tabs"]} aria-label="Views of the insights">
        {insightViews.map((name) => (
          <Link key={name} to="/insights" search={{ view: name }} aria-current={name === view ? "page" : undefined}>
            {titles[name]}
          </Link>
        ))}
      </nav>
      {view === "log" ? <LogView /> : <FiguresView />}
    </div>
  );
}
