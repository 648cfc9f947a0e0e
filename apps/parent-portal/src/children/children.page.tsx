import type { GuardianChild } from '#contracts/questions/guardians.js';
import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { ageWords, childName } from './child-words.js';

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
    </div>
  );
}

function Children({ frame: { words }, children }: ChildrenPageProps) {
  return (
    <>
      <p class="font-lead">{children.length === 1 ? words.children.one : words.children.many(children.length)}</p>
      <ul class="portal-list">
        {children.map((child) => (
          <li key={child.childId}>
            <h2 class="h4">{childName(child, words)}</h2>
            <p>
              {words.children.agePart} {ageWords(child.ageMonths, words)}
            </p>
            <p>
              <a href={`/portal/children/${child.childId}`}>
                {words.children.documents}
                <span class="sr-only"> ({childName(child, words)})</span>
              </a>
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
