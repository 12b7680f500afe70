/** Where the page lays itself out for a phone: below Mantine's `sm`. */
export const PHONE_WIDTH = '(max-width: 47.99em)';
