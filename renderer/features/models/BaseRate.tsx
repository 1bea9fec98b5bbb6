import { useState } from "react";
import type { EvaluationReport } from "../../../shared/contract/evaluations.ts";
import { formatCount, formatPercent } from "../../ui/format/number.ts";
import { TextField } from "../../ui/TextField.tsx";
import { expected, ratesOf, type Workload } from "./base-rate.ts";
import styles from "./Evaluation.module.css";

const figure = (value: number): string => (value >= 10 ? formatCount(Math.round(value)) : String(Math.round(value * 100) / 100));

function Row({
  title,
  of,
  likely,
  worst,
}: {
  readonly title: string;
  readonly of: (w: Workload) => string;
  readonly likely: Workload;
  readonly worst: Workload;
}) {
  return (
    <tr>
      <th scope="row">{title}</th>
      <td className={styles["number"]}>{of(likely)}</td>
      <td className={styles["number"]}>{of(worst)}</td>
    </tr>
  );
}

/** Precision means nothing without how rare the malicious is: asks for that, and tells what a day would bring. */
export function BaseRate({ report }: { readonly report: EvaluationReport }) {
  const usual = report.replay === null ? 10_000 : Math.max(1, Math.round(report.replay.flagged.n / report.replay.days));
  const [oneIn, setOneIn] = useState("10000");
  const [subjects, setSubjects] = useState(String(usual));
  const [minutes, setMinutes] = useState("10");
  const rates = ratesOf(report);
  const isNumber = (text: string, least: number): boolean => text.trim() !== "" && Number(text) >= least && Number.isFinite(Number(text));
  const problem = (text: string, least: number): string | undefined => (isNumber(text, least) ? undefined : `a number from ${least}`);
  const isAsked = isNumber(oneIn, 1) && isNumber(subjects, 1) && isNumber(minutes, 0);
  const day =
    rates === undefined || !isAsked
      ? undefined
      : expected(rates, { baseRate: 1 / Number(oneIn), subjectsPerDay: Number(subjects), minutesPerAlert: Number(minutes) });
  return (
    <div className={styles["base"]}>
      <div className={styles["ask"]}>
        <TextField
          label="Malicious: one subject in"
          inputMode="numeric"
          value={oneIn}
          problem={problem(oneIn, 1)}
          onChange={(e) => setOneIn(e.target.value)}
        />
        <TextField
          label="Subjects a day"
          inputMode="numeric"
          value={subjects}
          problem={problem(subjects, 1)}
          onChange={(e) => setSubjects(e.target.value)}
        />
        <TextField
          label="Minutes an alert takes"
          inputMode="numeric"
          value={minutes}
          problem={problem(minutes, 0)}
          onChange={(e) => setMinutes(e.target.value)}
        />
      </div>
      {day === undefined || rates === undefined ? (
        <p className={styles["quiet"]}>
          {rates === undefined
            ? "Nothing was counted that a day could be reckoned from."
            : "Say how rare and how many to see what a day would bring."}
        </p>
      ) : (
        <table className={styles["gate"]} aria-label="What a day would bring">
          <thead>
            <tr>
              <th scope="col">A day</th>
              <th scope="col" className={styles["number"]}>
                As counted
              </th>
              <th scope="col" className={styles["number"]}>
                At the worst ends
              </th>
            </tr>
          </thead>
          <tbody>
            <Row title="Alerts" of={(w) => figure(w.alerts)} {...day} />
            <Row title="Malicious" of={(w) => figure(w.malicious)} {...day} />
            <Row title="Ordinary" of={(w) => figure(w.ordinary)} {...day} />
            <Row title="Minutes" of={(w) => figure(w.minutes)} {...day} />
            <Row title="Malicious of the alerts" of={(w) => (w.precision === null ? "–" : formatPercent(w.precision))} {...day} />
          </tbody>
        </table>
      )}
      {rates === undefined ? null : (
        <p className={styles["quiet"]}>
          Reckoned from {rates.bad.k} of {rates.bad.n} known-bad cases and {formatCount(rates.good.k)} of {formatCount(rates.good.n)}{" "}
          {rates.from.slice(3)} flagged.
        </p>
      )}
    </div>
  );
}
