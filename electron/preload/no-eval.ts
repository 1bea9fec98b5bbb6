import { config } from "zod";

/** The content security policy forbids what zod would otherwise compile; this must be evaluated before any schema is made. */
config({ jitless: true });
