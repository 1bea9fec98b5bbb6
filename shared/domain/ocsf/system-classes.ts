import { actor, at, fileOf, from } from "./columns.ts";
import { define, type OcsfClass } from "./ocsf-class.ts";

export const systemClasses: readonly OcsfClass[] = [
  define(1007, "process_activity", "Process Activity", [
    at("process.uid"),
    at("process.pid", "int64"),
    at("process.name"),
    at("process.file.path"),
    fileOf("process.file").filter((c) => !c.name.endsWith("_file_path") && !c.name.endsWith("_file_name")),
    at("process.cmd_line"),
    at("process.working_directory"),
    at("process.integrity"),
    at("process.created_time", "timestamp"),
    at("process.user.name"),
    at("process.user.domain"),
    at("process.user.uid"),
    at("process.session.uid"),
    at("process.parent_process.uid"),
    at("process.parent_process.pid", "int64"),
    at("process.parent_process.name"),
    at("process.parent_process.file.path"),
    at("process.parent_process.cmd_line"),
    from({ kind: "hex", path: "requested_permissions" }, "requested_permissions"),
    at("injection_type"),
    from({ kind: "none" }, "call_trace"),
    at("exit_code", "int64"),
    actor,
  ]),
  define(1005, "module_activity", "Module Activity", [fileOf("module.file"), actor]),
  define(1001, "file_activity", "File System Activity", [at("file.name"), at("file.path"), actor]),
  define(1009, "script_activity", "Script Activity", [
    at("script.type"),
    from({ kind: "value", path: "script.script_content.value" }, "script.content"),
    at("script.name"),
    actor,
  ]),
];
