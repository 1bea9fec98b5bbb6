/** What training and scoring report; `total` is null while unknown. */
export interface ScoringProgress {
  readonly stage: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
}
export type ReportProgress = (progress: ScoringProgress) => void;
