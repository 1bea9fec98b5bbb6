import type { ClockProposal } from "../../../../shared/contract/clock.ts";
import { useClient } from "../../../state/client-context.ts";
import { Button } from "../../../ui/Button.tsx";
import { formatCount } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Tag, type Tone } from "../../../ui/Tag.tsx";
import { changeChoice } from "../import-store.ts";
import { type ClockGroup, clockKindNames, groupProposals } from "./clock-groups.ts";
import styles from "./Wizard.module.css";

const tones: Readonly<Record<ClockProposal["confidence"], Tone>> = { strong: "warn", likely: "warn", weak: "neutral" };

function Proposal({ group: { first, files } }: { readonly group: ClockGroup }) {
  const client = useClient();
  const { kind, rule, applied, evidence, confidence, otherwise, file } = first;
  return (
    <li>
      <p>
        <Tag tone={applied ? "ok" : tones[confidence]}>{applied ? "in force" : confidence}</Tag> <b>{clockKindNames[kind]}</b>{" "}
        {rule === null ? null : (
          <code>
            <Safe text={rule} />
          </code>
        )}
        {rule === null || applied ? null : (
          <Button size="small" onClick={() => changeChoice(client, { clock: rule })}>
            Use this rule
          </Button>
        )}
      </p>
      <p className={styles["evidence"]}>
        <Safe text={files.length === 1 ? file : `${file} and ${formatCount(files.length - 1)} more`} />: <Safe text={evidence} />
      </p>
      {applied ? null : (
        <p className={styles["evidence"]}>
          Otherwise: <Safe text={otherwise} />
        </p>
      )}
    </li>
  );
}

interface ClocksProps {
  readonly proposals: readonly ClockProposal[];
  readonly clock: string;
  /** The rule and what it corrected by itself. */
  readonly found: string;
}

/** Which clock rule is in force, and what speaks for another one. A person chooses. */
export function Clocks({ proposals, clock, found }: ClocksProps) {
  const client = useClient();
  const groups = groupProposals(proposals);
  return (
    <section className={styles["clocks"]} aria-label="Clocks">
      <h3>
        Clock rule{" "}
        <code>
          <Safe text={found} />
        </code>
        {clock === "declared" ? null : (
          <Button size="small" tone="quiet" onClick={() => changeChoice(client, { clock: "declared" })}>
            As declared again
          </Button>
        )}
      </h3>
      {groups.length === 0 ? (
        <p className={styles["quiet"]}>Nothing speaks against the clocks of these files.</p>
      ) : (
        <ul>
          {groups.map((group) => (
            <Proposal key={`${group.first.kind} ${group.first.rule ?? ""} ${String(group.first.applied)}`} group={group} />
          ))}
        </ul>
      )}
    </section>
  );
}
