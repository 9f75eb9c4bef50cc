// What no attribute can say. Every page works without it.
"use strict";

// A page with something to put right, or two texts to choose from, begins there.
const summary = document.querySelector(".notice-error[tabindex], [role=alert][data-focus]");
if (summary) summary.focus();

// The slash leads to the search field, as long as nothing is being typed.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.querySelector("input[type=search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
});

// What a browser's own field cannot read, 31 February or half a date, would be sent as nothing: the
// browser says so at the field, and what was typed stays.
document.addEventListener(
  "submit",
  (event) => {
    const unread = [...event.target.elements].find((each) => each.validity?.badInput);
    if (!unread) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    unread.reportValidity();
  },
  true
);

// A form in the page says that its answer is on the way, and is not sent twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.lastSubmitter = event.submitter;
});

// Back again from the browser's memory: the form may be sent anew.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("form");
  if (form) delete form.dataset.sent;
});

// A fragment that brings its own summary or asks for the focus gets it.
document.addEventListener("htmx:afterSettle", (event) => {
  const wanted = event.target.querySelector?.(
    ".notice-error[tabindex], [data-focus], [data-focus-first] textarea"
  );
  if (wanted) wanted.focus();
});

// In a row that is being edited Escape leaves it, Enter saves it; Shift and Enter begin a line.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest(".form-row form");
  if (!form || event.isComposing) return;
  if (event.key === "Escape") form.querySelector("[data-leave]")?.click();
  if (event.key === "Enter" && !event.shiftKey && event.target.matches("textarea")) {
    event.preventDefault();
    form.requestSubmit();
  }
});

// What was typed and could not be sent stays in its form, which says so and sends it again.
const notSent = (event, when) => {
  const note = event.target.closest?.("form")?.querySelector("[data-not-lost]");
  if (!note) return;
  for (const line of note.querySelectorAll("[data-when]")) line.hidden = line.dataset.when !== when;
  note.hidden = false;
  note.sender = event.target;
};
document.addEventListener("htmx:sendError", (event) => notSent(event, "network"));
document.addEventListener("htmx:timeout", (event) => notSent(event, "network"));
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status < 500) return;
  const sender = event.detail.requestConfig.elt;
  if (!sender.closest("form")?.querySelector("[data-not-lost]")) return;
  event.detail.shouldSwap = false;
  notSent({ target: sender }, "server");
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) return;
  const note = event.target.closest?.("form")?.querySelector("[data-not-lost]");
  if (note) note.hidden = true;
});
document.addEventListener("click", (event) => {
  const note = event.target.closest("[data-again]")?.closest("[data-not-lost]");
  if (!note) return;
  const form = note.closest("form");
  if (note.sender === form) form.requestSubmit(form.lastSubmitter);
  else note.sender.click();
});

// Escape puts away what an abbreviation means; it is there again on the next visit.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const each of document.querySelectorAll(".abbr:is(:hover, :focus-within)")) {
    each.classList.add("let-go");
    const back = () => each.classList.remove("let-go");
    each.addEventListener("pointerleave", back, { once: true });
    each.addEventListener("focusout", back, { once: true });
  }
});

// A row that has buttons for its place can be dragged by its grip, past another row of its list:
// dropped there, its own button is pressed, which says past which row.
let dragged = null;
const passed = (event) => {
  const row = dragged && event.target.closest?.("tr");
  const isOther = row && row !== dragged && row.parentNode === dragged.parentNode;
  return isOther && row.querySelector("[data-grip]") ? row : null;
};
const isAbove = (row) => row.compareDocumentPosition(dragged) & Node.DOCUMENT_POSITION_FOLLOWING;
const unmark = () => {
  for (const row of document.querySelectorAll("[data-goes]")) delete row.dataset.goes;
};
document.addEventListener("dragstart", (event) => {
  if (!event.target.matches?.("[data-grip]")) return;
  dragged = event.target.closest("tr");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.id);
  event.dataTransfer.setDragImage(dragged, 0, 0);
});
document.addEventListener("dragover", (event) => {
  const row = passed(event);
  unmark();
  if (!row) return;
  event.preventDefault();
  row.dataset.goes = isAbove(row) ? "above" : "below";
});
document.addEventListener("drop", (event) => {
  const row = passed(event);
  if (!row) return;
  event.preventDefault();
  const form = dragged.querySelector("[data-grip]").closest("form");
  const past = document.createElement("input");
  Object.assign(past, { type: "hidden", name: "past", value: row.id.split("-").pop() });
  form.append(past);
  form.querySelector(`[name="deed"][value="${isAbove(row) ? "up" : "down"}"]`).click();
  past.remove();
});
document.addEventListener("dragend", () => {
  unmark();
  dragged = null;
});
