/** The processes of a hub; the first stands in for what lies outside the municipality. */
export const serviceNames = [
  'stand-ins',
  'consent',
  'novax-adapter',
  'screening',
  'notifications',
  'parent-portal',
  'operations',
] as const;

export type ServiceName = (typeof serviceNames)[number];
