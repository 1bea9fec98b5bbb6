import { Link } from "@tanstack/react-router";
import clsx from "clsx";
import type { ModelSummary } from "../../../shared/contract/models.ts";
import { shortId } from "../../ui/format/text.ts";
import { Mark } from "../../ui/Mark.tsx";
import { candidateOf, stateOf } from "./model-words.ts";
import styles from "./Models.module.css";

export function ModelList({ models, chosen }: { readonly models: readonly ModelSummary[]; readonly chosen: string }) {
  return (
    <nav className={styles["list"]} aria-label="Model packages" data-pane="models">
      <h2>Packages</h2>
      {models.map((model) => {
        const state = stateOf(model);
        const candidate = candidateOf(model);
        return (
          <Link
            key={model.name}
            to="/models"
            search={{ model: model.name }}
            aria-current={model.name === chosen ? "page" : undefined}
            className={clsx(styles["entry"], model.name === chosen && styles["on"])}
          >
            <b>{model.name}</b>
            <span>
              <Mark tone={state.tone} />
              {state.text}
            </span>
            {candidate === undefined || model.champion === undefined ? null : (
              <span className={styles["candidate"]}>
                {candidate.stage} {shortId(candidate.id)}
              </span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}
