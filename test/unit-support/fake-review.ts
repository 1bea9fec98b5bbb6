import type { Agreement, KappaFigure } from "../../shared/contract/review.ts";

const figure: KappaFigure = {
  state: "measured",
  because: "40 pairs of verdicts given without sight of each other",
  n: 40,
  agreed: 34,
  agreement: { rate: 0.85, low: 0.709, high: 0.929 },
  kappa: 0.7,
  low: 0.478,
  high: 0.922,
  error: 0.113,
  pairs: [
    { first: "benign", second: "benign", n: 17 },
    { first: "malicious", second: "malicious", n: 17 },
    { first: "benign", second: "malicious", n: 3 },
    { first: "malicious", second: "benign", n: 3 },
  ],
};

export const sampleAgreement: Agreement = {
  label: figure,
  verdict: figure,
  analysts: [{ names: ["ada", "ben"], label: figure, verdict: figure }],
};
