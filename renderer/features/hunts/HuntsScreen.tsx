import { getRouteApi } from "@tanstack/react-router";
import clsx from "clsx";
import { useRef, useState } from "react";
import type { HuntCandidate, HuntSummary } from "../../../shared/contract/hunts.ts";
import { useRequest } from "../../state/requests.ts";
import { formatCount, plural } from "../../ui/format/number.ts";
import { Empty, Failure, Skeleton } from "../../ui/States.tsx";
import { CandidatePane } from "./CandidatePane.tsx";
import { HuntDialogs, type HuntDialog } from "./HuntDialogs.tsx";
import { HuntList } from "./HuntList.tsx";
import { HuntPane } from "./HuntPane.tsx";
import styles from "./Hunts.module.css";
import { huntTabs, type HuntTab } from "./hunts-search.ts";
import { clearSelected, clearTicks } from "./hunts-store.ts";
import { useHuntCommands } from "./use-hunt-commands.ts";

const route = getRouteApi("/hunts");

const titles: { readonly [T in HuntTab]: string } = { candidates: "Candidates", backlog: "Backlog", active: "Active", closed: "Closed" };

const empties: { readonly [T in HuntTab]: { readonly title: string; readonly text: string } } = {
  candidates: {
    title: "No candidates",
    text: "Nothing that is surfaced shares an entity with something else nearby. Score more telemetry, or open a hunt from a case in Triage.",
  },
  backlog: {
    title: "The backlog is empty",
    text: "Open a hunt from a candidate, or from a case in Triage; it waits here until it is made active.",
  },
  active: { title: "No active hunt", text: "Make a hunt of the backlog active; its time begins to count then." },
  closed: { title: "No hunt is closed yet", text: "A hunt that found nothing is closed too, and counts." },
};

function Tabs({
  tab,
  counts,
  onTab,
}: {
  readonly tab: HuntTab;
  readonly counts: Readonly<Record<HuntTab, number | undefined>>;
  readonly onTab: (tab: HuntTab) => void;
}) {
  return (
    <nav className={styles["tabs"]} aria-label="Stages">
      {huntTabs.map((one) => (
        <button
          key={one}
          type="button"
          aria-current={one === tab ? "page" : undefined}
          className={clsx(styles["chip"], one === tab && styles["on"])}
          onClick={() => onTab(one)}
        >
          {titles[one]} {counts[one] === undefined ? "" : formatCount(counts[one])}
        </button>
      ))}
    </nav>
  );
}

function useLists(tab: HuntTab) {
  const candidates = useRequest("hunts.candidates", {});
  const hunts = useRequest("hunts.list", {});
  const staged = (stage: HuntTab): readonly HuntSummary[] | undefined => hunts.data?.filter((hunt) => hunt.stage === stage);
  const items: readonly (HuntCandidate | HuntSummary)[] | undefined = tab === "candidates" ? candidates.data?.candidates : staged(tab);
  const source = tab === "candidates" ? candidates : hunts;
  return {
    items,
    error: source.error,
    retry: () => void source.refetch(),
    about: candidates.data,
    counts: {
      candidates: candidates.data?.total,
      backlog: staged("backlog")?.length,
      active: staged("active")?.length,
      closed: staged("closed")?.length,
    },
  };
}

/** How the candidates came about: what stays alone, what is left out, and the rules. */
function Gathering({ about }: { readonly about: ReturnType<typeof useLists>["about"] }) {
  if (about === undefined) return null;
  const { leftOut, alone, rules } = about;
  const parts = [
    [leftOut.inHunts, "in hunts"],
    [leftOut.explained, "explained by a verdict"],
    [leftOut.suppressed, "not trustworthy"],
    [leftOut.withheld, "withheld"],
    [leftOut.dropped, "taken out"],
    [leftOut.beyond, "too far down their runs"],
  ] as const;
  const out = parts.flatMap(([n, what]) => (n === 0 ? [] : [`${formatCount(n)} ${what}`]));
  return (
    <p className={styles["gathering"]} title={rules.join(" ")}>
      {plural(alone, "anomaly", "anomalies")} alone{out.length === 0 ? "" : `; left out: ${out.join(", ")}`}
    </p>
  );
}

/** Which of the list is shown for what was asked for: a candidate that has become part of another is answered by that one. */
function useListed(tab: HuntTab, id: string | undefined, items: ReturnType<typeof useLists>["items"]): string | undefined {
  const isElsewhere = tab === "candidates" && id !== undefined && items?.some((item) => item.id === id) === false;
  const { data } = useRequest("hunts.candidate", { id: id ?? "" }, isElsewhere);
  return isElsewhere ? (data?.id ?? id) : id;
}

/** Candidates and hunts on the left, the chosen one in the middle with why it comes where it comes beside it. */
export function HuntsScreen() {
  const { tab, id } = route.useSearch();
  const navigate = route.useNavigate();
  const listRef = useRef<HTMLDivElement>(null);
  const [dialog, setDialog] = useState<HuntDialog>();
  const { items, error, retry, about, counts } = useLists(tab);
  const chosen = useListed(tab, id, items) ?? items?.[0]?.id;
  const asked = id ?? chosen;
  const choose = (next: string): void => {
    clearTicks();
    void navigate({ search: { tab, id: next }, replace: true });
  };
  const goTo = (next: HuntTab): void => {
    clearTicks();
    clearSelected();
    void navigate({ search: { tab: next } });
  };
  useHuntCommands({ tab, items: items ?? [], chosen, choose, goTo, show: setDialog });
  return (
    <div className={styles["screen"]}>
      <section className={styles["side"]} aria-label="Hunts">
        <Tabs tab={tab} counts={counts} onTab={goTo} />
        {tab === "candidates" ? <Gathering about={about} /> : null}
        {error !== null ? (
          <Failure title="The list could not be read" error={error} onRetry={retry} />
        ) : items === undefined ? (
          <Skeleton lines={14} label="Reading the list" />
        ) : items.length === 0 ? (
          <Empty title={empties[tab].title}>{empties[tab].text}</Empty>
        ) : (
          <HuntList label={titles[tab]} items={items} chosen={chosen} onChoose={choose} listRef={listRef} />
        )}
      </section>
      {asked === undefined ? (
        <div className={styles["nothing"]}>
          {items === undefined && error === null ? <Skeleton lines={9} label="Reading" /> : null}
          {items === undefined ? null : <Empty title="Nothing chosen">Choose one on the left.</Empty>}
        </div>
      ) : tab === "candidates" ? (
        <CandidatePane key={asked} id={asked} />
      ) : (
        <HuntPane key={asked} id={asked} />
      )}
      {dialog === undefined || chosen === undefined ? null : (
        <HuntDialogs dialog={dialog} id={chosen} onClose={() => setDialog(undefined)} />
      )}
    </div>
  );
}
