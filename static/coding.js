// Reading for themes by keys: 1 to 9 tick the first nine themes, 0 keeps and goes on.
// Without it the page is complete: Tab and Space tick, Enter keeps. The keys can be turned off,
// for people who speak to their computer.
"use strict";

const form = document.querySelector("[data-coding]");
const boxes = form ? [...form.querySelectorAll('input[name="themes"]')].slice(0, 9) : [];
const hint = document.querySelector("[data-keys]");
const OFF = "coding-keys-off";

const remembered = () => {
  try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
};
let isOff = remembered();

const show = () => {
  hint.hidden = false;
  hint.querySelector("[data-on]").hidden = isOff;
  hint.querySelector("[data-off]").hidden = !isOff;
  for (const key of form.querySelectorAll("kbd")) key.hidden = isOff;
};

if (boxes.length) {
  boxes.forEach((box, at) => {
    const key = document.createElement("kbd");
    key.textContent = String(at + 1);
    key.setAttribute("aria-hidden", "true");
    box.labels[0].prepend(key, " ");
  });
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
  const isHeld = event.ctrlKey || event.altKey || event.metaKey;
  if (isOff || isTyping || isHeld || !boxes.length || !/^[0-9]$/.test(event.key)) return;
  const box = boxes[Number(event.key) - 1];
  if (box) {
    box.checked = !box.checked;
    box.focus();
  } else if (event.key === "0") {
    form.querySelector("[data-keep]").click();
  }
});
