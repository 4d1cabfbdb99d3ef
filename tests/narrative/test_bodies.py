"""Whether two names are of one body: in both directions, for each pair a clerk may write."""

from __future__ import annotations

import pytest

from validator.language.bodies import Likeness, is_office_of, likeness

SAME = """
青禾县住房和城乡建设局 青禾县住建局
青禾县住房和城乡建设局 县住建局
青禾县住建局 县住房和城乡建设局
青禾土家族自治州畜牧局 青禾州畜牧局
青禾回族自治州公安局 州公安局
青禾县人民政府办公室 县政府办
青禾市人民政府办公室 青禾市政府办公室
青禾市发展和改革委员会 青禾市发改委
青禾市卫生健康委员会 市卫健委
青禾县人力资源和社会保障局 青禾县人社局
青禾市临河区人民政府玉泉街道办事处 临河区玉泉街道办事处
青禾市临河区人民政府玉泉街道办事处 玉泉街道办
青禾市临河区玉泉街道办事处 玉泉街道
青禾市临河区玉泉街道办事处 玉泉办事处
青禾县市场监督管理局 青禾县市监局
青禾县市场监督管理局 青禾县市场监管局
青禾市城市管理局 青禾市城管局
盐城市城市管理局 盐城市城管局
盐城市教育局 江苏省盐城市教育局
青禾市国有资产监督管理委员会 市国资委
青禾经济技术开发区管理委员会 青禾经济技术开发区管委会
青禾经济技术开发区管理委员会 青禾经开区管委会
青禾县人民政府 青禾县
青禾县溪口镇人民政府 溪口镇人民政府
青禾县溪口镇人民政府 溪口镇
青禾县工商业联合会 青禾县工商联
青禾县残疾人联合会 县残联
青禾县教育体育局 青禾县教体局
青禾县自然资源和规划局 青禾县自规局
青禾县综合行政执法局 县综合执法局
青禾县政务服务和大数据管理局 县政数局
青禾县民政局 县民政局
内蒙古自治区教育厅 内蒙古教育厅
青禾省人民政府办公厅 省政府办公厅
青禾县 青禾县人民政府(办公室)
阿坝地区行政公署 阿坝地区行署
青禾县人民政府金融工作办公室 县金融办
青禾县退役军人事务局 县退役军人局
青禾县水利局 水利局
示例水务集团有限公司 示例水务集团
"""

UNSURE = """
示例市人民政府 示例市人民政府办公室
青禾县文化广电和旅游局 青禾县文旅广电局
青禾县水利局 县局
示例市水务局 示例市
云县水利局 云和县水利局
青禾县发展和改革局 青禾县发展和改革委员会
青禾县水利局 张三青禾县水利局
"""

DIFFERENT = """
样本市人民政府 示例市人民政府
示例市教育局 示例市民政局
示例市教育局 示例市临河区教育局
示例市公安局 示例市公安局交通警察大队
示例市财政局 示例市民政局
示例市人民政府 示例市水务局
示例市人民政府 示例市临河区人民政府
示例市市场监督管理局 示例市临河区市场监督管理局
示例市政务服务局 示例市临河区政务服务局
盐城市教育局 盐城市亭湖区教育局
青禾县教育局 青禾市教育局
青禾县教育局 青山县教育局
甲市城关区教育局 乙市城关区教育局
青禾县农业农村局 青禾县农业技术推广中心
青禾县溪口镇人民政府 青禾县溪口乡人民政府
青禾县玉泉街道办事处 青禾县北关街道办事处
青禾市生态环境局 青禾市生态环境局高新分局
青禾县城管局 青禾县城建局
"""


PAIRS = [
    pytest.param(*line.split(), alike, id=line)
    for lines, alike in ((SAME, Likeness.SAME), (UNSURE, Likeness.UNSURE), (DIFFERENT, Likeness.DIFFERENT))
    for line in lines.strip().splitlines()
]


@pytest.mark.parametrize(("one", "other", "alike"), PAIRS)
def test_names_of_bodies(one: str, other: str, alike: Likeness) -> None:
    assert likeness(one, other) is alike
    assert likeness(other, one) is alike


@pytest.mark.parametrize(
    ("name", "government", "is_office"),
    [
        ("区政府办公室", "青禾市临河区人民政府", True),
        ("县府办", "青禾县人民政府", True),
        ("省政府办公厅", "青禾省人民政府", True),
        ("市政府办", "青禾市临河区人民政府", False),
        ("区住建局", "青禾市临河区人民政府", False),
        ("区委办公室", "青禾市临河区人民政府", False),
        ("区政府办公室", "临河区人民政府办公室", False),
    ],
)
def test_the_office_of_a_government(name: str, government: str, is_office: bool) -> None:
    assert is_office_of(name, government) is is_office
