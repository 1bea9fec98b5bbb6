import { openStream, type Stream } from "../random-stream.ts";
import { sites, type Site } from "./calendar.ts";
import { company, departments, familyNames, givenNames } from "./names.ts";

type WorkPattern = "office" | "early" | "late" | "part-time" | "shift";

export interface Person {
  readonly index: number;
  readonly given: string;
  readonly family: string;
  readonly displayName: string;
  readonly sam: string;
  readonly upn: string;
  readonly mail: string;
  readonly sid: string;
  readonly employeeId: string;
  readonly phone: string;
  readonly department: string;
  readonly title: string;
  readonly site: Site;
  readonly pattern: WorkPattern;
  /** First day number at work: 0 for all but a new starter. */
  readonly startsDay: number;
  readonly managerSam: string | undefined;
  /** Last day of employment, when notice has been given. */
  readonly leavesOn: string | undefined;
}

const peopleCount = (scale: number): number => Math.max(24, Math.round(132 * scale));

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, "");

/** Fixed places: the same person numbers play the same parts at every scale. */
const newStarterIndex = 20;
const leaverDepartment = "Research";

export function createPeople(seed: number, scale: number): Person[] {
  const count = peopleCount(scale);
  const taken = new Set<string>();
  const plan = departmentPlan(count);
  const people: Person[] = [];
  for (let index = 0; index < count; index++)
    people.push(createPerson(openStream(seed, `person/${index}`), index, plan[index] ?? 0, taken));
  return giveNotice(withManagers(people));
}

/** Department of each person, dealt so that every prefix of the list is close to the overall shares. */
function departmentPlan(count: number): number[] {
  const total = departments.reduce((sum, d) => sum + d.share, 0);
  const owed = departments.map(() => 0);
  return Array.from({ length: count }, () => {
    departments.forEach((d, i) => (owed[i] = (owed[i] ?? 0) + d.share / total));
    const next = owed.indexOf(Math.max(...owed));
    owed[next] = (owed[next] ?? 0) - 1;
    return next;
  });
}

function createPerson(random: Stream, index: number, departmentIndex: number, taken: Set<string>): Person {
  const department = departments[departmentIndex] ?? { name: "Operations", share: 1, titles: ["Clerk"] };
  const { given, family, sam } = nameFor(random, taken);
  const site = random.chance(department.name === "Operations" ? 0.5 : 0.36) ? sites.cedarfork : sites.larnmouth;
  return {
    index,
    given,
    family,
    displayName: `${given} ${family}`,
    sam,
    upn: `${sam}@${company.domain}`,
    mail: `${plain(given)}.${plain(family)}@${company.domain}`,
    sid: `${company.domainSid}-${1104 + index}`,
    employeeId: `T${String(20411 + index * 7)}`,
    phone: `+00 555 01${String(index % 100).padStart(2, "0")} ${String(1000 + index)}`,
    department: department.name,
    title: random.pick(department.titles),
    site,
    pattern: patternFor(random, department.name),
    startsDay: index === newStarterIndex ? 7 : 0,
    managerSam: undefined,
    leavesOn: undefined,
  };
}

function nameFor(random: Stream, taken: Set<string>): { given: string; family: string; sam: string } {
  const given = random.pick(givenNames);
  const family = random.pick(familyNames);
  const base = `${plain(given).slice(0, 1)}${plain(family)}`.slice(0, 18);
  let sam = base;
  for (let n = 2; taken.has(sam); n++) sam = `${base}${n}`;
  taken.add(sam);
  return { given, family, sam };
}

function patternFor(random: Stream, department: string): WorkPattern {
  if (department === "Operations") return random.chance(0.5) ? "shift" : "early";
  const kind = random.weighted([0.66, 0.14, 0.12, 0.08]);
  return (["office", "early", "late", "part-time"] as const)[kind] ?? "office";
}

/** The first person of a department at a site leads it; leaders report to the first person of all. */
function withManagers(people: readonly Person[]): Person[] {
  const leaders = new Map<string, Person>();
  for (const p of people) if (!leaders.has(p.department)) leaders.set(p.department, p);
  const head = people[0];
  return people.map((p) => {
    const leader = leaders.get(p.department);
    const manager = leader === p ? head : leader;
    const title = leader === p ? `Head of ${p.department}` : p.title;
    return { ...p, title, managerSam: manager === undefined || manager.index === p.index ? undefined : manager.sam };
  });
}

function giveNotice(people: readonly Person[]): Person[] {
  const leaver = people.filter((p) => p.department === leaverDepartment && p.index !== newStarterIndex).at(-1);
  return people.map((p) => (p === leaver ? { ...p, pattern: "office", leavesOn: "2026-03-27" } : p));
}
