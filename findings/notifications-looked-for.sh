#!/usr/bin/env bash
# A page that looks for notifications while its service worker shows one makes Chromium drop it, and the worker is told that it was shown.
#
# Packages: Debian 12's chromium 156.0.8078.108-1~deb12u1, npm puppeteer-core 25.16.0; on a Debian 12 with Node.js 20 and apt's lists.
# Behaviour: the Notifications API says that the promise of showNotification() is fulfilled when the notification is shown, and that
#   getNotifications() gives the list. Chromium takes what the list of those on the screen does not have yet out of its store. So a web
#   client that looks for its notifications often, to count or to close them, loses some of those that arrive in that moment: the push
#   was answered by 201, it was decrypted, the promise was fulfilled, and nothing is there.
# Seen: 2026-11-28; without looks 50 of 50 are there, with 20 looks going on at a time between 0 and 10, all promises fulfilled.
# Exits with 0 while this is so, with 1 if anything differs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
version='156.0.8078.108-1~deb12u1'
mkdir -p archives/partial root
apt-get -qq -o Debug::NoLocking=1 -o Dir::Cache::archives="$work/archives" --no-install-recommends --reinstall --download-only install \
    "chromium=$version" "chromium-common=$version" > apt.log 2>&1 || { cat apt.log >&2; exit 1; }
for package in archives/*.deb; do dpkg -x "$package" root; done
npm init -y > npm.log 2>&1 && npm install --no-audit --no-fund puppeteer-core@25.16.0 >> npm.log 2>&1 || { cat npm.log >&2; exit 1; }
cat > looks.js <<'JS'
const http = require('http');
const puppeteer = require('puppeteer-core');

const WORKER = "self.addEventListener('push', event => event.waitUntil("
    + "self.registration.showNotification('Tea?', {tag: event.data.text()}).then(() => 'fulfilled', String)"
    + ".then(end => new BroadcastChannel('worker').postMessage(end))));";

/** In the page: looks for notifications all the time, so often at once, and waits for what the worker says. */
function begin(looks) {
    window.told = new Promise(done => { new BroadcastChannel('worker').onmessage = event => done(event.data); });
    window.looking = true;
    return navigator.serviceWorker.ready.then(registration => {
        const look = () => window.looking && registration.getNotifications().then(look);
        for (let i = 0; i < looks; i++) look();
    });
}

function end(tag) {
    window.looking = false;
    return navigator.serviceWorker.ready.then(registration => registration.getNotifications({tag})).then(all => all.length);
}

(async () => {
    const server = http.createServer((request, response) => {
        const script = request.url.endsWith('.js');
        response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html');
        response.end(script ? WORKER : '<!DOCTYPE html><title>page</title>');
    });
    await new Promise(done => server.listen(0, '127.0.0.1', done));
    const origin = 'http://localhost:' + server.address().port;
    const browser = await puppeteer.launch({executablePath: process.argv[2], headless: true,
        args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--user-data-dir=' + process.argv[3]]});
    try {
        console.log(await browser.version());
        const page = await browser.newPage();
        await page.goto(origin + '/');
        const tools = await page.createCDPSession();
        await tools.send('Browser.grantPermissions', {origin, permissions: ['notifications']});
        await tools.send('ServiceWorker.enable');
        await page.evaluate(() => navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready)
            .then(r => r.active.state === 'activated' || new Promise(done => r.active.addEventListener('statechange', () => done(true)))));
        for (const looks of [0, 20]) {
            let fulfilled = 0;
            let there = 0;
            for (let i = 0; i < 50; i++) {
                const tag = 'tea ' + looks + ' ' + i;
                await page.evaluate(begin, looks);
                await tools.send('ServiceWorker.deliverPushMessage', {origin, registrationId: '0', data: tag});
                fulfilled += await page.evaluate(() => window.told) === 'fulfilled' ? 1 : 0;
                there += await page.evaluate(end, tag);
            }
            console.log(looks + ' looks at a time: ' + fulfilled + ' fulfilled, ' + (there > 25 ? 'most' : 'few') + ' of 50 there');
            console.error(looks + ' looks at a time: ' + there + ' there');
        }
    } finally {
        await browser.close();
        server.close();
    }
})().catch(error => { console.error(error); process.exit(1); });
JS
LD_LIBRARY_PATH="$work/root/usr/lib/x86_64-linux-gnu" node looks.js "$work/root/usr/lib/chromium/chromium" "$work/profile" > seen.txt 2> log.txt \
    || { cat log.txt >&2; exit 1; }
cat > expected.txt <<'SEEN'
Chrome/156.0.8078.108
0 looks at a time: 50 fulfilled, most of 50 there
20 looks at a time: 50 fulfilled, few of 50 there
SEEN
diff expected.txt seen.txt && cat seen.txt log.txt
