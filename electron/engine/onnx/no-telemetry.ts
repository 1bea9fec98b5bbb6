/**
 * ONNX Runtime 1.29 and later, as npm brings it for Linux and macOS, tells its maker of every model that is opened, unless this is in
 * the environment of the process when it is loaded. A worker thread's `process.env` is a copy that native code does not see.
 */
export const runtimeSilence = { ORT_DISABLE_TELEMETRY: "1" } as const;

/** To be called in the main thread, before the thread that loads ONNX Runtime is started. */
export const silenceRuntime = (): void => void Object.assign(process.env, runtimeSilence);
