// Nothing that is typed is kept, shown in an address, written to the console or sent anywhere.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { journey, moved, passages, words } from './content.mjs';
import { describeEachBrowser } from './harness.mjs';
import { assertQuiet, copyAndPaste, fillIn, passagesIn, reachLetter } from './staff.mjs';

const { letter: text } = words;
const sentinel = 'Sentinel7f3a';
const day = '17';

describeEachBrowser('what is typed', (session) => {
  test('stays on the screen and goes with the letter, nowhere else', async () => {
    // The recorded call has the most fields, and the offer of a meeting brings one more.
    const widget = await reachLetter(session, { ...journey('recorded-call').answers, unhappy: 'yes' });
    const asked = widget.log.requests.length;
    // Every field there is: also for who confirmed a passage, and for what a format needs.
    for (const id of (await passagesIn(widget)).filter((it) => moved.has(it))) {
      await widget.choose(text['law-keep'], { within: passages.get(id).label });
    }
    for (const label of ['Coloured paper', 'Another format']) await widget.choose(label);
    const fields = (await widget.names('textbox')).filter((name) => ![text['date-day'], text['date-month'], text['date-year']].includes(name));
    assert.ok(fields.length > 12, `fields for details and confirmations: ${fields.join(', ')}`);
    assert.ok(fields.some((name) => name.endsWith(passages.get('notify').label)), fields.join(', '));
    await fillIn(widget, Object.fromEntries(fields.map((name) => [name, `${sentinel}\n${sentinel}`])));
    await widget.type(text['date-day'], day);
    const pasted = await copyAndPaste(session, widget);
    assert.ok(pasted.text.split(sentinel).length > 8, pasted.text);

    await widget.page.bringToFront();
    const printed = await session.print(() => widget.press(words.check.print));
    assert.ok(printed.bytes.length > 0);
    await widget.press(words.common['open-page']);
    await widget.at(words.page.heading);
    await widget.press(words.common['close-page']);
    await widget.at(words.check.heading);
    for (const heading of [text.heading, words.outcome.heading]) {
      await widget.follow(words.common.back);
      await widget.at(heading);
    }

    const kept = await widget.page.evaluate(async () => ({
      local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie,
      databases: await indexedDB.databases(), caches: await caches.keys(), workers: (await navigator.serviceWorker.getRegistrations()).length,
      name: window.name,
    }));
    assert.deepEqual(kept, { local: {}, session: {}, cookies: '', databases: [], caches: [], workers: 0, name: '' });
    assert.deepEqual(await session.browser.cookies(), []);
    const told = await widget.page.evaluate(() => JSON.stringify([location.href, history.state, document.title]));
    assert.ok(!told.includes(sentinel), told);
    const later = widget.log.requests.slice(asked).filter((url) => !url.startsWith('data:'));
    assert.deepEqual(later.filter((url) => url !== 'about:blank'), [], 'requests after the page was loaded');
    assertQuiet(session, widget);

    // Another visit finds nothing of it.
    const again = await reachLetter(session, journey('recorded-call').answers);
    for (const name of (await again.names('textbox'))) {
      const value = await (await again.fieldByLabel(name)).evaluate((field) => field.value);
      assert.ok(!value.includes(sentinel), name);
    }
  });
});
