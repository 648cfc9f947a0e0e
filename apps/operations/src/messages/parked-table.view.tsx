import type { ParkedChild } from '#messaging/stopped/messages.view.js';
import { Instant } from '../pages/instant.view.js';
import type { DeskService } from './desk-addresses.js';
import { stoppedPaths } from './stopped-paths.js';

/** Parked children: why, since when, and how many events wait. */
export function ParkedTable({ service, parked }: { service: DeskService; parked: readonly ParkedChild[] }) {
  return (
    <table class="hub-table">
      <caption>Children whose events wait in order behind one that failed</caption>
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col">Code</th>
          <th scope="col">Event</th>
          <th scope="col">Since</th>
          <th scope="col">Tries</th>
          <th scope="col">Events that wait</th>
        </tr>
      </thead>
      <tbody>
        {parked.map((child) => (
          <tr key={`${child.consumer} ${child.key}`}>
            <td data-title="Key">
              <a href={stoppedPaths.parked(service, child.key)}>{child.key}</a>
            </td>
            <td data-title="Code">
              {child.code} ({child.errorClass})
            </td>
            <td data-title="Event">{child.eventType ?? 'none'}</td>
            <td data-title="Since">
              <Instant at={child.parkedAt} />
            </td>
            <td data-title="Tries">{child.attempts}</td>
            <td data-title="Events that wait">{child.waiting}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
