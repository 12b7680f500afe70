const PATHS = {
  alert: 'M12 9v4M12 17h.01M10.3 3.9 2.4 18a2 2 0 0 0 1.7 3h15.8a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0Z',
  arrowDown: 'M12 5v14M19 12l-7 7-7-7',
  arrowUp: 'M12 19V5M5 12l7-7 7 7',
  chart: 'M4 20h16M6.5 16v-5M12 16V5M17.5 16V9',
  check: 'M20 6 9 17l-5-5',
  close: 'M6 6l12 12M18 6 6 18',
  columns: 'M4 4h16v16H4zM9.5 4v16M14.5 4v16',
  contacts:
    'M16 20c0-3-2.5-5-6-5s-6 2-6 5M10 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M20.5 19c0-2.2-1.3-3.9-3.3-4.6M15.5 4.3a3.5 3.5 0 0 1 0 6.4',
  download: 'M12 4v11M7 11l5 5 5-5M4 20h16',
  edit: 'M4 20h4L19.5 8.5l-4-4L4 16zM13.5 6.5l4 4',
  file: 'M14 3H6v18h12V7zM14 3v4h4',
  imports: 'M4 5h16M4 12h9M4 19h9M18 10v9M14.5 15.5 18 19l3.5-3.5',
  phone: 'M7 2h10v20H7zM11 18h2',
  plus: 'M12 5v14M5 12h14',
  retry: 'M20 11a8 8 0 1 0-2.3 6.3M20 5v6h-6',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M20.5 20.5 16 16',
  segments: 'M4 5h16l-6 8v6l-4-2v-4z',
  sort: 'm8 10 4-5 4 5M8 14l4 5 4-5',
  swap: 'M4 8h15M15 4l4 4-4 4M20 16H5M9 12l-4 4 4 4',
  tag: 'M3 12V4h8l10 10-8 8L3 12ZM7.5 8.5h.01',
  upload: 'M12 16V5M7 9l5-5 5 5M4 20h16',
  audit: 'M9 4h6v3H9zM15 5.5h3V21H6V5.5h3M9.5 12h5M9.5 16h5',
  campaigns: 'M4 10v4h3l8 4.5v-13L7 10zM18.5 9.5a4 4 0 0 1 0 5M8 14.5 9.5 20',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  key: 'M14.5 14a5 5 0 1 0-4.6-3L3 18v3h3v-2h2v-2h2l1.8-1.8c.8.5 1.7.8 2.7.8M16 8.5h.01',
  operations: 'M3 12h4l3 8 4-16 3 8h4',
  organisations: 'M4 21V6l8-3v18M12 9h8v12M3 21h18M8 9v.01M8 13v.01M8 17v.01M16 13v.01M16 17v.01',
  team: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21c0-4 3.5-6 8-6s8 2 8 6',
  webhooks: 'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1-1',
} as const;

export type IconName = keyof typeof PATHS;

/** A line icon. It is only decoration: the text or label beside it has the meaning. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flexShrink: 0 }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
