/** Day limits of the repeat, as the rule set had them when the result was judged. */
export interface ObservationDays {
  repeatFrom: number;
  repeatTo: number;
  overdue: number;
}
