// The field of a commune as an editable combobox with list (ARIA Authoring Practices). Without this script the
// field stays a plain text that the server reads.
const DELAY = 150; // milliseconds after the last key
const MIN = 2;

class Combobox {
  constructor(input) {
    this.input = input;
    this.options = [];
    this.active = -1;
    this.list = this.make("ul", { id: `${input.id}_liste`, role: "listbox", class: "cn-commune__list", hidden: "" });
    const label = document.querySelector(`label[for="${input.id}"]`);
    this.list.setAttribute("aria-label", label ? label.firstChild.textContent.trim() : input.name);
    this.said = this.make("p", { class: "cn-commune__said", "aria-live": "polite" });
    input.after(this.list, this.said);
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => this.pressed(event));
  }

  make(name, attributes) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  typed() {
    clearTimeout(this.timer);
    this.request?.abort();
    const text = this.input.value.trim();
    if (text.length < MIN) return this.close();
    this.timer = setTimeout(() => this.ask(text), DELAY);
  }

  async ask(text) {
    this.request = new AbortController();
    try {
      const address = `${this.input.dataset.communes}?q=${encodeURIComponent(text)}`;
      const answer = await fetch(address, { signal: this.request.signal });
      if (answer.ok) this.show((await answer.json()).communes);
    } catch (error) {
      if (error.name !== "AbortError") this.close(); // the server will read the text
    }
  }

  show(communes) {
    if (document.activeElement !== this.input) return;
    this.options = communes.map((commune, at) => {
      const option = this.make("li", { role: "option", id: `${this.list.id}_${at}`, "aria-selected": "false" });
      option.dataset.label = commune.label;
      const place = this.make("small", {});
      place.textContent = commune.department;
      option.append(commune.label, place);
      return option;
    });
    this.list.replaceChildren(...this.options);
    this.active = -1;
    this.open(this.options.length > 0);
    const words = this.input.dataset;
    const count = this.options.length;
    this.said.textContent = count === 0 ? words.none : count === 1 ? words.one : words.some.replace("{n}", count);
  }

  open(shown) {
    this.list.hidden = !shown;
    this.input.setAttribute("aria-expanded", String(shown));
    if (!shown) this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.active = -1;
    this.open(false);
  }

  key(event) {
    if (this.list.hidden) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      event.preventDefault();
      this.select(this.active + moves[event.key]);
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.choose(this.options[this.active]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (event.key === "Tab" && this.active >= 0) {
      this.choose(this.options[this.active]);
    }
  }

  select(at) {
    const count = this.options.length;
    this.active = (at + count) % count;
    this.options.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.active)));
    const option = this.options[this.active];
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  pressed(event) {
    event.preventDefault(); // keep the focus in the field
    const option = event.target.closest("[role=option]");
    if (option) this.choose(option);
  }

  choose(option) {
    this.input.value = option.dataset.label;
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

export function enhance(root = document) {
  for (const input of root.querySelectorAll("input[data-communes]:not([role=combobox])")) new Combobox(input);
}

enhance();
document.addEventListener("htmx:load", (event) => enhance(event.target));
