import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { ReasonField } from '../pages/reason-field.view.js';
import { actWords } from './act-words.js';
import type { DeskService } from './desk-addresses.js';
import type { ActChoice } from './message-act.js';
import type { ActReport } from './message-desks.client.js';
import { stoppedPaths } from './stopped-paths.js';

interface PlanActPageProps {
  frame: PageFrame;
  service: DeskService;
  choice: ActChoice;
  /** What the act would do now. */
  report: ActReport;
  reason?: string | undefined;
  fault?: string | undefined;
}

/** What an act would do, before it is done: nothing has changed yet. */
export function PlanActPage({ frame, service, choice, report, reason, fault }: PlanActPageProps) {
  const words = actWords[choice.act];
  const crumbs = [
    { path: '/stopped', label: 'Stopped messages' },
    { path: stoppedPaths.service(service), label: `Stopped in ${service}` },
  ];
  return (
    <Layout frame={frame} title={words.title} faulty={fault !== undefined} crumbs={crumbs}>
      <p class="font-lead">Nothing has changed yet. This is what would happen.</p>
      <dl class="hub-facts">
        <dt>Chosen</dt>
        <dd>{chosenWords(choice)}</dd>
        <dt>Dead letters</dt>
        <dd>{report.selected}</dd>
        <dt>Keys (children)</dt>
        <dd>{report.keys}</dd>
        {Object.entries(report.byCode).flatMap(([code, count]) => [
          <dt key={`${code} name`}>Of these {code}</dt>,
          <dd key={code}>{count}</dd>,
        ])}
      </dl>
      <p>{words.effect}</p>
      {choice.act === 'replay' && report.behindParkedChild > 0 && (
        <p>
          {report.behindParkedChild} of them will wait behind a parked child of the same key, in order, until that one
          flows again.
        </p>
      )}
      {report.selected === 0 ? (
        <p>
          <a href={stoppedPaths.service(service)}>Nothing is like that any more: back to the list</a>
        </p>
      ) : (
        <form class="hub-choice" method="post" action={`/stopped/${service}/act`}>
          <input type="hidden" name="csrf" value={frame.csrf ?? ''} />
          {Object.entries({ ...choice, diedBefore: report.at }).map(([name, value]) =>
            value === undefined ? null : <input type="hidden" name={name} value={value} key={name} />,
          )}
          <ReasonField given={reason} fault={fault} />
          <button class="button button-primary" type="submit">
            {words.button} ({report.selected})
          </button>
        </form>
      )}
    </Layout>
  );
}

function chosenWords({ id, key, type, code }: ActChoice): string {
  const said = [id && `the dead letter ${id}`, key && `key ${key}`, type && `type ${type}`, code && `code ${code}`];
  return said.filter(Boolean).join(', ');
}
