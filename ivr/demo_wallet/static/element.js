// One element: its properties, its data, and what is in it.

export function el(tag, { data = {}, ...properties } = {}, ...inside) {
  const made = Object.assign(document.createElement(tag), properties);
  Object.assign(made.dataset, data);
  made.append(...inside.filter((each) => each !== null));
  return made;
}
