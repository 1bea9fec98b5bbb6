import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { MappingFile, type MappingProposal } from "../../../../shared/contract/mappings.ts";
import type { ClassName } from "../../../../shared/domain/ocsf.ts";
import { useClient } from "../../../state/client-context.ts";
import { request } from "../../../state/requests.ts";
import { Button } from "../../../ui/Button.tsx";
import { Safe } from "../../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../../ui/States.tsx";
import { closeMapping, type Review } from "../import-store.ts";
import { BuilderForm } from "./BuilderForm.tsx";
import styles from "./Mapping.module.css";
import { draftOf, draftOfProposal, type Draft, type Layout } from "./mapping-draft.ts";

interface BuilderProps {
  readonly review: Review;
  readonly file: string;
}

/** The mapping in force, when the analyst comes back to change it. */
function draftInForce(review: Review): Draft | undefined {
  if (review.choice.mapping === undefined) return undefined;
  try {
    const parsed = MappingFile.safeParse(JSON.parse(review.choice.mapping.text));
    return parsed.success ? draftOf(parsed.data) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Says which column of a table is what, with the engine's proposal to start from and its first rows to judge by. */
export function MappingBuilder({ review, file }: BuilderProps) {
  const client = useClient();
  const [inForce] = useState(() => draftInForce(review));
  const [wanted, setWanted] = useState<ClassName | undefined>(inForce?.class);
  const [layout, setLayout] = useState<Layout | undefined>(inForce?.layout);
  const asked = {
    grants: [...review.grants],
    file,
    ...(wanted === undefined ? {} : { class: wanted }),
    ...(layout === undefined ? {} : { layout }),
  };
  const { data, error, refetch } = useQuery({ ...request(client, "mappings.propose", asked), placeholderData: keepPreviousData });
  return (
    <section className={styles["builder"]} aria-label="Mapping" data-pane="data">
      <div className={styles["head"]}>
        <h2>
          Mapping of <Safe text={file} />
        </h2>
        <Button onClick={() => closeMapping(client)}>Back to the files</Button>
      </div>
      {error === null ? null : <Failure title="The table could not be looked into" error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null ? <Skeleton lines={8} label="Looking into the table" /> : null}
      {data === undefined ? null : (
        <Proposed key={file} proposal={data} inForce={inForce} review={review} file={file} onClass={setWanted} onLayout={setLayout} />
      )}
    </section>
  );
}

interface ProposedProps extends BuilderProps {
  readonly proposal: MappingProposal;
  readonly inForce: Draft | undefined;
  readonly onClass: (name: ClassName) => void;
  readonly onLayout: (layout: Layout) => void;
}

/** A new class or layout brings a new proposal, and with it new columns; what was chosen by hand stays until then. */
function Proposed({ proposal, inForce, review, file, onClass, onLayout }: ProposedProps) {
  const [draft, setDraft] = useState<Draft>(() => inForce ?? draftOfProposal(proposal, undefined));
  const [seen, setSeen] = useState(proposal);
  if (seen !== proposal) {
    setSeen(proposal);
    const fresh = draftOfProposal(proposal, draft.class);
    setDraft({ ...fresh, layout: draft.layout, time: fresh.time.column === "" ? draft.time : fresh.time });
  }
  return (
    <BuilderForm
      proposal={proposal}
      draft={draft}
      review={review}
      file={file}
      onDraft={setDraft}
      onClass={(name) => {
        setDraft({ ...draft, class: name, entries: [] });
        onClass(name);
      }}
      onLayout={(layout) => {
        setDraft({ ...draft, layout });
        onLayout(layout);
      }}
    />
  );
}
