// The player (screens.md 4.1). Opening the page fetches no audio: the wave is drawn from peaks, the sound comes with Play.
import { position, readPosition, spoken } from "./positions.js";
import WaveSurfer from "./wavesurfer.esm.js";

const ENDED = "Your access has ended. Ask again if you still need it.";
const LOGGED_OUT = "You have been logged out. Log in and open this page again.";
const FAILED = "The recording could not be played. Try again. If it happens again, tell the Information Governance Lead.";
const DAMAGED = "This recording did not pass its check. It cannot be played. The Information Governance Lead has been told.";
const OUT_OF_REACH = "The recording cannot be read just now. Nothing is lost. Try again in a few minutes.";
const REASONS = { 403: ENDED, 410: DAMAGED, 503: OUT_OF_REACH };
const UNREADABLE = "Enter a position, like 1:23.5";
const REPORT_EVERY = 15;
const SOON = 5 * 60 * 1000;
const LONGEST_TIMER = 2 ** 31 - 1;

const LANES = [
  { waveColor: "#005eb8", progressColor: "#003087" },
  { waveColor: "#768692", progressColor: "#425563" },
];
const PLAIN = { waveColor: "CanvasText", progressColor: "CanvasText" };

class Player {
  constructor(root) {
    this.root = root;
    this.part = (name) => root.querySelector(`[data-${name}]`);
    this.audio = root.querySelector("audio");
    this.duration = Number(root.dataset.duration);
    this.heardFrom = null;
    this.wanted = null;
    this.last = 0;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.audio.controls = false;
    this.listen();
    this.watchEnd();
    this.drawWave();
    this.showTime({ speak: true });
  }

  get now() {
    return this.wanted ?? this.audio.currentTime;
  }

  say(words) {
    this.part("said").textContent = words;
  }

  fail(words) {
    this.part("failure").textContent = words;
  }

  // The sound

  async play() {
    this.fail("");
    if (this.hasEnded()) return;
    if (this.now >= this.duration - 0.05) this.seek(0);
    if (this.audio.error || this.audio.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) this.audio.load();
    try {
      await this.audio.play();
    } catch (error) {
      if (error.name !== "AbortError") this.explain();
    }
  }

  toggle() {
    if (this.audio.paused) this.play();
    else this.audio.pause();
  }

  // Before the first Play there is no audio to seek in: the place is kept until there is.
  seek(seconds) {
    const to = Math.min(Math.max(seconds, 0), this.duration);
    this.report();
    if (this.audio.readyState > 0) this.audio.currentTime = to;
    else this.wanted = to;
    if (!this.audio.paused) this.heardFrom = to;
    this.showTime({ speak: true });
  }

  frame() {
    if (this.audio.paused) return;
    const now = this.audio.currentTime;
    if (this.heardFrom === null) this.heardFrom = now;
    if (now - this.heardFrom >= REPORT_EVERY) this.report();
    this.repeat(now);
    this.showTime();
    requestAnimationFrame(() => this.frame());
  }

  repeat(now) {
    if (!this.part("repeat").checked) return;
    const [from, to] = [readPosition(this.part("from").value), readPosition(this.part("to").value)];
    if (from !== null && to !== null && to > from && (now >= to || now >= this.duration - 0.05)) this.seek(from);
  }

  // What was heard goes to the trail, stretch by stretch; it also keeps the session alive.
  report() {
    const [from, to] = [this.heardFrom, this.audio.currentTime];
    this.heardFrom = this.audio.paused ? null : to;
    if (from === null || to - from < 0.05) return;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", this.root.querySelector("[name=csrfmiddlewaretoken]").value);
    body.append("from", from.toFixed(1));
    body.append("to", to.toFixed(1));
    navigator.sendBeacon(this.root.dataset.played, body);
    document.dispatchEvent(new CustomEvent("callgov:active"));
  }

  // A media error does not say why, so the same address is asked for one byte. The place is kept for another try.
  async explain() {
    this.wanted ??= this.last;
    this.audio.pause();
    try {
      const answer = await fetch(this.audio.currentSrc || this.audio.querySelector("source").src, { headers: { Range: "bytes=0-0" }, cache: "no-store" });
      this.fail(REASONS[answer.status] ?? (answer.redirected ? LOGGED_OUT : FAILED));
    } catch {
      this.fail(FAILED);
    }
  }

  // The end of the grant

  hasEnded() {
    const ended = this.endsAt !== null && Date.now() >= this.endsAt;
    if (ended) {
      this.audio.pause();
      this.fail(ENDED);
    }
    return ended;
  }

  watchEnd() {
    this.endsAt = this.root.dataset.ends ? Date.parse(this.root.dataset.ends) : null;
    if (this.endsAt === null) return;
    const rest = this.endsAt - Date.now();
    if (rest > LONGEST_TIMER) return;
    if (rest > SOON) setTimeout(() => this.say("Your access ends in 5 minutes"), rest - SOON);
    setTimeout(() => this.hasEnded(), Math.max(rest, 0));
  }

  // The picture and the words

  async drawWave() {
    const answer = await fetch(this.root.dataset.peaks);
    if (!answer.ok) return;
    const { peaks } = await answer.json();
    const plain = matchMedia("(forced-colors: active)").matches;
    const lanes = peaks.map((_, lane) => (plain ? PLAIN : LANES[lane % LANES.length]));
    this.wave = WaveSurfer.create({
      container: this.part("wave"),
      peaks,
      duration: this.duration,
      height: peaks.length > 1 ? 96 : 128,
      interact: false,
      autoScroll: false,
      normalize: true,
      cursorWidth: 3,
      cursorColor: plain ? "Highlight" : "#212b32",
      ...lanes[0],
      splitChannels: peaks.length > 1 ? lanes : undefined,
      cspNonce: document.querySelector("script[nonce]")?.nonce,
    });
    this.wave.on("ready", () => this.showTime());
    this.root.dispatchEvent(new CustomEvent("callgov:wave"));
  }

  showTime({ speak = false } = {}) {
    const now = (this.last = this.now);
    const slider = this.part("position");
    this.part("now").textContent = position(now);
    slider.value = now;
    this.wave?.setTime(this.calm ? Math.floor(now) : now);
    if (speak) slider.setAttribute("aria-valuetext", `${spoken(now)} of ${spoken(this.duration, 0)}`);
  }

  // What people do

  listen() {
    const { audio, part } = this;
    audio.addEventListener("loadedmetadata", () => {
      if (this.wanted !== null) audio.currentTime = this.wanted;
      this.wanted = null;
    });
    audio.addEventListener("playing", () => {
      this.heardFrom ??= audio.currentTime;
      this.say("Playing");
      part("play").textContent = "Pause";
      this.frame();
    });
    audio.addEventListener("pause", () => this.stopped(`Paused at ${spoken(this.now)}`));
    audio.addEventListener("ended", () => this.stopped("Recording ended"));
    this.root.addEventListener("error", () => this.explain(), true);
    addEventListener("pagehide", () => this.report());
    part("play").addEventListener("click", () => this.toggle());
    for (const button of this.root.querySelectorAll("[data-jump]")) button.addEventListener("click", () => this.seek(this.now + Number(button.dataset.jump)));
    part("position").addEventListener("input", (event) => this.seek(Number(event.target.value)));
    part("position").addEventListener("keydown", (event) => this.sliderKey(event));
    part("wave").addEventListener("click", (event) => this.clickWave(event));
    part("speed").addEventListener("change", (event) => (audio.playbackRate = Number(event.target.value)));
    part("volume").addEventListener("input", (event) => (audio.volume = Number(event.target.value)));
    part("go").addEventListener("click", () => this.goTo());
    part("go-to").addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.goTo();
    });
    for (const field of [part("from"), part("to")]) field.addEventListener("keydown", (event) => this.nudge(event));
  }

  stopped(words) {
    this.report();
    this.say(words);
    this.part("play").textContent = "Play";
    this.showTime({ speak: true });
  }

  clickWave(event) {
    const box = event.currentTarget.getBoundingClientRect();
    this.seek(((event.clientX - box.left) / box.width) * this.duration);
  }

  sliderKey(event) {
    const step = event.shiftKey ? 0.1 : 1;
    const acts = {
      ArrowLeft: () => this.seek(this.now - step),
      ArrowDown: () => this.seek(this.now - step),
      ArrowRight: () => this.seek(this.now + step),
      ArrowUp: () => this.seek(this.now + step),
      PageUp: () => this.seek(this.now + 10),
      PageDown: () => this.seek(this.now - 10),
      Home: () => this.seek(0),
      End: () => this.seek(this.duration),
      " ": () => this.toggle(),
    };
    if (!acts[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    acts[event.key]();
  }

  goTo() {
    const to = readPosition(this.part("go-to").value);
    this.fail(to === null ? UNREADABLE : "");
    if (to !== null) this.seek(to);
  }

  nudge(event) {
    const step = { ArrowUp: 0.1, ArrowDown: -0.1 }[event.key];
    const at = readPosition(event.target.value);
    if (!step || at === null) return;
    event.preventDefault();
    event.target.value = position(Math.min(Math.max(at + step, 0), this.duration));
  }
}

for (const root of document.querySelectorAll("[data-player]")) root.player = new Player(root);
