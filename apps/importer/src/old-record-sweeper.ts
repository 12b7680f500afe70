import { Injectable } from '@nestjs/common';
import { ORDER_KINDS } from '#contracts';
import { AuditRepository, IdempotencyKeysRepository, OrdersRepository, UploadsRepository } from '#persistence';
import { RetentionSweeper } from '#platform';
import { Backends } from './backends.js';
import { OldImports } from './old-imports.js';

/** Removes imports, uploads and their keys, orders, audit entries and dead letters of all organisations that have been kept long enough. */
@Injectable()
export class OldRecordSweeper extends RetentionSweeper {
  constructor(
    backends: Backends,
    audit: AuditRepository,
    keys: IdempotencyKeysRepository,
    orders: OrdersRepository,
    uploads: UploadsRepository,
  ) {
    const { config, deadLetters, logger } = backends;
    const imports = new OldImports(backends);
    super(config, logger, [
      { what: 'dead letters', days: config.KEEP_DEAD_LETTERS_DAYS, remove: deadLetters.removeBefore.bind(deadLetters) },
      { what: 'files of imports', days: config.KEEP_IMPORT_FILES_DAYS, remove: imports.removeFiles.bind(imports) },
      { what: 'imports', days: config.KEEP_IMPORTS_DAYS, remove: imports.remove.bind(imports) },
      ...ORDER_KINDS.map((kind) => ({
        what: kind,
        days: config.KEEP_ORDERS_DAYS,
        remove: (before: Date, limit: number) => orders.removeEnded(kind, before, limit),
      })),
      { what: 'keys of uploads', days: config.KEEP_IDEMPOTENCY_KEYS_DAYS, remove: keys.removeBefore.bind(keys) },
      // Their parts are removed at the same age, by the sweeper of objects.
      { what: 'uploads', days: config.OBJECT_MARGIN_SECONDS / 86_400, remove: uploads.removeBefore.bind(uploads) },
      { what: 'audit entries', days: config.KEEP_AUDIT_DAYS, remove: audit.removeBefore.bind(audit) },
    ]);
  }
}
