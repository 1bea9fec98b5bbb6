import { useState } from "react";
import { useRequest } from "../../../state/requests.ts";
import { showFailure, showToast } from "../../../state/messages.ts";
import { useTime } from "../../../state/use-format.ts";
import { Button } from "../../../ui/Button.tsx";
import { Choice } from "../../../ui/Choice.tsx";
import { Scrollable } from "../../../ui/Scrollable.tsx";
import { toSafeText } from "../../../ui/format/text.ts";
import { Modal } from "../../../ui/Modal.tsx";
import { Safe } from "../../../ui/Safe.tsx";
import { Empty, Failure, Skeleton } from "../../../ui/States.tsx";
import { compareCases, type ComparedCase, type ComparedPart, comparisonText, sharedBy, sharedWords } from "./compare-cases.ts";
import styles from "./Compare.module.css";

/** Enough to say what two cases have in common; more is said to be left out. */
const mostEvents = 1000;

function useCompared(anomalyId: string | undefined): { readonly side: ComparedCase | undefined; readonly error: Error | null } {
  const time = useTime();
  const isChosen = anomalyId !== undefined;
  const input = { anomalyId: anomalyId ?? "" };
  const { data: detail, error } = useRequest("triage.case", input, isChosen);
  const { data: graph } = useRequest("triage.context", input, isChosen);
  const { data: events } = useRequest("triage.evidence", { ...input, limit: mostEvents }, isChosen);
  if (detail === undefined || !isChosen) return { side: undefined, error };
  const { from, to } = detail.row.window;
  return { side: { detail, graph, events: events?.rows, eventsTotal: events?.total ?? 0, window: time.range(from, to) }, error };
}

function Part({ part: { title, lines } }: { readonly part: ComparedPart }) {
  return (
    <tbody>
      <tr>
        <th colSpan={4} scope="rowgroup" className={styles["part"]}>
          {title}
        </th>
      </tr>
      {lines.map((line) => (
        <tr key={line.title} className={line.differs ? styles["differs"] : undefined} data-differs={line.differs}>
          <th scope="row">
            <Safe text={line.title} />
          </th>
          <td>
            <span aria-hidden="true">{line.differs ? "≠" : "="}</span>
            <span className="visually-hidden">{line.differs ? "differs" : "the same"}</span>
          </td>
          <td>
            <Safe text={line.a} />
          </td>
          <td>
            <Safe text={line.b} />
          </td>
        </tr>
      ))}
    </tbody>
  );
}

function Compared({ a, b }: { readonly a: ComparedCase; readonly b: ComparedCase }) {
  const shared = sharedBy(a, b);
  return (
    <Scrollable className={styles["scroll"]} aria-label="Comparison">
      <p className={styles["shared"]}>
        <b>{sharedWords(shared)}</b>
        {shared.entities.length === 0 ? null : ": "}
        {shared.entities.map(({ type, label }, i) => (
          <span key={`${type} ${label}`}>
            {i === 0 ? "" : ", "}
            {type} <Safe text={label} />
          </span>
        ))}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Same</th>
            <th scope="col" data-term="First case">
              First case
              <br />
              <Safe text={a.detail.row.subject.label} />
            </th>
            <th scope="col" data-term="Second case">
              Second case
              <br />
              <Safe text={b.detail.row.subject.label} />
            </th>
          </tr>
        </thead>
        {compareCases(a, b).map((part) => (
          <Part key={part.title} part={part} />
        ))}
      </table>
    </Scrollable>
  );
}

/** Those most like the case, to compare it with. */
function Nearest({
  like,
  value,
  onChoose,
}: {
  readonly like: string;
  readonly value: string | undefined;
  readonly onChoose: (id: string) => void;
}) {
  const { data } = useRequest("bulk.preview", { like, same: "pattern", reasons: 1, acrossHunts: true, includeJudged: true });
  const found = data?.nearest ?? [];
  const options = found.map(({ anomalyId, label }) => ({ value: anomalyId, label: toSafeText(label) }));
  return (
    <Choice
      label="Compare with, nearest first"
      value={value ?? ""}
      options={[
        { value: "", label: data === undefined ? "looking…" : found.length === 0 ? "none like it in its run" : "choose one" },
        ...options,
      ]}
      onChange={onChoose}
    />
  );
}

/** Two cases side by side: what differs is marked, what they share is said once. */
export function CompareDialog({
  a: idA,
  b: given,
  onClose,
}: {
  readonly a: string;
  readonly b: string | undefined;
  readonly onClose: () => void;
}) {
  const [chosen, setChosen] = useState(given);
  const idB = chosen === "" ? undefined : chosen;
  const { side: a, error: failedA } = useCompared(idA);
  const { side: b, error: failedB } = useCompared(idB);
  const error = failedA ?? failedB;
  const isReady = a !== undefined && b !== undefined;
  const copy = (): void => {
    if (!isReady) return;
    navigator.clipboard
      .writeText(comparisonText(a, b))
      .then(() => showToast({ tone: "info", text: "Comparison copied" }))
      .catch((reason: unknown) => showFailure("The comparison was not copied", reason));
  };
  return (
    <Modal title="Compare two cases" size="large" onClose={onClose}>
      <div className={styles["head"]}>
        {given === undefined ? <Nearest like={idA} value={chosen} onChoose={setChosen} /> : null}
        <Button disabled={!isReady} onClick={copy}>
          Copy as text
        </Button>
      </div>
      <div className={styles["body"]}>
        {error !== null ? <Failure title="A case could not be read" error={error} /> : null}
        {isReady ? <Compared a={a} b={b} /> : null}
        {!isReady && error === null && idB !== undefined ? <Skeleton lines={10} label="Reading both cases" /> : null}
        {idB === undefined ? <Empty title="One case chosen">Choose another above, or select two in the queue with X first.</Empty> : null}
      </div>
    </Modal>
  );
}
