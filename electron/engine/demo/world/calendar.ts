export const secondUs = 1_000_000;
export const minuteUs = 60 * secondUs;
export const hourUs = 60 * minuteUs;
export const dayUs = 24 * hourUs;

export const firstDayUs = Date.UTC(2026, 2, 9) * 1000;
const dayCount = 14;

type SiteName = "larnmouth" | "cedarfork";

export interface Site {
  readonly name: SiteName;
  readonly code: string;
  readonly city: string;
  /** Fixed inside the fourteen days: Larnmouth changes its clocks on 29 March, Cedar Fork did on 8 March. */
  readonly utcOffsetHours: number;
  /** Day numbers without office work. */
  readonly holidays: readonly number[];
}

export const sites: Readonly<Record<SiteName, Site>> = {
  larnmouth: { name: "larnmouth", code: "LRN", city: "Larnmouth", utcOffsetHours: 0, holidays: [2] },
  cedarfork: { name: "cedarfork", code: "CDF", city: "Cedar Fork", utcOffsetHours: -4, holidays: [] },
};

export interface DayWindow {
  readonly index: number;
  readonly startUs: number;
  readonly endUs: number;
  /** 2026-03-09 and so on. */
  readonly date: string;
  readonly weekend: boolean;
}

function dayWindow(index: number): DayWindow {
  const startUs = firstDayUs + index * dayUs;
  return {
    index,
    startUs,
    endUs: startUs + dayUs,
    date: new Date(startUs / 1000).toISOString().slice(0, 10),
    weekend: index % 7 >= 5,
  };
}

export const days: readonly DayWindow[] = Array.from({ length: dayCount }, (_, i) => dayWindow(i));

export const isWorkday = (site: Site, day: DayWindow): boolean => !day.weekend && !site.holidays.includes(day.index);

/** The instant at which a site's clocks show `hours` (fraction allowed) on a day. */
export const localTime = (site: Site, dayIndex: number, hours: number): number =>
  firstDayUs + dayIndex * dayUs + Math.round((hours - site.utcOffsetHours) * hourUs);

export const localHour = (site: Site, tsUs: number): number => {
  const hour = (((tsUs - firstDayUs) / hourUs + site.utcOffsetHours) % 24) + 24;
  return hour % 24;
};

/** How busy a person is at an hour of the local day, 0 to 1: two humps and a lunch dip. */
export function officeIntensity(hour: number): number {
  const hump = (centre: number, width: number): number => Math.exp(-((hour - centre) ** 2) / (2 * width * width));
  return Math.min(1, 0.12 + hump(10.4, 1.3) + 0.85 * hump(15, 1.5));
}
