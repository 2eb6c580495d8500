"""The sample accounts of the demonstration: invented people, one password for all, known to everybody."""

from dataclasses import dataclass

from units.roles import Role

PASSWORD = "yanshi-2015"  # noqa: S105 - public on purpose

COMMITTEE = "中关村管委会"
RECEIVING = "人力资源处"


@dataclass(frozen=True)
class Sample:
    """An account; `roles` are acted under in this order, each as (role, unit's short name, office's name)."""

    username: str
    full_name: str
    roles: tuple[tuple[Role, str, str], ...]


def _liaison(username: str, unit: str, surname: str) -> Sample:
    return Sample(username, f"{surname}某", ((Role.LIAISON, unit, ""),))


def _officer(username: str, office: str, surname: str) -> Sample:
    return Sample(username, f"{surname}某", ((Role.OFFICER, COMMITTEE, office),))


SAMPLES = (
    _liaison("zuzhibu", "市委组织部", "赵"),
    _liaison("renshe", "市人力社保局", "钱"),
    _liaison("kewei", "市科委", "孙"),
    _liaison("guanweihui", COMMITTEE, "李"),
    _liaison("jiaowei", "市教委", "周"),
    _liaison("jingxin", "市经济信息化委", "吴"),
    _liaison("shangwu", "市商务委", "郑"),
    _liaison("haidian", "海淀区", "王"),
    _liaison("shijingshan", "石景山区", "冯"),
    _liaison("chaoyang", "朝阳区", "陈"),
    _liaison("fangshan", "房山区", "褚"),
    _liaison("fazhan", "中关村发展集团", "卫"),
    _liaison("jinrong", "市金融局", "蒋"),
    _liaison("caizheng", "市财政局", "沈"),
    _liaison("zhishi", "市知识产权局", "韩"),
    _liaison("waiban", "市政府外办", "杨"),
    _liaison("minzheng", "市民政局", "朱"),
    _officer("keji", "科技创新处", "秦"),
    _officer("chuangye", "创业服务处", "尤"),
    _officer("guoji", "国际交流合作处", "许"),
    Sample("hedui1", "何某", ((Role.CHECKER, COMMITTEE, RECEIVING),)),
    # The office that checks also carries out tasks: what this person wrote, the other one has to accept.
    Sample("hedui2", "吕某", ((Role.CHECKER, COMMITTEE, RECEIVING), (Role.OFFICER, COMMITTEE, RECEIVING))),
    Sample("lingdao", "施某", ((Role.LEADERSHIP, "市人才工作领导小组办公室", ""),)),
    Sample("guanli", "张某", ((Role.ADMINISTRATOR, "", ""),)),
    Sample("shenji", "孔某", ((Role.AUDITOR, "", ""),)),
)
