import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner } from '@nestjs/core';
import { accessOf, type Access } from '#security/door.js';
import { BODY_METADATA, JSON_BODY, type BodyReading } from './body-limits.js';
import { DESCRIPTION_METADATA, type DoorDescription } from '#security/describe.js';
import { REPEATABLE_METADATA } from './repeatable-write.js';

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
  /** Asks for an `Idempotency-Key`. */
  repeatable: boolean;
}

/** Every HTTP handler of the controllers, in order of path and method. Needs no running service. */
export function doorsOf(controllers: Iterable<Type>): DescribedDoor[] {
  const doors = [...controllers].flatMap((controller) => {
    const prototype = controller.prototype as Record<string, object>;
    return new MetadataScanner()
      .getAllMethodNames(prototype)
      .flatMap((name) => doorsOfHandler(controller, prototype, name));
  });
  return doors.sort((a, b) => (a.path + a.method < b.path + b.method ? -1 : 1));
}

function doorsOfHandler(controller: Type, prototype: Record<string, object>, name: string): DescribedDoor[] {
  const handler = prototype[name]!;
  const ownPath = Reflect.getMetadata(PATH_METADATA, handler) as string | string[] | undefined;
  if (ownPath === undefined) return [];
  const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? 'GET';
  return paths(controller, ownPath).map((path) => ({
    method,
    path,
    handler: `${controller.name}.${name}`,
    access: accessOf(handler),
    description: (Reflect.getMetadata(DESCRIPTION_METADATA, handler) as DoorDescription | undefined) ?? null,
    body: bodyOf(method, handler),
    repeatable: Reflect.hasMetadata(REPEATABLE_METADATA, handler),
  }));
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
