"""The promise of who may do what, and which control of which page does it."""

from __future__ import annotations

import re
from typing import Any

from streamlit.testing.v1 import AppTest

from store import Role
from tests.app.share_parts import controls_of
from ui.visitors.view_mode import Deed

COLUMNS = (Role.ANONYMOUS, Role.OTHER, Role.VIEW, Role.LIVE, Role.EDIT, Role.OWNER)
# In a form a person can check; columns as above. `list` is everybody's own library.
TABLE = """
open              no   no   yes  yes  yes  yes
run               no   no   yes  yes  yes  yes
edit a field      no   no   no   no   yes  yes
move a what-if    no   no   no   no   yes  yes
save              no   no   no   no   yes  yes
rename            no   no   no   no   yes  yes
delete            no   no   no   no   no   yes
share             no   no   no   no   no   yes
revoke            no   no   no   no   no   yes
export a paper    no   no   yes  yes  yes  yes
export the plan   no   no   yes  yes  yes  yes
upload            no   no   no   no   yes  yes
copy              no   no   yes  yes  yes  yes
list              no   yes  yes  yes  yes  yes
read the history  no   no   no   no   yes  yes
"""
PROMISE: dict[Deed, dict[Role, bool]] = {
    Deed(line[:18].strip()): dict(zip(COLUMNS, (word == "yes" for word in line[18:].split()), strict=True))
    for line in TABLE.strip().splitlines()
}

MENUS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("target", {"plan_menu": True}),
    ("target", {"hand_out_menu": True}),
    ("target", {"dialog_asked_for": "versions"}),
    ("target", {"dialog_asked_for": "library"}),
    ("target", {"dialog_asked_for": "share"}),
    ("history", {"history_source": "upload"}),
    ("history", {"history_source": "totals"}),
    ("history", {"history_source": "sample"}),
    ("trust", {"past_source": "file"}),
    ("levers", {"levers_part": "Plans"}),
    ("levers", {"levers_part": "By when"}),
    ("levers", {"levers_part": "Stress"}),
    ("levers", {"levers_part": "Stress", "stress_size.competitor_enters": True}),
    ("levers", {"levers_part": "Luck"}),
    ("compare", {"compare_part": "Why did it move"}),
    ("compare", {"compare_part": "Sweep"}),
    ("levers", {"levers_part": "What would turn it"}),
    ("levers", {"levers_part": "What would turn it", "seek_wanted": "own"}),
    ("quotas", {"quotas_part": "Layers"}),
    ("quotas", {"quotas_part": "Activity"}),
    ("quotas", {"quotas_past": True}),
    ("quotas", {"quotas_part": "Pay"}),
    ("quotas", {"quotas_part": "Scorecard"}),
)

CONTROLS: dict[str, Deed | None] = {
    r"undo|redo": Deed.EDIT_FIELD,
    r"sweep_take|seek_try\d+|lever\..*|keep|reset|ladder_slider#.*|ladder_keep|ladder_reset": Deed.WHAT_IF,
    r"intake_(?!add).*|smart\d+|activity_(goal|team)#.*|activity_minutes.*": None,
    r"activity\..*": Deed.EDIT_FIELD,
    r"(growth|seasonality|market|costs|recurring|teams|goals|policy|override|new_goal)[._#].*": Deed.EDIT_FIELD,
    r"stress_risk\..*|plans_keep\d": Deed.EDIT_FIELD,
    r"plans_(try|compare)\d|plans_(budget|changes|wanted)#.*": Deed.WHAT_IF,
    r"stress_size\..+\..*#.*|stress_reset\..*|stress_compare\..*": Deed.WHAT_IF,
    r"quotas\.(over_assignment|hold)#.*|quotas_fair_(keep|level)": Deed.EDIT_FIELD,
    r"pay_start|pay_add_.+|pay_remove.*|pay_team_\d+|pay_like_\d+|pay\..*": Deed.EDIT_FIELD,
    r"second_opinion\.weight#.*|widening_off|widening\..*": Deed.EDIT_FIELD,
    r"(preset|table|remove\d+|form\d+|team_add|team_remove|propose_goal|intake_add)([._#].*)?": Deed.EDIT_FIELD,
    r"layers\.year_starts#.*|layers_(reset|unused)#.*": Deed.EDIT_FIELD,
    r"(start_month|horizon_months|currency|seed)#.*": Deed.EDIT_FIELD,
    r"name#.*": Deed.RENAME,
    r"version_save|author_typed": Deed.SAVE,
    r"versions|versions_page.*|compare\d+": Deed.HISTORY,
    r"restore\d+": Deed.EDIT_FIELD,
    r"share|share_.*|manage_link_kept": Deed.SHARE,
    r"revoke.*": Deed.REVOKE,
    r"library|library_.*|my_plans|(open|duplicate|archive|name|renaming) .*": Deed.LIST,
    r"delete .*": Deed.DELETE,
    r"paper_.*|papers_hide_money|csv_.*|picture_.*": Deed.EXPORT_PAPER,
    r"plan_save": Deed.EXPORT_PLAN,
    r"score_upload|score_forget": Deed.UPLOAD,
    r"history_source|export_upload|import.*|totals.*|sample_use|plan_open.*|plan_use|plan_sample": Deed.UPLOAD,
    r"past_source|past_upload|past_template|past_sample|past\..*": Deed.UPLOAD,
    r"make_copy": Deed.COPY,
    r"present.*|goal_choice#.*|team_choice#.*|more_trials|sample_download2?|template_.+|plan_menu|hand_out_menu|trust_.+|"
    r"dates_(people|team)#.*|last_dates|stress|stress_on\..*|stress_size\.[a-z_]+|"
    r"pay_page_of_people|score_(page_of_people|team\d+|person\d+|order)|rates_by|leak_benchmark.*|catalogue_group|find_goal|turn_goals.*|ladder_goal#.*|"
    r"compare_(picks#.*|part|add_what_if)|"
    r"why_(from|to)#.*|why_swap|sweep_(lever|other|range\d|try\d)#.*|"
    r"levers_part|seek_(wanted|own)|"
    r"layers_(goal|every|team|hands|capacity)([#_].*)?|"
    r"quotas_(part|team|manager|order|page_of_people|fair_(plan|rep|whose)|past.*)": None,
}
"""Keys of controls, as patterns, with the deed each does; None for what only chooses what is looked at."""

OTHER_CHOICES: dict[str, object] = {
    "preset": "Board",
    "history_source": "totals",
    "growth.interval": "month",
    "share_kind": "edit",
    "share_days": 90,
    "library_shelf": "Archived",
}
"""What to choose in a row of buttons, by the beginning of its key."""

ELSEWHERE = frozenset({r"make_copy"})


def promised(deed: Deed, role: Role) -> bool:
    """What the table says."""
    return PROMISE[deed][role]


def pressed_for(key: str, plan: str, where: str) -> Deed | None:
    """The deed of a control; what belongs to another plan of the library is not a deed on this one."""
    rows = [row for row in CONTROLS if re.fullmatch(row, key)]
    assert len(rows) == 1, f"{key} on {where} has {len(rows)} rows in CONTROLS: {rows}"
    deed = CONTROLS[rows[0]]
    return None if deed is Deed.DELETE and plan not in key else deed


pressed_for.elsewhere = ELSEWHERE  # type: ignore[attr-defined]


def _is_itself(one: Any, option: str) -> bool:
    """Whether an option's text stands for its value: AppTest knows the values of no other."""
    try:
        return bool(one.format_func(option) == option)
    except (KeyError, ValueError, IndexError, TypeError):
        return False


def poke(app: AppTest, key: str) -> bool:
    """Send what a browser sends when somebody uses the control; whether there was something to send."""
    one = next((one for one in controls_of(app) if one.key == key), None)
    if one is None or getattr(one, "disabled", False):
        return False
    kind = type(one).__name__
    if kind == "Button":
        one.click().run()
    elif kind == "TextInput":
        one.set_value("7").run()
    elif kind == "SelectSlider":
        one.set_value(int(one.value) + (5 if key.startswith("second_opinion") else -1)).run()
    elif kind == "Selectbox":
        others = [
            text for text in one.options if text != one.format_func(one.value) and _is_itself(one, text)
        ]
        if not others:
            return False
        one.set_value(others[-1]).run()
    elif kind == "ButtonGroup":
        value = next((value for part, value in OTHER_CHOICES.items() if key.startswith(part)), None)
        if value is None:
            return False
        one.set_value(value).run()
    elif kind in ("Toggle", "Checkbox"):
        one.set_value(not one.value).run()
    else:
        return False
    return True
