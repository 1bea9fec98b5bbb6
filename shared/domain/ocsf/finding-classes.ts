import { actor, at, type Column, type ColumnType, from } from "./columns.ts";
import { define, type OcsfClass } from "./ocsf-class.ts";

/** Of the first piece of evidence: addresses that are joined to others cannot be looked up. */
const evidence = (path: string, type: ColumnType = "string"): Column => from({ kind: "first", path }, path, type);

export const findingClasses: readonly OcsfClass[] = [
  define(2004, "detection_finding", "Detection Finding", [
    at("severity_id", "int32"),
    at("confidence_id", "int32"),
    at("risk_level_id", "int32"),
    at("action_id", "int32"),
    at("disposition_id", "int32"),
    at("message"),
    at("finding_info.uid"),
    at("finding_info.title"),
    at("finding_info.desc"),
    at("finding_info.types"),
    at("finding_info.analytic.uid"),
    at("finding_info.analytic.name"),
    at("finding_info.analytic.category"),
    at("attacks.tactic.uid"),
    at("attacks.technique.uid"),
    evidence("evidences.src_endpoint.ip"),
    evidence("evidences.src_endpoint.port", "int32"),
    evidence("evidences.src_endpoint.hostname"),
    evidence("evidences.dst_endpoint.ip"),
    evidence("evidences.dst_endpoint.port", "int32"),
    evidence("evidences.dst_endpoint.hostname"),
    evidence("evidences.connection_info.uid"),
    evidence("evidences.connection_info.protocol_name"),
    evidence("evidences.url.hostname"),
    evidence("evidences.file.name"),
    at("resources.uid"),
    at("resources.type"),
    at("cloud.account.uid"),
    at("cloud.region"),
    actor,
  ]),
];
