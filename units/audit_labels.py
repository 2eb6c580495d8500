"""What each action of the audit log, and each detail of one, is called on its page. Tests hold both complete."""

_labels = {
    "account.sign_in": "登录",
    "account.sign_out": "退出",
    "account.session_end": "超时退出",
    "account.lock_out": "登录锁定",
    "account.password": "修改密码",
    "account.password_again": "再次输入密码",
    "account.first_password": "发放初始密码",
    "account.end_session": "结束登录",
    "account.factor_add": "添加验证方式",
    "account.factor_remove": "删除验证方式",
    "account.factor_codes": "换发恢复码",
    "account.factor_reset": "重置两步验证",
    "account.create": "建立账号",
    "account.switch": "切换身份",
    "access.refused": "访问被拒",
    "admin.add": "后台新增",
    "admin.change": "后台修改",
    "admin.delete": "后台删除",
    "audit.read": "查阅审计日志",
    "audit.export": "导出审计日志",
    "data.backup": "备份数据",
    "data.restore": "恢复数据",
}


def register(labels: dict[str, str]) -> None:
    """Add what the actions of an app are called; from its `ready`."""
    _labels.update(labels)


def label(action: str) -> str:
    return _labels.get(action, action)


def choices() -> list[tuple[str, str]]:
    """Every action with its label."""
    return list(_labels.items())


# In the order in which they are shown; the database keeps none.
DETAIL_LABELS = {
    "second_step": "第二步",
    "reason": "原因",
    "source": "来源",
    "status": "状态码",
    "who": "人员",
    "action": "操作",
    "outcome": "结果",
    "since": "自",
    "until": "至",
    "number": "编号",
    "page": "页",
    "unit": "单位",
    "units": "单位",
    "office": "处室",
    "answer": "答复",
    "text": "内容",
    "state": "情况",
    "said": "结论",
    "document_number": "发文字号",
    "issued_on": "印发日期",
    "digest": "校验值",
    "changes": "改动",
    "as_of": "截至",
    "round": "报送期",
    "filters": "筛选",
    "rows": "行数",
    "kind": "格式",
    "files": "文件",
}


def detail_in_words(detail: dict) -> str:
    """The details of a row on one line; empty ones are left out."""
    order = list(DETAIL_LABELS)
    given = [
        key for key in (*order, *(set(detail) - set(order))) if detail.get(key) not in ("", None, [], {})
    ]
    return "；".join(f"{DETAIL_LABELS.get(key, key)}：{_plain(detail[key])}" for key in given)


def _plain(value) -> str:
    if isinstance(value, dict):
        return "、".join(f"{name} {part}" for name, part in value.items())
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
