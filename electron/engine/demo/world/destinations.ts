import { openStream, type Stream } from "../random-stream.ts";
import { siteEndings, siteWords } from "./names.ts";

/** A name outside the company. Addresses come from documentation (RFC 5737) and benchmarking (RFC 2544) ranges only. */
export interface Destination {
  readonly name: string;
  readonly ips: readonly string[];
  readonly issuer: string;
  readonly ttlS: number;
  /** Median bytes of an answer. */
  readonly bytes: number;
  readonly tls: boolean;
}

export interface Destinations {
  /** Ordinary web sites, most visited first. */
  readonly sites: readonly Destination[];
  /** Content networks, advertising and measurement that ride along with page views. */
  readonly thirdParties: readonly Destination[];
  /** Services named in `services`, by key. */
  readonly service: (key: ServiceKey) => Destination;
}

export const issuers = [
  "CN=Fenwick Trust TLS CA 3,O=Fenwick Trust Services",
  "CN=Open Lantern R4,O=Open Lantern,C=XX",
  "CN=Marrow Global DV G2,O=Marrow Certification Ltd",
  "CN=Northgate OV Issuing 1,O=Northgate PKI",
] as const;

const services = {
  mail: ["outlook.postern-mail.example", 9_000],
  mailAuth: ["login.postern-id.example", 14_000],
  chat: ["rt3.corvid-chat.example", 1_500],
  chatFiles: ["files.corvid-chat.example", 60_000],
  docs: ["docs.fairleaf-office.example", 45_000],
  crm: ["app.brightpier-crm.example", 38_000],
  payroll: ["tenant-4471.northquay-payroll.example", 22_000],
  hr: ["people.alderstone-hr.example", 26_000],
  video: ["edge7.postern-meet.example", 900_000],
  edr: ["ingest-eu2.sentrel-cloud.example", 2_600],
  osUpdate: ["sls.update.verdian-os.example", 5_200],
  osUpdateFiles: ["dl.delivery.verdian-os.example", 2_400_000],
  osTelemetry: ["v10.events.verdian-os.example", 1_100],
  browserUpdate: ["update.lynxfield-browser.example", 3_800],
  safeSites: ["safesites.lynxfield-browser.example", 6_400],
  avSignatures: ["sig.sentrel-cloud.example", 180_000],
  weather: ["tile.skylark-weather.example", 7_200],
  time: ["ntp.meridian-time.example", 48],
  printerCloud: ["mqtt.inkwell-print.example", 900],
  roomCloud: ["devices.postern-meet.example", 1_300],
  facilityCloud: ["gw.helmsman-bms.example", 700],
  quillLicense: ["licensing.quillcad.example", 2_100],
  erpVendor: ["telemetry.meridian-erp.example", 1_800],
  backupCatalog: ["catalog.holdfast-backup.example", 16_000],
  backupVault: ["vault2.holdfast-backup.example", 9_000],
  databaseTelemetry: ["vortex.data.verdian-os.example", 1_600],
  packages: ["registry.stackbench.example", 120_000],
  gitCloud: ["git.stackbench.example", 40_000],
  vendorVpn: ["ras.ostrava-machinery.example", 5_000],
  spectrometer: ["relay.photonix-lab.example", 640],
  quotes: ["api.tidal-fx.example", 830],
  webArchive: ["filings.regbook.example", 480_000],
  deploy: ["content.deploykeeper.example", 52_000],
  shareOut: ["transfer.parcelbay.example", 15_000],
  webForms: ["forms.fairleaf-office.example", 12_000],
} as const satisfies Record<string, readonly [string, number]>;

export type ServiceKey = keyof typeof services;

const siteCount = 640;
const thirdPartyCount = 70;

export function createDestinations(seed: number): Destinations {
  const random = openStream(seed, "destinations");
  const names = new Set<string>();
  const sites = Array.from({ length: siteCount }, (_, rank) => {
    const name = `${random.chance(0.7) ? "www." : ""}${siteName(random, names)}.example`;
    return { ...createDestination(random, name, Math.round(random.logNormal(28_000, 0.8))), tls: rank < 40 || random.chance(0.9) };
  });
  const thirdParties = Array.from({ length: thirdPartyCount }, () => {
    const head = random.pick(["cdn", "static", "px", "tags", "assets", "img", "metrics", "ads", "collect", "fonts"]);
    return createDestination(
      random,
      `${head}${random.int(1, 9)}.${siteName(random, names)}.example`,
      Math.round(random.logNormal(9_000, 1)),
    );
  });
  const known = new Map<string, Destination>();
  for (const [key, [name, bytes]] of Object.entries(services))
    known.set(key, { ...createDestination(openStream(seed, `service/${key}`), name, bytes), ttlS: 7_200 });
  const service = (key: ServiceKey): Destination => {
    const found = known.get(key);
    if (found === undefined) throw new Error(`unknown service ${key}`);
    return found;
  };
  return { sites, thirdParties, service };
}

function siteName(random: Stream, taken: Set<string>): string {
  for (;;) {
    const join = random.chance(0.25) ? "-" : "";
    const name = `${random.pick(siteWords)}${join}${random.pick(random.chance(0.45) ? siteEndings : siteWords)}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

function createDestination(random: Stream, name: string, bytes: number): Destination {
  const count = random.weighted([0.6, 0.25, 0.15]) + 1;
  return {
    name,
    ips: Array.from({ length: count }, () => outsideAddress(random)),
    issuer: issuers[random.weighted([0.34, 0.36, 0.18, 0.12])] ?? issuers[0],
    ttlS: random.pick([300, 600, 1800, 3600, 3600]),
    bytes,
    tls: true,
  };
}

function outsideAddress(random: Stream): string {
  if (random.chance(0.5)) return `${random.pick(["192.0.2", "198.51.100", "203.0.113"])}.${random.int(3, 250)}`;
  return `198.${random.int(18, 19)}.${random.int(0, 255)}.${random.int(1, 254)}`;
}
