/*
 * Portillon's script: what is pleasant to have. Every page does its work without it; every text it shows stands in the
 * page's data-… attributes.
 */
"use strict";

(() => {
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const byId = (id) => document.getElementById(id);

  /* After a mistake, the reading starts at the summary. */
  function focusSummary() {
    const summary = document.querySelector("[data-focus]");
    if (summary) summary.focus();
  }

  /* What is mended without leaving the page is no mistake of it any more. */
  function forgetMistake(id) {
    const summary = byId("a-corriger");
    summary?.querySelector(`a[href="#${CSS.escape(id)}"]`)?.closest("li").remove();
    if (!summary || summary.querySelector("li")) return;
    summary.remove();
    document.title = document.title.replace(summary.dataset.mark, "").trim();
  }

  function revealPasswords() {
    for (const button of all("[data-reveal]")) {
      const input = byId(button.dataset.reveal);
      button.hidden = false;
      button.addEventListener("click", () => {
        const text = button.textContent;
        const label = button.getAttribute("aria-label");
        input.type = input.type === "password" ? "text" : "password";
        button.textContent = button.dataset.other;
        button.setAttribute("aria-label", button.dataset.otherLabel);
        button.dataset.other = text;
        button.dataset.otherLabel = label;
      });
      /* Never sent as text: browsers would offer it again in clear. */
      input.form.addEventListener("submit", () => {
        input.type = "password";
      });
    }
  }

  /* Questions under an option show only while it is chosen. Hidden ones are sent as well: the draft keeps them. */
  function followOptions() {
    for (const box of all("[data-nested]")) {
      const option = byId(box.dataset.nested);
      if (option) box.hidden = !option.checked;
    }
  }

  /* "None of these" and the others untick each other. */
  function followAlone({ target: box }) {
    const list = box.type === "checkbox" && box.checked && box.closest("[data-alone]");
    if (!list) return;
    const isAlone = (one) => one.closest(".option").classList.contains("option-alone");
    for (const other of list.querySelectorAll("input[type=checkbox]")) {
      if (other !== box && other.name === box.name && (isAlone(box) || isAlone(other))) other.checked = false;
    }
  }

  /* ---- questions and options with a condition: the server says which of them apply ---- */

  /* What waits in a template is brought into the page at its first showing, and stays there with what was typed. */
  function bringIn(template) {
    const box = document.createElement("div");
    box.className = template.parentElement.matches(".options") ? "asked asked-choice" : "asked";
    box.dataset.asked = template.dataset.asked;
    box.hidden = true;
    box.append(template.content);
    template.replaceWith(box);
    box.querySelectorAll("[data-file]").forEach(followFiles);
    return box;
  }

  /* An option that is not offered is not sent; a question's answer is, and its draft keeps it. */
  function showBox(box, shown) {
    box.hidden = !shown;
    box.classList.toggle("is-new", shown);
    for (const input of box.querySelectorAll(":scope > input, :scope > .option > input")) input.disabled = !shown;
  }

  function nameOf(box) {
    return box.querySelector("h2, legend, label").textContent.trim();
  }

  function showAsked(form, ids) {
    const asked = new Set(ids);
    const changes = { more: [], less: [] };
    for (let found = true; found; ) {
      found = false; /* what is brought in may hold more of them */
      for (const box of form.querySelectorAll("[data-asked]")) {
        const shown = asked.has(box.dataset.asked);
        const waits = box.localName === "template";
        if (waits ? !shown : box.hidden === !shown) continue;
        const place = waits ? bringIn(box) : box;
        showBox(place, shown);
        changes[shown ? "more" : "less"].push(nameOf(place));
        found = found || waits;
      }
    }
    followOptions();
    const told = form.querySelector("[data-changes]");
    const sentences = Object.entries(changes).filter(([, names]) => names.length > 0);
    if (sentences.length > 0) told.textContent = sentences.map(([what, names]) => told.dataset[what].replace("%s", names.join(", "))).join(" ");
  }

  function sendOnce() {
    for (const form of all("form[data-once], form[data-autosave]")) {
      form.addEventListener("submit", (event) => {
        if (form.dataset.sent) {
          event.preventDefault();
          return;
        }
        form.dataset.sent = "1";
        if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
      });
    }
    /* A page that comes back from the browser's memory may be sent again. */
    window.addEventListener("pageshow", () => {
      for (const form of all("form[data-sent]")) delete form.dataset.sent;
      for (const button of all("button[aria-disabled]")) button.removeAttribute("aria-disabled");
    });
  }

  function printButtons() {
    for (const button of all("[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }
  }

  function copyButtons() {
    if (!navigator.clipboard) return;
    for (const button of all("[data-copy]")) {
      const input = byId(button.dataset.copy);
      const status = document.querySelector("[data-copy-status]");
      button.hidden = false;
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(input.value);
          button.textContent = button.dataset.done;
          status.textContent = button.dataset.done;
        } catch {
          input.select();
        }
      });
    }
  }

  /* ---- saving while typing ---- */

  const PAUSE = 900;
  const RETRY_FIRST = 4000;
  const RETRY_LAST = 60000;

  function showPoint(point) {
    const link = document.querySelector(`[data-point="${Number(point.n)}"]`);
    if (!link) return;
    if (!link.hasAttribute("aria-current")) {
      link.classList.toggle("point-done", point.state === "complete");
      link.classList.toggle("point-todo", point.state !== "complete");
    }
    link.parentElement.hidden = point.state === "skipped";
    link.querySelector(".gate").textContent = point.number;
    link.querySelector("[data-number]").textContent = point.name;
    link.querySelector("[data-state]").textContent = point.label;
  }

  function showSeal(ready) {
    const note = document.querySelector("[data-seal-ready]");
    document.querySelector("[data-seal]").disabled = !ready;
    note.textContent = ready ? note.dataset.sealReady : note.dataset.sealNot;
  }

  function showSaved(status, answer) {
    answer.points.forEach(showPoint);
    showAsked(status.closest("form"), answer.asked);
    showSeal(answer.ready);
    const tally = document.querySelector("[data-tally]");
    if (tally && answer.tally) tally.textContent = answer.tally;
    say(status, status.dataset.saved.replace("%s", answer.saved), "is-saved");
  }

  function say(status, text, look) {
    status.textContent = text;
    status.classList.toggle("is-saved", look === "is-saved");
    status.classList.toggle("is-offline", look === "is-offline");
  }

  function autosave(form) {
    const status = form.querySelector("[data-status]");
    const to = form.dataset.autosave;
    const answers = () => {
      const fields = new URLSearchParams(Array.from(new FormData(form)).filter(([, value]) => typeof value === "string"));
      fields.set("auto", "1");
      return fields;
    };
    let changed = 0; /* counts changes */
    let saved = 0; /* the change up to which all is saved */
    let busy = null; /* the saving that is under way */
    let timer = 0;
    let retry = RETRY_FIRST;
    let pause = PAUSE;
    let refused = false; /* what was typed last is nowhere but on this page */

    const later = (delay) => {
      clearTimeout(timer);
      timer = setTimeout(save, delay);
    };

    function save() {
      busy ??= send().finally(() => (busy = null));
      return busy;
    }

    async function send() {
      if (saved === changed || form.dataset.sent) return;
      const upTo = changed;
      say(status, status.dataset.saving);
      try {
        const reply = await fetch(to, { method: "POST", body: answers(), headers: { Accept: "application/json" } });
        await read(reply, upTo);
      } catch {
        say(status, status.dataset.offline, "is-offline");
        later(retry);
        retry = Math.min(2 * retry, RETRY_LAST);
      }
    }

    /* Whoever answers that it cannot now is asked again. What is refused (signed out, an older page) is not: the page's own
       button says what is wrong, and leaving by another way is asked about first. */
    async function read(reply, upTo) {
      const type = reply.headers.get("Content-Type") || "";
      if (reply.status === 429 || reply.status >= 500) throw new Error(reply.status);
      saved = upTo;
      retry = RETRY_FIRST;
      refused = !reply.ok || !type.startsWith("application/json");
      if (refused) {
        say(status, status.dataset.refused, "is-offline");
        return;
      }
      showSaved(status, await reply.json());
      if (saved !== changed) later(pause);
    }

    /* What is touched here counts, even when it says again what it said at first. */
    const touched = new Set();
    const touch = ({ name }) => {
      if (!name || touched.has(name)) return;
      touched.add(name);
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: "touche", value: name });
      form.append(field);
    };
    const note = (event, wait) => {
      touch(event.target);
      changed += 1;
      pause = wait;
      later(pause);
    };

    /* The page that follows shows what is saved when it is asked for: what was just typed goes first. */
    let leaving = false;
    async function leave(event, go) {
      if (saved === changed || leaving || form.dataset.sent) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      leaving = true;
      clearTimeout(timer);
      await save();
      await save(); /* what was typed during the first */
      go();
    }
    const follow = (event) => {
      const link = event.target.closest("a[href]");
      const elsewhere = link && !link.target && !link.download && link.protocol === location.protocol && link.pathname !== location.pathname;
      const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
      if (elsewhere && plain) leave(event, () => location.assign(link.href));
    };
    document.addEventListener("click", follow, true);
    document.addEventListener(
      "submit",
      (event) => {
        const other = event.target;
        const by = event.submitter;
        if (other !== form) leave(event, () => other.requestSubmit(by));
      },
      true,
    );
    form.addEventListener("input", (event) => note(event, PAUSE));
    form.addEventListener("change", (event) => note(event, 0)); /* what is chosen may decide what is asked */
    window.addEventListener("online", () => later(0));
    window.addEventListener("beforeunload", (event) => {
      if (refused && !form.dataset.sent) event.preventDefault();
    });
    window.addEventListener("pagehide", () => {
      if (saved !== changed && !form.dataset.sent) navigator.sendBeacon(to, answers());
    });
  }

  /* A form without a draft: the server is only asked which questions apply, and gives the page an address that holds what is
     typed, so that it is there after Back and Reload. */
  function askWhatApplies(form) {
    let asked = 0;
    form.addEventListener("change", async () => {
      const number = (asked += 1);
      const fields = new URLSearchParams(Array.from(new FormData(form)).filter(([, value]) => typeof value === "string"));
      fields.set("auto", "1");
      try {
        const reply = await fetch(form.dataset.asks, { method: "POST", body: fields, headers: { Accept: "application/json" } });
        if (!reply.ok || number !== asked) return;
        const answer = await reply.json();
        showAsked(form, answer.asked);
        if (answer.here) history.replaceState(null, "", answer.here);
        for (const [id, n] of Object.entries(answer.numbers)) byId(id).querySelector(".gate").textContent = n;
      } catch {
        /* The button tells as well. */
      }
    });
  }

  /* An address with an anchor leads to what is folded away; paper shows everything. */
  function unfold() {
    const folds = all("details.fold");
    const openTarget = () => {
      const fold = byId(decodeURIComponent(location.hash.slice(1)))?.closest("details.fold");
      if (fold) fold.open = true;
    };
    openTarget();
    addEventListener("hashchange", openTarget);
    let closed = [];
    addEventListener("beforeprint", () => {
      closed = folds.filter((fold) => !fold.open);
      for (const fold of closed) fold.open = true;
    });
    addEventListener("afterprint", () => {
      for (const fold of closed) fold.open = false;
    });
  }

  /* ---- files: sent as soon as they are chosen, taken away without leaving the page ---- */

  function post(form, fields, onProgress) {
    const body = new FormData();
    for (const name of ["csrf", "version"]) body.append(name, form.elements[name].value);
    for (const [name, value] of [["auto", "1"], ...fields]) body.append(name, value);
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", form.getAttribute("action"));
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => event.lengthComputable && onProgress(event.loaded / event.total));
      request.addEventListener("load", () => (request.status === 200 && request.response ? resolve(request.response) : reject(request.response)));
      request.addEventListener("error", () => reject(null));
      request.send(body);
    });
  }

  function fileItem(file, texts) {
    const item = document.createElement("li");
    const text = document.createElement("span");
    const link = document.createElement("a");
    const size = document.createElement("span");
    const button = document.createElement("button");
    item.className = "file";
    text.className = "file-text";
    link.href = file.url;
    link.textContent = file.name;
    size.className = "file-facts";
    size.textContent = file.size;
    text.append(link, " ", size);
    Object.assign(button, { className: "link", type: "submit", name: "detacher", value: file.id, textContent: texts.remove });
    button.setAttribute("aria-label", `${texts.remove} ${file.name}`);
    item.append(text, button);
    return item;
  }

  function followFiles(box) {
    const input = box.querySelector('input[type="file"]');
    const list = box.querySelector("[data-file-list]");
    const status = box.querySelector("[data-file-status]");
    const progress = box.querySelector("[data-file-progress]");
    const form = input.form;
    const texts = status.dataset;
    box.querySelector("[data-file-send]").hidden = true;

    const tell = (text, wrong) => {
      status.textContent = text;
      status.classList.toggle("error", Boolean(wrong));
      box.classList.toggle("is-wrong", Boolean(wrong));
    };

    async function send(fields, during, after) {
      box.setAttribute("aria-busy", "true");
      progress.value = 0;
      progress.hidden = fields[0][0] === "detacher";
      tell(during);
      try {
        const answer = await post(form, fields, (part) => {
          progress.value = Math.round(part * 100);
        });
        const mine = answer.files.find((one) => one.name === box.dataset.file);
        if (mine) {
          list.replaceChildren(...mine.files.map((file) => fileItem(file, texts)));
          list.parentElement.hidden = mine.files.length === 0;
          tell(mine.problem || after, mine.problem);
        } else {
          tell(after);
        }
        if (mine?.enough && !mine.problem) {
          forgetMistake(input.id);
          input.removeAttribute("aria-invalid");
        }
        for (const error of box.querySelectorAll(".notes .error")) error.remove();
        showSaved(form.querySelector("[data-status]"), answer);
      } catch {
        tell(texts.failed, true);
      } finally {
        progress.hidden = true;
        box.removeAttribute("aria-busy");
        input.value = "";
      }
    }

    input.addEventListener("change", (event) => {
      event.stopPropagation();
      const files = Array.from(input.files);
      const names = files.map((file) => file.name).join(", ");
      if (files.length > 0) send(files.map((file) => [input.name, file]), texts.sending.replace("%s", names), texts.sent.replace("%s", names));
    });
    input.addEventListener("input", (event) => event.stopPropagation());
    list.addEventListener("click", async (event) => {
      const button = event.target.closest('button[name="detacher"]');
      if (!button) return;
      event.preventDefault();
      await send([["detacher", button.value]], "", texts.removed);
      input.focus();
    });
  }

  /* ---- the help centre ---- */

  const TYPING = 250;

  async function fetchPage(url, options) {
    const reply = await fetch(url, options);
    if (!reply.ok) throw new Error(reply.status);
    return new DOMParser().parseFromString(await reply.text(), "text/html");
  }

  /* Results appear while typing: the same page, of which the results are taken. */
  function findWhileTyping(form) {
    const results = byId("resultats");
    let timer = 0;
    let asked = 0;
    const address = () => {
      const fields = new URLSearchParams(new FormData(form));
      return `${form.getAttribute("action")}?${fields}`;
    };
    const find = async () => {
      const number = (asked += 1);
      try {
        const page = await fetchPage(`${address()}&auto=1`);
        if (number !== asked) return;
        results.replaceChildren(...page.getElementById("resultats").childNodes);
        history.replaceState(null, "", address());
      } catch {
        /* The button does the same. */
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(find, TYPING);
    });
  }

  /* Thanks, and the form for a comment, take the place of the question. */
  function answerInPlace(form) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const fields = new URLSearchParams(new FormData(form));
      if (event.submitter && event.submitter.name) fields.set(event.submitter.name, event.submitter.value);
      try {
        const page = await fetchPage(form.getAttribute("action"), { method: "POST", body: fields });
        const thanks = page.getElementById("avis-merci");
        const heading = thanks.querySelector("h1");
        const smaller = document.createElement("h2");
        smaller.textContent = heading.textContent;
        smaller.tabIndex = -1;
        heading.replaceWith(smaller);
        thanks.querySelector("a")?.parentElement.remove();
        form.replaceWith(thanks);
        thanks.querySelectorAll("form[data-feedback]").forEach(answerInPlace);
        smaller.focus();
      } catch {
        form.submit();
      }
    });
  }

  document.documentElement.classList.add("js");
  unfold();
  revealPasswords();
  document.addEventListener("change", followAlone);
  document.addEventListener("change", followOptions);
  followOptions();
  sendOnce();
  printButtons();
  copyButtons();
  all("form[data-autosave]").forEach(autosave);
  all("form[data-asks]").forEach(askWhatApplies);
  all("[data-file]").forEach(followFiles);
  all("form[data-find]").forEach(findWhileTyping);
  all("form.feedback[data-feedback]").forEach(answerInPlace);
  focusSummary();
})();
