// Ask pa11y of every page: reads [{"name", "url", "cookie"}] and writes {"name": ["issue"]}.
//
// How far it is goes to stderr. A page that does not come to its end in time is a fault of that page.
import { readFileSync } from "node:fs";
import pa11y from "pa11y";
import puppeteer from "puppeteer-core";

const AT_ONCE = 3;
const SECONDS = 60; // for one page; most take one or two
const TELL_EVERY = 25;
const VIEWPORT = { width: 360, height: 640 };

// What is not a fault of a page.
function isExcepted({ code, message, runnerExtras: { needsFurtherReview } }) {
  return (
    // axe could not tell: words beyond the edge of a table that scrolls, or under the reach of a
    // link that a finger needs. What it can tell, and what HTML CodeSniffer works out, stays.
    (code === "color-contrast" && needsFurtherReview) ||
    // HTML CodeSniffer does not know yet that the standard allows this on a field for an email.
    (code.endsWith(".1_3_5.H98") && message.includes("value: username. "))
  );
}

const pages = JSON.parse(readFileSync(0, "utf8"));
const browser = await puppeteer.launch({
  executablePath: process.env.CHROME_PATH,
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});

// A context for each page: nothing of the page before is left, and closing it ends what still runs.
async function look({ url, cookie }) {
  const context = await browser.createBrowserContext();
  let clock;
  const late = new Promise((_resolve, reject) => {
    clock = setTimeout(() => reject(new Error(`not done after ${SECONDS} seconds`)), SECONDS * 1000);
  });
  try {
    return await Promise.race([ask(context, url, cookie), late]);
  } finally {
    clearTimeout(clock);
    await context.close();
  }
}

// The page is opened here: pa11y would wait until nothing was asked of the site for half a second,
// and would send the cookie by holding up every request.
async function ask(context, url, cookie) {
  if (cookie) {
    const { hostname: domain } = new URL(url);
    await context.setCookie({ name: "sessionid", value: cookie, domain, path: "/" });
  }
  const page = await context.newPage();
  await page.setViewport(VIEWPORT);
  const answer = await page.goto(url, { waitUntil: "load" });
  if (!answer.ok()) throw new Error(`it answered ${answer.status()}`);
  const { issues } = await pa11y(url, {
    browser,
    page,
    ignoreUrl: true,
    runners: ["axe", "htmlcs"],
    standard: "WCAG2AA",
    viewport: VIEWPORT,
  });
  return issues.filter((issue) => !isExcepted(issue)).map(({ code, message, selector }) => `${code}: ${message} at ${selector}`);
}

const found = {};
const waiting = [...pages];
let done = 0;

async function work() {
  for (let page = waiting.shift(); page; page = waiting.shift()) {
    const issues = await look(page).catch((error) => [`could not be looked at: ${error.message}`]);
    if (issues.length) found[page.name] = issues;
    done += 1;
    if (done % TELL_EVERY === 0) console.error(`  ${done} of ${pages.length}`);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, work));
await browser.close();
process.stdout.write(JSON.stringify(found));
