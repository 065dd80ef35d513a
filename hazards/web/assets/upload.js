// The upload page. What is chosen is kept in this browser until its receipt has come, so a lost
// link, an expired login or a closed page loses nothing; a key per choice keeps it from going twice.
'use strict';
(function () {
  const head = JSON.parse(document.getElementById('case').textContent);
  const $ = (id) => document.getElementById(id);
  const ROOM = head.account + '/' + head.id + '/';
  const AT_ONCE = 2;
  const MB = 1024 * 1024;
  const entries = [];
  let going = localStorage.getItem('going/' + ROOM) === '1';
  let stopped = '';
  let waiting = null;

  // ---------------------------------------------------------------- what this browser keeps
  let opened = null;
  function store() {
    opened = opened || new Promise((done) => {
      let asked;
      try { asked = indexedDB.open('guapai-upload', 1); } catch (error) { done(null); return; }
      asked.onupgradeneeded = () => asked.result.createObjectStore('files', { keyPath: 'id' });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = asked.onblocked = () => done(null);
    });
    return opened;
  }
  function within(mode, work) {
    return store().then((db) => db && new Promise((done) => {
      const change = db.transaction('files', mode);
      const asked = work(change.objectStore('files'));
      change.oncomplete = () => done(asked.result === undefined ? true : asked.result);
      change.onerror = change.onabort = () => done(null);
    })).catch(() => null);
  }
  function keep(entry) {
    const { key, name, size, type, at, kind, item, note, viewpoint, state, receipt, message, file } = entry;
    const told = { id: ROOM + key, key, name, size, type, at, kind, item, note, viewpoint, state, receipt, message, file };
    return within('readwrite', (files) => files.put(told)).then((kept) => {
      if (kept === null && told.file) { delete told.file; return within('readwrite', (files) => files.put(told)); }
      return kept;
    });
  }
  const forget = (entry) => within('readwrite', (files) => files.delete(ROOM + entry.key));
  const kept = () => within('readonly', (files) => files.getAll(IDBKeyRange.bound(ROOM, ROOM + '\uffff')))
    .then((found) => Array.isArray(found) ? found : []);

  // ---------------------------------------------------------------- choosing
  const GUESSES = [['预案', 'contingency'], ['方案', 'plan'], ['回证', 'notice-receipt'], ['送达', 'notice-receipt'],
    ['评估', 'evaluation'], ['延期', 'extension'], ['申请', 'application'], ['意见', 'acceptance'], ['核查', 'site-check'],
    ['资金', 'funds'], ['发票', 'funds'], ['预算', 'funds'], ['分工', 'roster'], ['责任', 'roster']];
  const PHOTOS = ['before', 'during', 'after'];
  const offered = new Set(head.kinds.map((kind) => kind[0]));
  const isPhoto = (file) => /^image\//.test(file.type) || /\.(jpe?g|png|webp|hei[cf])$/i.test(file.name);
  const isFilm = (file) => /^video\//.test(file.type) || /\.(mp4|mov|3gp|m4v)$/i.test(file.name);
  function kindFor(file) {
    const chosen = $('kind').value;
    if (isPhoto(file)) return chosen;
    if (isFilm(file)) return PHOTOS.includes(chosen) ? 'video' : chosen;
    if (!PHOTOS.includes(chosen) && chosen !== 'video') return chosen;
    const found = GUESSES.find(([word, kind]) => file.name.includes(word) && offered.has(kind));
    return found ? found[1] : 'other';
  }
  function tooLarge(file) {
    const most = isPhoto(file) ? 50 : isFilm(file) ? 500 : 100;
    return file.size > most * MB ? '超过' + most + 'MB的上限，没有加入' : '';
  }
  function newKey() {  // randomUUID exists only under https
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
  }
  async function choose(files) {
    const late = [];
    if (entries.length && entries.every((e) => e.state === 'done')) clear();  // the next batch counts anew
    for (const file of files) {
      const again = entries.find((e) => e.name === file.name && e.size === file.size && e.at === file.lastModified);
      if (again) {
        if (!again.file && again.state !== 'done') { again.file = file; again.state = 'waiting'; await keep(again); }
        continue;
      }
      const why = tooLarge(file);
      if (why) { late.push(file.name + why); continue; }
      const entry = { key: newKey(), name: file.name, size: file.size, type: file.type, at: file.lastModified,
        kind: kindFor(file), item: $('item') ? $('item').value : '', note: '', viewpoint: '', state: 'waiting', file };
      entries.push(entry);
      await keep(entry);
    }
    say(late.join('；'), 'amber');
    draw();
    if (going) pump();
  }

  function clear() { entries.splice(0).forEach((entry) => { if (entry.row) entry.row.remove(); forget(entry); }); }

  // ---------------------------------------------------------------- sending
  function start() {
    if ($('item') && head.must_choose && !$('item').value) { say('请先选择整治明细。', 'amber'); $('item').focus(); return; }
    for (const entry of entries) {
      if (entry.state === 'done' || entry.sent) continue;
      if (entry.state === 'refused') entry.state = 'waiting';
      entry.note = $('note').value.trim();
      entry.viewpoint = $('viewpoint').value.trim();
      if ($('item')) entry.item = $('item').value;
      keep(entry);
    }
    setGoing(true);
    stopped = '';
    say('');
    pump();
  }
  function setGoing(on) {
    going = on;
    if (on) localStorage.setItem('going/' + ROOM, '1'); else localStorage.removeItem('going/' + ROOM);
  }
  function pump() {
    if (!going || stopped) { draw(); return; }
    const busy = entries.filter((e) => e.state === 'sending').length;
    const next = entries.filter((e) => e.state === 'waiting' && e.file).slice(0, AT_ONCE - busy);
    next.forEach(send);
    if (!next.length && !busy) finished();
    draw();
  }
  function finished() {
    setGoing(false);
    if (entries.every((e) => e.state === 'done')) { $('note').value = ''; localStorage.removeItem('note/' + ROOM); }
  }
  function send(entry) {
    entry.state = 'sending'; entry.sent = true; entry.part = 0;
    const form = new FormData();
    const told = { case: head.id, kind: entry.kind, item: entry.item || '', note: entry.note, viewpoint: entry.viewpoint, way: head.way, key: entry.key };
    for (const name of Object.keys(told)) form.append(name, told[name]);
    form.append('file', entry.file, entry.name);
    const asked = new XMLHttpRequest();
    asked.open('POST', '/evidence');
    asked.upload.onprogress = (event) => { entry.part = event.loaded / event.total; paint(entry); };
    asked.onload = () => answered(entry, asked);
    asked.onerror = asked.onabort = asked.ontimeout = () => { entry.state = 'waiting'; lost(); };
    asked.send(form);
  }
  function answered(entry, asked) {
    let told = null;
    try { told = JSON.parse(asked.responseText); } catch (error) { told = null; }
    if (asked.status === 200 || asked.status === 201) { received(entry, told); }
    else if (asked.status === 401) { entry.state = 'waiting'; expired(); return; }
    else if (told && told.code === 'too-many-at-once') { entry.state = 'waiting'; later(3000); return; }
    else if (told && asked.status < 500) { entry.state = 'refused'; entry.message = told.message; keep(entry); }
    else { entry.state = 'waiting'; stop((told && told.message) || '系统暂时不能收件，文件仍保存在本机。'); return; }
    pump();
  }
  function received(entry, told) {
    entry.state = 'done'; entry.receipt = told; entry.message = '';
    if (entry.picture) { URL.revokeObjectURL(entry.picture); entry.picture = ''; }
    entry.file = null;
    keep(entry);
  }
  function lost() {
    stop('网络中断，恢复后自动继续；已选的文件和说明都保存在本机。', 'amber');
    later(4000);
  }
  function expired() {
    const next = encodeURIComponent(location.pathname + location.search);
    stopped = 'login';
    $('told').className = 'told';
    $('told').replaceChildren('登录已过期，已选的文件和说明都保存在本机。', link('/account/login?next=' + next, '重新登录'));
    draw();
  }
  function stop(text, tone) { stopped = text; say(text, tone); draw(); }
  function later(ms) { clearTimeout(waiting); waiting = setTimeout(again, ms); draw(); }
  async function again() {
    if (stopped === 'login') return;
    const reached = await fetchHeld();
    if (reached === 'expired') { expired(); return; }
    if (!reached) { later(4000); return; }
    stopped = ''; say(''); pump();
  }
  // What the server has by now: an answer may have been lost on the way back.
  async function fetchHeld() {
    try {
      const answer = await fetch('/evidence/case/' + head.id + '.json', { cache: 'no-store' });
      if (answer.status === 401) return 'expired';
      if (!answer.ok) return null;
      const held = new Map((await answer.json()).files.filter((f) => f.request_key).map((f) => [f.request_key, f]));
      for (const entry of entries) {
        const row = held.get(entry.key);
        if (row && entry.state !== 'done') received(entry, { id: row.id, receipt: row.receipt, sha256: row.sha256, flags: row.words, elsewhere: row.elsewhere, kind_name: row.kind_name, after_accident: row.after_accident });
      }
      return held;
    } catch (error) { return null; }
  }

  // ---------------------------------------------------------------- showing
  function say(text, tone) { $('told').className = 'told ' + (tone || ''); $('told').textContent = text; }
  function link(to, text) { const made = document.createElement('a'); made.href = to; made.textContent = text; return made; }
  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }
  function size(bytes) { return bytes < MB ? Math.max(1, Math.round(bytes / 1024)) + 'KB' : (bytes / MB).toFixed(1) + 'MB'; }
  function draw() {
    const done = entries.filter((e) => e.state === 'done').length;
    const left = entries.filter((e) => e.state !== 'done').length;
    $('count').replaceChildren('应传 ', element('b', '', String(entries.length)), ' 已收 ', element('b', '', String(done)));
    $('go').disabled = !left || (going && !stopped) || Boolean(head.refused);
    $('go').textContent = going && !stopped ? '正在上传' : stopped || (done && left) ? '继续上传' : '上传';
    $('clear').hidden = !done || left > 0;
    $('files').hidden = !entries.length;
    const list = $('list');
    entries.forEach((entry, place) => {
      if (!entry.row) { entry.row = element('li'); }
      if (list.children[place] !== entry.row) list.insertBefore(entry.row, list.children[place] || null);
      paint(entry);
    });
    while (list.children.length > entries.length) list.lastChild.remove();
  }
  function paint(entry) {
    if (!entry.row) return;
    const look = entry.state + '|' + Boolean(entry.file) + '|' + going + '|' + stopped;
    if (entry.look === look) { const bar = entry.row.querySelector('progress'); if (bar) bar.value = entry.part || 0; return; }
    entry.look = look;
    const parts = [thumb(entry), element('span', 'name', entry.name), remover(entry)];
    if (entry.state === 'waiting' && entry.file && !entry.sent) parts.push(kinds(entry));
    parts.push(state(entry));
    entry.row.replaceChildren(...parts);
  }
  function thumb(entry) {
    const shown = entry.file && /^image\/(jpeg|png|webp)$/.test(entry.type);
    const done = entry.receipt && /\.(jpe?g|png|webp)$/i.test(entry.name);
    if (!shown && !done) return element('span', 'thumb', (entry.name.split('.').pop() || '文件').slice(0, 5));
    const made = element('img', 'thumb');
    made.alt = '';
    if (shown) entry.picture = entry.picture || URL.createObjectURL(entry.file);
    made.src = shown ? entry.picture : '/evidence/' + entry.receipt.id + '/thumb';
    return made;
  }
  function remover(entry) {
    const made = element('button', '', '移除');
    made.type = 'button';
    made.hidden = entry.state === 'done' || entry.state === 'sending';
    made.setAttribute('aria-label', '移除' + entry.name);
    made.onclick = () => { entries.splice(entries.indexOf(entry), 1); entry.row.remove(); forget(entry); draw(); };
    return made;
  }
  function kinds(entry) {
    const made = element('select');
    made.setAttribute('aria-label', entry.name + '的种类');
    for (const [code, name] of head.kinds) { const option = element('option', '', name); option.value = code; made.append(option); }
    made.value = entry.kind;
    made.onchange = () => { entry.kind = made.value; keep(entry); };
    return made;
  }
  function state(entry) {
    const made = element('div', 'state ' + entry.state);
    if (entry.state === 'done') {
      const told = entry.receipt;
      made.append('已收 · ' + told.kind_name + ' · 回执 ', element('span', 'receipt', told.receipt), element('br'), element('code', '', '校验值 ' + told.sha256.slice(0, 16) + '…'));
      if (told.after_accident) made.append(element('br'), element('span', 'flag', '事故后录入'));
      for (const flag of told.flags || []) made.append(element('br'), element('span', 'flag', '▲ ' + flag));
      if (told.elsewhere) made.append(element('br'), element('span', 'flag', '▲ 同一文件还出现在' + told.elsewhere + '个其他案卷'));
    } else if (entry.state === 'sending') {
      const bar = element('progress'); bar.max = 1; bar.value = entry.part || 0; bar.setAttribute('aria-label', '上传进度');
      made.append(size(entry.size) + ' · 正在上传', bar);
    } else if (entry.state === 'refused') made.textContent = entry.message;
    else if (!entry.file) made.textContent = '未收到。本机没有保存这份文件，请重新选择它，不会重复。';
    else made.textContent = size(entry.size) + (going ? ' · 等待上传' : ' · 待上传');
    return made;
  }

  // ---------------------------------------------------------------- beginning
  async function begin() {
    for (const field of ['note', 'viewpoint']) {
      $(field).value = localStorage.getItem(field + '/' + ROOM) || $(field).value;
      $(field).oninput = () => localStorage.setItem(field + '/' + ROOM, $(field).value);
    }
    // Reading what an earlier visit left takes a moment on a phone; who chooses files meanwhile loses none.
    const ready = kept().then((found) => {
      for (const held of found) {
        if (held.state === 'sending') held.state = 'waiting';
        held.sent = going;
        entries.push(held);
      }
      entries.sort((a, b) => a.at - b.at);
    });
    const bring = (files) => ready.then(() => choose(files));
    const picked = () => bring(Array.from($('pick').files)).then(() => { $('pick').value = ''; });
    $('pick').onchange = picked;
    if ($('pick').files.length) picked();
    $('go').onclick = start;
    $('clear').onclick = () => { clear(); draw(); };
    addEventListener('online', () => later(0));
    document.addEventListener('dragover', (event) => event.preventDefault());
    document.addEventListener('drop', (event) => { event.preventDefault(); bring(Array.from(event.dataTransfer.files)); });
    await ready;
    draw();
    if (entries.length && await fetchHeld() === 'expired') { expired(); return; }
    draw();
    if (going) pump();
  }
  begin();
})();
