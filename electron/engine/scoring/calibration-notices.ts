/** The false-discovery rate at which a slice should be able to vouch for what is surfaced. */
const alpha = 0.1;

interface Slice {
  readonly model: string;
  /** Subjects in the calibration slice. */
  readonly calibrationRows: number;
  /** Subjects scored, and how many of them are surfaced. */
  readonly subjects: number;
  readonly surfaced: number;
  /** Subjects of the slice that a person has since confirmed as malicious. */
  readonly confirmed: number;
}

/**
 * What must be known about p-values: a slice of n cannot flag k of m subjects at alpha unless n >= m / (alpha k) - 1 (Bates et al.
 * 2023), and confirmed anomalies in it make every p-value too large.
 */
export function calibrationNotices({ model, calibrationRows, subjects, surfaced, confirmed }: Slice): string[] {
  const notices: string[] = [];
  const needed = Math.ceil(subjects / (alpha * Math.max(1, surfaced)) - 1);
  if (calibrationRows > 0 && calibrationRows < needed)
    notices.push(
      `${model}'s calibration slice of ${calibrationRows} subjects is too small to vouch for ${surfaced} of ${subjects} at ${alpha * 100} % false discoveries; ${needed} are needed. The order does not depend on it.`,
    );
  if (confirmed > 0)
    notices.push(
      `${confirmed} of the ${calibrationRows} subjects that ${model} was calibrated on ${confirmed === 1 ? "is" : "are"} confirmed malicious since, so its p-values are too large. Train it again.`,
    );
  return notices;
}
