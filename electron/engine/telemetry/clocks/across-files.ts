import type { ClockProposal } from "../../../../shared/contract/clock.ts";
import type { ClockRule } from "../clock.ts";
import { showOffset } from "../windows-clock.ts";
import type { ClockSurvey } from "./clock-survey.ts";
import { proposeRules } from "./propose-rules.ts";
import { counted, dayUs, isoSecond } from "./say.ts";

export interface SurveyedFile {
  readonly name: string;
  readonly survey: ClockSurvey;
}

/** A capture's files overlap or follow each other within days; more than this apart they are of different captures. */
const apartUs = 30 * dayUs;
const folderOf = (name: string): string => name.slice(0, Math.max(name.lastIndexOf("/"), name.lastIndexOf("!")) + 1);
const hasEvents = ({ survey }: SurveyedFile): boolean => survey.fromUs <= survey.toUs;

/** What each file needs, then what only shows beside the others. */
export function proposeForAll(files: readonly SurveyedFile[], rule: ClockRule): readonly ClockProposal[] {
  const own = files.flatMap(({ name, survey }) => {
    survey.openedUs ??= openedBeside(name, survey, files);
    return proposeRules(survey, rule).map((finding) => ({ file: name, ...finding }));
  });
  return [...own, ...apartFromOthers(files)];
}

/** Logs of one folder that count from a start were opened together: those without a header borrow from those that have one. */
function openedBeside(name: string, survey: ClockSurvey, files: readonly SurveyedFile[]): number | undefined {
  if (!survey.odd.has("none")) return undefined;
  const beside = files.filter((f) => folderOf(f.name) === folderOf(name) && f.survey.odd.has("none"));
  const opened = beside.flatMap((f) => f.survey.openedUs ?? []);
  return opened.length === 0 ? undefined : Math.min(...opened);
}

/** Files of one folder whose times lie far from most of the folder's. */
function apartFromOthers(files: readonly SurveyedFile[]): readonly ClockProposal[] {
  const folders = Object.groupBy(files.filter(hasEvents), (f) => folderOf(f.name));
  return Object.values(folders).flatMap((group = []) => {
    const n = group.length;
    const clusters = cluster(group);
    const [first] = clusters.toSorted((a, b) => b.length - a.length);
    if (first === undefined || clusters.length < 2) return [];
    const from = Math.min(...first.map((f) => f.survey.fromUs));
    const to = Math.max(...first.map((f) => f.survey.toUs));
    return clusters
      .filter((c) => c !== first)
      .flat()
      .map(({ name, survey }): ClockProposal => {
        const gap = survey.fromUs > to ? survey.fromUs - to : from - survey.toUs;
        return {
          file: name,
          kind: "other-period",
          rule: null,
          applied: false,
          evidence: `its events lie ${(gap / dayUs).toFixed(0)} days (${showOffset(gap)}) from those of ${counted(first.length, n)} files of its folder: ${isoSecond(survey.fromUs)} to ${isoSecond(survey.toUs)}, theirs ${isoSecond(from)} to ${isoSecond(to)}`,
          k: first.length,
          n,
          confidence: "weak",
          otherwise: "nothing is moved: it is taken for another capture, and does not meet the other files' events",
        };
      });
  });
}

/** Files in order of time, split where nothing happened for longer than `apartUs`; in order of their names within. */
function cluster(files: readonly SurveyedFile[]): SurveyedFile[][] {
  const sorted = files.toSorted((a, b) => a.survey.fromUs - b.survey.fromUs || (a.name < b.name ? -1 : 1));
  const clusters: SurveyedFile[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const file of sorted) {
    const last = clusters.at(-1);
    if (last === undefined || file.survey.fromUs - end > apartUs) clusters.push([file]);
    else last.push(file);
    end = Math.max(end, file.survey.toUs);
  }
  return clusters;
}
