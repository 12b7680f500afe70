/** Where what can be undone is in the API. Without zod, which the page does not load at first. */
export const UNDO_PATHS = { import: 'imports', 'tag-change': 'tag-changes', undo: 'undos' } as const;
