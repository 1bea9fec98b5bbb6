import { useState } from "react";
import type { ModelSummary } from "../../../shared/contract/models.ts";
import type { Reproduction } from "../../../shared/contract/reproduce.ts";
import { useRunningJobs } from "../../state/jobs.ts";
import { Button } from "../../ui/Button.tsx";
import { Choice } from "../../ui/Choice.tsx";
import { plural } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { Mark } from "../../ui/Mark.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { newestFirst } from "./model-words.ts";
import { fileWords, levelWords } from "./reproduce-words.ts";
import { useReproduce } from "./use-reproduce.ts";
import styles from "./Models.module.css";
import own from "./Reproduce.module.css";

const digest = (sha256: string | null) => (sha256 === null ? "none" : <code title={sha256}>{shortId(sha256)}</code>);

function Files({ files }: { readonly files: Reproduction["files"] }) {
  return (
    <table className={own["files"]}>
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col">State</th>
          <th scope="col">Recorded</th>
          <th scope="col">Made again</th>
        </tr>
      </thead>
      <tbody>
        {files.map(({ name, state, recorded, rebuilt }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <Mark tone={fileWords[state].tone} /> {fileWords[state].word}
            </td>
            <td>{digest(recorded)}</td>
            <td>{digest(rebuilt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Result({ found }: { readonly found: Reproduction }) {
  const { tone, word } = levelWords[found.level];
  const { from } = found;
  return (
    <>
      <output>
        <Mark tone={tone} /> <b>{word}</b>. <Safe text={found.because} />
      </output>
      <p className={styles["quiet"]}>
        <code>{shortId(found.version)}</code> was made from dataset <code>{shortId(from.dataset)}</code>, seed {from.seed}, package{" "}
        <code>{shortId(from.packageDigest)}</code> and {plural(from.labels, "label")}.
      </p>
      {found.files.length === 0 ? null : <Files files={found.files} />}
    </>
  );
}

/** Makes a version again from what it was made of, and says whether the same comes out. */
export function Reproduce({ model }: { readonly model: ModelSummary }) {
  const versions = newestFirst(model);
  const [chosen, setChosen] = useState(model.champion ?? versions[0]?.id ?? "");
  const { reproduce, found } = useReproduce();
  const isBusy = useRunningJobs().some((job) => job.name === "models.reproduce");
  if (versions.length === 0) return null;
  return (
    <section aria-label="Made again">
      <div className={styles["section"]}>
        <h3>Made again</h3>
        <span className={own["ask"]}>
          <Choice
            label="Version"
            hideLabel
            value={chosen}
            options={versions.map(({ id, stage }) => ({ value: id, label: `${shortId(id)} ${stage}` }))}
            onChange={setChosen}
          />
          <Button disabled={isBusy} onClick={() => reproduce(model.name, chosen)}>
            {isBusy ? "Making it again…" : "Make again and compare"}
          </Button>
        </span>
      </div>
      {found === undefined ? (
        <p className={styles["quiet"]}>
          A version is made again from its recorded dataset, labels, seed and code, and every file compared. Nothing is stored.
        </p>
      ) : (
        <Result found={found} />
      )}
    </section>
  );
}
