// Values under the pointer and the arrow keys, and downloads. The numbers are those of each figure's table: data-at says where a row stands in the picture.
'use strict';
(() => {
  const svgNamespace = 'http://www.w3.org/2000/svg';
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const tip = make('div', { className: 'tip', hidden: true, ariaHidden: 'true' });
  const spoken = make('div', { className: 'hidden', role: 'status' });
  document.body.append(tip, spoken);
  let leave = () => { };

  const readable = text => text !== '' && isFinite(text) ? Number(text).toLocaleString('en', { maximumSignificantDigits: 5 }) : text;

  // "p95 (ms)", "12.5" → "p95", "12.5 ms"
  const labelled = (heading, text) => {
    const [, name, unit] = heading.match(/^(.*?)(?: \(([^)]*)\))?$/);
    return [name, readable(text) + (unit ? (unit === '$' ? ' $' : ' ' + unit) : '')];
  };

  for (const figure of document.querySelectorAll('figure')) {
    const svg = figure.querySelector('svg.chart');
    const table = figure.querySelector('table');
    const title = svg.querySelector('title');
    const headings = [...table.tHead.rows[0].cells].map(cell => cell.textContent);
    let rows, current = -1, probe;

    // The browser would show the title as its own tooltip over ours.
    svg.setAttribute('aria-label', title.textContent + '. Arrow keys read its values.');
    title.remove();
    svg.setAttribute('tabindex', '0');

    const load = () => rows ??= [...table.tBodies[0].rows].map(row => ({
      texts: [...row.cells].map(cell => cell.textContent),
      at: row.dataset.at.split(' ').filter(pair => pair).map(pair => pair.split(',').map(Number)),
    })).filter(row => row.at.length);

    const hide = () => {
      probe?.remove();
      tip.hidden = true;
    };

    const show = (index, aloud) => {
      const row = load()[index];
      if (!row || index === current && !tip.hidden && probe.isConnected && !aloud) return;
      leave();
      leave = hide;
      current = index;
      probe = document.createElementNS(svgNamespace, 'g');
      probe.setAttribute('class', 'probe');
      for (const [x, y] of row.at) {
        const dot = document.createElementNS(svgNamespace, 'circle');
        for (const [name, value] of [['cx', x], ['cy', y], ['r', 4]]) dot.setAttribute(name, value);
        probe.append(dot);
      }
      svg.append(probe);

      const lines = row.texts.map((text, column) => labelled(headings[column], text)).filter(([, text]) => text !== '');
      const first = lines[0][1];
      tip.replaceChildren(make('b', {}, headings[0] === 'from' || headings[0].startsWith('from (') ? `${lines[0][1]} to ${lines[1][1]}` : first));
      for (const [name, text] of lines.slice(headings[0].startsWith('from') ? 2 : 1)) tip.append(make('i', {}, make('span', {}, name), make('span', {}, text)));
      tip.hidden = false;
      const matrix = svg.getScreenCTM();
      const point = new DOMPoint(Math.max(...row.at.map(at => at[0])), Math.min(...row.at.map(at => at[1]))).matrixTransform(matrix);
      const right = point.x + 14 + tip.offsetWidth < innerWidth;
      const left = right ? point.x + 14 : Math.max(4, point.x - 14 - tip.offsetWidth);
      const top = Math.min(Math.max(4, point.y - tip.offsetHeight / 2), innerHeight - tip.offsetHeight - 4);
      tip.style.transform = `translate(${left}px, ${top}px)`;
      if (aloud) spoken.textContent = lines.map(line => line.join(' ')).join(', ');
    };

    const nearest = event => {
      const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      const near = figure.dataset.near;
      const distance = ([ax, ay]) => near === 'xy' ? Math.hypot(ax - x, ay - y) : near === 'y' ? Math.abs(ay - y) + Math.abs(ax - x) / 1000 : Math.abs(ax - x) + Math.abs(ay - y) / 1000;
      let best = -1, least = Infinity;
      load().forEach((row, index) => {
        for (const at of row.at) {
          const far = distance(at);
          if (far < least) [best, least] = [index, far];
        }
      });
      return best;
    };

    svg.addEventListener('pointermove', event => show(nearest(event)));
    svg.addEventListener('pointerdown', event => show(nearest(event)));
    svg.addEventListener('pointerleave', hide);
    svg.addEventListener('focus', () => { if (svg.matches(':focus-visible')) show(Math.max(current, 0), true); });
    svg.addEventListener('blur', hide);
    svg.addEventListener('keydown', event => {
      const last = load().length - 1;
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[event.key];
      if (event.key === 'Escape') hide();
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      show(Math.min(last, Math.max(0, current + step)), true);
    });

    // The whole picture as a file of its own: title, style and size put back.
    const whole = () => {
      const copy = svg.cloneNode(true);
      copy.querySelector('.probe')?.remove();
      for (const name of ['class', 'tabindex', 'aria-label', 'data-whole']) copy.removeAttribute(name);
      const view = svg.dataset.whole;
      const [, , width, height] = view.split(' ');
      copy.setAttribute('viewBox', view);
      copy.setAttribute('width', width);
      copy.setAttribute('height', height);
      const style = document.createElementNS(svgNamespace, 'style');
      style.textContent = document.getElementById('chart-style').textContent;
      copy.prepend(title.cloneNode(true), style);
      return { width: Number(width), height: Number(height), blob: new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }) };
    };

    const save = (blob, extension) => {
      const link = make('a', { href: URL.createObjectURL(blob), download: `${figure.id}.${extension}` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    };

    // A spreadsheet takes text that starts so for a formula.
    const quoted = text => {
      if (/^[=+@-]/.test(text) && !isFinite(text)) text = "'" + text;
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };

    const formats = {
      SVG: () => save(whole().blob, 'svg'),
      PNG: async () => {
        const { width, height, blob } = whole();
        const image = new Image();
        image.src = URL.createObjectURL(blob);
        await image.decode();
        const canvas = make('canvas', { width: 2 * width, height: 2 * height });
        canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
        URL.revokeObjectURL(image.src);
        canvas.toBlob(png => save(png, 'png'), 'image/png');
      },
      CSV: () => save(new Blob([[...table.rows].map(row => [...row.cells].map(cell => quoted(cell.textContent)).join(',')).join('\r\n') + '\r\n'], { type: 'text/csv' }), 'csv'),
    };
    const tools = make('div', { className: 'tools' });
    for (const [name, run] of Object.entries(formats)) {
      const button = make('button', { type: 'button', ariaLabel: `${name} of ${title.textContent}` }, name);
      button.addEventListener('click', run);
      tools.append(button);
    }
    figure.classList.add('has-tools');
    figure.append(tools);
  }

  addEventListener('scroll', () => leave(), { passive: true });
})();
