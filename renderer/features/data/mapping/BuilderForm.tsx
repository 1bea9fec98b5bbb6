import type { MappingProposal } from "../../../../shared/contract/mappings.ts";
import type { ClassName } from "../../../../shared/domain/ocsf.ts";
import type { Review } from "../import-store.ts";
import { ColumnTable } from "./ColumnTable.tsx";
import { Constants } from "./Constants.tsx";
import styles from "./Mapping.module.css";
import { type Draft, type Layout, mappingOf } from "./mapping-draft.ts";
import { PreviewTable } from "./PreviewTable.tsx";
import { SaveBar } from "./SaveBar.tsx";
import { TableFields } from "./TableFields.tsx";
import { TimeFields } from "./TimeFields.tsx";
import { usePreview } from "./use-preview.ts";
import { Scrollable } from "../../../ui/Scrollable.tsx";

export interface BuilderFormProps {
  readonly proposal: MappingProposal;
  readonly draft: Draft;
  readonly review: Review;
  readonly file: string;
  readonly onDraft: (draft: Draft) => void;
  readonly onClass: (name: ClassName) => void;
  readonly onLayout: (layout: Layout) => void;
}

/** What the table is above, what becomes of its first rows below. */
export function BuilderForm({ proposal, draft, review, file, onDraft, onClass, onLayout }: BuilderFormProps) {
  const mapping = mappingOf(draft);
  const preview = usePreview({ grants: review.grants, file, clock: review.choice.clock }, mapping);
  return (
    <>
      <Scrollable className={styles["form"]} aria-label="What the columns are">
        <TableFields proposal={proposal} draft={draft} onDraft={onDraft} onClass={onClass} onLayout={onLayout} />
        <TimeFields proposal={proposal} draft={draft} onDraft={onDraft} />
        <ColumnTable proposal={proposal} draft={draft} misfits={preview.data?.misfits ?? {}} onDraft={onDraft} />
        <Constants draft={draft} onDraft={onDraft} />
      </Scrollable>
      <PreviewTable
        draft={draft}
        preview={preview.data}
        error={preview.error}
        missing={typeof mapping === "string" ? mapping : undefined}
      />
      <SaveBar file={file} mapping={mapping} />
    </>
  );
}
