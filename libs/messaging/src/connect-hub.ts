import type { INestApplication } from '@nestjs/common';
import { NestMicroservice } from '@nestjs/microservices';
import { HubTransport } from './handling/hub-transport.js';
import { OriginalErrorFilter } from './handling/original-error.filter.js';

/**
 * Connects the application's consumers to the hub's transport; `app.startAllMicroservices()` then starts to consume. The one way to
 * do it: a plain `connectMicroservice` would replace handlers' errors before they can be classified, and is refused at start.
 */
export function connectHub(app: INestApplication): void {
  const transport = app.get(HubTransport);
  const microservice = app.connectMicroservice({ strategy: transport }, { deferInitialization: true });
  if (!(microservice instanceof NestMicroservice)) throw new Error('Nest gave no microservice to connect consumers to');
  microservice.useGlobalFilters(new OriginalErrorFilter());
  microservice.registerListeners();
  microservice.setIsInitialized(true);
  microservice.setIsInitHookCalled(true);
  transport.errorsArePassedOn();
}
