import { Link } from "@tanstack/react-router";
import styles from "./Triage.module.css";

const steps = [
  { title: "Bring telemetry", text: "Zeek logs, Windows and Sysmon events as JSON, or CSV with a mapping. Files stay on this machine." },
  { title: "Train and score", text: "A model package turns the events into a queue within your daily budget." },
  { title: "Judge", text: "One key per verdict. Everything can be undone, and every verdict becomes a label." },
] as const;

/** The first thing a new analyst sees: what is missing, and where to go. */
export function FirstRun({ hasTelemetry }: { readonly hasTelemetry: boolean }) {
  const now = hasTelemetry ? 1 : 0;
  return (
    <div className={styles["first"]}>
      <h2>{hasTelemetry ? "The telemetry is in; no model has looked at it yet." : "This workspace is empty."}</h2>
      <ol>
        {steps.map((step, i) => (
          <li key={step.title} aria-current={i === now ? "step" : undefined} className={i === now ? styles["now"] : undefined}>
            <b>
              {i + 1} · {step.title}
            </b>
            <span>{step.text}</span>
          </li>
        ))}
      </ol>
      <p>
        {hasTelemetry ? (
          <Link to="/models" className={styles["go"]}>
            Choose a model to train
          </Link>
        ) : (
          <Link to="/data" className={styles["go"]}>
            Import telemetry
          </Link>
        )}
        {hasTelemetry ? null : (
          <span className={styles["or"]}>
            or look around first in a simulated enterprise: <code>npm start -- --demo</code>
          </span>
        )}
      </p>
    </div>
  );
}
