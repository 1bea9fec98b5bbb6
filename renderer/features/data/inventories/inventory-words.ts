import type { AsOfBasis, Inventory, InventoryKind } from "../../../../shared/contract/inventories.ts";

export const kindNames: Readonly<Record<InventoryKind, string>> = {
  directory: "Directory",
  idp: "Identity provider",
  cmdb: "CMDB",
  dhcp: "DHCP leases",
  network: "Network zones",
  criticality: "Criticality",
  changes: "Change windows",
  scanners: "Scanners",
};

export const basisWords: Readonly<Record<AsOfBasis, string>> = {
  declared: "as declared",
  "file name": "from the file’s name",
  content: "newest change in its rows",
  import: "when it came in; the file does not say",
};

const dayUs = 86_400_000_000;
const hourUs = 3_600_000_000;

/** How an export's age compares with the newest event: that is what it is used on. */
export function ageText(asOfUs: number, newestEventUs: number | undefined): string {
  if (newestEventUs === undefined) return "";
  const ageUs = newestEventUs - asOfUs;
  if (Math.abs(ageUs) < hourUs) return "same age as the telemetry";
  const size =
    Math.abs(ageUs) < 2 * dayUs ? `${String(Math.round(Math.abs(ageUs) / hourUs))} h` : `${String(Math.round(Math.abs(ageUs) / dayUs))} d`;
  return ageUs > 0 ? `${size} older than the telemetry` : `${size} newer than the telemetry`;
}

interface SourceVersions {
  readonly kind: InventoryKind;
  readonly source: string;
  /** Newest first; never empty. */
  readonly versions: readonly Inventory[];
  /** The version in use, or else the newest. */
  readonly shown: Inventory;
}

/** The sources in the order of the kinds, each with its versions. */
export function bySource(inventories: readonly Inventory[]): SourceVersions[] {
  const groups = new Map<string, Inventory[]>();
  for (const one of inventories) groups.set(`${one.kind} ${one.source}`, [...(groups.get(`${one.kind} ${one.source}`) ?? []), one]);
  const order = Object.keys(kindNames);
  return [...groups.values()]
    .flatMap((versions) => {
      const shown = versions.find((one) => one.state === "current") ?? versions[0];
      return shown === undefined ? [] : [{ kind: shown.kind, source: shown.source, versions, shown }];
    })
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.source < b.source ? -1 : 1));
}
