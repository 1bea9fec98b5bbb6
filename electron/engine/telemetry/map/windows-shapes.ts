import type { WrittenTime } from "../time-text.ts";
import { type Fields, isFields, toWindowsEvent, toWrittenTime, type WindowsEvent } from "./windows-event.ts";
import { messageData, positionalData } from "./windows-properties.ts";
import { sysmonInXml } from "./windows-xml-event.ts";
import { xmlData } from "./windows-xml.ts";

const quarterHourUs = 900_000_000;

/**
 * NXLog writes EventTime in the sender's zone without naming it, and so EventReceivedTime; Logstash adds @timestamp in UTC
 * at about the moment of receipt. Their difference, to the quarter hour, is the sender's zone.
 */
function nxlogTime(record: Fields): WrittenTime | undefined {
  const local = toWrittenTime(record["EventTime"]);
  if (local === undefined || local.zoned) return local;
  const received = toWrittenTime(record["EventReceivedTime"]);
  const shipped = toWrittenTime(record["@timestamp"]);
  if (received === undefined || received.zoned || shipped === undefined) return local;
  const inferredUs = Math.round((shipped.us - received.us) / quarterHourUs) * quarterHourUs;
  return { us: local.us + inferredUs, zoned: true, inferredUs };
}

function winlogbeat(record: Fields): WindowsEvent | undefined {
  const winlog = record["winlog"];
  if (!isFields(winlog)) return undefined;
  const data = isFields(winlog["event_data"]) ? winlog["event_data"] : isFields(winlog["user_data"]) ? winlog["user_data"] : {};
  const host = isFields(record["host"]) ? record["host"]["name"] : undefined;
  return toWindowsEvent({
    shape: "Winlogbeat (winlog.event_data)",
    eventId: winlog["event_id"] ?? (isFields(record["event"]) ? record["event"]["code"] : undefined),
    provider: winlog["provider_name"],
    channel: winlog["channel"],
    host: winlog["computer_name"] ?? host,
    recordId: winlog["record_id"],
    logTime: toWrittenTime(winlog["time_created"]) ?? toWrittenTime(record["@timestamp"]),
    data,
  });
}

function logstash(record: Fields): WindowsEvent | undefined {
  if ((record["log_name"] ?? record["source_name"] ?? record["event_data"]) === undefined) return undefined;
  const data = record["event_data"] ?? record["user_data"];
  return toWindowsEvent({
    shape: "Elastic/Logstash (event_data)",
    eventId: record["event_id"],
    provider: record["source_name"] ?? record["provider_name"],
    channel: record["log_name"] ?? record["channel"],
    host: record["computer_name"] ?? (isFields(record["host"]) ? record["host"]["name"] : record["host"]),
    recordId: record["record_number"] ?? record["record_id"],
    logTime: toWrittenTime(record["@timestamp"]),
    data: isFields(data) ? data : {},
  });
}

/** XML turned into JSON key by key, as evtx_dump does. */
function xmlLike(record: Fields): WindowsEvent | undefined {
  const event = record["Event"];
  const system = isFields(event) ? event["System"] : undefined;
  if (!isFields(event) || !isFields(system)) return undefined;
  const attribute = (value: unknown, name: string): unknown => {
    const holder = isFields(value) ? (value["#attributes"] ?? value) : undefined;
    return isFields(holder) ? (holder[name] ?? holder[`@${name}`]) : undefined;
  };
  return toWindowsEvent({
    shape: "event XML as JSON (Event.System)",
    eventId: system["EventID"],
    provider: attribute(system["Provider"], "Name"),
    channel: system["Channel"],
    host: system["Computer"],
    recordId: system["EventRecordID"],
    logTime: toWrittenTime(attribute(system["TimeCreated"], "SystemTime")),
    data: isFields(event["EventData"]) ? event["EventData"] : {},
  });
}

/** Get-WinEvent | ConvertTo-Json: data without names, except in the message. */
function getWinEvent(record: Fields): WindowsEvent | undefined {
  const eventId = record["Id"];
  if (eventId === undefined || record["EventID"] !== undefined || (record["ProviderName"] ?? record["LogName"]) === undefined)
    return undefined;
  const parts = {
    shape: "PowerShell Get-WinEvent",
    eventId,
    provider: record["ProviderName"],
    channel: record["LogName"],
    host: record["MachineName"],
    recordId: record["RecordId"],
    logTime: toWrittenTime(record["TimeCreated"]),
  };
  const data = {
    ...positionalData(eventId, record["ProviderName"], record["Properties"]),
    ...messageData(record["ProviderName"], record["Message"]),
  };
  return toWindowsEvent({ ...parts, data });
}

function azure(record: Fields): WindowsEvent | undefined {
  const data = record["EventData"];
  const eventId = record["EventID"];
  if (eventId === undefined || data === undefined) return undefined;
  return toWindowsEvent({
    shape: "Azure Log Analytics (EventData)",
    eventId,
    provider: record["EventSourceName"] ?? record["Provider"] ?? record["Source"],
    channel: record["Channel"] ?? record["EventLog"],
    host: record["Computer"],
    recordId: record["EventRecordId"] ?? record["EventRecordID"],
    logTime: toWrittenTime(record["TimeCreated"]) ?? toWrittenTime(record["TimeGenerated"]),
    data: isFields(data) ? data : typeof data === "string" ? namedData(data) : {},
  });
}

function namedData(text: string): Fields {
  if (text.trimStart().startsWith("<")) return xmlData(text);
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function flat(record: Fields): WindowsEvent | undefined {
  const eventId = record["EventID"] ?? record["EventId"];
  if (eventId === undefined) return undefined;
  const isNxlog = record["EventTime"] !== undefined;
  return toWindowsEvent({
    shape: isNxlog
      ? "NXLog flat (EventTime)"
      : record["TimeCreated"] !== undefined
        ? "flat PowerShell export (TimeCreated)"
        : "flat (EventID)",
    eventId,
    provider: record["SourceName"] ?? (record["EventTime"] === undefined ? record["ProviderName"] : undefined),
    channel: record["Channel"],
    host: record["Hostname"] ?? record["Computer"] ?? record["ComputerName"] ?? record["MachineName"],
    recordId: record["RecordNumber"] ?? record["EventRecordID"] ?? record["RecordId"],
    logTime:
      toWrittenTime(record["TimeCreated"]) ??
      nxlogTime(record) ??
      toWrittenTime(record["TimeGenerated"]) ??
      toWrittenTime(record["@timestamp"]),
    data: record,
  });
}

/** The Windows event in a JSON record, or undefined when it is none. */
export function readWindowsEvent(record: Fields): WindowsEvent | undefined {
  const message = record["SyslogMessage"] ?? record["MESSAGE"];
  const nested = typeof message === "string" ? sysmonInXml(message) : undefined;
  if (nested !== undefined) return nested;
  if (record["winlog"] !== undefined) return winlogbeat(record);
  if (record["event_id"] !== undefined) return logstash(record);
  if (record["Event"] !== undefined) return xmlLike(record);
  if (record["EventData"] !== undefined) return azure(record);
  return flat(record) ?? getWinEvent(record);
}
