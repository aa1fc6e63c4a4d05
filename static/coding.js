// Reading for themes by keys: 1 to 9 tick the first nine themes by name, a to c what is suggested,
// 0 keeps and goes on, n says that none fits, s leaves it for later, u takes the last reading back.
// Without it the page is complete: Tab and Space tick, Enter keeps. The keys can be turned off,
// for people who speak to their computer.
"use strict";

const desk = document.querySelector("[data-coding]");
const hint = document.querySelector("[data-keys]");
const OFF = "coding-keys-off";
const DEEDS = { 0: "[data-keep]", n: "[data-none]", s: "[data-later]", u: "[data-undo]" };
// What each key ticks: its box, by the number of the theme and by the letter of a suggestion.
const boxes = new Map();

const remembered = () => {
  try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
};
let isOff = remembered();
let isDone = false;

const show = () => {
  hint.hidden = false;
  hint.querySelector("[data-on]").hidden = isOff;
  hint.querySelector("[data-off]").hidden = !isOff;
  for (const key of desk.querySelectorAll("kbd")) key.hidden = isOff;
};

for (const name of desk ? desk.querySelectorAll("[data-number]") : []) {
  const label = name.closest("label");
  const { number, letter } = name.dataset;
  for (const key of [number < 10 && number, letter].filter(Boolean)) boxes.set(key, label.control);
  const shown = letter || (number < 10 ? number : "");
  if (!shown) continue;
  const key = document.createElement("kbd");
  key.textContent = shown;
  key.setAttribute("aria-hidden", "true");
  label.prepend(key, " ");
}

if (boxes.size) {
  show();
  hint.addEventListener("click", (event) => {
    if (!event.target.closest("button")) return;
    isOff = !isOff;
    try { localStorage.setItem(OFF, isOff ? "1" : ""); } catch { /* not remembered */ }
    show();
    hint.querySelector(isOff ? "[data-off] button" : "[data-on] button").focus();
  });
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input:not([type=checkbox]), textarea, select");
  const isHeld = event.ctrlKey || event.altKey || event.metaKey || event.repeat;
  if (isOff || isDone || isTyping || isHeld) return;
  const box = boxes.get(event.key);
  if (box) {
    box.checked = !box.checked;
    box.focus();
    return;
  }
  const deed = boxes.size && Object.hasOwn(DEEDS, event.key) && document.querySelector(DEEDS[event.key]);
  if (deed) {
    isDone = true;
    deed.click();
  }
});
// A page that the browser kept and shows again hears its keys.
addEventListener("pageshow", () => { isDone = false; });
