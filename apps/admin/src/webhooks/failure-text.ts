import type { WebhookAttempt } from '#contracts';
import type { webhooks } from '../i18n/catalogue/webhooks.js';
import type { AreaTexts, Translate } from '../i18n/text.js';

type T = Translate<AreaTexts<typeof webhooks>>;

/** Why a message was not accepted, in words. */
export function failureText({ failure, status }: Pick<WebhookAttempt, 'failure' | 'status'>, t: T): string {
  if (failure === null) return '';
  return failure === 'status' ? t('failure.status', { status: String(status ?? '') }) : t(`failure.${failure}`);
}

/** The result of an attempt. */
export function attemptText(attempt: WebhookAttempt, t: T): string {
  if (attempt.failure !== null) return t('webhooks.notTaken', { reason: failureText(attempt, t) });
  return t('webhooks.taken', { status: String(attempt.status ?? ''), count: attempt.milliseconds });
}
