import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useIsFetching } from "@tanstack/react-query";
import { memo, useCallback, useDeferredValue, useRef } from "react";
import { useMedia } from "../../state/media.ts";
import { useRequest } from "../../state/requests.ts";
import { Empty, Skeleton } from "../../ui/States.tsx";
import { CaseDialogs } from "./CaseDialogs.tsx";
import { CasePane } from "./CasePane.tsx";
import { contextColumnQuery } from "./CaseTabs.tsx";
import { ContextCards } from "./ContextPane.tsx";
import { useCopy } from "./copy/use-copy.ts";
import { FirstRun } from "./FirstRun.tsx";
import { QueuePane } from "./QueuePane.tsx";
import { useQueueFilter } from "./triage-search.ts";
import styles from "./Triage.module.css";
import { type CaseTab, useTriage } from "./triage-store.ts";
import { PaneDivider } from "./panes/PaneDivider.tsx";
import { usePivotCommand } from "./pivot/use-pivot.ts";
import { useOpenHunt } from "./use-open-hunt.ts";
import { useAttention, useCaseInAddress, useDecisions, useStepsHere } from "./use-triage-session.ts";
import { useOpenChosenEntity } from "./use-entity-page.ts";
import { useQueueMoves, useTriageCommands } from "./use-triage-commands.ts";

const route = getRouteApi("/triage");
const Cards = memo(ContextCards);

function NoCase() {
  const isReading = useIsFetching({ queryKey: ["triage.queue"] }) > 0;
  return (
    <div className={styles["nothing"]}>
      {isReading ? (
        <Skeleton lines={9} label="Reading the case" />
      ) : (
        <Empty title="No case chosen">Choose one in the queue, or press J.</Empty>
      )}
    </div>
  );
}

function Desk() {
  const { filter, setFilter } = useQueueFilter();
  const navigate = route.useNavigate();
  const listRef = useRef<HTMLDivElement>(null);
  const searchRef = useRef<HTMLInputElement>(null);
  const decisions = useDecisions(useAttention());
  const moves = useQueueMoves({ filter });
  const hasColumn = useMedia(contextColumnQuery);
  const anomalyId = useTriage((s) => s.cursor?.anomalyId);
  const deferredId = useDeferredValue(anomalyId);
  const router = useRouter();
  const replaceCase = useCallback(
    (id: string, tab: CaseTab) => {
      // On the way to another screen the address is that screen's.
      if (router.latestLocation.pathname === route.id) void navigate({ search: (old) => ({ ...old, case: id, tab }), replace: true });
    },
    [router, navigate],
  );
  useCaseInAddress(replaceCase);
  usePivotCommand();
  useStepsHere(moves.goToAnomaly);
  useTriageCommands(
    {
      filter,
      setFilter,
      decisions,
      listRef,
      searchRef,
      copyCase: useCopy(),
      openHunt: useOpenHunt(),
      openEntity: useOpenChosenEntity(),
    },
    moves,
  );
  return (
    <div className={styles["desk"]}>
      <QueuePane filter={filter} setFilter={setFilter} listRef={listRef} searchRef={searchRef} />
      {hasColumn ? <PaneDivider pane="queue" /> : null}
      {anomalyId === undefined ? <NoCase /> : <CasePane anomalyId={anomalyId} filter={filter} />}
      {hasColumn ? <PaneDivider pane="context" /> : null}
      {hasColumn ? (
        <aside className={styles["context"]} aria-label="Context">
          {deferredId === undefined ? null : <Cards anomalyId={deferredId} />}
        </aside>
      ) : null}
      <CaseDialogs />
    </div>
  );
}

/** Without telemetry, or without a run, there is no queue: then the screen says what to do instead. */
export function TriageScreen() {
  const info = useRequest("workspace.info", {});
  const runs = useRequest("scoring.runs", {});
  const isEmpty = info.data?.snapshots === 0;
  const { review } = route.useSearch();
  const isUnscored = runs.data?.length === 0 && review === undefined;
  return isEmpty || isUnscored ? <FirstRun hasTelemetry={!isEmpty} /> : <Desk />;
}
