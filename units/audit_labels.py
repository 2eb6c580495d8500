"""What each action of the audit log is called on its page. A test holds this complete."""

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
    "wording.resolve": "明确责任单位表述",
}


def label(action: str) -> str:
    return LABELS.get(action, action)
