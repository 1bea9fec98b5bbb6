import { useRef } from "react";
import { ImportFormat } from "../../../../shared/contract/telemetry.ts";
import { useClient } from "../../../state/client-context.ts";
import { showFailure } from "../../../state/messages.ts";
import { useRequest } from "../../../state/requests.ts";
import { Choice } from "../../../ui/Choice.tsx";
import { changeChoice, type ImportChoice } from "../import-store.ts";

const formatNames: Record<ImportFormat, string> = {
  auto: "Find out",
  zeek: "Zeek",
  windows: "Windows events (JSON)",
  cloudtrail: "CloudTrail",
  suricata: "Suricata EVE",
  ocsf: "OCSF",
  linux: "Linux: syslog, auditd, Sysmon",
  csv: "CSV with a mapping",
  parquet: "Parquet with a mapping",
  iceberg: "Iceberg table (its folder)",
};

const none = "none";
const fromFile = "from a file…";

/** How the files are read: as what, and tables by which mapping. */
export function FormatChoice({ choice }: { readonly choice: ImportChoice }) {
  const client = useClient();
  const { data: saved = [] } = useRequest("mappings.list", {});
  const picker = useRef<HTMLInputElement>(null);
  const newest = saved.filter((m, i) => saved.findIndex((other) => other.name === m.name) === i);
  const titles = newest.map((m) => `${m.name}@${String(m.version)}`);
  const chosen = choice.mapping?.title;
  const options = [none, ...titles, ...(chosen === undefined || titles.includes(chosen) ? [] : [chosen]), fromFile];
  const take = (title: string): void => {
    if (title === none) return changeChoice(client, { mapping: undefined });
    if (title === fromFile) return picker.current?.click();
    const found = newest[titles.indexOf(title)];
    if (found === undefined) return;
    client
      .call("mappings.read", { name: found.name, version: found.version })
      .then(({ mapping }) => changeChoice(client, { mapping: { title, text: mapping } }))
      .catch((error: unknown) => showFailure("The mapping could not be read", error));
  };
  return (
    <>
      <Choice
        label="Format"
        value={choice.format}
        options={ImportFormat.options.map((value) => ({ value, label: formatNames[value] }))}
        onChange={(format) => changeChoice(client, { format })}
      />
      <Choice
        label="Mapping of tables"
        value={chosen ?? none}
        options={options.map((value) => ({ value, label: value }))}
        onChange={take}
      />
      <input
        ref={picker}
        type="file"
        accept=".json"
        className="visually-hidden"
        tabIndex={-1}
        aria-label="Mapping file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file === undefined) return;
          file
            .text()
            .then((text) => changeChoice(client, { mapping: { title: file.name, text } }))
            .catch((error: unknown) => showFailure("The mapping could not be read", error));
        }}
      />
    </>
  );
}
