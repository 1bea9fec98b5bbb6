import { useState } from "react";
import type { Answer } from "../../../shared/contract/context-graph.ts";
import { Card } from "../../ui/Card.tsx";
import { toSafeText } from "../../ui/format/text.ts";
import { Safe } from "../../ui/Safe.tsx";
import type { PlannedAnswer } from "./answers.ts";
import styles from "./Context.module.css";
import { leadingName } from "./entity-names.ts";

interface Ways {
  /** Keys of things with a page of their own, by name. */
  readonly names: ReadonlyMap<string, string>;
  readonly onOpen: (key: string) => void;
}
const noWays: Ways = { names: new Map(), onOpen: () => undefined };

/** A text; a thing of the case that it begins with leads to its page. */
function Named({ text, ways }: { readonly text: string; readonly ways: Ways }) {
  const name = leadingName(ways.names, text);
  const key = name === undefined ? undefined : ways.names.get(name);
  if (name === undefined || key === undefined) return <Safe text={text} />;
  return (
    <>
      <button type="button" className={styles["named"]} title={`Page of ${toSafeText(text)}`} onClick={() => ways.onOpen(key)}>
        <Safe text={name} />
      </button>
      <Safe text={text.slice(name.length)} />
    </>
  );
}

/** A value, or why there is none; never a blank. */
export function AnswerText({ answer, ways = noWays }: { readonly answer: Answer; readonly ways?: Ways }) {
  if (answer.value !== null) return <Named text={answer.value} ways={ways} />;
  return (
    <span className={styles["unknown"]}>
      unknown because <Safe text={answer.unknownBecause ?? "nothing was recorded"} />
    </span>
  );
}

function Facts({ planned, isOpen, ways }: { readonly planned: PlannedAnswer; readonly isOpen: boolean; readonly ways: Ways }) {
  const { answer, facts, aside } = planned;
  const shown = answer.detail.filter((fact) => fact.label !== aside && (isOpen || facts.includes(fact.label)));
  return shown.map((fact) => (
    <div key={`${fact.label} ${fact.value}`} className={styles["pair"]}>
      <dt>
        <Safe text={fact.label} />
      </dt>
      <dd className={isOpen ? undefined : styles["line"]} title={fact.value}>
        <Named text={fact.value} ways={ways} />
      </dd>
    </div>
  ));
}

/** One or several answers; what does not fit at a glance unfolds. */
export function AnswerCard({
  title,
  answers,
  ways,
}: {
  readonly title: string;
  readonly answers: readonly PlannedAnswer[];
  readonly ways: Ways;
}) {
  const [isOpen, setOpen] = useState(false);
  const isFolded = ({ facts, aside }: PlannedAnswer, label: string): boolean => label !== aside && !facts.includes(label);
  const folded = answers.reduce((n, planned) => n + planned.answer.detail.filter((fact) => isFolded(planned, fact.label)).length, 0);
  const corner = answers.flatMap(({ answer, aside }) => answer.detail.filter((fact) => fact.label === aside));
  const more = (
    <button type="button" className={styles["more"]} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
      {isOpen ? "less" : `${folded} more`}
    </button>
  );
  return (
    <Card
      title={title}
      aside={
        <>
          {corner.map((fact) => (
            <span key={fact.label}>{`${fact.label.replace("how ", "")} ${fact.value}`}</span>
          ))}
          {folded === 0 ? null : more}
        </>
      }
    >
      {answers.map((planned) => (
        <dl key={planned.answer.id} title={planned.answer.question}>
          {planned.label === undefined ? (
            <div>
              <dt className="visually-hidden">{planned.answer.question}</dt>
              <dd className={isOpen ? styles["main"] : styles["main-short"]}>
                <AnswerText answer={planned.answer} ways={ways} />
              </dd>
            </div>
          ) : (
            <div className={styles["pair"]}>
              <dt>{planned.label}</dt>
              <dd className={isOpen ? undefined : styles["short"]} title={planned.answer.value ?? undefined}>
                <AnswerText answer={planned.answer} ways={ways} />
              </dd>
            </div>
          )}
          <Facts planned={planned} isOpen={isOpen} ways={ways} />
        </dl>
      ))}
    </Card>
  );
}
