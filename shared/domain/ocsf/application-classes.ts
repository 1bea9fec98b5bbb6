import { actor, at, cloudCaller } from "./columns.ts";
import { define, type OcsfClass } from "./ocsf-class.ts";

export const applicationClasses: readonly OcsfClass[] = [
  define(6003, "api_activity", "API Activity", [
    at("src_endpoint.ip"),
    at("src_endpoint.port", "int32"),
    at("src_endpoint.hostname"),
    at("src_endpoint.domain"),
    at("src_endpoint.uid"),
    at("api.version"),
    at("api.request.data"),
    at("api.response.code", "int32"),
    at("resources.uid"),
    at("resources.name"),
    at("resources.type"),
    at("status_detail"),
    actor,
    cloudCaller,
  ]),
];
