// 采集包: one page kept on the phone. It needs no network: photographs are hashed here and saved as one zip.
'use strict';
(function () {
  const told = JSON.parse(document.getElementById('cases').textContent);
  const $ = (id) => document.getElementById(id);
  const taken = [];
  const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
  for (const one of told.cases) {
    const option = document.createElement('option');
    option.value = one.id;
    option.textContent = one.number + ' ' + one.unit;
    $('case').append(option);
  }
  const chosen = () => told.cases.find((one) => String(one.id) === $('case').value);
  function offer() {
    const one = chosen();
    $('kind').replaceChildren(...(one ? one.kinds : []).map(([code, name]) => new Option(name, code, code === 'after', code === 'after')));
    const items = one ? one.items : [];
    $('itemrow').hidden = !items.length;
    const blank = one && one.must_choose ? [] : [new Option('不分项', '')];
    $('item').replaceChildren(...blank, ...items.map((i) => new Option('第' + i.position + '项 ' + i.text, i.position)));
  }
  function draw() {
    $('count').textContent = '已拍 ' + taken.length + ' 件';
    $('save').disabled = !taken.length;
    $('files').hidden = !taken.length;
    $('list').replaceChildren(...taken.map((one, place) => {
      const row = document.createElement('li');
      const picture = document.createElement(one.picture ? 'img' : 'span');
      picture.className = 'thumb';
      if (one.picture) { picture.src = one.picture; picture.alt = ''; } else picture.textContent = '文件';
      const name = document.createElement('span'); name.className = 'name'; name.textContent = one.file.name;
      const away = document.createElement('button'); away.type = 'button'; away.textContent = '移除';
      away.onclick = () => { taken.splice(place, 1); draw(); };
      const state = document.createElement('div'); state.className = 'state'; state.textContent = one.where + ' · ' + one.kindName;
      row.append(picture, name, away, state);
      return row;
    }));
  }
  function add(files) {
    const one = chosen();
    for (const file of files) {
      taken.push({ file, key: newKey(), case: one.id, number: one.number, where: one.number, kind: $('kind').value,
        kindName: $('kind').selectedOptions[0].textContent, item: $('item').value, viewpoint: $('viewpoint').value.trim(), note: $('note').value.trim(),
        picture: /^image\/(jpeg|png|webp)$/.test(file.type) ? URL.createObjectURL(file) : '' });
    }
    draw();
  }
  // ---------------------------------------------------------------- a zip of stored files (APPNOTE 4.3)
  function header(signature, name, size, sum, extra) {
    const bytes = new Uint8Array((extra ? 46 : 30) + name.length);
    const view = new DataView(bytes.buffer);
    let at = 0;
    const two = (n) => { view.setUint16(at, n, true); at += 2; };
    const four = (n) => { view.setUint32(at, n, true); at += 4; };
    four(signature); if (extra) two(20);
    two(20); two(0x0800); two(0); two(0); two(0x21); four(sum); four(size); four(size); two(name.length); two(0);
    if (extra) { two(0); two(0); two(0); four(0); four(extra.offset); }
    bytes.set(name, at);
    return bytes;
  }
  async function save() {
    $('save').disabled = true;
    const parts = [], directory = [], files = [];
    let offset = 0;
    function put(path, data, sum, size) {
      const name = new TextEncoder().encode(path);
      const head = header(0x04034b50, name, size, sum);
      directory.push(header(0x02014b50, name, size, sum, { offset }));
      parts.push(head, data);
      offset += head.length + size;
    }
    for (const [place, one] of taken.entries()) {
      $('count').textContent = '正在计算校验值 ' + (place + 1) + '/' + taken.length;
      await new Promise((done) => setTimeout(done));
      const bytes = new Uint8Array(await one.file.arrayBuffer());
      const path = 'files/' + String(place + 1).padStart(4, '0');
      put(path, one.file, crc32(bytes), bytes.length);
      files.push({ path, name: one.file.name, case: one.case, number: one.number, kind: one.kind, item: one.item, viewpoint: one.viewpoint,
        note: one.note, key: one.key, sha256: sha256(bytes), size: bytes.length, at: new Date(one.file.lastModified).toISOString() });
    }
    const manifest = new TextEncoder().encode(JSON.stringify({ format: 'guapai-package-1', made: new Date().toISOString(), by: told.by, files }, null, 1));
    put('manifest.json', manifest, crc32(manifest), manifest.length);
    const length = directory.reduce((sum, one) => sum + one.length, 0);
    const end = new DataView(new ArrayBuffer(22));
    end.setUint32(0, 0x06054b50, true); end.setUint16(8, directory.length, true); end.setUint16(10, directory.length, true);
    end.setUint32(12, length, true); end.setUint32(16, offset, true);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([...parts, ...directory, end.buffer], { type: 'application/zip' }));
    link.download = '采集包' + new Date().toISOString().slice(0, 16).replace(/[-T:]/g, '') + '.zip';
    link.click();
    $('told').textContent = '已保存“' + link.download + '”。回到办公室后在“批量上传”页交入；收到回执之前请保留手机里的原件。';
    draw();
  }
  $('case').onchange = offer;
  $('pick').onchange = () => { add(Array.from($('pick').files)); $('pick').value = ''; };
  $('save').onclick = save;
  addEventListener('beforeunload', (event) => { if (taken.length) event.preventDefault(); });
  offer();
  draw();
})();
