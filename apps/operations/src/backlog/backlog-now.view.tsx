import { Now } from '../layout/live.view.js';
import { duration } from '../pages/duration.js';
import type { ServiceBacklog } from './service-backlog.js';

/** What waits for each service at this moment, in all municipalities. */
export function BacklogNow({ services }: { services: readonly ServiceBacklog[] }) {
  const waiting = services.reduce((sum, each) => sum + each.waiting, 0);
  const words = waiting === 0 ? 'Nothing waits.' : waiting === 1 ? '1 event waits.' : `${waiting} events wait.`;
  return (
    <Now more told={waiting === 0 ? words : ''}>
      <p class="font-lead">{words}</p>
      <table class="hub-table">
        <caption>Events that each service has still to handle, in all municipalities</caption>
        <thead>
          <tr>
            <th scope="col">Service</th>
            <th scope="col">Waiting</th>
            <th scope="col">Handled a second</th>
            <th scope="col">Time left</th>
            <th scope="col">Done of the most that waited</th>
          </tr>
        </thead>
        <tbody>
          {services.map((each) => (
            <Row key={each.service} {...each} />
          ))}
        </tbody>
      </table>
    </Now>
  );
}

function Row({ service, waiting, most, handledPerSecond, secondsLeft }: ServiceBacklog) {
  return (
    <tr>
      <th scope="row" data-title="Service">
        {service}
      </th>
      <td data-title="Waiting">{waiting}</td>
      <td data-title="Handled a second">
        {handledPerSecond === null ? 'not known yet' : Math.round(handledPerSecond)}
      </td>
      <td data-title="Time left">{timeLeft({ waiting, handledPerSecond, secondsLeft })}</td>
      <td data-title="Done of the most that waited">
        {waiting === 0 ? (
          'all'
        ) : (
          <progress class="hub-progress" max={most} value={most - waiting} aria-label={`Progress of ${service}`}>
            {most - waiting} of {most}
          </progress>
        )}
      </td>
    </tr>
  );
}

function timeLeft(of: Pick<ServiceBacklog, 'waiting' | 'handledPerSecond' | 'secondsLeft'>): string {
  if (of.waiting === 0) return 'none';
  if (of.secondsLeft !== null) return duration(of.secondsLeft * 1000);
  return of.handledPerSecond === null ? 'not known yet' : 'it does not go down';
}
