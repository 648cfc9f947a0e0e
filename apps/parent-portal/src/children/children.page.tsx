import type { GuardianChild } from '#contracts/questions/guardians.js';
import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { ageWords, childName, isYoungPerson } from './child-words.js';

interface ChildrenPageProps {
  frame: PageFrame;
  children: readonly GuardianChild[];
}

/** My children: none, one or many. None says nothing about what exists. */
export function ChildrenPage({ frame, children }: ChildrenPageProps) {
  const words = frame.words.children;
  return (
    <Layout frame={frame} title={words.title}>
      {children.length === 0 ? <NoChildren frame={frame} /> : <Children frame={frame} children={children} />}
    </Layout>
  );
}

function NoChildren({ frame: { words } }: { frame: PageFrame }) {
  return (
    <div class="portal-note">
      <h2 class="h5">{words.children.none}</h2>
      <p>{words.children.noneWhy}</p>
      <p>{words.children.noneTodo}</p>
      <p>
        <a href="/portal/information">{words.children.ask}</a>
      </p>
    </div>
  );
}

function Children({ frame, children }: ChildrenPageProps) {
  const { words } = frame;
  const own = children.find(({ relation }) => relation === 'self');
  return (
    <>
      {own ? (
        <div class="portal-note">
          <p>{words.young.selfLead}</p>
          <p>{words.young.selfConsents}</p>
        </div>
      ) : (
        <p class="font-lead">{children.length === 1 ? words.children.one : words.children.many(children.length)}</p>
      )}
      <ul class="portal-list">
        {children.map((child) => (
          <Child key={child.childId} frame={frame} child={child} />
        ))}
      </ul>
    </>
  );
}

function Child({ frame: { words }, child }: { frame: PageFrame; child: GuardianChild }) {
  const name = childName(child, words);
  const at = `/portal/children/${child.childId}`;
  const ways = [
    [at, words.children.documents],
    [`${at}/access-log`, words.children.log],
    [`${at}/messages`, words.children.write],
  ] as const;
  return (
    <li>
      <h2 class="h4">{name}</h2>
      <p>
        {words.children.agePart} {ageWords(child.ageMonths, words)}
      </p>
      {child.relation === 'guardian' && isYoungPerson(child) ? (
        <>
          <p>
            <strong>{words.young.isYoung(name)}</strong>
          </p>
          <p>{words.young.whatGuardiansSee}</p>
          <p>{words.young.talk}</p>
        </>
      ) : (
        <ul class="portal-links">
          {ways.map(([path, label]) => (
            <li key={path}>
              <a href={path}>
                {label}
                <span class="sr-only"> ({name})</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
