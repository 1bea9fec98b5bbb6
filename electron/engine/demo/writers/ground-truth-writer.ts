import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { StoryTruth } from "../stories/story.ts";
import { agentUpdate } from "../windows/agent-update.ts";
import { minuteUs } from "../world/calendar.ts";
import { company } from "../world/names.ts";
import type { World } from "../world/world.ts";
import { repeatedBlock } from "./windows-writer.ts";
import { sensorGap } from "./zeek-writer.ts";

const iso = (us: number): string => new Date(Math.floor(us / 1000)).toISOString();

/** Writes GROUND_TRUTH.json for programs and GROUND_TRUTH.md for people. */
export async function writeGroundTruth(dir: string, world: World, stories: readonly StoryTruth[]): Promise<void> {
  const document = {
    enterprise: company.name,
    seed: world.seed,
    scale: world.scale,
    people: world.people.length,
    hosts: world.hosts.length,
    stories: stories.map(storyJson),
    quirks: quirksOf(world),
    harmlessOddities,
  };
  await writeFile(join(dir, "GROUND_TRUTH.json"), `${JSON.stringify(document, null, 2)}\n`);
  await writeFile(join(dir, "GROUND_TRUTH.md"), markdown(world, stories));
}

function storyJson(s: StoryTruth) {
  return {
    id: s.id,
    title: s.title,
    narrative: s.narrative,
    techniques: s.techniques,
    hosts: s.hosts,
    accounts: s.accounts,
    firstTime: iso(s.firstUs),
    lastTime: iso(s.lastUs),
    otherTraffic: s.transfers,
    subjects: { beaconing: s.beaconing, "process-rarity": s.processes, "dns-tunnel": s.dnsTunnel, logon: s.logons },
  };
}

function quirksOf(world: World): { kind: string; what: string }[] {
  const skewed = world.hosts.filter((h) => h.clockOffsetUs !== 0);
  const local = world.hosts.filter((h) => h.logsLocalTime);
  return [
    ...local.map((h) => ({ kind: "zone", what: `the event log of ${h.fqdn} writes local time and calls it UTC` })),
    ...skewed.map((h) => ({ kind: "clock", what: `${h.fqdn} runs ${h.clockOffsetUs / minuteUs} minutes ahead` })),
    { kind: "gap", what: `the network sensor recorded nothing from ${iso(sensorGap.fromUs)} to ${iso(sensorGap.toUs)}` },
    {
      kind: "duplicates",
      what: `collector ${repeatedBlock.collector} sent ${iso(repeatedBlock.fromUs)} to ${iso(repeatedBlock.toUs)} twice`,
    },
    {
      kind: "schema",
      what: `from ${iso(agentUpdate.atUs)} the endpoint agent writes no version, description, product or company of a file`,
    },
    { kind: "holiday", what: "Larnmouth was closed on Wednesday 11 March" },
  ];
}

const harmlessOddities = [
  "Laboratory spectrometers call relay.photonix-lab.example every two minutes while they measure.",
  "A build machine mirrors git.stackbench.example every twenty minutes on the workdays from 16 March: a developer's script.",
  "An application server imports exchange rates from api.tidal-fx.example every half hour.",
  "Building controllers, printers and meeting-room units call their makers day and night.",
  "An administrator's portable process viewer reads lsass on four days.",
  "The service desk's remote-control tool installs a service for each session.",
  "Firmware developers run unsigned programs compiled a minute before.",
  "A machine builder's engineer dials in on 12 and 17 March and updates a laboratory machine from a stick.",
  "Finance runs a workbook on 16 March that starts a script, and downloads filings from a site no one else uses.",
  "Marketing sends films of more than a gigabyte to transfer.parcelbay.example every other day.",
  "The vulnerability scanner visits every address and signs in to every server in the nights of 11 and 18 March.",
  "Software packages are rolled out on 12 and 18 March; a new colleague starts on 16 March.",
];

function markdown(world: World, stories: readonly StoryTruth[]): string {
  const parts = stories.map((s, n) => {
    const lines = [
      `## ${n + 1}. ${s.title} (\`${s.id}\`)`,
      s.narrative,
      `- Time: ${iso(s.firstUs)} to ${iso(s.lastUs)} (UTC)`,
      `- Hosts: ${s.hosts.map((h) => `${h.name} (${h.ips.join(", ")})`).join("; ")}`,
      `- Accounts: ${s.accounts.join(", ") || "none"}`,
      `- Techniques: ${s.techniques.map((t) => `${t.id} ${t.name}`).join("; ")}`,
    ];
    if (s.beaconing.length > 0)
      lines.push(`- Traffic: ${s.beaconing.map((b) => `${b.src} -> ${b.dst} on ${b.date} (${b.connections})`).join("; ")}`);
    if (s.transfers.length > 0)
      lines.push(`- Uploads: ${s.transfers.map((b) => `${b.src} -> ${b.dst} on ${b.date} (${b.connections})`).join("; ")}`);
    if (s.dnsTunnel.length > 0) lines.push(`- Names: ${s.dnsTunnel.map((d) => `${d.src} under ${d.domain} on ${d.date}`).join("; ")}`);
    if (s.logons.length > 0)
      lines.push(`- Logons: ${s.logons.map((l) => `${l.account} from ${l.src} to ${l.host} on ${l.date}`).join("; ")}`);
    for (const p of s.processes) lines.push(`- Process: \`${p.image}\` on ${p.host}, ${p.processGuid}: ${p.note}`);
    return lines.join("\n\n").replaceAll("\n\n- ", "\n- ");
  });
  return (
    [
      `# What happened at ${company.name}`,
      `Fourteen days, ${world.people.length} people, ${world.hosts.length} hosts, seed ${world.seed}, scale ${world.scale}. Everything is invented: names, domains (.example), addresses (RFC 1918, 5737, 2544).`,
      ...parts,
      "## What is odd but harmless",
      harmlessOddities.map((o) => `- ${o}`).join("\n"),
      "## What is wrong with the data",
      quirksOf(world)
        .map((q) => `- ${q.what}`)
        .join("\n"),
    ].join("\n\n") + "\n"
  );
}
