import { Alert, Button, Stack, Text } from '@mantine/core';
import { ApiError, ConnectionError } from '../api/client.js';
import { useText } from '../i18n/language.js';
import type { PlainTextKey } from '../i18n/text.js';
import { Icon } from './icon.js';

const TOO_MANY_REQUESTS = 429;

/** Whether the same request may succeed the next time. */
function mayPass(error: Error): boolean {
  return !(error instanceof ApiError) || error.status >= 500 || error.status === TOO_MANY_REQUESTS;
}

/** What to do next, by the API's code. Codes without an entry need only the API's own sentence. */
const HELP: Record<string, PlainTextKey> = {
  account_not_found: 'problem.accountNotFoundHelp',
  no_active_account: 'problem.noActiveAccountHelp',
  file_too_large: 'problem.fileTooLargeHelp',
  too_many_open_imports: 'problem.openImportsHelp',
  not_allowed: 'problem.notAllowedHelp',
  too_many_requests: 'problem.laterHelp',
  internal_error: 'problem.laterHelp',
  unavailable: 'problem.laterHelp',
};

/** An error: the API's sentence, what to do next, and a button to try again if that may help. */
export function ProblemAlert({ error, onRetry }: { error: Error | null; onRetry?: () => void }) {
  const t = useText();
  if (!error) return null;
  const problem = error instanceof ApiError ? error.problem : null;
  // An answer without a code does not come from the API, but from something between it and us.
  const away = error instanceof ConnectionError || problem?.code === undefined;
  const help = away ? 'problem.connectionHelp' : HELP[problem.code ?? ''];
  const message = away ? t('problem.connection') : error.message;
  return (
    <Alert color="red" role="alert" icon={<Icon name="alert" />}>
      <Stack gap={4} align="flex-start">
        <Text size="sm" fw={600} c="var(--mantine-color-red-light-color)">
          {message}
        </Text>
        {problem?.errors?.map(({ field, message: reason }) => (
          <Text key={field} size="sm">
            {field}: {reason}
          </Text>
        ))}
        {help && <Text size="sm">{t(help)}</Text>}
        {problem?.status && problem.status >= 500 && problem.requestId && (
          <Text size="sm">{t('problem.reference', { id: problem.requestId })}</Text>
        )}
        {onRetry && mayPass(error) && (
          <Button
            mt={6}
            size="compact-sm"
            variant="default"
            leftSection={<Icon name="retry" size={14} />}
            onClick={onRetry}
          >
            {t('problem.retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
