// Pictures are elements that are made before they are shown, so that the next one is there when the
// last is decided. Names from the data are only ever set as text.
function element(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

class Pictures {
  constructor() {
    this.small = new Map();
    this.large = new Map();
  }

  smallOf(item) {
    return this.made(this.small, item, () => this.image(item, [item.thumb, item.full]));
  }

  largeOf(item) {
    const make = item.is_clip && item.full ? () => this.clip(item) : () => this.image(item, [item.full, item.thumb]);
    return this.made(this.large, item, make);
  }

  made(kept, item, make) {
    if (!kept.has(item.key)) kept.set(item.key, item.thumb ? make() : this.hatched(item));
    return kept.get(item.key);
  }

  image(item, urls) {
    const left = urls.filter(Boolean);
    const image = element("img");
    image.alt = item.name;
    image.decoding = "async";
    image.draggable = false;
    image.onerror = () => {
      if (left.length) image.src = left.shift();
      else image.classList.add("broken");
    };
    image.src = left.shift();
    return image;
  }

  clip(item) {
    const clip = element("video");
    Object.assign(clip, { muted: true, loop: true, playsInline: true, preload: "auto", poster: item.thumb });
    clip.setAttribute("aria-label", item.name);
    clip.onerror = () => {
      const still = this.image(item, [item.thumb]);
      clip.replaceWith(still);
      this.large.set(item.key, still);
    };
    clip.src = item.full;
    return clip;
  }

  hatched(item) {
    const place = element("div", "hatched");
    place.append(element("span", "", "No picture was scanned"), element("span", "", item.facts), element("span", "", item.uri || ""));
    return place;
  }

  // Whether a person can have seen it.
  isSeen(shown) {
    if (shown.tagName === "IMG") return shown.complete && shown.naturalWidth > 0;
    return shown.tagName === "VIDEO" ? shown.readyState >= 2 : true;
  }

  fetchAhead(items, isLarge) {
    items.slice(0, 40).forEach((item) => this.smallOf(item));
    const next = items.slice(0, 10).filter((item, n) => n < 2 || !item.is_clip);
    if (isLarge) next.forEach((item) => this.largeOf(item));
    const kept = new Set(items.slice(0, 20).map((item) => item.key));
    for (const key of [...this.large.keys()].slice(0, -30)) if (!kept.has(key)) this.large.delete(key);
  }
}
