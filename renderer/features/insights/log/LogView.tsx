import { getRouteApi } from "@tanstack/react-router";
import { useCommands, useHotkey } from "../../../commands/commands.ts";
import { askToExport } from "../../../state/export-request.ts";
import { Button } from "../../../ui/Button.tsx";
import { plural } from "../../../ui/format/number.ts";
import { Empty, Failure, Skeleton } from "../../../ui/States.tsx";
import { LogEntryPane } from "./LogEntryPane.tsx";
import { type LogFields, LogFilters } from "./LogFilters.tsx";
import { LogList } from "./LogList.tsx";
import { isFiltered, toLogQuery } from "./log-filter.ts";
import styles from "./Log.module.css";
import { useLog } from "./use-log.ts";
import { VerifyLine } from "./VerifyLine.tsx";

const route = getRouteApi("/insights");

/** The decision log, newest first: who decided what, whether it still stands, and proof that nothing was changed since. */
export function LogView() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { kind, actor, since, until, about, id, text, entry } = search;
  const fields: LogFields = { kind, actor, since, until, about, id, text };
  const query = toLogQuery(search);
  const { entries, total, error, retry, more } = useLog(query);
  const exportKey = useHotkey("insights.export");
  const filter = (next: LogFields): void => void navigate({ search: { view: "log", ...next }, replace: true });
  const choose = (seq: number): void => void navigate({ search: { view: "log", ...fields, entry: seq }, replace: true });
  const chosen = entry ?? entries?.[0]?.seq;
  const move = (by: number): void => {
    const at = entries?.findIndex(({ seq }) => seq === chosen) ?? -1;
    const next = entries?.[Math.min((entries?.length ?? 0) - 1, Math.max(0, at + by))];
    if (next !== undefined) choose(next.seq);
  };
  const exportLog = (): void => askToExport({ kind: "log", filter: query });
  useCommands({
    "insights.next": () => move(1),
    "insights.previous": () => move(-1),
    "insights.search": () => document.querySelector<HTMLElement>("[data-log-search]")?.focus(),
    "insights.export": exportLog,
  });
  return (
    <div className={styles["screen"]}>
      <section className={styles["side"]} aria-label="Decision log">
        <LogFilters fields={fields} onChange={filter} />
        <VerifyLine onChoose={choose} />
        <div className={styles["count"]}>
          <span>{entries === undefined ? "" : plural(total, "entry", "entries")}</span>
          <Button size="small" hotkey={exportKey} onClick={exportLog}>
            Export…
          </Button>
        </div>
        {error !== null ? (
          <Failure title="The log could not be read" error={error} onRetry={retry} />
        ) : entries === undefined ? (
          <Skeleton lines={14} label="Reading the log" />
        ) : entries.length === 0 ? (
          <Empty title={isFiltered(query) ? "No entry matches" : "Nothing was decided yet"}>
            {isFiltered(query)
              ? "Take something out of the filter."
              : "Every verdict, note, hunt, promotion and export is written here, for good."}
          </Empty>
        ) : (
          <LogList entries={entries} total={total} chosen={chosen} onChoose={choose} onEnd={more} />
        )}
      </section>
      <LogEntryPane key={chosen} seq={chosen} onFilter={filter} />
    </div>
  );
}
