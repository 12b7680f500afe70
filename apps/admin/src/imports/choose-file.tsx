import { Accordion, Button, Checkbox, Group, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { ImportReading } from '#contracts';
import { useAccounts } from '../api/accounts.js';
import { useMe } from '../api/session.js';
import { rememberAccount, useRememberedAccount } from '../contacts/contacts-address.js';
import { reading } from '../i18n/catalogue/reading.js';
import { useAreaText } from '../i18n/language.js';
import { AccountSelect } from '../ui/account-select.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { FileDrop } from './file-drop.js';
import { ReadingFields } from './reading-fields.js';
import { startUpload } from './upload-store.js';
import type { ImportChoice } from './upload-store.js';

/** The first step: which number, which file, how it is read, and how blanks and tags are treated. */
export function ChooseFile() {
  const t = useAreaText(reading);
  const accounts = useAccounts();
  const active = accounts.data?.filter((account) => account.status === 'active') ?? [];
  const remembered = useRememberedAccount();
  const shown = useSearchParams()[0].get('accountId');
  const [chosen, setChosen] = useState<string | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const [tagsMode, setTagsMode] = useState<ImportChoice['tagsMode']>('replace');
  const [blankCells, setBlankCells] = useState<ImportChoice['blankCells']>('keep');
  const [readAs, setReadAs] = useState<ImportReading>({});
  const [clearsOptOuts, setClearsOptOuts] = useState(false);
  const isAdmin = useMe().role === 'admin';
  const [submitted, setSubmitted] = useState(false);
  const likely = [shown, remembered].find((id) => active.some((account) => account.id === id));
  const accountId = chosen ?? likely ?? (active.length === 1 ? active[0]!.id : null);
  const likelyCountry = active.find((account) => account.id === accountId)?.country ?? null;

  const submit = () => {
    setSubmitted(true);
    if (!accountId || !file) return;
    rememberAccount(accountId);
    void startUpload({ accountId, file, tagsMode, blankCells, ...readAs, ...(clearsOptOuts && { optOut: 'clear' }) });
  };
  return (
    <Stack>
      <ProblemAlert error={accounts.error} onRetry={() => void accounts.refetch()} />
      {accounts.data && active.length === 0 && <Text c="red">{t('problem.noActiveAccountHelp')}</Text>}
      <AccountSelect
        label={t('import.account')}
        accounts={accounts.data ?? []}
        value={accountId}
        onChange={setChosen}
        activeOnly
        error={submitted && !accountId && t('account.choose')}
      />
      <FileDrop file={file} onFile={setFile} error={submitted && !file ? t('import.choose') : null} />
      <Accordion variant="contained" chevronPosition="left">
        <Accordion.Item value="options">
          <Accordion.Control>
            <Text size="sm">{t('import.options')}</Text>
          </Accordion.Control>
          <Accordion.Panel>
            <Group align="flex-start" gap="xl">
              <Radio.Group label={t('import.tagsMode')} value={tagsMode} onChange={setTagsMode}>
                <Stack gap={8} mt={6}>
                  <Radio value="replace" label={t('import.tagsReplace')} />
                  <Radio value="add" label={t('import.tagsAdd')} />
                </Stack>
              </Radio.Group>
              <Radio.Group label={t('import.blankCells')} value={blankCells} onChange={setBlankCells}>
                <Stack gap={8} mt={6}>
                  <Radio value="keep" label={t('import.blankKeep')} />
                  <Radio value="clear" label={t('import.blankClear')} />
                </Stack>
              </Radio.Group>
            </Group>
            {isAdmin && (
              <Checkbox
                mt="md"
                label={t('import.optOutClear')}
                description={t('import.optOutHelp')}
                checked={clearsOptOuts}
                onChange={(event) => setClearsOptOuts(event.currentTarget.checked)}
              />
            )}
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="reading">
          <Accordion.Control>
            <Text size="sm">{t('reading.title')}</Text>
          </Accordion.Control>
          <Accordion.Panel>
            <ReadingFields value={readAs} likelyCountry={likelyCountry} onChange={setReadAs} />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
      <Group justify="space-between" gap="sm">
        <Text size="sm" c="dimmed">
          {t('import.checkHelp')}
        </Text>
        <Button onClick={submit}>{t('import.check')}</Button>
      </Group>
    </Stack>
  );
}
