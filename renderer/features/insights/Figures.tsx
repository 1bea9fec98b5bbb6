import type { InsightReport } from "../../../shared/contract/insights.ts";
import { AgreementCard } from "./AgreementCard.tsx";
import { BacklogCard } from "./BacklogCard.tsx";
import type { Choosing } from "./chosen-figure.ts";
import styles from "./Insights.module.css";
import { LabelUseCard } from "./LabelUseCard.tsx";
import { PeopleCard } from "./PeopleCard.tsx";
import { ReasonsCard } from "./ReasonsCard.tsx";
import { RightTable } from "./RightTable.tsx";
import { TimesTable } from "./TimesTable.tsx";
import { WorkloadCard } from "./WorkloadCard.tsx";

/** All figures of a report. */
export function Figures({ report, ...choosing }: Choosing & { readonly report: InsightReport }) {
  return (
    <>
      <RightTable report={report} {...choosing} />
      <TimesTable report={report} {...choosing} />
      <div className={styles["halves"]}>
        <WorkloadCard report={report} {...choosing} />
        <ReasonsCard report={report} {...choosing} />
      </div>
      <div className={styles["thirds"]}>
        <BacklogCard report={report} {...choosing} />
        <LabelUseCard report={report} {...choosing} />
        <AgreementCard report={report} {...choosing} />
      </div>
      <PeopleCard report={report} />
    </>
  );
}
