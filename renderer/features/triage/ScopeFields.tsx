import type { ScopeOffer } from "../../../shared/contract/suppressions.ts";
import { Safe } from "../../ui/Safe.tsx";
import styles from "./SuppressDialog.module.css";
import { type BoundChoice, type EntityChoice, isName, type Reach, type ScopeDraft } from "./suppression-form.ts";

interface ScopeFieldsProps {
  readonly offer: ScopeOffer;
  readonly draft: ScopeDraft;
  readonly onChange: (draft: ScopeDraft) => void;
}

const reaches: readonly { readonly value: Reach; readonly label: string }[] = [
  { value: "alone", label: "this name alone" },
  { value: "both", label: "it and all names under it" },
  { value: "under", label: "names under it, not itself" },
];

function EntityField({ choice, onChange }: { readonly choice: EntityChoice; readonly onChange: (choice: EntityChoice) => void }) {
  return (
    <div className={styles["part"]}>
      <label>
        <input type="checkbox" checked={choice.isNamed} onChange={(event) => onChange({ ...choice, isNamed: event.target.checked })} />{" "}
        about{" "}
        <code>
          <Safe text={choice.entity} />
        </code>
      </label>
      {isName(choice.entity) ? (
        <select
          aria-label={`How far ${choice.entity} is followed`}
          value={choice.reach}
          disabled={!choice.isNamed}
          onChange={(event) => onChange({ ...choice, reach: reaches.find(({ value }) => value === event.target.value)?.value ?? "alone" })}
        >
          {reaches.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      ) : null}
    </div>
  );
}

function BoundField({ choice, onChange }: { readonly choice: BoundChoice; readonly onChange: (choice: BoundChoice) => void }) {
  const { feature, title, kind, value } = choice;
  const kinds: readonly BoundChoice["kind"][] = ["none", "at-most", "at-least"];
  return (
    <div className={styles["part"]}>
      <span>
        <Safe text={title} />
      </span>
      <select
        aria-label={`Bound of ${title}`}
        value={kind}
        onChange={(event) => onChange({ ...choice, kind: kinds.find((one) => one === event.target.value) ?? "none" })}
      >
        <option value="none">whatever it is</option>
        <option value="at-most">at most</option>
        <option value="at-least">at least</option>
      </select>
      {kind === "none" ? null : (
        <input
          type="number"
          step="any"
          aria-label={`Value of ${feature}`}
          value={value}
          onChange={(event) =>
            Number.isNaN(event.target.valueAsNumber) ? undefined : onChange({ ...choice, value: event.target.valueAsNumber })
          }
        />
      )}
    </div>
  );
}

const replaced = <T,>(list: readonly T[], at: number, one: T): readonly T[] => list.map((old, i) => (i === at ? one : old));

/** What of the case a scope names. */
export function ScopeFields({ offer, draft, onChange }: ScopeFieldsProps) {
  return (
    <fieldset>
      <legend>Hides cases</legend>
      <div className={styles["part"]}>
        <label>
          <input type="checkbox" checked={draft.ofModel} onChange={(event) => onChange({ ...draft, ofModel: event.target.checked })} /> of
          the model <b>{offer.model}</b>
        </label>
        {offer.classes.length === 0 ? null : (
          <label>
            <input
              type="checkbox"
              checked={draft.ofClasses}
              onChange={(event) => onChange({ ...draft, ofClasses: event.target.checked })}
            />{" "}
            with evidence of {offer.classes.join(", ")} alone
          </label>
        )}
      </div>
      {draft.entities.map((choice, i) => (
        <EntityField
          key={choice.entity}
          choice={choice}
          onChange={(one) => onChange({ ...draft, entities: replaced(draft.entities, i, one) })}
        />
      ))}
      {draft.bounds.map((choice, i) => (
        <BoundField
          key={choice.feature}
          choice={choice}
          onChange={(one) => onChange({ ...draft, bounds: replaced(draft.bounds, i, one) })}
        />
      ))}
    </fieldset>
  );
}
