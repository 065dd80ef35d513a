"""Forms: the few pages shown before and beside Streamlit; plain HTML, their style in themselves."""

from collections.abc import Sequence
from html import escape

from starlette.responses import HTMLResponse

from hazards.services.demo_people import PASSWORD

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)

STYLE = """
*{box-sizing:border-box}
body{margin:0;background:#F6F8FA;color:#1D2939;font:14px/1.7 "PingFang SC","Microsoft YaHei",
"Noto Sans CJK SC",sans-serif}
main{max-width:400px;margin:0 auto;padding:min(12vh,96px) 16px 32px}
header{display:flex;align-items:center;gap:12px;margin-bottom:24px}
header img{width:40px;height:40px}
h1{font-size:20px;line-height:1.4;margin:0;font-weight:600}
header span,small,.note{font-size:12px;color:#667085}
section{background:#fff;border:1px solid #D0D5DD;border-radius:6px;padding:24px;margin-bottom:16px}
label{display:block;margin:0 0 4px}
input{width:100%;height:40px;font:inherit;padding:0 12px;margin:0 0 16px;color:inherit;
border:1px solid #98A2B3;border-radius:6px;background:#fff}
button{width:100%;height:40px;font:inherit;font-weight:600;color:#fff;background:#0B3A6F;
border:1px solid #0B3A6F;border-radius:6px;cursor:pointer}
input:focus,button:focus-visible,a:focus-visible,summary:focus-visible{outline:2px solid #0B3A6F;outline-offset:2px}
a{color:#0B3A6F}
p{margin:0 0 16px}
.refused{color:#B42318;border-left:3px solid #B42318;padding-left:12px}
table{width:100%;border-collapse:collapse;font-size:12px}
td,th{text-align:left;padding:4px 8px 4px 0;border-top:1px solid #E4E7EC;font-weight:400}
th{color:#667085;border-top:0}
code{font:inherit;font-weight:600;user-select:all}
""".strip()


def answer(text: str, status: int = 200) -> HTMLResponse:
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", "X-Frame-Options": "DENY"}
    return HTMLResponse(text, status, headers)


def _page(title: str, body: str) -> str:
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{title} · 挂牌一张图</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="/favicon.ico" type="image/svg+xml">'
        f"<style>{STYLE}</style></head><body><main>"
        '<header><img src="/favicon.ico" alt=""><div><h1>挂牌一张图</h1>'
        f"<span>重大事故隐患与违法建筑督办</span></div></header>{body}</main></body></html>"
    )


def _refused(text: str) -> str:
    return f'<p class="refused" role="alert">{escape(text)}</p>' if text else ""


def _next(wanted: str) -> str:
    return f'<input type="hidden" name="next" value="{escape(wanted, quote=True)}">'


def login(wanted: str, name: str, refused: str, demonstration: Sequence[tuple[str, str]]) -> str:
    """The login page. What was typed as name stays; a password never comes back."""
    first, second = (" autofocus", "") if not name else ("", " autofocus")
    form = (
        f'<section>{_refused(refused)}<form method="post" action="/account/login">{_next(wanted)}'
        '<label for="name">账号</label><input id="name" name="name" autocomplete="username" required '
        f'maxlength="100" autocapitalize="none" spellcheck="false" value="{escape(name, quote=True)}"{first}>'
        '<label for="password">密码</label><input id="password" name="password" type="password" '
        f'autocomplete="current-password" required maxlength="200"{second}>'
        "<button>登录</button></form></section>"
    )
    hint = '<p class="note">没有账号或忘记密码，请联系系统管理员。公共电脑用完请退出。</p>'
    return _page("登录", form + (_demonstration(demonstration) or hint))


def _demonstration(shown: Sequence[tuple[str, str]]) -> str:
    if not shown:
        return ""
    rows = "".join(f"<tr><td><code>{escape(n)}</code></td><td>{escape(p)}</td></tr>" for n, p in shown)
    return (
        f"<section><p>这是演示区，案件和人员均为虚构。演示账号的密码都是 <code>{escape(PASSWORD)}</code></p>"
        f"<table><thead><tr><th>账号</th><th>职务</th></tr></thead><tbody>{rows}</tbody></table></section>"
    )


def password(wanted: str, person: str, first: bool, refused: str) -> str:
    why = "首次登录请先修改密码。" if first else "修改后，其他地方的登录随即失效。"
    fields = "".join(
        f'<label for="{key}">{label}</label><input id="{key}" name="{key}" type="password" '
        f'autocomplete="{fill}" required maxlength="128">'
        for key, label, fill in (
            ("old", "原密码", "current-password"),
            ("new", "新密码", "new-password"),
            ("again", "再输入一次新密码", "new-password"),
        )
    )
    body = (
        f"<section><p>{escape(person)}，{why}</p>{_refused(refused)}"
        f'<form method="post" action="/account/password">{_next(wanted)}{fields}'
        "<button>修改密码</button></form></section>"
        '<p class="note">8 个字以上，旁人猜不到。几个不相干的词连在一起，比换符号好记。</p>'
    )
    return _page("修改密码", body)


def leaving() -> str:
    return _page(
        "退出",
        '<section><p>退出后，本次登录立即失效。</p><form method="post" action="/account/logout">'
        '<button>退出</button></form></section><p><a href="/">返回</a></p>',
    )
