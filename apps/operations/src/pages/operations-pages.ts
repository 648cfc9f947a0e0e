import { applyDecorators, Controller, UseFilters, UseGuards, UseInterceptors } from '@nestjs/common';
import { PageGuard } from './page.guard.js';
import { PageRefusalFilter } from './page-refusal.filter.js';
import { RenderPage } from '#service/render-page.interceptor.js';

/**
 * The controller of pages below a path. Its handlers return what they show (`<SomePage ... />`), which is rendered here; a refusal becomes
 * a page; and every form is checked for its login's token before its handler is called.
 */
export const OperationsPages = (path = ''): ClassDecorator =>
  applyDecorators(
    Controller(path),
    UseGuards(PageGuard),
    UseInterceptors(RenderPage),
    UseFilters(PageRefusalFilter),
  ) as ClassDecorator;
