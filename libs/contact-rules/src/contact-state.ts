/**
 * What a contact says of itself: its name, its tags in the order in which they came, its values in the order in which
 * their names came. Tags and value names are distinct by `fold`.
 */
export interface ContactState {
  name: string;
  tags: string[];
  values: { name: string; value: string }[];
}
