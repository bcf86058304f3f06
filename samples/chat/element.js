export const $ = (id) => document.getElementById(id);

/** Makes an element; what is a string becomes text, never HTML. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
