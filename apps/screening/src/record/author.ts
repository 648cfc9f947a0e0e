/** A staff member as the record remembers: an id, a role and a unit, never a name. */
export interface Author {
  subject: string;
  role: string;
  organisation: string;
}
