import { useQuery } from '@tanstack/react-query';
import type { Author } from '#contracts';
import { useText } from '../i18n/language.js';
import { ApiError, request } from './client.js';
import { useMe } from './session.js';

async function fetchAuthor(kind: Author['kind'], id: string, signal: AbortSignal): Promise<Author | null> {
  try {
    return await request<Author>(`/authors/${kind === 'user' ? 'users' : 'keys'}/${id}`, { signal });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** Who did something, in words that follow "by": a colleague's name, "you", an API key, a former member. */
export function useAuthorName({ kind, id }: Pick<Author, 'kind' | 'id'>): string {
  const t = useText();
  const me = useMe();
  const { data } = useQuery({
    queryKey: ['authors', kind, id],
    queryFn: ({ signal }) => fetchAuthor(kind, id, signal),
    enabled: id !== me.id,
    staleTime: 5 * 60_000,
  });
  if (id === me.id) return t('author.you');
  if (kind === 'key') return data ? t('author.key', { name: data.name }) : t('author.someKey');
  return data === null ? t('author.former') : (data?.name ?? t('author.somebody'));
}
