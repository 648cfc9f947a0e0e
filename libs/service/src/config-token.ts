/** Injection token of the service's own configuration: `@Inject(CONFIG) config: ScreeningConfig`. */
export const CONFIG = Symbol('hub:config');
