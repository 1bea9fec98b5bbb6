import { inner, joinedAt, numberAt, portAt, stringAt } from "./json-values.ts";
import type { SuricataMapping } from "./suricata-record.ts";
import { bindOutcome } from "./windows-mapping.ts";

const [create, isNew] = [1, 1] as const;
/** action_id and disposition_id alike. */
const [allowed, blocked] = [1, 2] as const;

/** Suricata counts down from 1, the worst; OCSF up to 4, High. */
const severities: Readonly<Record<number, number>> = { 1: 4, 2: 3, 3: 2, 4: 1 };

export const suricataAlert: SuricataMapping = {
  types: ["alert"],
  class: "detection_finding",
  bind: (table) => {
    const outcome = bindOutcome(table);
    const severity = table.int32("severity_id");
    const action = table.int32("action_id");
    const disposition = table.int32("disposition_id");
    const title = table.text("finding_info_title");
    const types = table.text("finding_info_types");
    const ruleUid = table.text("finding_info_analytic_uid");
    const ruleName = table.text("finding_info_analytic_name");
    const category = table.text("finding_info_analytic_category");
    const tactic = table.text("attacks_tactic_uid");
    const technique = table.text("attacks_technique_uid");
    const srcIp = table.text("evidences_src_endpoint_ip");
    const srcPort = table.int32("evidences_src_endpoint_port");
    const dstIp = table.text("evidences_dst_endpoint_ip");
    const dstPort = table.int32("evidences_dst_endpoint_port");
    const flow = table.text("evidences_connection_info_uid");
    const protocol = table.text("evidences_connection_info_protocol_name");
    const hostname = table.text("evidences_url_hostname");
    return (record) => {
      const alert = inner(record, "alert");
      const metadata = inner(alert, "metadata");
      const signature = stringAt(alert, "signature");
      const done = stringAt(alert, "action");
      const decision = done === undefined ? undefined : done === "blocked" ? blocked : allowed;
      severity.put(severities[numberAt(alert, "severity") ?? 0] ?? 0);
      action.put(decision);
      disposition.put(decision);
      title.put(signature);
      types.put(stringAt(alert, "category"));
      ruleUid.put([numberAt(alert, "gid") ?? 1, numberAt(alert, "signature_id") ?? "?", numberAt(alert, "rev") ?? 0].join(":"));
      ruleName.put(signature);
      category.put(stringAt(alert, "category"));
      tactic.put(joinedAt(metadata, "mitre_tactic_id"));
      technique.put(joinedAt(metadata, "mitre_technique_id"));
      srcIp.put(stringAt(record, "src_ip"));
      srcPort.put(portAt(record, "src_port"));
      dstIp.put(stringAt(record, "dest_ip"));
      dstPort.put(portAt(record, "dest_port"));
      flow.put(stringAt(record, "flow_id"));
      protocol.put(stringAt(record, "proto")?.toLowerCase());
      hostname.put(stringAt(inner(record, "http"), "hostname") ?? stringAt(inner(record, "tls"), "sni"));
      outcome(create, isNew);
    };
  },
};
