import { AppError, CancelledError } from "../../../shared/contract/errors.ts";
import type { Progress } from "../../../shared/contract/client.ts";
import { simulateNetwork } from "./network/network-day.ts";
import { openNetworkDay } from "./network/sessions.ts";
import { createStories } from "./stories/stories.ts";
import { agentUpdate } from "./windows/agent-update.ts";
import { Machine } from "./windows/machine.ts";
import { oddAdministration } from "./windows/odd-administration.ts";
import { oddSoftware } from "./windows/odd-software.ts";
import { WindowsDay, type WindowsEvent } from "./windows/windows-day.ts";
import { simulateMachine } from "./windows/workstation-day.ts";
import { days } from "./world/calendar.ts";
import type { Host } from "./world/hosts.ts";
import { createWorld, type World } from "./world/world.ts";
import { writeGroundTruth } from "./writers/ground-truth-writer.ts";
import { writeInventory } from "./writers/inventory-writer.ts";
import { WindowsWriter } from "./writers/windows-writer.ts";
import { writeZeekDay } from "./writers/zeek-writer.ts";

/** When the endpoint agent changes what it writes: data before and after it are unlike. Microseconds UTC, the same in every demo. */
export const agentUpdateUs = agentUpdate.atUs;

interface DemoOptions {
  /** 1 is 132 people; rows grow with it. */
  readonly scale: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

/** What lies in the folder; paths are relative to it. */
export interface DemoManifest {
  readonly scale: number;
  readonly seed: number;
  readonly people: number;
  readonly hosts: number;
  readonly telemetry: { readonly zeek: "zeek"; readonly windows: "windows" };
  readonly inventory: { readonly directory: string; readonly cmdb: string; readonly dhcp: string };
  readonly groundTruth: string;
  /** When the endpoint agent changes what it writes. */
  readonly agentUpdateUs: number;
  /** Rows per Zeek log, Windows events (repeated ones counted twice), inventory rows. */
  readonly rows: Readonly<Record<string, number>>;
}

const scaleLimits = { least: 0.1, most: 50 } as const;

/**
 * Simulates a small enterprise for fourteen days and writes its raw source files into `dir`, which must exist and should be empty.
 * The bytes depend on (scale, seed) alone. Throws AppError `bad-input` for a scale or seed out of range and CancelledError when
 * the signal fires, which leaves the days already written behind.
 */
export async function writeDemo(dir: string, options: DemoOptions): Promise<DemoManifest> {
  checkOptions(options);
  const { scale, seed, signal } = options;
  const world = createWorld(seed, scale);
  const stories = createStories(world);
  const rows: Record<string, number> = {};
  const simulation = createSimulation(world);
  const writer = new WindowsWriter(seed);
  for (const day of days) {
    if (signal?.aborted === true) throw new CancelledError();
    options.progress?.({ stage: "Simulating the enterprise", done: day.index, total: days.length, unit: "days" });
    const made = simulation.run(day.index, stories);
    const counts = await writeZeekDay(dir, day, made.net.zeek, signal);
    for (const [log, n] of Object.entries(counts)) rows[log] = (rows[log] ?? 0) + n;
    rows["windows"] = (rows["windows"] ?? 0) + (await writer.writeDay(dir, day, made.events, signal));
  }
  Object.assign(rows, await writeInventory(dir, world));
  await writeGroundTruth(
    dir,
    world,
    stories.map((s) => s.truth()),
  );
  options.progress?.({ stage: "Simulating the enterprise", done: days.length, total: days.length, unit: "days" });
  return {
    scale,
    seed,
    people: world.people.length,
    hosts: world.hosts.length,
    telemetry: { zeek: "zeek", windows: "windows" },
    inventory: { directory: "inventory/directory.csv", cmdb: "inventory/cmdb.csv", dhcp: "inventory/dhcp.csv" },
    groundTruth: "GROUND_TRUTH.json",
    agentUpdateUs,
    rows,
  };
}

function checkOptions({ scale, seed }: DemoOptions): void {
  if (!(scale >= scaleLimits.least && scale <= scaleLimits.most))
    throw new AppError("bad-input", `The scale must be between ${scaleLimits.least} and ${scaleLimits.most}.`, { field: "scale" });
  if (!Number.isSafeInteger(seed)) throw new AppError("bad-input", "The seed must be a whole number.", { field: "seed" });
}

/** Keeps what lasts from one day to the next: machines, and Windows events that fall after midnight. */
function createSimulation(world: World) {
  const machines = new Map<Host, Machine>();
  let later: WindowsEvent[] = [];
  const machineOf = (host: Host): Machine => {
    const known = machines.get(host) ?? new Machine(world.seed, host);
    machines.set(host, known);
    return known;
  };
  return {
    run(dayIndex: number, stories: ReturnType<typeof createStories>) {
      const day = days[dayIndex];
      if (day === undefined) throw new Error(`no day ${dayIndex}`);
      const net = openNetworkDay(world);
      const windows = new WindowsDay();
      windows.events.push(...later);
      simulateNetwork(world, net, day);
      for (const at of world.presence[dayIndex] ?? [])
        if (at.host.os === "windows") simulateMachine(world, windows, net, machineOf(at.host), at);
      const scene = { world, day, net, out: windows, machineOf };
      oddSoftware(scene);
      oddAdministration(scene);
      for (const story of stories) story.enact({ world, day, net, windows, machineOf });
      later = windows.events.filter((e) => e.tsUs >= day.endUs);
      return { net, events: windows.events.filter((e) => e.tsUs < day.endUs) };
    },
  };
}
