interface NavigationEntry {
  path: string;
  label: string;
  /** Whether a page of this path belongs to the entry. */
  holds: (path: string) => boolean;
}

/** The main menu, in order. */
export const navigation: readonly NavigationEntry[] = [
  { path: '/', label: 'Chains', holds: (path) => path === '/' || path.startsWith('/chains/') },
  { path: '/stopped', label: 'Stopped messages', holds: (path) => path.startsWith('/stopped') },
  { path: '/gaps/page', label: 'Gaps', holds: (path) => path.startsWith('/gaps/') },
  { path: '/waiting', label: 'Waiting events', holds: (path) => path.startsWith('/waiting') },
  { path: '/refused', label: 'Refused entries', holds: (path) => path.startsWith('/refused') },
  { path: '/acts', label: 'Log of acts', holds: (path) => path.startsWith('/acts') },
];
