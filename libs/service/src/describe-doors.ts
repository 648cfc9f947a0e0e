import { RequestMethod, type INestApplicationContext } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { accessOf, type Access } from '#security/door.js';
import { BODY_METADATA, JSON_BODY, type BodyReading } from './body-limits.js';
import { DESCRIPTION_METADATA, type DoorDescription } from './describe.js';

/** One HTTP door of a service as its handler declares it. */
export interface DescribedDoor {
  method: string;
  /** Template, for example `/children/:childId/record`. */
  path: string;
  /** `Controller.handler` */
  handler: string;
  /** Null: nothing was declared, which stops the start. */
  access: Access | null;
  description: DoorDescription | null;
  body: BodyReading | null;
}

/** Every HTTP handler of every controller, in order of path and method. */
export function describeDoors(app: INestApplicationContext): DescribedDoor[] {
  const scanner = new MetadataScanner();
  const doors: DescribedDoor[] = [];
  for (const module of app.get(ModulesContainer, { strict: false }).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (!metatype) continue;
      const prototype = metatype.prototype as Record<string, object>;
      for (const name of scanner.getAllMethodNames(prototype)) {
        const handler = prototype[name]!;
        const ownPath = Reflect.getMetadata(PATH_METADATA, handler) as string | string[] | undefined;
        if (ownPath === undefined) continue;
        const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? 'GET';
        for (const path of paths(metatype, ownPath)) {
          doors.push({
            method,
            path,
            handler: `${metatype.name}.${name}`,
            access: accessOf(handler),
            description: (Reflect.getMetadata(DESCRIPTION_METADATA, handler) as DoorDescription | undefined) ?? null,
            body: bodyOf(method, handler),
          });
        }
      }
    }
  }
  return doors.sort((a, b) => (a.path + a.method < b.path + b.method ? -1 : 1));
}

function bodyOf(method: string, handler: object): BodyReading | null {
  if (!['POST', 'PUT', 'PATCH'].includes(method)) return null;
  return (Reflect.getMetadata(BODY_METADATA, handler) as BodyReading | undefined) ?? JSON_BODY;
}

function paths(controller: object, own: string | string[]): string[] {
  const prefixes = [Reflect.getMetadata(PATH_METADATA, controller) as string | string[] | undefined].flat();
  return prefixes.flatMap((prefix) =>
    [own].flat().map((path) => `/${prefix ?? ''}/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1')),
  );
}
