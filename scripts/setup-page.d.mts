import type { Setup } from './setup.mjs';

export interface SetupPage {
  port: number;
  url: string;
  /** Stops listening, so that the gateway can take over the port. */
  close(): Promise<void>;
}

/** Serves a page that shows the progress of a set-up, on the port that the gateway gets later. */
export function openSetupPage(setup: Setup, port?: number): Promise<SetupPage>;
