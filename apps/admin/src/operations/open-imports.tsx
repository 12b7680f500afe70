import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { OpenImport } from '#contracts';
import { useAccounts } from '../api/accounts.js';
import { useOpenImports } from '../api/system.js';
import { operations } from '../i18n/catalogue/operations.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { StatusBadge } from '../imports/status-badge.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { DataTable } from './data-table.js';
import { useAge } from './use-age.js';

type Shown = Pick<
  OpenImport,
  'id' | 'accountId' | 'status' | 'rows' | 'processed' | 'rowsPerSecond' | 'waitingFor' | 'createdAt'
> & { stalled?: boolean | undefined };

/**
 * The imports that have not ended, of all accounts, with their age and rate.
 * @param foreign those of other organisations, for operators: without names
 */
export function OpenImports({ foreign }: { foreign: readonly OpenImport[] }) {
  const t = useAreaText(operations);
  const format = useFormat();
  const age = useAge();
  const own = useOpenImports();
  const accounts = useAccounts().data ?? [];
  const row = (made: Shown, name: ReactNode, account: string) => ({
    key: made.id,
    cells: [
      name,
      account,
      <StatusBadge key="status" made={made} />,
      age(made.createdAt),
      t('system.rowsOf', {
        processed: format.number(made.processed),
        rows: made.rows === null ? '…' : format.number(made.rows),
      }),
      made.rowsPerSecond === null ? '–' : format.number(Math.round(made.rowsPerSecond)),
    ],
  });
  const ownRows = own.data?.map((made) =>
    row(
      made,
      <Anchor component={Link} to={`/imports/${made.id}`} inherit underline="always">
        {made.fileName}
      </Anchor>,
      accounts.find(({ id }) => id === made.accountId)?.displayName ?? made.accountId,
    ),
  );
  return (
    <>
      <ProblemAlert error={own.error} onRetry={() => void own.refetch()} />
      <DataTable
        heading={t('system.imports')}
        columns={[
          t('system.import'),
          t('account.label'),
          t('imports.state'),
          t('system.age'),
          t('system.rows'),
          t('system.rate'),
        ]}
        rows={ownRows ? [...ownRows, ...foreign.map((made) => row(made, made.id, t('system.foreign')))] : null}
        unknown={own.isPending ? t('app.loading') : t('system.unknown')}
        none={t('system.noImports')}
      />
    </>
  );
}
