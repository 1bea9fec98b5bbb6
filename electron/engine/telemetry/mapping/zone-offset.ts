const fixed = /^([+-])(\d\d):(\d\d)$/;
const minuteUs = 60_000_000;
const quarterUs = 15 * minuteUs;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  try {
    const made = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(zone, made);
    return made;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function fixedOffsetUs(zone: string): number | undefined {
  if (zone === "UTC" || zone === "Z") return 0;
  const m = fixed.exec(zone);
  if (m === null) return undefined;
  const [hours, minutes] = [Number(m[2]), Number(m[3])];
  if (hours > 18 || minutes > 59) return undefined;
  return (m[1] === "-" ? -1 : 1) * (hours * 60 + minutes) * minuteUs;
}

export const isKnownZone = (zone: string): boolean => fixedOffsetUs(zone) !== undefined || formatOf(zone) !== undefined;

/** How far a zone's clocks are ahead of UTC at an instant. */
function aheadUs(format: Intl.DateTimeFormat, us: number): number {
  const part = new Map(format.formatToParts(new Date(us / 1000)).map((p) => [p.type, Number(p.value)]));
  const at = (type: Intl.DateTimeFormatPartTypes): number => part.get(type) ?? 0;
  const shown = Date.UTC(at("year"), at("month") - 1, at("day"), at("hour"), at("minute"), at("second")) * 1000;
  return shown - Math.floor(us / 1_000_000) * 1_000_000;
}

/**
 * What takes a zone's wall-clock time to UTC, both in microseconds. The hour that autumn repeats is taken as its first pass, an
 * hour that spring leaves out as if the clocks had not been moved yet. Zones change on quarter hours at the finest, so that one
 * look-up serves a quarter hour of events.
 */
export function wallClockToUtc(zone: string): (wallUs: number) => number {
  const offset = fixedOffsetUs(zone);
  if (offset !== undefined) return (wallUs) => wallUs - offset;
  const format = formatOf(zone);
  if (format === undefined) throw new RangeError(`unknown zone ${zone}`);
  let quarter = Number.NaN;
  let ahead = 0;
  return (wallUs) => {
    const of = Math.floor(wallUs / quarterUs);
    if (of !== quarter) {
      quarter = of;
      const wall = of * quarterUs;
      const before = aheadUs(format, wall - aheadUs(format, wall - 24 * 60 * minuteUs) - 60 * minuteUs);
      const after = aheadUs(format, wall - aheadUs(format, wall + 24 * 60 * minuteUs) + 60 * minuteUs);
      ahead = aheadUs(format, wall - before) === before ? before : aheadUs(format, wall - after) === after ? after : before;
    }
    return wallUs - ahead;
  };
}
