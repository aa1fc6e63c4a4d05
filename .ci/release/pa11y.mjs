// Ask pa11y of every page: reads [{"name", "url", "cookie"}] and writes {"name": ["issue"]}.
import { readFileSync } from "node:fs";
import pa11y from "pa11y";
import puppeteer from "puppeteer-core";

const pages = JSON.parse(readFileSync(0, "utf8"));
const browser = await puppeteer.launch({
  executablePath: process.env.CHROME_PATH,
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});
const found = {};
for (const { name, url, cookie } of pages) {
  const { issues } = await pa11y(url, {
    browser,
    headers: cookie ? { Cookie: `sessionid=${cookie}` } : {},
    runners: ["axe", "htmlcs"],
    standard: "WCAG2AA",
    timeout: 60000,
    viewport: { width: 360, height: 640 },
  });
  if (issues.length) {
    found[name] = issues.map(({ code, message, selector }) => `${code}: ${message} at ${selector}`);
  }
}
await browser.close();
process.stdout.write(JSON.stringify(found));
