import { useRef } from "react";
import { auditTargets } from "../../../../shared/contract/audit.ts";
import { useRequest } from "../../../state/requests.ts";
import { Button } from "../../../ui/Button.tsx";
import { Choice } from "../../../ui/Choice.tsx";
import { formatCount } from "../../../ui/format/number.ts";
import { TextField } from "../../../ui/TextField.tsx";
import type { InsightsSearch } from "../insights-search.ts";
import styles from "./Log.module.css";

export type LogFields = Pick<InsightsSearch, "kind" | "actor" | "since" | "until" | "about" | "id" | "text">;

interface LogFiltersProps {
  readonly fields: LogFields;
  readonly onChange: (fields: LogFields) => void;
}

const pauseMs = 250;
const orNone = (text: string): string | undefined => (text === "" ? undefined : text);
const any = { value: "", label: "any" } as const;

/** By who, which kind, when, what it is about and what it says. Texts are asked for when one stops writing. */
export function LogFilters({ fields, onChange }: LogFiltersProps) {
  const { data } = useRequest("audit.choices", {});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const later = (change: LogFields): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange({ ...fields, ...change }), pauseMs);
  };
  const { kind = "", actor = "", since = "", until = "", about = "", id = "", text = "" } = fields;
  const isSet = [kind, actor, since, until, about, id, text].some((one) => one !== "");
  return (
    <search className={styles["filters"]} aria-label="Filter the log">
      <TextField
        key={`text ${text}`}
        label="Says"
        type="search"
        data-log-search
        defaultValue={text}
        maxLength={200}
        onChange={(event) => later({ text: orNone(event.target.value) })}
      />
      <Choice
        label="Kind"
        value={kind}
        options={[
          any,
          ...(data?.kinds.map((one) => ({ value: one.kind, label: `${one.title} (${one.kind}), ${formatCount(one.n)}` })) ?? []),
        ]}
        onChange={(value) => onChange({ ...fields, kind: orNone(value) })}
      />
      <Choice
        label="Signed by"
        value={actor}
        options={[
          { value: "", label: "anybody" },
          ...(data?.actors.map((one) => ({ value: one.actor, label: `${one.actor}, ${formatCount(one.n)}` })) ?? []),
        ]}
        onChange={(value) => onChange({ ...fields, actor: orNone(value) })}
      />
      <TextField
        label="Since (UTC)"
        type="date"
        value={since}
        onChange={(event) => onChange({ ...fields, since: orNone(event.target.value) })}
      />
      <TextField
        label="Until (UTC)"
        type="date"
        value={until}
        onChange={(event) => onChange({ ...fields, until: orNone(event.target.value) })}
      />
      <Choice
        label="About"
        value={about}
        options={[
          { value: "", label: "anything" },
          ...auditTargets.map((value) => ({ value, label: `a ${value}`.replace("a entity", "an entity") })),
        ]}
        onChange={(value) => onChange({ ...fields, about: value === "" ? undefined : value, id: value === "" ? undefined : fields.id })}
      />
      {about === "" ? null : (
        <TextField
          key={`id ${id}`}
          label={about === "model" ? "Its name" : "Its id"}
          defaultValue={id}
          maxLength={500}
          onChange={(event) => later({ id: orNone(event.target.value) })}
        />
      )}
      {isSet ? (
        <Button size="small" tone="quiet" onClick={() => onChange({})}>
          Show all
        </Button>
      ) : null}
    </search>
  );
}
