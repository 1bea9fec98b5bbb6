import type { World } from "../world/world.ts";
import { departingEmployee } from "./departing-employee.ts";
import { dnsExfiltration } from "./dns-exfiltration.ts";
import { phishingImplant } from "./phishing-implant.ts";
import { slowServerBeacon } from "./slow-server-beacon.ts";
import { sprayAndServices } from "./spray-and-services.ts";
import type { Story } from "./story.ts";

export const createStories = (world: World): Story[] => [
  phishingImplant(world),
  slowServerBeacon(world),
  dnsExfiltration(world),
  sprayAndServices(world),
  departingEmployee(world),
];
