// Improvements of pages that already work without them. Nothing is kept in the browser: drafts live on the server.
"use strict";

const QUIET_MS = 3000; // after the last key, before a draft is sent
const STUCK_MS = 8000;
const TYPING_MS = 250; // after the last key, before a search is sent

const say = (form, selector, words) => {
  const place = form.querySelector(selector);
  if (place && words) place.textContent = words;
};

const post = async (url, data, options = {}) => {
  const answer = await fetch(url, { method: "POST", body: data, headers: { "X-Requested-With": "fetch" }, ...options });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer.text();
};

// A form goes once, however often its button is pressed. Its draft is then no longer wanted.
const sent = new WeakSet();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (sent.has(form)) return event.preventDefault();
  sent.add(form);
  setTimeout(() => sent.delete(form), STUCK_MS); // a download, or a line that broke: the server counts a form once anyway
  event.submitter?.setAttribute("aria-busy", "true");
});
// A page that comes back from the browser's memory may be sent again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) sent.delete(form);
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
});

// Ctrl+Enter confirms.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("form[data-confirm]");
  const button = form?.querySelector("button[data-confirms], .btn.primary");
  if (button) { event.preventDefault(); form.requestSubmit(button); }
});

// Buttons that only a script can serve are hidden until it is here.
for (const button of document.querySelectorAll("[data-print], [data-back], [data-close]")) button.hidden = false;
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-print], [data-back], [data-close]");
  if (!button) return;
  if ("print" in button.dataset) print();
  else if ("back" in button.dataset) history.back();
  else button.closest(".toast").remove();
});

// Drafts: the form posts itself when the keys rest and when the page is left.
for (const form of document.querySelectorAll("form[data-draft-url]")) {
  let timer, changed = false, going = Promise.resolve();
  const save = (leaving) => {
    clearTimeout(timer);
    if (!changed || sent.has(form)) return;
    changed = false;
    const data = new FormData(form);
    const send = () => post(form.dataset.draftUrl, data, { keepalive: leaving })
      .then((words) => say(form, "[data-draft-state]", words))
      .catch(() => { changed = true; say(form, "[data-draft-state]", form.dataset.draftFailed); });
    if (!leaving) going = going.then(send); // one after the other, so that an older text never overtakes a newer one
    else if (!navigator.sendBeacon(form.dataset.draftUrl, data)) send();
  };
  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, QUIET_MS, false);
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(true); });
  addEventListener("pagehide", () => save(true));
}

// Attendance: each tap saves itself; the button "Save" stays for who has no script.
for (const form of document.querySelectorAll("form[data-each-tap]")) {
  let going = Promise.resolve();
  form.addEventListener("change", (event) => {
    const mark = event.target;
    if (mark.type !== "radio") return;
    const data = new FormData();
    for (const hidden of form.querySelectorAll("input[type=hidden]")) data.append(hidden.name, hidden.value);
    data.append(mark.name, mark.value);
    going = going.then(() => post(form.dataset.eachTap || form.action, data)
      .then((words) => say(form, "[data-tap-state]", words))
      .catch(() => say(form, "[data-tap-state]", form.dataset.tapFailed)));
  });
}

// Type-ahead: the server answers with rows to choose from.
for (const input of document.querySelectorAll("[data-typeahead-url]")) {
  const list = input.form.querySelector("[data-typeahead-list]");
  let timer, asked = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++asked, data = new FormData();
      data.append("csrfmiddlewaretoken", input.form.elements.csrfmiddlewaretoken.value);
      data.append("q", input.value);
      try {
        const rows = await post(input.dataset.typeaheadUrl, data);
        if (mine === asked) list.innerHTML = rows;
      } catch { /* the form's own button still searches */ }
    }, TYPING_MS);
  });
}
