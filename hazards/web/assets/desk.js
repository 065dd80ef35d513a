// The desk drop: many files at once, in the order they were taken; a photographed code of a case
// says where everything behind it belongs. 采集包 are handed in here too.
'use strict';
(function () {
  const told = JSON.parse(document.getElementById('cases').textContent);
  const $ = (id) => document.getElementById(id);
  const groups = [];  // {case, entries}
  const MB = 1024 * 1024;
  let busy = 0, going = false;
  const make = (name, className, text) => { const made = document.createElement(name); if (className) made.className = className; if (text) made.textContent = text; return made; };
  const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
  const every = () => groups.flatMap((group) => group.entries);
  function say(text, tone) { $('told').className = 'told ' + (tone || 'amber'); $('told').textContent = text; }
  function expired() {
    const link = make('a', '', '重新登录');
    link.href = '/account/login?next=/desk'; link.target = '_blank';
    say('登录已过期。请在新窗口重新登录，再回到这里继续，已选的文件仍在。', ''); $('told').append(link);
  }
  // ---------------------------------------------------------------- when it was taken
  async function takenAt(file) {
    try {
      const view = new DataView(await file.slice(0, 256 * 1024).arrayBuffer());
      if (view.getUint16(0) !== 0xFFD8) return file.lastModified;
      for (let at = 2; at + 4 < view.byteLength && view.getUint8(at) === 0xFF; at += 2 + view.getUint16(at + 2)) {
        if (view.getUint8(at + 1) === 0xE1 && view.getUint32(at + 4) === 0x45786966) return inExif(view, at + 10) || file.lastModified;
      }
    } catch (error) { /* no time told: the file's own stands */ }
    return file.lastModified;
  }
  function inExif(view, base) {
    const little = view.getUint16(base) === 0x4949;
    const two = (at) => view.getUint16(base + at, little), four = (at) => view.getUint32(base + at, little);
    let when = 0;
    function walk(at) {
      for (let n = two(at), i = 0; i < n; i++) {
        const entry = at + 2 + 12 * i, tag = two(entry);
        if (tag === 0x8769) walk(four(entry + 8));
        if (tag === 0x9003 || (tag === 0x0132 && !when)) {
          let text = '';
          for (let k = 0; k < 19; k++) text += String.fromCharCode(view.getUint8(base + four(entry + 8) + k));
          const found = Date.parse(text.replace(/^(\d{4}):(\d\d):(\d\d) /, '$1-$2-$3T'));
          if (found) when = found;
        }
      }
    }
    walk(four(4));
    return when;
  }
  // ---------------------------------------------------------------- whose it is
  async function codeOf(file) {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return null;
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, 1200 / Math.max(picture.width, picture.height));
      const canvas = make('canvas');
      canvas.width = Math.round(picture.width * scale); canvas.height = Math.round(picture.height * scale);
      canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
      const small = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.8));
      const answer = await fetch('/evidence/code', { method: 'POST', body: small });
      if (answer.status === 401) expired();
      return answer.ok ? (await answer.json()).case : null;
    } catch (error) { return null; }
  }
  async function choose(files) {
    const zips = files.filter((file) => /\.zip$/i.test(file.name));
    const found = [];
    for (const file of files.filter((one) => !zips.includes(one))) found.push({ file, at: await takenAt(file), key: newKey(), state: 'waiting' });
    found.sort((a, b) => a.at - b.at);
    let group = null;
    for (const [place, entry] of found.entries()) {
      $('count').textContent = '正在识别 ' + (place + 1) + '/' + found.length;
      const code = await codeOf(entry.file);
      if (code) { group = { case: String(code), entries: [] }; groups.push(group); continue; }
      if (!group) { group = { case: '', entries: [] }; groups.push(group); }
      group.entries.push(entry);
    }
    draw();
    for (const zip of zips) await handIn(zip);
    draw();
  }
  async function handIn(zip) {
    const group = { title: zip.name, entries: [] };
    groups.push(group);
    say('正在交入“' + zip.name + '”。');
    try {
      const answer = await fetch('/evidence/package', { method: 'POST', body: zip });
      if (answer.status === 401) { groups.pop(); expired(); return; }
      const come = await answer.json();
      if (!answer.ok) { groups.pop(); say(zip.name + '：' + come.message, ''); return; }
      group.entries = come.files.map((file) => ({ name: file.name, state: file.receipt ? 'done' : 'refused', receipt: file, message: file.message }));
      say('');
    } catch (error) { groups.pop(); say('网络中断，“' + zip.name + '”没有交完。请重新选择它，已收的不会重复。', ''); }
  }
  // ---------------------------------------------------------------- sending
  const guess = (file) => /^image\/|\.hei[cf]$/i.test(file.type || file.name) ? $('kind').value : /^video\//.test(file.type) ? 'video' : 'other';
  function start() {
    if (groups.some((g) => !g.title && !g.case && g.entries.length)) { say('有文件还没有选定案卷。'); return; }
    going = true; say('');
    every().forEach((e) => { if (e.state === 'refused' && e.file) e.state = 'waiting'; });
    pump();
  }
  function pump() {
    for (const group of groups) for (const entry of group.entries) if (going && busy < 2 && entry.state === 'waiting') send(entry, group);
    if (!busy) going = false;
    draw();
  }
  async function send(entry, group) {
    busy++; entry.state = 'sending';
    const form = new FormData();
    const said = { case: group.case, kind: guess(entry.file), note: $('note').value.trim(), way: 'desk', key: entry.key };
    for (const name of Object.keys(said)) form.append(name, said[name]);
    form.append('file', entry.file, entry.file.name);
    try {
      const answer = await fetch('/evidence', { method: 'POST', body: form });
      if (answer.status === 401) { entry.state = 'waiting'; going = false; expired(); }
      else {
        const come = await answer.json();
        if (answer.ok) { entry.state = 'done'; entry.receipt = come; } else { entry.state = 'refused'; entry.message = come.message; }
      }
    } catch (error) { entry.state = 'waiting'; going = false; say('网络中断，请按“上传”继续，已收的不会重复。', ''); }
    busy--;
    pump();
  }
  // ---------------------------------------------------------------- showing
  function draw() {
    const all = every(), done = all.filter((e) => e.state === 'done').length;
    $('count').replaceChildren('应传 ', make('b', '', String(all.length)), ' 已收 ', make('b', '', String(done)));
    $('go').disabled = going || !all.some((e) => e.file && e.state !== 'done');
    $('groups').replaceChildren(...groups.filter((g) => g.entries.length).map(section));
  }
  function section(group) {
    const made = make('section');
    if (group.title) made.append(make('h2', '', group.title));
    else {
      const label = make('label', '', group.entries.length + ' 件，归入案卷');
      const select = make('select');
      select.append(new Option('请选择案卷', ''), ...told.cases.map((c) => new Option(c.number + ' ' + c.unit, c.id)));
      select.value = group.case;
      select.onchange = () => { group.case = select.value; };
      select.disabled = group.entries.some((e) => e.state === 'done' || e.state === 'sending');
      label.append(select);
      made.append(label);
    }
    const list = make('ul');
    for (const entry of group.entries) {
      const row = make('li', 'plain');
      row.append(make('span', 'name', entry.name || entry.file.name));
      const when = entry.at ? new Date(entry.at).toLocaleString('zh-CN', { hour12: false }) + ' · ' : '';
      const text = { waiting: when + '待上传', sending: '正在上传', refused: entry.message, done: '' }[entry.state];
      const state = make('div', 'state ' + entry.state, text);
      if (entry.state === 'done') {
        state.append('已收 · ' + entry.receipt.kind_name + ' · 回执 ', make('span', 'receipt', entry.receipt.receipt), make('br'), make('code', '', '校验值 ' + entry.receipt.sha256.slice(0, 16) + '…'));
        for (const flag of entry.receipt.flags || []) state.append(make('br'), make('span', 'flag', '▲ ' + flag));
      }
      row.append(state);
      list.append(row);
    }
    made.append(list);
    return made;
  }
  $('pick').onchange = () => { choose(Array.from($('pick').files)).then(() => { $('pick').value = ''; }); };
  $('go').onclick = start;
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => { event.preventDefault(); choose(Array.from(event.dataTransfer.files)); });
  addEventListener('beforeunload', (event) => { if (every().some((e) => e.file && e.state !== 'done')) event.preventDefault(); });
  draw();
})();
