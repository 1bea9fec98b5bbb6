import type { EditorView } from "@codemirror/view";
import { useEffect, useMemo, useRef, useState } from "react";
import { useCommands, useHotkey } from "../../../commands/commands.ts";
import { useRequest } from "../../../state/requests.ts";
import { takeSqlRequest } from "../../../state/sql-request.ts";
import { BackLine } from "../../../commands/BackLine.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Choice } from "../../../ui/Choice.tsx";
import { formatCount } from "../../../ui/format/number.ts";
import { Failure } from "../../../ui/States.tsx";
import { goToProblem } from "./editor-problem.ts";
import { HistoryPane } from "./HistoryPane.tsx";
import { OutcomeView, problemOf } from "./OutcomeView.tsx";
import { SchemaPane } from "./SchemaPane.tsx";
import { setText, useSql } from "./sql-store.ts";
import styles from "./Sql.module.css";
import { SqlEditor } from "./SqlEditor.tsx";
import { type StatementActions, useStatement } from "./use-statement.ts";

const limits = ["100", "1000", "10000"] as const;
const latest = "latest";

function useDatasets() {
  const datasets = useRequest("telemetry.datasets", {});
  const imports = useRequest("telemetry.snapshots", {});
  const versions = datasets.data;
  const snapshots = imports.data;
  const dataset = useSql((state) => state.dataset);
  const chosen = dataset === undefined ? versions?.at(-1) : versions?.find(({ id }) => id === dataset);
  const counts = useMemo(() => {
    if (snapshots === undefined || versions === undefined) return undefined;
    const sums = new Map<string, number>();
    for (const { id, manifest } of snapshots)
      if (chosen?.snapshots.includes(id) === true)
        for (const [name, events] of Object.entries(manifest.classes)) sums.set(name, (sums.get(name) ?? 0) + events);
    return sums;
  }, [snapshots, versions, chosen]);
  const failed = [datasets, imports].find(({ error, data }) => error !== null && data === undefined);
  const retry = (): void => void Promise.all([datasets.refetch(), imports.refetch()]);
  return { versions, counts, error: failed?.error ?? undefined, retry };
}

function Toolbar({
  actions,
  versions,
}: {
  readonly actions: StatementActions;
  readonly versions: ReturnType<typeof useDatasets>["versions"];
}) {
  const { dataset, limit } = useSql();
  const isRunning = useSql(({ outcome }) => outcome.kind === "running");
  const newest = versions?.at(-1);
  const none = versions === undefined ? "not known" : "no telemetry yet";
  const options = [
    { value: latest, label: newest === undefined ? none : `latest, v${newest.number}: ${formatCount(newest.events)} events` },
    ...(versions ?? []).toReversed().map(({ id, number, events }) => ({ value: id, label: `v${number}: ${formatCount(events)} events` })),
  ];
  return (
    <div className={styles["toolbar"]} role="toolbar" aria-label="Statement">
      <BackLine />
      <Button tone="primary" hotkey={useHotkey("data.sql-run")} disabled={isRunning} onClick={actions.run}>
        Run
      </Button>
      <Button disabled={isRunning} onClick={() => actions.explain(false)}>
        Plan
      </Button>
      <Button disabled={isRunning} title="Runs the statement and shows what each step took" onClick={() => actions.explain(true)}>
        Measure
      </Button>
      {isRunning ? <Button onClick={actions.cancel}>Cancel</Button> : null}
      <span className={styles["space"]} />
      <Choice
        label="Dataset"
        value={dataset ?? latest}
        options={options}
        onChange={(value) => useSql.setState({ dataset: value === latest ? undefined : value })}
      />
      <Choice
        label="Rows"
        value={String(limit)}
        options={limits.map((value) => ({ value, label: formatCount(Number(value)) }))}
        onChange={(value) => useSql.setState({ limit: Number(value) })}
      />
    </div>
  );
}

/** SQL over the telemetry: read-only, cancellable, of any dataset version. */
export function SqlConsole() {
  const viewRef = useRef<EditorView>(null);
  const outcome = useSql((state) => state.outcome);
  const problem = useMemo(() => problemOf(outcome), [outcome]);
  const actions = useStatement();
  const [isHistory, setHistory] = useState(false);
  const { versions, counts, error, retry } = useDatasets();
  useCommands({
    "data.sql-run": actions.run,
    "data.sql-plan": () => actions.explain(false),
    "data.sql-cancel": actions.cancel,
    "data.sql-editor": () => viewRef.current?.focus(),
  });
  const { run } = actions;
  useEffect(() => {
    const asked = takeSqlRequest();
    if (asked === undefined) return;
    useSql.setState({ dataset: asked.dataset, outcome: { kind: "none" } });
    setText(asked.sql);
    run();
  }, [run]);
  const insert = (text: string): void => {
    const view = viewRef.current;
    if (view === null) return;
    view.dispatch(view.state.replaceSelection(text));
    view.focus();
  };
  const replace = (sql: string): void => {
    setText(sql);
    viewRef.current?.focus();
  };
  return (
    <div className={styles["console"]}>
      <aside className={styles["side"]} aria-label={isHistory ? "History" : "Schema"} data-pane="schema">
        <div className={styles["sides"]}>
          <button type="button" aria-pressed={!isHistory} onClick={() => setHistory(false)}>
            Schema
          </button>
          <button type="button" aria-pressed={isHistory} onClick={() => setHistory(true)}>
            History
          </button>
        </div>
        {error === undefined ? null : <Failure title="The datasets could not be read" error={error} onRetry={retry} />}
        {isHistory ? <HistoryPane onUse={replace} /> : <SchemaPane counts={counts} onInsert={insert} onExample={replace} />}
      </aside>
      <section className={styles["main"]} aria-label="SQL">
        <Toolbar actions={actions} versions={versions} />
        <div className={styles["statement"]} data-pane="statement">
          <SqlEditor viewRef={viewRef} problem={problem} onRun={actions.run} onExplain={() => actions.explain(false)} />
          <p className={styles["hint"]}>Tab indents; Escape, then Tab leaves the editor. Ctrl+Space completes, Ctrl+F finds.</p>
        </div>
        <section className={styles["outcome"]} aria-label="Outcome" data-pane="outcome">
          <OutcomeView
            outcome={outcome}
            onCancel={actions.cancel}
            onGo={(place) => {
              if (viewRef.current !== null) goToProblem(viewRef.current, place);
            }}
          />
        </section>
      </section>
    </div>
  );
}
