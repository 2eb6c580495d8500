"""What each action of the audit log, and each detail of one, is called on its page. Tests hold both complete."""

LABELS = {
    "account.sign_in": "登录",
    "account.sign_out": "退出",
    "account.session_end": "超时退出",
    "account.lock_out": "登录锁定",
    "account.password": "修改密码",
    "account.first_password": "发放初始密码",
    "account.create": "建立账号",
    "account.switch": "切换身份",
    "access.refused": "访问被拒",
    "admin.add": "后台新增",
    "admin.change": "后台修改",
    "admin.delete": "后台删除",
    "audit.read": "查阅审计日志",
    "audit.export": "导出审计日志",
    "register.load": "导入任务分解",
    "export.ledger": "导出台账（命令行）",
    "export.summary.xlsx": "导出汇总表（XLSX）",
    "export.summary.pdf": "导出汇总表（PDF）",
    "export.summary.csv": "导出汇总表（CSV）",
    "export.summary.json": "导出汇总表（JSON）",
    "export.unfiled.pdf": "导出未报名单",
    "export.situation.pdf": "导出报送情况",
    "export.plans.pdf": "导出方案汇编",
    "export.register.xlsx": "导出任务分解表",
    "export.plan_form": "导出实施方案",
    "export.scan": "下载扫描件",
    "plan.save": "保存草稿",
    "plan.assign": "分办",
    "plan.file": "报送",
    "plan.enter": "代录",
    "plan.correct": "更正报送",
    "plan.withdraw": "撤回",
    "plan.start_check": "开始核对",
    "plan.return": "退回修改",
    "plan.accept": "核对无误",
    "consultation.ask": "征求意见",
    "consultation.offline": "登记线下征求意见",
    "consultation.answer": "反馈意见",
    "comment.add": "填写核对意见",
    "comment.remove": "删除核对意见",
    "comment.answer": "答复核对意见",
    "letter.register": "来文登记",
    "filing.verify": "复核代录",
    "filing.stamped": "登记盖章件",
    "contact.note": "登记联系记录",
    "task.designate": "明确牵头单位",
    "demonstration.date": "更改演示日期",
    "data.backup": "备份数据",
    "data.restore": "恢复数据",
    "wording.resolve": "明确责任单位表述",
}


def label(action: str) -> str:
    return LABELS.get(action, action)


# In the order in which they are shown; the database keeps none.
DETAIL_LABELS = {
    "reason": "原因",
    "status": "状态码",
    "who": "人员",
    "action": "操作",
    "outcome": "结果",
    "since": "自",
    "until": "至",
    "page": "页",
    "unit": "单位",
    "units": "单位",
    "office": "处室",
    "text": "内容",
    "changes": "改动",
    "as_of": "截至",
    "filters": "筛选",
    "rows": "行数",
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
