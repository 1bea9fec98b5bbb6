import { company } from "./names.ts";

export interface ServiceAccount {
  readonly sam: string;
  readonly displayName: string;
  readonly sid: string;
  readonly description: string;
}

const account = (n: number, sam: string, displayName: string, description: string): ServiceAccount => ({
  sam,
  displayName,
  sid: `${company.domainSid}-${1600 + n}`,
  description,
});

export const serviceAccounts: readonly [ServiceAccount, ...ServiceAccount[]] = [
  account(1, "svc-erp", "ERP application service", "Runs Meridian ERP jobs"),
  account(2, "svc-sqlagent", "Database agent", "Runs scheduled database jobs"),
  account(3, "svc-backup", "Backup service", "Reads every server at night"),
  account(4, "svc-deploy", "Deployment service", "Installs software on all computers"),
  account(5, "svc-scanner", "Vulnerability scanner", "Signs in to every host on Wednesday nights"),
  account(6, "svc-monitor", "Monitoring", "Polls servers every half hour"),
  account(7, "svc-mailrelay", "Mail relay", "Sends scanned documents"),
  account(8, "svc-fxrates", "Exchange rate import", "Fetches exchange rates"),
  account(9, "svc-dirsync", "Directory synchronisation", "Copies the directory to the identity provider"),
  account(10, "svc-build", "Build service", "Runs builds"),
  account(11, "svc-labelprint", "Label printing", "Prints shipping labels; password set in 2019"),
  account(12, "svc-cadlicense", "CAD licence server", "Hands out CAD licences"),
];
