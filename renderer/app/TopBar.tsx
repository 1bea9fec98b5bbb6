import { useRouterState } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { commands, useHotkey } from "../commands/commands.ts";
import { useRequest } from "../state/requests.ts";
import { useTime } from "../state/use-format.ts";
import { Kbd } from "../ui/Kbd.tsx";
import { formatCount } from "../ui/format/number.ts";
import { Safe } from "../ui/Safe.tsx";
import { Tag } from "../ui/Tag.tsx";
import styles from "./Shell.module.css";
import { ZoneSwitch } from "./ZoneSwitch.tsx";

const titles: Readonly<Record<string, string>> = {
  "/triage": "Triage",
  "/hunts": "Hunts",
  "/models": "Models",
  "/data": "Data",
  "/insights": "Insights",
  "/lineage": "Lineage",
  "/settings": "Settings",
};

function Workspace() {
  const { data } = useRequest("workspace.info", {});
  const time = useTime();
  if (data === undefined) return <span className={styles["where"]} />;
  const { dataset } = data;
  return (
    <span className={styles["where"]}>
      <Safe text={data.name} />
      {dataset === null ? " · no telemetry yet" : null}
      {dataset === null ? null : (
        <>
          {" · dataset "}
          <span className="mono" title={dataset.id}>
            v{dataset.number}
          </span>
          {dataset.timeRange === undefined ? "" : ` · ${time.dates(dataset.timeRange.from, dataset.timeRange.to)}`}
        </>
      )}
      {data.readOnly ? (
        <>
          {" "}
          <Tag tone="warn">read-only</Tag>
        </>
      ) : null}
    </span>
  );
}

function Budget() {
  const { data } = useRequest("workspace.info", {});
  if (data === undefined) return null;
  const { used, perDay } = data.budget;
  return (
    <span className={styles["budget"]} data-term="budget" title="Cases judged today, of the daily budget">
      {formatCount(used)} of {formatCount(perDay)} today
      <svg width="88" height="6" viewBox="0 0 88 6" aria-hidden="true">
        <rect width="88" height="6" rx="3" fill="var(--line2)" />
        <rect width={Math.min(88, (88 * used) / Math.max(1, perDay))} height="6" rx="3" fill="var(--acc)" />
      </svg>
    </span>
  );
}

export function TopBar() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { data } = useRequest("workspace.info", {});
  const hotkey = useHotkey("app.palette");
  return (
    <header className={styles["top"]}>
      <h1 className={styles["crumb"]}>{titles[path] ?? "Quarry"}</h1>
      <Workspace />
      <button type="button" className={styles["search"]} aria-label="Search, jump, run" onClick={() => commands.run("app.palette")}>
        <Search size={14} aria-hidden="true" />
        <span className={styles["search-word"]}>Search, jump, run</span>
        {hotkey === undefined ? null : <Kbd hotkey={hotkey} />}
      </button>
      <Budget />
      <ZoneSwitch />
      {data === undefined ? null : (
        <span title="Verdicts are signed by this name; change it in Settings">
          <Tag>
            <Safe text={data.analyst} />
          </Tag>
        </span>
      )}
    </header>
  );
}
