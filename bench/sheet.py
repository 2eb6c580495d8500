"""The plan that is written, filed and saved again: names and telephone numbers are invented."""

STEPS = (
    ("印发建设计划实施细则，明确申报条件和支持方式", "2015年4月底前"),
    ("组织高校申报，开展专家论证和实地考察", "2015年5—6月"),
    ("首批项目启动，建立年度考核机制", "2015年9月底前"),
    ("会同有关单位评估首批项目，调整支持方式", "2016年第二季度"),
    ("扩大实施范围，建立联席会议制度", "2016年12月底前"),
    ("总结验收，形成可推广的做法", "2017年12月"),
)
LINES = {
    "supervising_leader": "副主任 张某",
    "responsible_office": "科研处",
    "contact_name": "李某",
    "contact_phone": "010-00000002",
    "start": "2015年3月",
    "finish": "2017年12月",
}


def typed(*, first_step: str, second_step: str = STEPS[1][0]) -> list[tuple[str, str]]:
    """The fields of the plan form as a browser posts them, with another text of the first step, and of the second.

    Keys of steps are those a plan gives them first; a new one gives them whatever is posted.
    """
    fields = list(LINES.items())
    texts = (first_step, second_step, *(text for text, _ in STEPS[2:]))
    for number, (text, (_, due)) in enumerate(zip(texts, STEPS, strict=True), start=1):
        fields += [("step_text", text), ("step_due", due), ("step_unit", ""), ("step_key", str(number))]
    return fields
