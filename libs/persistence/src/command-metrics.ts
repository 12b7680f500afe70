import { metrics } from '#platform';
import type { CommandFailedEvent, CommandSucceededEvent, MongoClient } from 'mongodb';

type Ended = Pick<CommandSucceededEvent | CommandFailedEvent, 'commandName' | 'duration'>;

/**
 * Measures each command of a client that was opened with `monitorCommands`. The driver then parses answers once more to
 * show them, so this is done only where metrics are served.
 */
export function measureCommands(client: Pick<MongoClient, 'on'>): void {
  const observe = ({ commandName: command, duration }: Ended, outcome: string) =>
    metrics.mongodbCommand.observe({ command, outcome }, duration / 1000);
  client.on('commandSucceeded', (event) => observe(event, 'ok'));
  client.on('commandFailed', (event) => observe(event, 'error'));
}
