import { useMutation } from '@tanstack/react-query';
import type { PasswordChange } from '#contracts';
import { request } from './client.js';

export function useChangePassword() {
  return useMutation({ mutationFn: (body: PasswordChange) => request<void>('/me/password', { method: 'PUT', body }) });
}
