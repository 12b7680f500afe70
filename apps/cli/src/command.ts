import { Option, type Command } from 'commander';
import { consoleReport, explain, type Report } from '#terminal';

const urlOption = new Option('--url <url>', 'the address of the API').env('CONTACTS_URL');
const keyOption = new Option('--key <key>', 'an API key; better given in the environment').env('CONTACTS_API_KEY');

/**
 * Adds a command that asks the API, with the options that say where the API is (`ConnectFlags`).
 * @param words its name, and its arguments
 */
export function apiCommand(parent: Command, words: string, description: string): Command {
  return parent.command(words).description(description).addOption(urlOption).addOption(keyOption);
}

/** Carries a command out, and sets the exit status that it returns: 1 when it fails, after it was said why. */
export async function run(command: (report: Report) => Promise<number>): Promise<void> {
  const report = consoleReport();
  try {
    process.exitCode = await command(report);
  } catch (error) {
    report.say(explain(error));
    process.exitCode = 1;
  }
}
