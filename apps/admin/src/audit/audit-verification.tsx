import { Alert, Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { AuditVerification as Verification } from '#contracts';
import { request } from '../api/client.js';
import { audit } from '../i18n/catalogue/audit.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { ProblemAlert } from '../ui/problem-alert.js';

/** Compares all entries with their hashes when somebody asks, because it takes a while. */
export function AuditVerification() {
  const t = useAreaText(audit);
  const verify = useMutation({ mutationFn: () => request<Verification>('/audit/verification') });
  return (
    <Stack gap="sm">
      <Group>
        <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
          {t('audit.verify')}
        </Button>
      </Group>
      <ProblemAlert error={verify.error} />
      <div role="status">{verify.data && <Result result={verify.data} />}</div>
    </Stack>
  );
}

function Result({ result: { broken, entries, head } }: { result: Verification }) {
  const t = useAreaText(audit);
  const format = useFormat();
  if (broken) {
    const sequence = broken.sequence === null ? '–' : String(broken.sequence);
    return <Alert color="red">{t('audit.broken', { fault: t(`audit.fault.${broken.fault}`), sequence })}</Alert>;
  }
  if (!head) return <Alert color="green">{t('audit.soundEmpty')}</Alert>;
  const figures = { count: format.number(entries), sequence: String(head.sequence), hash: head.hash };
  return (
    <Alert color="green" style={{ overflowWrap: 'anywhere' }}>
      {t('audit.sound', figures)}
    </Alert>
  );
}
