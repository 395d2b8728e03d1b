// The page's elements, by id, and how new ones are made.

export const $ = (id) => document.getElementById(id);

/** Makes an element with properties (dataset too) and children; null children are left out. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  const { dataset, ...rest } = properties;
  Object.assign(element, rest);
  Object.assign(element.dataset, dataset);
  element.append(...children.filter((child) => child != null));
  return element;
}

/** Adds at the end of a list that scrolls, and follows it unless someone has scrolled up to read. */
export function addAndFollow(list, element) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 48;
  list.append(element);
  if (atEnd) list.scrollTop = list.scrollHeight;
}

/** Minutes and seconds, as phones show them. */
export function clockTime(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
