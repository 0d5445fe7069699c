"""The double's hosted pay page: plain HTML, said to be a test at the top of it, in Vietnamese and English."""

from html import escape

WORDS = {
    "vi": {
        "title": "Trang thanh toán THỬ",
        "banner": "TRANG THỬ: không có tiền thật nào được chuyển. Đừng nhập thẻ thật.",
        "amount": "Số tiền",
        "card": "Số thẻ",
        "expiry": "Hết hạn",
        "pay": "Thanh toán",
        "cancel": "Hủy và quay lại cửa hàng",
        "hint": "Thẻ thử: 4242 4242 4242 4242 (thành công) · 4000 0000 0000 0002 (bị từ chối) · 4000 0027 6000 3184 (hỏi 3D Secure)",
        "generic_decline": "Thẻ bị từ chối. Hãy thử thẻ khác.",
        "insufficient_funds": "Thẻ không đủ số dư. Hãy thử thẻ khác.",
        "incorrect_number": "Số thẻ không đúng. Trang thử chỉ nhận các thẻ thử ghi bên dưới.",
        "authentication_failed": "Xác thực không thành công. Hãy thử lại hoặc dùng thẻ khác.",
        "three_ds": "Ngân hàng thử hỏi: bạn có phải chủ thẻ không?",
        "complete": "Đúng, xác thực",
        "fail": "Không, từ chối",
        "closed": "Phiên thanh toán này không còn mở.",
    },
    "en": {
        "title": "TEST payment page",
        "banner": "TEST PAGE: no real money moves. Do not enter a real card.",
        "amount": "Amount",
        "card": "Card number",
        "expiry": "Expiry",
        "pay": "Pay",
        "cancel": "Cancel and return to the shop",
        "hint": "Test cards: 4242 4242 4242 4242 (success) · 4000 0000 0000 0002 (declined) · 4000 0027 6000 3184 (asks for 3D Secure)",
        "generic_decline": "Your card was declined. Try another card.",
        "insufficient_funds": "Your card has insufficient funds. Try another card.",
        "incorrect_number": "The card number is not right. The test page takes only the test cards named below.",
        "authentication_failed": "Authentication failed. Try again or use another card.",
        "three_ds": "The test bank asks: are you the cardholder?",
        "complete": "Yes, authenticate",
        "fail": "No, refuse",
        "closed": "This payment session is no longer open.",
    },
}

STYLE = """
:root { color-scheme: light dark; font: 17px/1.5 system-ui, sans-serif }
body { margin: 0 auto; max-width: 28rem; padding: 1rem }
.test { background: #e0a526; color: #26221d; padding: .75rem 1rem; font-weight: 600 }
.error { border-left: 4px solid #a63a22; padding: .5rem 1rem }
label { display: block; margin: .75rem 0 .25rem }
input { box-sizing: border-box; width: 100%; font: inherit; padding: .6rem; min-height: 44px }
button { font: inherit; min-height: 44px; padding: .5rem 1.25rem; margin: 1rem .5rem 0 0 }
a { display: inline-block; padding: .75rem 0 }
.hint { font-size: .9rem }
"""


def words(session):
    return WORDS["en" if (session or {}).get("locale") == "en" else "vi"]


def money(session):
    return f"{session['amount_total']:,}".replace(",", ".") + " ₫"


def _page(session, body):
    say = words(session)
    language = "en" if say is WORDS["en"] else "vi"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{say["title"]}</title><style>{STYLE}</style></head>'
        f'<body><p class="test" role="note">{say["banner"]}</p><h1>{say["title"]}</h1>{body}</body></html>'
    )


def _items(session):
    rows = (item["price_data"]["product_data"]["name"] for item in session["_items"].values())
    return "".join(f"<li>{escape(name)}</li>" for name in rows)


def pay_page(session, error=""):
    say = words(session)
    trouble = f'<p class="error" role="alert">{say[error]}</p>' if error else ""
    cancel = escape(session["cancel_url"] or session["success_url"])
    return _page(
        session,
        f"<ul>{_items(session)}</ul><p>{say['amount']}: <strong>{money(session)}</strong></p>{trouble}"
        f'<form method="post"><label for="number">{say["card"]}</label>'
        '<input id="number" name="number" inputmode="numeric" autocomplete="off" required value="4242 4242 4242 4242">'
        f'<label for="expiry">{say["expiry"]}</label><input id="expiry" name="expiry" value="12/34">'
        '<label for="cvc">CVC</label><input id="cvc" name="cvc" inputmode="numeric" value="123">'
        f'<button id="pay">{say["pay"]}</button></form><p class="hint">{say["hint"]}</p>'
        f'<a id="cancel" href="{cancel}">{say["cancel"]}</a>',
    )


def three_ds_page(session, number):
    say = words(session)
    return _page(
        session,
        f'<p>{say["three_ds"]}</p><form method="post"><input type="hidden" name="number" value="{escape(number)}">'
        f'<button name="authenticated" value="yes" id="complete">{say["complete"]}</button>'
        f'<button name="authenticated" value="no" id="fail">{say["fail"]}</button></form>',
    )


def closed_page(session):
    return _page(session, f'<p class="error">{words(session)["closed"]}</p>')
