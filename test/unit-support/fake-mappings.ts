import { AppError } from "../../shared/contract/errors.ts";
import type { MappingFile, SavedMapping } from "../../shared/contract/mappings.ts";
import type { Output, Parsed, RequestName } from "../../shared/contract/requests.ts";

type Names = Extract<RequestName, `mappings.${string}`>;
type FakeHandlers = { readonly [K in Names]: (input: Parsed<K>) => Output<K> };

export const flowMapping: MappingFile = {
  class: "network_activity",
  delimiter: ",",
  quote: '"',
  time: { column: "StartTime", format: "pattern", pattern: "yyyy/MM/dd HH:mm:ss", zone: "UTC" },
  columns: {
    src_endpoint_ip: { from: "SrcAddr" },
    src_endpoint_port: { from: "Sport" },
    dst_endpoint_ip: { from: "DstAddr" },
    duration: { from: "Dur", scale: 1000 },
  },
};

const samples = (column: number): string[] => flowRows.map((row) => row[column] ?? "");
const flowRows = [
  ["2026/03/22 16:24:47.672448", "63.822830", "tcp", "10.8.0.69", "56101", "198.51.100.13"],
  ["2026/03/22 16:24:48.672448", "0.5", "udp", "10.8.0.70", "56102", "198.51.100.14"],
  ["2026/03/22 16:24:49.672448", "1.25", "icmp", "00:00:5e:00:53:af", "0x0303", "198.51.100.15"],
];

/** Mappings of the fake engine: one is kept, and every table is the same table of flows. */
export function createFakeMappings(): FakeHandlers {
  const kept = new Map<string, string[]>([["argus-flows", [JSON.stringify(flowMapping, undefined, 2)]]]);
  const saved = (name: string, version: number): SavedMapping => ({
    id: "6b1f0c77aa20",
    name,
    version,
    class: "network_activity",
    columns: 4,
    file: `mappings/${name}/${String(version)}.json`,
    savedAt: 1_774_170_000_000_000,
  });
  return {
    "mappings.list": () => [...kept].flatMap(([name, versions]) => versions.map((_, i) => saved(name, i + 1)).toReversed()),
    "mappings.read": ({ name, version }) => {
      const mapping = kept.get(name)?.at(version === undefined ? -1 : version - 1);
      if (mapping === undefined) throw new AppError("not-found", `there is no mapping ${name}`);
      return { ...saved(name, version ?? kept.get(name)?.length ?? 1), mapping };
    },
    "mappings.save": ({ name, mapping }) => {
      const versions = [...(kept.get(name) ?? []), mapping];
      kept.set(name, versions);
      return saved(name, versions.length);
    },
    "mappings.propose": ({ file, class: wanted = "network_activity" }) => ({
      file: file ?? "flows.csv",
      kind: "delimited",
      sampledRows: 3,
      columns: [
        { name: "StartTime", kind: "time", samples: samples(0) },
        { name: "Dur", kind: "number", samples: samples(1) },
        { name: "Proto", kind: "text", samples: samples(2) },
        { name: "SrcAddr", kind: "text", samples: samples(3) },
        { name: "Sport", kind: "integer", samples: samples(4) },
        { name: "DstAddr", kind: "ip", samples: samples(5) },
      ],
      layoutReason: "4 of 4 sampled rows have 6 columns between commas, the first names them",
      timeReason: '3 of 3 values of "StartTime" are yyyy/MM/dd HH:mm:ss',
      classReason: "5 of 6 columns fit it by their names",
      suggestions: [
        {
          column: "src_endpoint_ip",
          mapped: { from: "SrcAddr" },
          reason: '"SrcAddr" is a usual name of src_endpoint.ip; 2 of 3 values fit',
        },
        {
          column: "src_endpoint_port",
          mapped: { from: "Sport" },
          reason: '"Sport" is a usual name of src_endpoint.port; 3 of 3 values fit',
        },
        {
          column: "dst_endpoint_ip",
          mapped: { from: "DstAddr" },
          reason: '"DstAddr" is a usual name of dst_endpoint.ip; 3 of 3 values fit',
        },
        {
          column: "duration",
          mapped: { from: "Dur", scale: 1000 },
          reason: '"Dur" is a usual name of duration; decimals are taken for seconds',
        },
      ],
      mapping: { ...flowMapping, class: wanted },
    }),
    "mappings.preview": ({ mapping }) => ({
      rows: flowRows.map((row, i) => ({
        line: i + 2,
        raw: row.join(","),
        event: {
          time: 1_774_196_687_672_448 + i * 1_000_000,
          ...(i === 2 ? {} : { src_endpoint_ip: row[3] ?? "" }),
          dst_endpoint_ip: row[5] ?? "",
          duration: Number(row[1]) * 1000,
        },
        misfits: i === 2 && mapping.includes("src_endpoint_ip") ? { src_endpoint_ip: row[3] ?? "" } : {},
      })),
      read: 3,
      mapped: 3,
      rejected: 0,
      misfits: mapping.includes("src_endpoint_ip") ? { src_endpoint_ip: 1 } : {},
    }),
  };
}
