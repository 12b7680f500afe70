import type { ApiClient } from '#api-client';
import { readAuditPlace, type AuditVerification } from '#contracts';
import { UserError, type Report } from '#terminal';
import { InvalidArgumentError, type Command } from 'commander';
import { apiCommand, run } from './command.js';
import { reach, type ConnectFlags } from './connect.js';
import { sayVerification } from './say-verification.js';

type AuditFlags = ConnectFlags & { expect?: string; database?: boolean };

/** Adds `contacts audit verify`. */
export function addAuditCommand(program: Command): void {
  apiCommand(
    program.command('audit').description('The audit log.'),
    'verify',
    'Compares every entry of the audit log with its hash, and names the first that is not what was written.',
  )
    .option('--expect <place>', 'an entry seen before, and its hash: what this command said then', readExpected)
    .option('--database', 'of all organisations, in the database itself; for those who run the installation')
    .action((flags: AuditFlags) =>
      run(async (report) =>
        flags.database
          ? (await import('./operator.js')).verifyAllAudits(report)
          : verifyAudit(reach(flags).api, flags.expect, report),
      ),
    );
}

/** Asks the API whether the audit log of the key's organisation is what was written. @returns the exit status */
async function verifyAudit(api: ApiClient, expected: string | undefined, report: Report): Promise<number> {
  const query = expected === undefined ? '' : `?expected=${encodeURIComponent(expected)}`;
  const result = await api.get<AuditVerification>(`/v1/audit/verification${query}`).catch((cause: unknown) => {
    throw new UserError(`The audit log was not verified: ${(cause as Error).message}`, { cause });
  });
  return sayVerification('The audit log', result, report);
}

/** @throws InvalidArgumentError, which commander shows with the option's name */
function readExpected(text: string): string {
  const { sequence, hash } = readAuditPlace(text);
  if (Number.isInteger(sequence) && sequence > 0 && /^[0-9a-f]{64}$/.test(hash ?? '')) return text;
  throw new InvalidArgumentError(
    'It should be the number of an entry, a colon and its hash, as this command says them.',
  );
}
