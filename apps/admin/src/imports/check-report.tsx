import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ColumnMapping, Import } from '#contracts';
import { useImportRows, useMapImport, useMendImport, useStartImport } from '../api/imports.js';
import { mending } from '../i18n/catalogue/mending.js';
import { useAreaText, useText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { BlankColumns } from './blank-columns.js';
import { CancelImport } from './cancel-import.js';
import { ColumnsTable } from './columns-table.js';
import { faultOf, isSameMapping, mappingOf } from './mapping.js';
import { isEmpty, mendsOf, NO_DRAFT, type MendDraft } from './mend-draft.js';
import { MendRows } from './mend-rows.js';
import { OutcomeBar } from './outcome-bar.js';
import { expectedOutcomes, goodRows } from './outcomes.js';
import { PreviewTable } from './preview-table.js';
import { ReadAgain } from './read-again.js';
import { Stage } from './stage.js';

interface CheckReportProps {
  made: Import;
  /** What is typed into rows and not sent yet. */
  draft: MendDraft;
  onDraft: (draft: MendDraft) => void;
  /** What is chosen for the columns and not sent yet; null: what they are understood as. */
  chosen: ColumnMapping[] | null;
  onChoose: (mapping: ColumnMapping[] | null) => void;
  details: ReactNode;
}

/** What the check found and what the import would do. Nothing happens before it is confirmed. */
export function CheckReport({ made, draft, onDraft, chosen, onChoose, details }: CheckReportProps) {
  const t = useAreaText(mending);
  const start = useStartImport(made.id);
  const checkAgain = useMapImport(made.id, () => onChoose(null));
  const understood = mappingOf(made.columns);
  const mapping = chosen ?? understood;
  const isChanged = !isSameMapping(mapping, understood);
  const mend = useMendImport(made.id, () => onDraft(NO_DRAFT));
  const takeBack = useMendImport(made.id);
  // Until the page knows that it is being checked again, what it shows is no longer true.
  const isTaken = [checkAgain, mend, takeBack].some(({ isPending }) => isPending);
  const check = useImportRows(made, null, null).data?.check;
  const isMended = !isEmpty(draft);
  const [clearBlank, setClearBlank] = useState(false);
  const [typed, setTyped] = useState('');
  const good = goodRows(made);
  const large = made.warnings.find(({ code }) => code === 'confirm_large_change')?.with?.count;
  const isTyped = large === undefined || typed.replace(/\D/g, '') === String(large);
  return (
    <Stage
      heading={t('import.ready', { file: made.fileName })}
      divided
      actions={
        <>
          <CancelImport made={made} />
          {isMended && check !== undefined ? (
            <>
              <Button variant="default" onClick={() => onDraft(NO_DRAFT)}>
                {t('mend.forget')}
              </Button>
              <Button loading={mend.isPending} onClick={() => mend.mutate(mendsOf(draft, check))}>
                {t('mend.again')}
              </Button>
            </>
          ) : isChanged ? (
            <Button
              loading={checkAgain.isPending}
              disabled={faultOf(mapping) !== null}
              onClick={() => checkAgain.mutate({ mapping })}
            >
              {t('import.checkAgain')}
            </Button>
          ) : (
            <Button
              loading={start.isPending}
              disabled={!isTyped || isTaken}
              onClick={() => start.mutate({ blankColumns: clearBlank ? 'clear' : 'keep' })}
            >
              {good > 0 ? t('import.start', { count: good }) : t('import.startNone')}
            </Button>
          )}
        </>
      }
    >
      <Text c="dimmed" size="sm">
        {t('import.readySummary', { good, count: made.rows ?? 0 })}
        {made.forecast && !made.forecast.exact && ` (${t('import.estimated')})`}
      </Text>
      <OutcomeBar outcomes={expectedOutcomes(made)} rows={made.rows ?? 0} />
      <Warnings warnings={made.warnings} />
      {large !== undefined && (
        <TextInput
          label={t('import.typeCount', { count: large })}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <MendRows made={made} draft={draft} onChange={onDraft} onMend={(mends) => takeBack.mutate({ check, ...mends })} />
      <ReadAgain made={made} hasUnsent={isMended || isChanged} />
      <BlankColumns columns={made.columns} clear={clearBlank} onChange={setClearBlank} />
      <ColumnsTable columns={made.columns} mapping={mapping} onChange={onChoose} />
      <PreviewTable columns={made.columns} rows={made.preview} />
      {details}
      <ProblemAlert error={mend.error ?? takeBack.error ?? (isChanged ? checkAgain.error : start.error)} />
    </Stage>
  );
}

/** The API's warnings. */
export function Warnings({ warnings }: Pick<Import, 'warnings'>) {
  const t = useText();
  if (warnings.length === 0) return null;
  return (
    <Alert color="yellow" icon={<Icon name="alert" />} title={t('import.warnings')}>
      <Stack gap={4}>
        {warnings.map(({ code, message }, index) => (
          <Text size="sm" key={`${code}/${index}`}>
            {message}
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}
