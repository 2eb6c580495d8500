"""The pages of the navigation that are about a programme, and 帮助, which stands last."""

from tasks import policies
from units.navigation import Page
from units.roles import BUSINESS_ROLES, UNIT_ROLES, Role

OVERSEEING = frozenset({Role.CHECKER, Role.LEADERSHIP})

PAGES = (
    Page("首页", "home", BUSINESS_ROLES, of_programme=True),
    Page("任务分解", "task-list", BUSINESS_ROLES, of_programme=True),
    Page("实施方案", "plan-list", UNIT_ROLES, of_programme=True),
    Page(
        "核对",
        "checking",
        frozenset({Role.CHECKER}),
        of_programme=True,
        rules=(policies.may_receive, policies.may_stand_in),
    ),
    Page("进展", "round-list", BUSINESS_ROLES, of_programme=True),
    Page("提请协调", "coordination-list", BUSINESS_ROLES, of_programme=True),
    Page("总体情况", "overview", OVERSEEING, of_programme=True, rules=(policies.may_oversee,)),
    Page("报告", "report-list", OVERSEEING, of_programme=True, rules=(policies.may_write_report,)),
    Page("帮助", "help", frozenset(Role)),
)
