import { Controller, UseGuards } from '@nestjs/common';
import { ClockController } from '#service/clock.controller.js';
import { ContentGuard } from '#service/content-guard.js';

/** The stand-ins' own time, by which receipts come; set like that of any service. */
@Controller('/clock')
@UseGuards(ContentGuard)
export class StandInsClockController extends ClockController {}
