"""What a browser says of itself (User-Agent), in the words of its owner."""

# The first that is found: most browsers name those whose pages they show alike as well.
_BROWSERS = {
    "MicroMessenger": "微信",
    "QQBrowser": "QQ浏览器",
    "QIHU": "360浏览器",
    "360": "360浏览器",
    "UCBrowser": "UC浏览器",
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox": "Firefox",
    "Trident": "IE",
    "MSIE": "IE",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "HarmonyOS": "鸿蒙",
    "OpenHarmony": "鸿蒙",
    "Android": "安卓",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def in_words(user_agent: str) -> str:
    """Such as Windows 上的 Chrome."""
    browser, system = _named(user_agent, _BROWSERS), _named(user_agent, _SYSTEMS)
    if browser and system:
        return f"{system} 上的 {browser}"
    return browser or system or "未知浏览器"


def _named(user_agent: str, names: dict[str, str]) -> str:
    return next((name for mark, name in names.items() if mark in user_agent), "")
