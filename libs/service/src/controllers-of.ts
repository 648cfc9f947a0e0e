import type { DynamicModule, ForwardReference, Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';

type Import = Type | DynamicModule | ForwardReference;

/** The controllers of a module and of all it imports, read from what the classes declare: nothing is started. */
export function controllersOf(root: Import): Set<Type> {
  const found = new Set<Type>();
  const seen = new Set<Import>();
  const visit = (module: Import): void => {
    if (seen.has(module)) return;
    seen.add(module);
    if ('forwardRef' in module) return visit(module.forwardRef() as Type);
    const dynamic = 'module' in module ? module : undefined;
    const type = dynamic?.module ?? (module as Type);
    const declared = <T>(key: string): T[] => (Reflect.getMetadata(key, type) as T[] | undefined) ?? [];
    for (const controller of declared<Type>(MODULE_METADATA.CONTROLLERS)) found.add(controller);
    for (const controller of dynamic?.controllers ?? []) found.add(controller);
    for (const imported of declared<Import>(MODULE_METADATA.IMPORTS)) visit(imported);
    for (const imported of dynamic?.imports ?? []) if (!(imported instanceof Promise)) visit(imported);
  };
  visit(root);
  return found;
}
