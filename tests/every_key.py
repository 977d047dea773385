"""A questionnaire that has every key."""

EVERY_KEY = """\
id: mine
version: 1.2.0
title: Mine
description: For these tests.
source: Made up.
date: 2026-01-31
profile:
  - id: stage
    title: Stage
    text: How far?
    several: true
    options: [{id: home, text: At home}, {id: abroad, text: Abroad}]
by_market: stage
scale: {minimum: 0, maximum: 10, decimals: 2, rounding: half-even}
aggregation: geometric
geometric_floor: 0.5
unanswered: exclude
coverage: 2/3
bands:
  - {id: low, title: Low}
  - {id: high, title: High, text: Up here., cut: 5, floor: 2.5, requires: {one: 4}, coverage: 3/4}
  - id: top
    title: Top
    cut: 6
    control: {base: 3, slope: 2.5}
    when: {profile: stage, any_of: [abroad]}
    texts: [{when: {answer: one.yes, equals: "yes"}, text: Up there.}]
red_flags:
  - id: flag
    title: Flag
    message: Grave.
    when: {all: [{answer: one.choice, equals: some}, {not: {profile: stage, any_of: [home]}}]}
    caps_at: low
    action: {text: Mend it., who: The owner, effort: 3, horizon: 90}
    answers: [one.choice]
contradictions:
  - {id: odd, message: Look again., when: {answer: one.number, at_least: 3}}
prerequisites:
  - {action: one.choice/none, first: one.yes}
opposed:
  - {actions: [one.choice, one.scale], reason: Both cannot be.}
effort_days: [1, 2.5, 20, 100, 300]
ready_from: high
pathways:
  - id: way
    title: Way
    text: Go.
    when: {profile: stage, equals: home}
    steps:
      - {text: Go., when: {answer: one.scale, at_least: 2}, questions: [one.scale], cases: [tale]}
sections:
  - id: one
    title: One
    kind: capability
    weight: 2
    questions:
      - id: one.choice
        text: Which?
        help: Because.
        evidence: [Minutes]
        no_case: The source tells none.
        quick: true
        not_applicable: Where there is none.
        options:
          - {id: none, score: 0, text: None., action: {text: Begin., effort: 1, horizon: 30}}
          - {id: some, score: 1.5, text: Some.}
        minimum: -1
        maximum: 2
      - {id: one.scale, type: scale, text: How much?, minimum: 1, maximum: 5, labels: {"1": Little}}
      - {id: one.yes, type: yes-no, text: Is it?, better_answer: "no"}
      - {id: one.number, type: number, text: How many?, worst: 0, best: 20, unit: days}
      - id: one.several
        type: several
        text: Which ones?
        options: [{id: a, score: 1, text: A}, {id: b, score: 2, text: B}]
        cap: 2
      - {id: one.text, type: text, text: What?}
      - {id: one.named, text: Is it named?, options: halves}
  - id: two
    title: Two
    sections:
      - id: two-risk
        title: Risk
        aggregation: risk
        exposure: [{id: two.exposure, type: yes-no, text: Is it?}]
        control: [{id: two.control, type: yes-no, text: Is it?, when: {answer: two.exposure, equals: "yes"}}]
  - id: three
    title: Three
    aggregation: control
    exposure: [{id: three.exposure, type: yes-no, text: Is it so?}]
    control: [{id: three.control, type: yes-no, text: Is it so?}]
opportunities:
  - id: four
    title: Four
    aggregation: window
    openness: [{id: four.openness, type: yes-no, text: Is it open?}]
    use: [{id: four.use, type: yes-no, text: Is it used?}]
accept: [{doubt: unstable-id, of: one.named, reason: So it is called.}, {doubt: plain-word, reason: Meant.}]
answer_sets:
  halves: [{id: no-part, score: 0, text: No part.}, {id: half, score: 2, text: Half.}]
cases:
  as_of: July 2025
  cases:
    - id: tale
      who: Somebody
      title: Tale
      section: Part one
      kind: context
      questions: [one.scale]
      applies_to: {stage: [home]}
      summary: It was so.
      lesson: Do so.
      figures: [{statement: "7", disputed: "8"}]
      note: Noted.
history:
  - {version: 1.1.0, renamed: {old.one: one.choice}, renamed_options: {one.choice: {any: some}}}
  - version: 1.1.9
    rescaled: {one.choice: [{was: none, score: 0, now: none}, {was: some, score: 3, now: null}]}
    split: {old.two: [one.several, one.number]}
    merged: {one.yes: [old.three, old.four]}
"""
