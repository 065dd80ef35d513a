// Streamlit has no Chinese of its own: what its widgets say in English is replaced as it appears.
// Exact phrases and a few patterns only, so that a word in somebody's data stays as it is.
(() => {
  if (window.guapaiChinese) return;
  const PHRASES = {
    "Upload": "选择文件", "Add files": "继续添加", "Browse files": "选择文件",
    "Drag and drop a file here": "也可将文件拖到此处", "Drag and drop files here": "也可将文件拖到此处",
    "Choose an option": "请选择", "Choose options": "请选择", "No results": "没有相符的选项",
    "No options to select": "没有可选项", "Select...": "请选择", "Select all": "全选", "Clear all": "清除全部",
    "Clear value": "清除", "Clear entry": "清除", "Clear date": "清除日期", "Clear dates": "清除日期",
    "Choose date": "选择日期", "Choose date range": "选择起止日期", "Date range": "起止日期",
    "Quick select a date range": "快速选择", "None": "无", "Add an option": "添加选项", "Add options": "添加选项",
    "Press Enter to apply": "按回车键确定", "Press Enter to submit form": "按回车键提交",
    "Press Ctrl+Enter to apply": "按 Ctrl+回车键确定", "Press Ctrl+Enter to submit form": "按 Ctrl+回车键提交",
    "Press ⌘+Enter to apply": "按 ⌘+回车键确定",
    "Increment": "增加", "Decrement": "减少", "Show password": "显示密码", "Hide password": "隐藏密码",
    "Next page": "下一页", "Previous page": "上一页", "Pagination": "分页",
    "Fullscreen": "放大查看", "Close fullscreen": "退出放大", "Download as CSV": "下载 CSV", "Search": "查找",
    "Show/hide columns": "选择显示的列", "Clear selection": "取消选择", "Add row": "添加行",
    "Delete row(s)": "删除行", "Cancel (Escape)": "取消", "Close Search": "关闭查找", "Next Result": "下一处",
    "Previous Result": "上一处", "No data": "没有数据", "empty": "没有数据", "Autosize": "自动列宽",
    "Sort ascending": "升序", "Sort descending": "降序", "Format": "格式", "Pin column": "固定此列",
    "Unpin column": "取消固定", "Hide column": "隐藏此列", "Statistics": "统计", "Group": "分组",
    "Copy column name": "复制列名", "Copy to clipboard": "复制", "Copy": "复制", "Copied": "已复制",
    "Collapse sidebar": "收起菜单", "Expand sidebar": "展开菜单", "Sidebar": "菜单", "Main menu": "更多",
    "App pages": "栏目", "Navigate to home page": "回到总览", "Skip to main content": "跳到正文",
    "Scroll tabs left": "向左", "Scroll tabs right": "向右", "Notifications": "通知", "Close": "关闭",
    "Rerun": "重新载入", "Auto rerun": "自动重新载入", "Clear cache": "清除缓存", "Print": "打印", "Theme": "主题",
    "Light": "浅色", "Dark": "深色", "System": "跟随系统", "About": "关于", "Settings": "设置",
    "Get help": "帮助", "Report a bug": "报告问题", "Record a screencast": "录屏",
    "Running...": "正在处理", "Running": "正在处理", "Stop": "停止", "Connecting": "正在连接",
    "Connection error": "连接已断开", "Link to heading": "本节链接", "Help": "说明", "Loading": "正在加载",
    "Page not found": "没有这个页面", "Cancel": "取消", "Try again": "重试", "Download failed": "下载没有完成",
    "Selectbox options": "选项", "Multiselect options": "选项", "Selected values": "已选", "Open": "展开",
    "Metric": "指标", "Toggle": "开关", "Dataframe column menu": "列菜单", "Remove file": "移除文件",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
      "与服务器的连接已断开。系统恢复后本页会自动重新连接，也可以刷新页面。",
    "Streamlit server is not responding. Are you connected to the internet?":
      "与服务器的连接已断开。系统恢复后本页会自动重新连接，也可以刷新页面。",
    "file upload": "选择文件", "progress": "进度", "Dismiss": "关闭", "Error:": "出错:", "Empty": "空",
    "yyyy": "年", "mm": "月", "dd": "日", "Previous month": "上个月", "Next month": "下个月",
    "Error during component load": "内容没有加载成功",
  };
  const CLOCK = { hh: "时", mm: "分", "月": "分" }; // "mm" of a day is its month
  const PATTERNS = [
    [/^(?:Limit )?([\d.]+) ?(B|KB|MB|GB) per file(?: [•·] (.+))?$/i, (m) => `单个文件不超过 ${m[1]}${m[2].toUpperCase()}${m[3] ? " · " + m[3] : ""}`],
    [/^• ([A-Z0-9, ]+)$/, (m) => ` · ${m[1]}`],
    [/^(\d+) options? available\.$/, (m) => `${m[1]} 个选项`],
    [/^Choose date(?: range)?, (.+)$/, (m) => `选择日期，${m[1]}`],
    [/^year, (.+)$/, (m) => `${chinese(m[1]) || m[1]}，年`],
    [/^month, (.+)$/, (m) => `${chinese(m[1]) || m[1]}，月`],
    [/^day, (.+)$/, (m) => `${chinese(m[1]) || m[1]}，日`],
    [/^Selected Date: (.+)$/, (m) => `已选 ${new Date(m[1]).toLocaleDateString("zh-CN")}`],
    [/^(.+) start date$/, (m) => `${m[1]}起`],
    [/^(.+) end date$/, (m) => `${m[1]}止`],
    [/^(\d+) – [A-Z][a-z]+$/, (m) => `${m[1]} 月`],
    [/^File must be ([\d.]+ ?[KMG]?B) or smaller\.?$/i, (m) => `文件不得超过 ${m[1]}`],
    [/^(.+) files are not allowed\.?$/, (m) => `不受理 ${m[1]} 类型的文件`],
    [/^Error: Request failed with status code \d+$/, () => "上传没有成功，请重试"],
    [/^(?:AxiosError: )?Network Error$/, () => "网络中断，请重试"],
    [/^Help for (.+)$/, (m) => `${m[1]}:说明`],
    [/^Remove (.+)$/, (m) => `移除 ${m[1]}`],
    [/^Page (\d+) of (\d+)$/, (m) => `第 ${m[1]} 页，共 ${m[2]} 页`],
    [/^Showing page (\d+) of (\d+)$/, (m) => `第 ${m[1]} 页，共 ${m[2]} 页`],
    [/^(?:Go to page|Page) (\d+)$/, (m) => `第 ${m[1]} 页`],
    [/^Selected (.+?)\. (.+)$/, (m) => `已选 ${m[1]},${m[2]}`],
    [/^This app has encountered an error\..*/s, () => "系统出错，本次操作没有完成。请刷新页面后再试，仍不行请联系管理员。"],
    [/^The page that you have requested does not seem to exist.*/, () => "没有这个页面，已回到总览。"],
    [/^(\d+) results?$/, (m) => `${m[1]} 处`],
    [/^Number is (?:above|below) the allowed range\.$/, () => "数值超出允许的范围"],
  ];
  const NAMES = ["title", "aria-label", "aria-valuetext", "placeholder", "alt"];

  function chinese(text) {
    const bare = text.trim();
    if (!/[A-Za-z]/.test(bare) || bare.length > 400) return null;
    if (Object.hasOwn(PHRASES, bare)) return PHRASES[bare];
    for (const [pattern, say] of PATTERNS) {
      const match = bare.match(pattern);
      if (match) return say(match);
    }
    return null;
  }
  function dress(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.parentElement && node.parentElement.closest("[data-testid='stMarkdownContainer'] td, [data-testid='stHtml'], script, style")) return;
      const clock = node.parentElement && node.parentElement.closest("[data-testid='stTimeInput']");
      const said = (clock && CLOCK[node.nodeValue.trim().toLowerCase()]) || chinese(node.nodeValue);
      if (said !== null && said !== node.nodeValue) node.nodeValue = said;
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      for (const name of NAMES) {
        const value = node.getAttribute(name);
        const said = value && chinese(value);
        if (said && said !== value) node.setAttribute(name, said);
      }
    }
  }
  function walk(root) {
    dress(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) dress(walker.currentNode);
  }

  window.guapaiChinese = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(walk);
      else dress(change.target);
    }
  });
  document.documentElement.lang = "zh-CN";
  walk(document.body);
  window.guapaiChinese.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: NAMES,
  });
})();
