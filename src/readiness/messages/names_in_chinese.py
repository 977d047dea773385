"""What people write in Chinese for the names of ours that they most often need."""

from __future__ import annotations

IN_CHINESE = {
    "questionnaire": ("问卷",),
    "version": ("版本", "版本号"),
    "enterprise": ("企业", "企业名称", "公司"),
    "respondent": ("作答人", "填写人", "回答人"),
    "prepared_by": ("编制", "编制人"),
    "prepared_for": ("呈送", "呈送对象"),
    "confidentiality": ("保密", "保密要求", "密级"),
    "date": ("日期", "作答日期"),
    "profile": ("概况", "企业概况", "企业信息"),
    "answers": ("答案", "作答", "回答"),
    "targets": ("目标",),
    "value": ("值", "选择", "级别", "等级", "答案", "回答"),
    "note": ("备注", "说明", "注释"),
    "evidence": ("佐证", "证据", "佐证材料", "证明材料"),
    "owner": ("责任人", "负责人"),
    "not_applicable": ("不适用",),
    "other": ("其他", "其它"),
    "overall": ("总分", "总体", "整体", "总体得分"),
    "by": ("期限", "截止日期"),
    "unknown": ("不清楚", "不知道", "未知", "不了解", "不确定", "不详", "暂不清楚", "说不清"),
    "yes": ("是", "有"),
    "no": ("否", "没有", "无"),
    "title": ("标题", "名称"),
    "text": ("正文", "题干", "问题", "文本", "文字"),
    "help": ("帮助", "提示"),
    "description": ("描述", "简介"),
    "sections": ("部分", "维度", "章节"),
    "questions": ("题目",),
    "options": ("选项",),
    "score": ("得分", "分值", "分数"),
    "weight": ("权重",),
    "bands": ("等级",),
    "type": ("类型", "题型"),
    "unit": ("单位",),
}
"""What people write in Chinese for the names of ours that they most often need."""
NAMES_IN_CHINESE = tuple(theirs for each in IN_CHINESE.values() for theirs in each)
A_NAME = "|".join((*IN_CHINESE, *NAMES_IN_CHINESE))
"""An expression for those names, ours and theirs."""
