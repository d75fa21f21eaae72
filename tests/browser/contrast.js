// Every visible text of the page whose contrast with what lies behind it is below 4.5 : 1 (3 : 1 when large).
() => {
  const parse = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return { channels: [red, green, blue], alpha };
  };
  const light = (channels) => {
    const [red, green, blue] = channels.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const { channels, alpha } = parse(getComputedStyle(one).backgroundColor);
      if (alpha === 1) return channels;
    }
    return [255, 255, 255];
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.closest("[aria-disabled=true], :disabled, .visually-hidden, .skip-link, script, svg, option")) continue;
    const style = getComputedStyle(element);
    const pair = [light(parse(style.color).channels), light(behind(element))].sort((one, other) => other - one);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) found.push(`${texts.currentNode.data.trim()} ${ratio.toFixed(2)}`);
  }
  return found;
}
