import "./no-eval.ts";
import { contextBridge, ipcRenderer } from "electron";
import { createBridge } from "./bridge.ts";

contextBridge.exposeInMainWorld("quarry", createBridge(ipcRenderer, crypto.randomUUID()));
