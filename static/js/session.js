// Warns two minutes before an idle session ends, lets people stay, and keeps all tabs of the same mind.
const WARN = 120;
const SPOKEN = new Map([[120, "2 minutes"], [60, "1 minute"], [20, "20 seconds"]]);
const LAST_CALL = 600;

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
const timeOfDay = (instant) =>
  new Date(instant).toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true, timeZone: "Europe/London" }).replace(/:00|\s/g, "");

export function watchSession(dialog) {
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const idle = Number(dialog.dataset.idle);
  const ends = dialog.dataset.ends ? Date.parse(dialog.dataset.ends) : Infinity;
  const tabs = new BroadcastChannel("callgov-session");
  let last = Date.now();
  let lastCalled = false;

  // A GET of this address: the server sends people who are logged out to log in, and back here afterwards.
  const leave = () => location.replace(location.pathname + location.search);

  // Any request of ours keeps the session: this page's own, an htmx update, the player's report.
  function active(tell = true) {
    last = Date.now();
    if (dialog.open) dialog.close();
    if (tell) tabs.postMessage("active");
  }

  async function stay() {
    const answer = await fetch(dialog.dataset.stay, {
      method: "POST",
      headers: { "X-CSRFToken": dialog.querySelector("[name=csrfmiddlewaretoken]").value },
      redirect: "manual",
    });
    if (answer.ok) active();
    else leave();
  }

  function warn(heading, words, counting) {
    part("heading").textContent = heading;
    part("words").textContent = words;
    part("counting").hidden = !counting;
    dialog.showModal();
  }

  function countDown(seconds) {
    if (!dialog.open) warn("You will be logged out soon", "To keep what you see private, we log you out when nothing has happened for a while.", true);
    part("left").textContent = clock(seconds);
    const spoken = part("spoken");
    if (SPOKEN.has(seconds) || !spoken.textContent) spoken.textContent = `You will be logged out in ${SPOKEN.get(seconds) ?? clock(seconds)}.`;
  }

  // Nobody can stay beyond the absolute limit: they are told while there is time to save.
  function lastCall() {
    lastCalled = true;
    if (!dialog.open) warn("Save your work", `You must log in again at ${timeOfDay(ends)}.`, false);
  }

  function tick() {
    const now = Date.now();
    const rest = Math.ceil(idle - (now - last) / 1000);
    if (now >= ends || rest <= 0) leave();
    else if (rest <= WARN) countDown(rest);
    else if (!lastCalled && ends - now <= LAST_CALL * 1000) lastCall();
  }

  tabs.addEventListener("message", ({ data }) => (data === "out" ? leave() : active(false)));
  document.addEventListener("htmx:afterRequest", () => active());
  document.addEventListener("callgov:active", () => active());
  part("stay-button").addEventListener("click", stay);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    stay();
  });
  for (const form of document.querySelectorAll("[data-log-out]")) form.addEventListener("submit", () => tabs.postMessage("out"));
  active();
  setInterval(tick, 1000);
}
