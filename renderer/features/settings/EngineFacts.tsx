import { useRequest } from "../../state/requests.ts";
import { formatCount } from "../../ui/format/number.ts";
import { KeyValues } from "../../ui/KeyValues.tsx";
import { Safe } from "../../ui/Safe.tsx";

const networkWords = (url: string | null) =>
  url === null ? (
    "nothing leaves this machine"
  ) : (
    <>
      only lineage leaves this machine, for <Safe text={url} />
    </>
  );

export function EngineFacts() {
  const engine = useRequest("engine.info", {});
  const { data: sink } = useRequest("lineage.sink", {});
  const { data: info } = useRequest("workspace.info", {});
  return (
    <section aria-labelledby="engine">
      <h2 id="engine">This workspace</h2>
      <KeyValues
        items={[
          { label: "Workspace", value: info === undefined ? "…" : <Safe text={info.path ?? info.name} /> },
          { label: "Decisions", value: info === undefined ? "…" : `${formatCount(info.log.entries)} in the log` },
          {
            label: "Quarry",
            value: engine.data === undefined ? "…" : `${engine.data.version}, ${engine.data.host} host, Node ${engine.data.node}`,
          },
          { label: "Network", value: sink === undefined ? "…" : networkWords(sink.url) },
        ]}
      />
    </section>
  );
}
