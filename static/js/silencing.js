// Marking and checking silenced parts (screens.md 4.3). The form is the truth: dragging and buttons only fill it, playing only helps to hear.
import { position, readPosition } from "./positions.js";
import RegionsPlugin from "./regions.esm.js";

const AROUND = 2;
const LONG = 8;
const EDGE = 3;
const DRAGGED = 5;
const COLOUR = "rgba(33, 43, 50, 0.35)";
const DRAWN = "rgba(255, 235, 59, 0.5)";
const CHANNELS = { caller: 0, practice: 1 };

class Silencing {
  constructor(player) {
    this.player = player;
    this.stretches = [];
    this.drawn = null;
    this.form = document.querySelector("[data-mark] form");
    if (this.form) this.prepareForm();
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("htmx:afterSwap", () => this.draw());
    player.root.addEventListener("callgov:wave", () => this.prepareWave());
    if (player.wave) this.prepareWave();
  }

  get parts() {
    return [...document.querySelectorAll("[data-part]")].map((part) => {
      const { number, side } = part.dataset;
      const [from, until, marginFrom, marginUntil] = ["from", "until", "marginFrom", "marginUntil"].map((name) => Number(part.dataset[name]));
      return { number, side, from, until, marginFrom, marginUntil };
    });
  }

  // The picture

  prepareWave() {
    this.regions = this.player.wave.registerPlugin(RegionsPlugin.create());
    this.player.wave.on("ready", () => this.draw());
    this.draw();
    if (this.form) this.listenForDrags(this.player.part("wave"));
  }

  draw() {
    if (!this.regions || !this.player.wave.getDuration()) return;
    this.regions.clearRegions();
    for (const part of this.parts) {
      const channelIdx = CHANNELS[part.side] ?? -1;
      this.regions.addRegion({ start: part.marginFrom, end: part.marginUntil, channelIdx, color: COLOUR, drag: false, resize: false });
    }
  }

  listenForDrags(wave) {
    const at = (event) => {
      const box = wave.getBoundingClientRect();
      return Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1) * this.player.duration;
    };
    let start = null;
    let moved = false;
    wave.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      [start, moved] = [{ x: event.clientX, seconds: at(event) }, false];
      wave.setPointerCapture(event.pointerId);
    });
    wave.addEventListener("pointermove", (event) => {
      if (start === null || (!moved && Math.abs(event.clientX - start.x) < DRAGGED)) return;
      moved = true;
      this.fill(start.seconds, at(event));
    });
    for (const ending of ["pointerup", "pointercancel"]) wave.addEventListener(ending, () => (start = null));
    // A drag is no click: the place in the recording stays.
    wave.addEventListener("click", (event) => moved && event.stopImmediatePropagation(), { capture: true });
  }

  fill(one, other) {
    const [start, end] = [Math.min(one, other), Math.max(one, other)];
    this.form.elements.start.value = position(start);
    this.form.elements.end.value = position(end);
    this.drawn?.remove();
    this.drawn = this.regions.addRegion({ start, end, color: DRAWN, drag: false, resize: false });
  }

  // The form

  prepareForm() {
    for (const [name, words] of [["start", "Use the position now as From"], ["end", "Use the position now as To"]]) {
      const field = this.form.elements[name];
      const button = document.createElement("button");
      button.type = "button";
      button.className = "nhsuk-button nhsuk-button--secondary nhsuk-button--small app-part__now";
      button.textContent = words;
      button.addEventListener("click", () => (field.value = position(this.player.now)));
      field.after(button);
      field.addEventListener("keydown", (event) => this.player.nudge(event));
    }
  }

  // The sound

  clicked(event) {
    const button = event.target.closest("[data-hear], [data-play-all]");
    if (!button) return;
    if ("playAll" in button.dataset) return this.hear(this.parts.flatMap((part) => this.around(part)));
    const part = this.parts.find(({ number }) => number === button.closest("[data-part]").dataset.number);
    if (button.dataset.hear === "hidden") return this.hear([[part.from, part.until]]);
    this.hear(this.around(part), button.dataset.hear === "released" ? part : null);
  }

  // Of a long part the middle is left out: there is nothing to hear in it.
  around(part) {
    const [start, end] = [Math.max(part.from - AROUND, 0), Math.min(part.until + AROUND, this.player.duration)];
    return end - start < LONG + 2 * AROUND ? [[start, end]] : [[start, part.from + EDGE], [part.until - EDGE, end]];
  }

  async hear(stretches, muted = null) {
    this.muted = muted;
    this.stretches = stretches;
    this.next();
    await this.player.play();
    this.watch();
  }

  next() {
    [this.stretch, ...this.stretches] = this.stretches;
    if (this.stretch) this.player.seek(this.stretch[0]);
  }

  watch() {
    const { audio } = this.player;
    const now = audio.currentTime;
    audio.muted = this.muted !== null && now >= this.muted.marginFrom && now < this.muted.marginUntil;
    if (this.stretch && now >= this.stretch[1] - 0.02) this.next();
    if (!this.stretch || audio.ended || audio.paused) {
      audio.muted = false;
      if (!this.stretch) audio.pause();
      return;
    }
    requestAnimationFrame(() => this.watch());
  }
}

const root = document.querySelector("[data-player]");
if (root?.player) new Silencing(root.player);
