/** A session that nobody used ends after this long. */
export const IDLE_MINUTES = 15;
/** A session ends after this long, however busy. */
export const LONGEST_HOURS = 8;
/** A login that does not come back is forgotten after this long. */
export const LOGIN_MINUTES = 10;
