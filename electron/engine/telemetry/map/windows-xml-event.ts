import { toWindowsEvent, toWrittenTime, type WindowsEvent } from "./windows-event.ts";
import { xmlData } from "./windows-xml.ts";

const element = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}(?: [^<>]{0,200})?>([^<]{0,500})</${name}>`).exec(xml)?.[1];

/** Sysmon for Linux writes a whole Windows event as XML into syslog. */
export function sysmonInXml(text: string): WindowsEvent | undefined {
  if (!text.startsWith("<Event>") && !text.startsWith("<Event ")) return undefined;
  const system = text.slice(0, Math.max(text.indexOf("</System>"), 0));
  const provider = /<Provider Name=["']([^"'<>]{1,200})["']/.exec(system)?.[1];
  if (provider?.toLowerCase().includes("sysmon") !== true) return undefined;
  return toWindowsEvent({
    shape: "Sysmon's XML in syslog",
    eventId: element(system, "EventID"),
    provider,
    channel: element(system, "Channel"),
    host: element(system, "Computer"),
    recordId: element(system, "EventRecordID"),
    logTime: toWrittenTime(/<TimeCreated SystemTime=["']([^"'<>]{1,48})["']/.exec(system)?.[1]),
    data: xmlData(text),
  });
}
