"""Articles whose every word tries to be something else: markup, script, formula, path, terminal escape, template."""

import json

FIRE = "window.fired=(window.fired||'')+'~~,'"
PAYLOADS = {
    "image": f'<img src=x onerror="{FIRE}">',
    "script": f"</script><script>{FIRE}</script>",
    "svg": f'<svg onload="{FIRE}"></svg>',
    "attribute": f'" onmouseover="{FIRE}" autofocus onfocus="{FIRE}" x="',
    "comment": f"--><script>{FIRE}</script><!--",
    "style": f"</style><script>{FIRE}</script>",
    "title": f"</title><script>{FIRE}</script>",
    "textarea": f"</textarea></template><script>{FIRE}</script>",
    "address": f"javascript:{FIRE}",
    "markdown": f"[click](javascript:{FIRE}) ![x](https://evil.example/a.png)",
    "frame": '<iframe src="https://evil.example/"></iframe><base href="https://evil.example/">',
    "refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    "entity": f"&lt;img src=x onerror={FIRE}&gt;&#60;script&#62;",
    "formula": '=HYPERLINK("https://evil.example/","click")',
    "macro": "@SUM(1+1)*cmd|' /C calc'!A0",
    "sign": "+1+cmd|' /C calc'!A0",
    "mathtext": r"$\frac{1}{",
    "template": "{{ 7*7 }}{% raw %}${7*7}%(x)s%n{0.__class__}",
    "path": "../../../../tmp/evil",
    "escape": "\x1b[2J\x1b]0;evil\x07",
    "turned": "\u202eevil\u2066",
    "island": '"}]</script>\u2028\u2029',
}


def article(key):
    """One article with the payload in every place where an article has words."""
    words = PAYLOADS[key].replace("~~", key)
    text = (
        f"Gunmen killed four soldiers near Gao in Mali on 6 April 2017, the army said. {words}\n\n"
        f"JNIM, which {words} leads, said that nine soldiers died near Gao on 6 April 2017. "
        f"“{words}”, the police chief Omar {words} said. A doctor counted {words} six wounded women.\n\n"
        f"The Brigade of {words} (BX) claimed the attack in Gao. Colonel Oumar Sissako of {words} denied it."
    )
    return {
        "article_id": f"{key} {words}",
        "title": f"Four killed {words}",
        "authors": [words, "Ada Writer"],
        "published": "2017-04-07",
        "publisher": f"{words} Times",
        "url": f"https://news.example/{words}" if key != "address" else words,
        "tags": [words],
        "text": text,
    }


def write(path):
    """Write the corpus as JSON lines; returns the path."""
    path.write_text("\n".join(json.dumps(article(key)) for key in PAYLOADS) + "\n", encoding="utf-8")
    return path
