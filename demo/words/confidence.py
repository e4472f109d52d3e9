"""The tab Compare: confidence, thresholds, size, speed, files."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # --- Compare: confidence and thresholds
    "reliable_title": ("Can its confidence be believed?", "নিশ্চয়তা কতটা বিশ্বাস করা যায়?"),
    "reliable_help": (
        "How to read it: on the dashed line a network is right as often as it says. Below the line it is too sure. "
        "Hollow: as it learnt to say it; filled: scaled by one number chosen on the validation sentences, as Try shows "
        "it.",
        "যেভাবে পড়বেন: ভাঙা রেখায় মডেল যতটা নিশ্চিত, ততটাই ঠিক। রেখার নিচে হলে বেশি নিশ্চিত। ফাঁপা চিহ্ন: যেমন শিখেছে; "
        "ভরাট: যাচাই-বাক্য দেখে বেছে নেওয়া একটি সংখ্যা দিয়ে শোধরানো, পরখ ট্যাবে যেমন দেখা যায়।",
    ),
    "reliable_missing": (
        "This run was examined before validation sentences were kept, so its confidence cannot be judged or scaled: "
        "`python -m kdcore examine RUN` adds them.",
        "এই রানের পরীক্ষার সময় যাচাই-বাক্য রাখা হয়নি, তাই নিশ্চয়তা বিচার বা শোধরানো যাচ্ছে না: "
        "`python -m kdcore examine RUN` চালালে যোগ হবে।",
    ),
    "reliable_before": (
        "When it said {said:.0%}, it was right {right:.0%} of the time.",
        "যখন বলেছে {said:.0%}, তখন ঠিক ছিল {right:.0%} ক্ষেত্রে।",
    ),
    "reliable_cooled": (
        "It was too sure; scaled (temperature {temperature:.2f}), even where it is furthest off it says {said:.0%} "
        "and is right {right:.0%} of the time.",
        "বেশি নিশ্চিত ছিল; শোধরানোর পর (টেম্পারেচার {temperature:.2f}) সবচেয়ে বেশি ভুলের জায়গাতেও বলে {said:.0%}, আর ঠিক "
        "{right:.0%} ক্ষেত্রে।",
    ),
    "reliable_heated": (
        "It was too modest; scaled (temperature {temperature:.2f}), even where it is furthest off it says {said:.0%} "
        "and is right {right:.0%} of the time.",
        "কম নিশ্চিত ছিল; শোধরানোর পর (টেম্পারেচার {temperature:.2f}) সবচেয়ে বেশি ভুলের জায়গাতেও বলে {said:.0%}, আর ঠিক "
        "{right:.0%} ক্ষেত্রে।",
    ),
    "reliable_error": (
        "On average it is off by {before:.1f} percentage points before and {after:.1f} after.",
        "গড়ে ভুল আগে {before:.1f} শতাংশ পয়েন্ট, পরে {after:.1f}।",
    ),
    "reliable_picture": ("{who}: how sure and how right", "{who}: কতটা নিশ্চিত, কতটা ঠিক"),
    "reliable_bin": (
        "said {said:.0%}, right {right:.0%}, {n:,} sentences",
        "বলেছে {said:.0%}, ঠিক {right:.0%}, {n:,}টি বাক্য",
    ),
    "reliable_before_name": ("as learnt", "যেমন শিখেছে"),
    "reliable_after_name": ("scaled", "শোধরানো"),
    "axis_sure": ("how sure it says it is", "কতটা নিশ্চিত বলে"),
    "axis_right": ("how often it is right", "কতবার ঠিক"),
    "axis_threshold": ("threshold", "সীমা"),
    "axis_cost": ("cost of 1,000 sentences", "১,০০০ বাক্যের খরচ"),
    "cost_picture": ("What mistakes cost at each threshold", "কোন সীমায় ভুলের খরচ কত"),
    "cost_help": (
        "Teacher: solid line, circle. Student: dashed line, square. Lower is better.",
        "শিক্ষক: টানা রেখা, বৃত্ত। ছাত্র: ভাঙা রেখা, চৌকো। যত নিচে তত ভালো।",
    ),
    "threshold_title": ("From how sure on should it say yes?", "কতটা নিশ্চিত হলে হ্যাঁ বলবে?"),
    "threshold_help": (
        "Where a miss is worse than a false alarm, a lower threshold is better, and the other way round. "
        "Confidences are the scaled ones; figures are of the test sentences.",
        "বাদ পড়া যদি ভুল সংকেতের চেয়ে খারাপ হয়, সীমা কমানো ভালো; উল্টোটা হলে বাড়ানো। নিশ্চয়তা শোধরানো; হিসাব পরীক্ষার বাক্যের।",
    ),
    "threshold_class": ("What is looked for", "কোনটি খোঁজা হচ্ছে"),
    "threshold": ("Threshold", "সীমা"),
    "threshold_info": (
        "It counts as found from this confidence on.",
        "এতটা নিশ্চিত হলে ধরা হবে পাওয়া গেছে।",
    ),
    "cost_miss": ("Cost of a miss", "একটি বাদ পড়ার খরচ"),
    "cost_miss_info": ("One that was there and not found.", "ছিল, কিন্তু ধরা পড়েনি।"),
    "cost_alarm": ("Cost of a false alarm", "একটি ভুল সংকেতের খরচ"),
    "cost_alarm_info": ("Found where there was none.", "ছিল না, তবু ধরা হয়েছে।"),
    "base_rate": ("How common it really is, %", "আসলে কতটা দেখা যায়, %"),
    "base_rate_info": ("Where it will be used; empty: as in the test.", "যেখানে ব্যবহার হবে; খালি: পরীক্ষার মতো।"),
    "threshold_find": ("Cheapest threshold on the validation sentences", "যাচাই-বাক্যে সবচেয়ে কম খরচের সীমা"),
    "threshold_cheapest": (
        "On the validation sentences the cheapest threshold is {student:.0%} for the student and {teacher:.0%} for the "
        "teacher. The slider now stands at the student's; the figures below are of the test sentences.",
        "যাচাই-বাক্যে সবচেয়ে কম খরচের সীমা ছাত্রের জন্য {student:.0%}, শিক্ষকের জন্য {teacher:.0%}। স্লাইডার এখন ছাত্রের সীমায়; "
        "নিচের হিসাব পরীক্ষার বাক্যের।",
    ),
    "threshold_missing": (
        "This run kept no validation sentences, and on the test sentences a threshold must not be chosen: "
        "`python -m kdcore examine RUN` adds them.",
        "এই রানে যাচাই-বাক্য রাখা নেই, আর পরীক্ষার বাক্য দেখে সীমা বাছা ঠিক নয়: `python -m kdcore examine RUN` চালালে যোগ হবে।",
    ),
    "threshold_rate": (
        "As in the test sentences, of which {rate:%} are “{name}”.",
        "পরীক্ষার বাক্যের মতো, যার {rate:%} হলো “{name}”।",
    ),
    "threshold_other_rate": (
        "Costs are for a place where {rate:%} of the sentences are “{name}”; the tables count the test sentences.",
        "খরচ এমন জায়গার, যেখানে {rate:%} বাক্য “{name}”; ছকে পরীক্ষার বাক্য গোনা।",
    ),
    "threshold_same": (
        "From {threshold:.0%} on for “{name}”, both cost about the same: {student:.0f} the student, {teacher:.0f} the "
        "teacher in 1,000 sentences.",
        "“{name}”-এর জন্য {threshold:.0%} থেকে ধরলে দুজনের খরচ প্রায় সমান: ১,০০০ বাক্যে ছাত্র {student:.0f}, "
        "শিক্ষক {teacher:.0f}।",
    ),
    "threshold_student": (
        "From {threshold:.0%} on for “{name}”, the student is the cheaper one: {student:.0f} against {teacher:.0f} in "
        "1,000 sentences.",
        "“{name}”-এর জন্য {threshold:.0%} থেকে ধরলে ছাত্রের খরচ কম: ১,০০০ বাক্যে {student:.0f}, শিক্ষক {teacher:.0f}।",
    ),
    "threshold_teacher": (
        "From {threshold:.0%} on for “{name}”, the teacher is the cheaper one: {teacher:.0f} against {student:.0f} in "
        "1,000 sentences.",
        "“{name}”-এর জন্য {threshold:.0%} থেকে ধরলে শিক্ষকের খরচ কম: ১,০০০ বাক্যে {teacher:.0f}, ছাত্র {student:.0f}।",
    ),
    "threshold_others": ("All others", "বাকি সব"),
    "threshold_mistakes": (
        "In 1,000 sentences: {misses:.0f} missed, {alarms:.0f} false alarms, cost {cost:.0f}.",
        "১,০০০ বাক্যে: বাদ পড়ে {misses:.0f}টি, ভুল সংকেত {alarms:.0f}টি, খরচ {cost:.0f}।",
    ),
    "error_threshold": ("The threshold lies between 0 and 1.", "সীমা ০ থেকে ১-এর মধ্যে।"),
    "error_costs": (
        "A cost is a number from 0 to {limit:,.0f}. Write one, or leave it empty for 1.",
        "খরচ ০ থেকে {limit:,.0f}-এর মধ্যে একটি সংখ্যা। লিখুন, নয়তো ১ ধরতে খালি রাখুন।",
    ),
    "error_base_rate": (
        "How common it is must lie between 0 and 100 %. Write a number, or leave it empty.",
        "কতটা দেখা যায় তা ০ থেকে ১০০ %-এর মধ্যে। একটি সংখ্যা লিখুন, নয়তো খালি রাখুন।",
    ),
    # --- Compare: size, speed, fidelity, files
    "speed_title": ("Size and speed", "আকার ও গতি"),
    "speed_told": (
        "The student takes 1/{smaller:.0f} of the space and answers one sentence {faster:.1f} times as fast.",
        "ছাত্র {smaller:.0f} ভাগের এক ভাগ জায়গা নেয়, একটি বাক্যের উত্তর দেয় {faster:.1f} গুণ গতিতে।",
    ),
    "speed_table": ("PyTorch, 32-bit numbers, on the processor", "PyTorch, ৩২-বিট সংখ্যা, প্রসেসরে"),
    "speed_then": (
        "Measured when the run was examined, on the machine that did so.",
        "রানটির পরীক্ষার সময়, সেই কম্পিউটারে মাপা।",
    ),
    "speed_now": (
        "Measured just now on this machine, one thread, {n} sentences one at a time and batches of 64.",
        "এইমাত্র এই কম্পিউটারে মাপা, এক থ্রেডে, {n}টি বাক্য একটি একটি করে এবং একসঙ্গে ৬৪টি।",
    ),
    "speed_again": ("Measure again here", "এখানে আবার মাপুন"),
    "row_p50": ("one sentence, median", "একটি বাক্য, মধ্যক"),
    "row_p95": ("one sentence, 95 in 100 faster", "একটি বাক্য, ১০০-তে ৯৫টি এর চেয়ে দ্রুত"),
    "fidelity_title": ("How closely the student follows", "ছাত্র কতটা অনুসরণ করে"),
    "fidelity_told": (
        "Where the teacher is right, the student agrees in {right:%}; where the teacher is wrong, it still follows in "
        "{wrong:%}.",
        "শিক্ষক ঠিক হলে ছাত্র একমত {right:%} ক্ষেত্রে; শিক্ষক ভুল হলেও অনুসরণ করে {wrong:%} ক্ষেত্রে।",
    ),
    "fidelity_missing": (
        "This run was examined before this was measured: `python -m kdcore examine RUN` adds it.",
        "এই রানের পরীক্ষার সময় এটি মাপা হতো না: `python -m kdcore examine RUN` চালালে যোগ হবে।",
    ),
    "fidelity_teacher_right": ("teacher right", "শিক্ষক ঠিক"),
    "fidelity_teacher_wrong": ("teacher wrong", "শিক্ষক ভুল"),
    "fidelity_agreement": ("same answer", "একই উত্তর"),
    "fidelity_kl": ("mean divergence KL, nats", "গড় বিচ্যুতি KL, ন্যাট"),
    "fidelity_table": ("Agreement and divergence of the probabilities", "মিল ও সম্ভাবনার বিচ্যুতি"),
    "report_title": ("Teacher and student compared: {run}", "শিক্ষক ও ছাত্রের তুলনা: {run}"),
    "download_results": ("All figures as JSON", "সব সংখ্যা JSON"),
    "download_report": ("Report as one HTML file", "এক HTML ফাইলে প্রতিবেদন"),
}
