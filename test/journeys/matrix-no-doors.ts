/** Questions of the access matrix that no live door asks, and why: a closed list of `kind action` by who would ask. */
export const noDoors: readonly { who: string; why: string; cells: readonly string[] }[] = [
  {
    who: 'staff',
    why: 'results, records, observations and reports come from the journal systems alone',
    cells: [
      ...['adbb_result write', 'adbb_result share', 'child_record write', 'child_record share'],
      ...['health_observation write', 'health_observation share', 'journal_report write', 'journal_report share'],
    ],
  },
  {
    who: 'staff',
    why: 'the hub itself writes the letters',
    cells: ['letter write', 'letter share', 'letter_content write', 'letter_content share'],
  },
  {
    who: 'staff',
    why: 'nobody at work changes what guardians wrote',
    cells: [...['guardian_message write', 'guardian_message share', 'guardian_reply write', 'guardian_reply share']],
  },
  {
    who: 'staff',
    why: 'the decisions alone write the log, and neither it nor consents nor requests are ever shared',
    cells: ['access_log write', 'access_log share', 'consent share', 'information_request share'],
  },
  {
    who: 'staff',
    why: "the list asks about the children of the caller's own unit, and about no other",
    cells: ['information_request read'],
  },
  {
    who: 'staff, for another transition',
    why: 'nothing is handed over at a transition yet',
    cells: ['adbb_result read', 'health_observation read', 'health_visit_summary read'],
  },
  {
    who: 'portal',
    why: 'the portal shows results only within shared documents, and neither record, reports nor the words of letters',
    cells: [
      ...['adbb_result read', 'child_record read', 'health_observation read', 'journal_report read'],
      ...['letter_content read', 'guardian_reply read', 'information_request read'],
    ],
  },
  {
    who: 'portal',
    why: 'messages, answers to consents and information requests are all that is written in the portal',
    cells: [
      ...['adbb_result write', 'adbb_result share', 'child_record write', 'child_record share'],
      ...['health_observation write', 'health_observation share', 'journal_report write', 'journal_report share'],
      ...['health_visit_summary write', 'health_visit_summary share', 'guardian_reply write', 'guardian_reply share'],
      ...['letter write', 'letter share', 'letter_content write', 'letter_content share'],
      ...['access_log write', 'access_log share', 'consent share', 'guardian_message share'],
      'information_request share',
    ],
  },
  {
    who: 'portal, not shared with the reader',
    why: 'what is shared with others only, or sent to others, has no address in the portal',
    cells: ['health_visit_summary read', 'guardian_message read', 'letter read'],
  },
];
