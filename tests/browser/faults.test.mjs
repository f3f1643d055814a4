// When the widget cannot run or stops running, and when there are no scripts: the whole guidance is there to read.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asked, flat, journey, words } from './content.mjs';
import { describeEachBrowser, waitFor } from './harness.mjs';
import { dist } from './server.mjs';
import { reachLetter } from './staff.mjs';

/** The paragraphs and headings of the source page, as a reader sees them. */
const source = (await readFile('tests/source/recordings-by-claimants.md', 'utf8'))
  .split(/\n\s*\n/).map(flat).filter(Boolean).map(withoutMarkdown);

function withoutMarkdown(block) {
  return block.replace(/^#+ /, '').replace(/(?<!\\)\*+/g, '').replace(/(?<!\\)\[((?:\\.|[^\]\\])*)\]\([^)]*\)/g, '$1').replace(/\\(.)/g, '$1');
}

/** The built page, and beside it copies in which neither engine can start. */
const folder = await mkdtemp(join(tmpdir(), 'guidance-faults-'));
after(() => rm(folder, { recursive: true, force: true }));
await cp(dist, folder, { recursive: true });
const html = await readFile(join(dist, 'index.html'), 'utf8');
const wasm = await readFile(join(dist, 'guidance-widget.wasm'));
for (const [name, module, page] of [
  ['cut-off', wasm.subarray(0, 1000), html],
  // A policy without 'wasm-unsafe-eval'.
  ['forbidden', wasm, html.replace('<head>', '<head><meta http-equiv="Content-Security-Policy" content="script-src \'self\' \'unsafe-inline\'">')],
]) {
  await mkdir(join(folder, name));
  await cp(join(dist, 'guidance-widget.module.js'), join(folder, name, 'guidance-widget.module.js'));
  await writeFile(join(folder, name, 'guidance-widget.wasm'), module);
  await writeFile(join(folder, name, 'index.html'), page);
}

/** What a reader sees of the element: what it shows itself, and its static content where that is shown. */
const visible = (widget) => widget.frame.$eval(widget.host, (host) => {
  const own = [...(host.shadowRoot?.children ?? [])].filter((child) => child.localName !== 'slot').map((child) => child.innerText);
  const given = [...host.children].filter((child) => child.checkVisibility()).map((child) => child.innerText);
  return { own: own.join('\n').trim(), given: given.join('\n') };
});

/** Every word of the page, which says of each link that leads nowhere that it does. */
function assertWholeGuidance(shown) {
  const text = flat(shown.replaceAll(`(${words.common['link-missing']})`, '')).replace(/\s+(?=[.,\])])/g, '');
  const missing = source.filter((block) => !text.includes(block));
  assert.deepEqual(missing, []);
}

async function guidanceWithNotice(widget, ...lines) {
  const shown = await waitFor(async () => { const now = await visible(widget); return now.given && now.own && now; },
    async () => `the guidance and a notice, not ${JSON.stringify(await visible(widget))}`);
  for (const line of lines) assert.ok(shown.own.includes(line), `“${line}” is not in\n${shown.own}`);
  assert.ok(shown.own.includes('You can use the full guidance below.'), shown.own);
  assertWholeGuidance(shown.given);
}

/** Makes the browser refuse every change inside the widget's shadow root that the engine could make. */
function makeHostile(widget) {
  return widget.frame.$eval(widget.host, (host) => {
    for (const name of ['insertBefore', 'appendChild']) {
      const original = Node.prototype[name];
      Node.prototype[name] = function refuse(...given) {
        if (this.getRootNode() === host.shadowRoot) throw new DOMException('refused by the test', 'HierarchyRequestError');
        return original.apply(this, given);
      };
    }
  });
}

/** Nothing that was typed may be in what the engine says while it stops. */
function assertToldWithout(widget, typed) {
  const told = [...widget.log.console, ...widget.log.errors].join('\n');
  assert.match(told, /guidance-widget stopped at /);
  assert.ok(!told.includes(typed), told);
}

const stopped = ['The step-by-step version of this guidance has stopped working.',
  'Your answers and any letter text are lost. To try again, load the page again.'];

describeEachBrowser('a widget that fails', (session) => {
  test('on the way to the next question brings the guidance back, with a notice that has the focus', async () => {
    const widget = await session.open('/');
    const { question, choice } = asked('situation', 'wants');
    await widget.at(question.text);
    assert.equal((await visible(widget)).given, '', 'while it runs, the static guidance is not shown as well');
    await widget.choose(choice.label);
    await makeHostile(widget);
    await widget.press(words.question.next);
    await guidanceWithNotice(widget, ...stopped);
    assertToldWithout(widget, choice.label);
    const focused = await widget.frame.$eval(widget.host, (host) => host.shadowRoot.activeElement?.innerText ?? '');
    assert.ok(focused.includes(stopped[0]), `focus on the notice, not on “${focused}”`);
  });

  test('in the letter brings the guidance back and tells nothing of what was typed', async () => {
    const widget = await reachLetter(session, journey('recorded-call').answers);
    await widget.type('Claimant’s name', 'Sentinel7f3a');
    await makeHostile(widget);
    await widget.press(words.common['open-page']);
    await guidanceWithNotice(widget, ...stopped);
    assertToldWithout(widget, 'Sentinel7f3a');
  });

  for (const page of ['cut-off', 'forbidden']) {
    test(`to start, its module ${page} and no other engine to be had, leaves the guidance readable and says why`, async () => {
      const widget = await session.open(`/${page}/`);
      await guidanceWithNotice(widget, 'The step-by-step version of this guidance cannot start.',
        'One of its files did not load, or is damaged.');
    });
  }
}, { folder });

describeEachBrowser('without scripts', (session) => {
  test('the page shows the whole guidance and nothing that needs them', async () => {
    const widget = await session.open('/');
    const { own, given } = await visible(widget);
    assert.equal(own, '');
    assertWholeGuidance(given);
    assert.equal(await widget.frame.$eval(widget.host, (host) => host.shadowRoot), null, 'no script has run');
    assert.equal(await widget.overflow(320), 0);
  });
}, { scripts: false });
