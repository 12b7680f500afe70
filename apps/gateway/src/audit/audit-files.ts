import { guardCell } from '#contact-rules';
import type { AuditEntry } from '#contracts';

/** How entries are written to a file. */
interface AuditFile {
  head: string;
  line: (entry: AuditEntry) => string;
}

/** RFC 4180, in UTF-8 with the byte order mark that Excel needs. Several targets are separated by spaces. */
export const auditCsv: AuditFile = {
  head: '\uFEFFsequence,at,actor_kind,actor,action,targets,request,id,previous_hash,hash,downloaded\r\n',
  line: ({ sequence, at, actor, action, targets, requestId, id, previousHash, hash, downloaded }) =>
    `${[
      sequence ?? '',
      at,
      actor.kind,
      actor.id,
      action,
      targets.join(' '),
      requestId,
      id,
      previousHash ?? '',
      hash ?? '',
      downloaded ? JSON.stringify(downloaded) : '',
    ]
      .map((cell) => csvCell(String(cell)))
      .join(',')}\r\n`,
};

export const auditJsonLines: AuditFile = { head: '', line: (entry) => `${JSON.stringify(entry)}\n` };

/** A request's id is what the client says, so it might be a formula. */
function csvCell(text: string): string {
  const guarded = guardCell(text);
  return /[",\r\n]|^\s|\s$/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
