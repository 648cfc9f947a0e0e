import type { INestApplicationContext, Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { doorsOf, type DescribedDoor } from './doors-of.js';

/** Every HTTP door of a running application, those of the libraries included. */
export function describeDoors(app: INestApplicationContext): DescribedDoor[] {
  const controllers = new Set<Type>();
  for (const module of app.get(ModulesContainer, { strict: false }).values()) {
    for (const { metatype } of module.controllers.values()) if (metatype) controllers.add(metatype as Type);
  }
  return doorsOf(controllers);
}
