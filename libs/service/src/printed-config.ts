const SECRET_KEY = /SECRET|PASSWORD|TOKEN|(^|_)KEY$|PEPPER/;

/** The configuration as it is shown at start: values of secret keys and passwords inside addresses are left out. */
export function printedConfig(config: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      if (SECRET_KEY.test(key)) return [key, '***'];
      return [key, typeof value === 'string' ? value.replace(/\/\/([^/:@]*):[^/@]*@/, '//$1:***@') : value];
    }),
  );
}
