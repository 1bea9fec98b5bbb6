import clsx from "clsx";
import type { ReactNode } from "react";
import { BackLine } from "../../commands/BackLine.tsx";
import { formatCount } from "../../ui/format/number.ts";
import { Notice } from "../../ui/States.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { kindTitle, kindWords } from "./lineage-words.ts";
import type { Traced } from "./use-lineage.ts";
import { VerifyBar } from "./VerifyBar.tsx";
import styles from "./Lineage.module.css";

function ViewChip({ traced, view, children }: { readonly traced: Traced; readonly view: Traced["view"]; readonly children: ReactNode }) {
  const isOn = traced.view === view;
  return (
    <button type="button" className={clsx(styles["chip"], isOn && styles["on"])} aria-pressed={isOn} onClick={() => traced.show(view)}>
      {children}
    </button>
  );
}

/** What is traced, how it is shown, what is left out of it, and whether it still is what was recorded. */
export function LineageHead({ traced }: { readonly traced: Traced }) {
  const { graph } = traced;
  const focus = graph.nodes.find(({ id }) => id === graph.focus);
  return (
    <header className={styles["head"]}>
      <div className={styles["line"]}>
        <BackLine />
        <h1>
          <span className={styles["of"]}>Lineage of {focus === undefined ? "" : kindTitle(focus).toLowerCase()}</span>{" "}
          <Safe text={focus?.title ?? graph.focus} />
        </h1>
        <fieldset className={styles["views"]} aria-label="Shown as">
          <ViewChip traced={traced} view="graph">
            Graph
          </ViewChip>
          <ViewChip traced={traced} view="table">
            Table
          </ViewChip>
        </fieldset>
      </div>
      <VerifyBar verification={traced.verification} hasFiles={graph.nodes.some(({ kind }) => kind === "file")} />
      {graph.withheld ? (
        <Notice tone="neutral">
          You are asked for a verdict of your own on this case. The verdicts on it are told once you have given it.
        </Notice>
      ) : null}
      {graph.leftOut.length === 0 ? null : (
        <Notice tone="neutral">
          Not drawn: {graph.leftOut.map(({ kind, n }) => `${formatCount(n)} more ${kindWords[kind].many.toLowerCase()}`).join(", ")}. The
          newest are.
        </Notice>
      )}
    </header>
  );
}
