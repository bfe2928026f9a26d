// Small PDF files for tests: one line of text after another on pages of the size of a letter.

// pdf makes a file of pages, each given as its lines.
export function pdf(pages) {
  const parts = ['%PDF-1.7\n'];
  const at = [];
  let length = parts[0].length;
  const add = (n, body) => {
    at[n] = length;
    const text = `${n} 0 obj\n${body}\nendobj\n`;
    parts.push(text);
    length += text.length;
  };
  const kids = pages.map((_, i) => `${4 + 2 * i} 0 R`).join(' ');
  add(1, '<< /Type /Catalog /Pages 2 0 R >>');
  add(2, `<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`);
  add(3, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  pages.forEach((lines, i) => {
    const text = lines.map((l, k) => `BT /F1 12 Tf 72 ${720 - 22 * k} Td (${l.replace(/[\\()]/g, '\\$&')}) Tj ET`).join('\n');
    add(4 + 2 * i, `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * i} 0 R >>`);
    add(5 + 2 * i, `<< /Length ${text.length} >>\nstream\n${text}\nendstream`);
  });
  const size = 4 + 2 * pages.length;
  const table = [...Array(size).keys()].map((n) => (n === 0 ? '0000000000 65535 f \n' : `${String(at[n]).padStart(10, '0')} 00000 n \n`)).join('');
  parts.push(`xref\n0 ${size}\n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`);
  return Buffer.from(parts.join(''), 'latin1');
}
