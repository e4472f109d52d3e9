"""Every word that a visitor sees, in English and Bengali, and how numbers are written in them."""

from __future__ import annotations

from typing import Any

from kdcore.data.notes import TEMPLATES as NOTE_WORDS
from kdcore.judging.headline import WORDS as RESULT_WORDS
from kdcore.judging.headline import Numbers

LANGUAGES = {"en": "English", "bn": "বাংলা"}
_DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")

# Bengali for the findings whose English stands in kdcore.judging.headline.
_ALONE = "একা শেখা একই ছাত্রের (৯৫% ব্যাপ্তি {low:+.1f} থেকে {high:+.1f} পয়েন্ট, {p:p})"
_SIMPLE = "অক্ষর + রিগ্রেশন (TF-IDF, {accuracy:%})"
_EVIDENCE = "(৯৫% ব্যাপ্তি {low:+.1f} থেকে {high:+.1f} পয়েন্ট, {p:p})"
_TOO_CLOSE = "শিক্ষকের কাছে শেখায় লাভ হলো কি না, এই রানে বলা যায় না: ছাত্রটি "
_SIMPLE_OPEN = f"ছাত্র আর {_SIMPLE}-এর মধ্যে কে ভালো, এই রানে বলা যায় না {_EVIDENCE}।"
_RESULTS_BN = {
    "kept": "এই রানে ছাত্র শিক্ষকের নির্ভুলতার {value:%} ধরে রেখেছে (৯৫% ব্যাপ্তি {low:%} থেকে {high:%}): "
    "{n:,}টি পরীক্ষার বাক্যের {student:%}, শিক্ষক {teacher:%}।",
    "reached": "এই রানে ছাত্র শিক্ষকের নির্ভুলতার {value:%}-এ পৌঁছেছে (৯৫% ব্যাপ্তি {low:%} থেকে {high:%}): "
    "{n:,}টি পরীক্ষার বাক্যের {student:%}, শিক্ষক {teacher:%}।",
    "kept_nothing": "এই রানে শিক্ষক একটি বাক্যও ঠিক বলতে পারেনি, তাই ছাত্রের ধরে রাখার কিছু ছিল না।",
    "no_better_than_majority": "সব সময় সবচেয়ে বেশি দেখা লেবেলটি বললেও {majority:%} ঠিক হতো; ছাত্র তার চেয়ে স্পষ্টভাবে ভালো নয়।",
    "size_better": "এটি {ratio:.1f} গুণ ছোট: প্যারামিটার {student:,}, শিক্ষকের {teacher:,}।",
    "size_same": "আকারে প্রায় সমান: প্যারামিটার {student:,}, শিক্ষকের {teacher:,}।",
    "size_worse": "এটি {ratio:.1f} গুণ বড়: প্যারামিটার {student:,}, শিক্ষকের {teacher:,}।",
    "speed_better": "একটি বাক্যের উত্তর দেয় {ratio:.1f} গুণ তাড়াতাড়ি: {student:.2f} মিলিসেকেন্ড, শিক্ষক {teacher:.2f}।",
    "speed_same": "একটি বাক্যের উত্তরে সময় প্রায় সমান: {student:.2f} মিলিসেকেন্ড, শিক্ষক {teacher:.2f}।",
    "speed_worse": "একটি বাক্যের উত্তর দেয় {ratio:.1f} গুণ ধীরে: {student:.2f} মিলিসেকেন্ড, শিক্ষক {teacher:.2f}।",
    "worth_better": f"এই রানে শিক্ষকের কাছে শিখে লাভ হয়েছে {{by:.1f}} শতাংশ পয়েন্ট, তুলনা {_ALONE} সঙ্গে।",
    "worth_worse": f"এই রানে শিক্ষকের কাছে শিখে ক্ষতি হয়েছে {{by:.1f}} শতাংশ পয়েন্ট, তুলনা {_ALONE} সঙ্গে।",
    "worth_open_above": f"{_TOO_CLOSE}{{by:.1f}} শতাংশ পয়েন্ট উপরে, তুলনা {_ALONE} সঙ্গে।",
    "worth_open_below": f"{_TOO_CLOSE}{{by:.1f}} শতাংশ পয়েন্ট নিচে, তুলনা {_ALONE} সঙ্গে।",
    "worth_open_level": f"{_TOO_CLOSE}ঠিক সমান, তুলনা {_ALONE} সঙ্গে।",
    "unfair": "এই তুলনা সমান সুযোগের নয়: ছাত্র শিখেছে {student} বার পুরো তথ্য দেখে, একা ছাত্র {baseline} বার; "
    "পার্থক্যের একটা অংশ শুধু সময়ের জন্য হতে পারে।",
    "simple_better": f"এই রানে ছাত্র {_SIMPLE}-এর চেয়ে {{by:.1f}} শতাংশ পয়েন্ট ভালো {_EVIDENCE}।",
    "simple_worse": f"এই রানে ছাত্র {_SIMPLE}-এর চেয়ে {{by:.1f}} শতাংশ পয়েন্ট খারাপ {_EVIDENCE}: সহজ পদ্ধতিটিই ভালো।",
    "simple_open_above": _SIMPLE_OPEN,
    "simple_open_below": _SIMPLE_OPEN,
    "simple_open_level": _SIMPLE_OPEN,
}

# Bengali for the notes whose English stands in kdcore.data.notes.
_NOTES_BN = {
    "note_classes": "শ্রেণি: {classes}।",
    "note_same_label": "একই লেবেল ধরা হয়েছে: {words}।",
    "note_own_split": "ফাইলের নিজের ভাগ ব্যবহার করা হয়েছে (কলাম {column})।",
    "note_made_split": "সারিগুলো লেবেল অনুযায়ী সিড {seed} দিয়ে ভাগ করা হয়েছে, প্রায়-একই বাক্য একসঙ্গে রেখে: "
    "শেখার জন্য {train:.1%}, যাচাইয়ের জন্য {validation:.1%}, পরীক্ষার জন্য {test:.1%}।",
    "note_no_sentence": "{rows}: বাক্য নেই, বাদ দেওয়া হয়েছে।",
    "note_no_label": "{rows}: লেবেল নেই, বাদ দেওয়া হয়েছে।",
    "note_too_long": "{rows}: {limit:,}টির বেশি অক্ষর, বাদ দেওয়া হয়েছে।",
    "note_copies": "{rows}: একই বাক্য ও লেবেল আগেই আছে, বাদ দেওয়া হয়েছে।",
    "note_two_labels": "{rows}: একই বাক্যে দুই রকম লেবেল; রাখা হয়েছে, তবে দেখে নেওয়া ভালো।",
    "note_unnamed_column": "{place} নম্বর কলামের নাম নেই; নাম দেওয়া হয়েছে {name}।",
    "note_twin_columns": "দুটি কলামের নাম {wanted}; পরেরটির নাম দেওয়া হয়েছে {name}।",
    "note_text_column": "বাক্য নেওয়া হয়েছে {column} কলাম থেকে।",
    "note_windows_text": "ফাইলটি UTF-8 নয় (লাইন {line}), তাই Windows-এর লেখা (cp1252) হিসেবে পড়া হয়েছে। "
    "অক্ষর ভুল দেখালে CSV (UTF-8) হিসেবে সংরক্ষণ করুন।",
}

# key: (English, Bengali)
WORDS: dict[str, tuple[str, str]] = {
    **{key: (english, _RESULTS_BN[key]) for key, english in RESULT_WORDS.items()},
    **{key: (english, _NOTES_BN[key]) for key, english in NOTE_WORDS.items()},
    "rows_named": ("{n:,} rows ({numbers})", "{n:,}টি সারি ({numbers})"),
    # --- the frame of the page
    "title": ("Distil", "পাতন"),
    "tagline": (
        "A large model teaches a tiny one. Try both, train your own, see what was kept.",
        "একটি বড় মডেল একটি ছোট্ট মডেলকে শেখায়। দুটোই পরখ করুন, নিজের মডেল শেখান, কতটা টিকে থাকল দেখুন।",
    ),
    "language": ("Language", "ভাষা"),
    "shown_run": ("Networks shown", "যে মডেল দেখানো হচ্ছে"),
    "tab_try": ("Try", "পরখ"),
    "tab_train": ("Train", "শেখান"),
    "tab_compare": ("Compare", "তুলনা"),
    "tab_data": ("Data", "তথ্য"),
    "tab_runs": ("Runs", "রান"),
    "demo_run": ("Demo run", "নমুনা রান"),
    "link": ("Link to this run", "এই রানের লিংক"),
    # --- who and what
    "teacher": ("Teacher", "শিক্ষক"),
    "student": ("Student", "ছাত্র"),
    "baseline": ("Student alone", "ছাত্র একা"),
    "tfidf": ("Letters + regression", "অক্ষর + রিগ্রেশন"),
    "soft_targets": ("Soft targets", "শিক্ষকের মতামত"),
    "exam": ("Exam", "পরীক্ষা"),
    "stage_baseline": ("Baseline", "একা শেখা"),
    "label_0": ("Not imperative", "আদেশ-অনুরোধ নয়"),
    "label_1": ("Imperative", "আদেশ বা অনুরোধ"),
    "bundled": ("Bundled sentences", "সঙ্গে দেওয়া বাক্য"),
    # --- Try
    "try_box": ("Your sentence", "আপনার বাক্য"),
    "try_placeholder": ("vai eita ektu check kore dio", "vai eita ektu check kore dio"),
    "try_button": ("Ask both", "দুজনকেই জিজ্ঞেস করুন"),
    "try_examples": ("Or one of these:", "অথবা এগুলোর একটি:"),
    "try_agree": ("Both say: {label}.", "দুজনেই বলছে: {label}।"),
    "try_disagree": (
        "They disagree: the teacher says {teacher}, the student says {student}.",
        "মতের অমিল: শিক্ষক বলছে {teacher}, ছাত্র বলছে {student}।",
    ),
    "try_less_sure": ("The student is less sure ({by:.0f} points).", "ছাত্র কম নিশ্চিত ({by:.0f} পয়েন্ট)।"),
    "try_more_sure": ("The student is surer ({by:.0f} points).", "ছাত্র বেশি নিশ্চিত ({by:.0f} পয়েন্ট)।"),
    "try_as_sure": ("The student is as sure.", "ছাত্রও সমান নিশ্চিত।"),
    "try_faster": (
        "For this sentence the student was {ratio:.1f} times faster.",
        "এই বাক্যে ছাত্র {ratio:.1f} গুণ দ্রুত।",
    ),
    "try_not_faster": ("For this sentence the student was not faster.", "এই বাক্যে ছাত্র দ্রুত ছিল না।"),
    "try_unsure": ("Unsure: below {limit:.0f} %", "অনিশ্চিত: {limit:.0f} %-এর নিচে"),
    "try_size": (
        "{ms:.1f} ms · {parameters:.1f} million parameters · {megabytes:.1f} MB",
        "{ms:.1f} মিলিসেকেন্ড · {parameters:.1f} মিলিয়ন প্যারামিটার · {megabytes:.1f} MB",
    ),
    "try_confidence": ("confidence", "নিশ্চয়তা"),
    "try_cut_teacher": (
        "Long text: the teacher read only the first {n_read:,} of {n:,} characters.",
        "লেখাটি লম্বা: শিক্ষক {n:,} অক্ষরের প্রথম {n_read:,}টি পড়েছে।",
    ),
    "try_cut_student": (
        "Long text: the student read only the first {n_read:,} of {n:,} characters.",
        "লেখাটি লম্বা: ছাত্র {n:,} অক্ষরের প্রথম {n_read:,}টি পড়েছে।",
    ),
    "try_several": (
        "This looks like {n} sentences. They were judged together, as one; ask them one by one for an answer each.",
        "মনে হচ্ছে এখানে {n}টি বাক্য আছে। একসঙ্গে একটি বাক্য ধরে বিচার করা হয়েছে; আলাদা উত্তর চাইলে একটি একটি করে দিন।",
    ),
    "try_empty": ("Write a sentence first, then ask.", "আগে একটি বাক্য লিখুন, তারপর জিজ্ঞেস করুন।"),
    "try_no_words": (
        "There is no word in this text. Write a sentence with letters.",
        "এই লেখায় কোনো শব্দ নেই। অক্ষর দিয়ে একটি বাক্য লিখুন।",
    ),
    "try_too_long": (
        "This text has {n:,} characters; up to {limit:,} can be judged. Shorten it.",
        "এই লেখায় {n:,}টি অক্ষর আছে; {limit:,} পর্যন্ত বিচার করা যায়। ছোট করুন।",
    ),
    # --- Try: which words decided
    "words_title": ("Which words decided", "কোন শব্দগুলো ঠিক করল"),
    "words_waiting": ("Working out which words decided …", "কোন শব্দগুলো ঠিক করল, দেখা হচ্ছে …"),
    "words_differ": (
        "Both are asked about the teacher's answer, “{label}”.",
        "দুজনকেই শিক্ষকের উত্তর “{label}” নিয়ে জিজ্ঞেস করা হয়েছে।",
    ),
    "words_teacher_0": ("No single word moved the teacher.", "কোনো একটি শব্দ শিক্ষককে আলাদা করে নাড়ায়নি।"),
    "words_teacher_1": ("The teacher was moved most by {first}.", "শিক্ষককে সবচেয়ে বেশি নাড়িয়েছে {first}।"),
    "words_teacher_2": (
        "The teacher was moved most by {first} and {second}.",
        "শিক্ষককে সবচেয়ে বেশি নাড়িয়েছে {first} আর {second}।",
    ),
    "words_student_0": ("No single word moved the student.", "কোনো একটি শব্দ ছাত্রকে আলাদা করে নাড়ায়নি।"),
    "words_student_1": ("The student was moved most by {first}.", "ছাত্রকে সবচেয়ে বেশি নাড়িয়েছে {first}।"),
    "words_student_2": (
        "The student was moved most by {first} and {second}.",
        "ছাত্রকে সবচেয়ে বেশি নাড়িয়েছে {first} আর {second}।",
    ),
    "words_for": ("“{word}” (+{points:.0f})", "“{word}” (+{points:.0f})"),
    "words_against": ("“{word}” (−{points:.0f}, against it)", "“{word}” (−{points:.0f}, বিপক্ষে)"),
    "words_same": ("Both looked at {words}.", "দুজনেই দেখেছে {words}।"),
    "words_apart": ("They looked at different words.", "দুজন আলাদা শব্দ দেখেছে।"),
    "words_legend": (
        "Numbers are points of confidence in “{label}”, on one scale for both: a filled bar and + push towards it, "
        "an empty bar and − push away from it; the thicker the bar, the more.",
        "সংখ্যাগুলো “{label}” উত্তরে নিশ্চয়তার পয়েন্ট, দুজনের জন্য একই মাপে: ভরাট দাগ আর + সেদিকে টানে, "
        "ফাঁপা দাগ আর − উল্টো দিকে; দাগ যত মোটা, টান তত বেশি।",
    ),
    "words_start": ("without any word", "কোনো শব্দ ছাড়া"),
    "words_end": ("all together", "সব মিলিয়ে"),
    "words_word": ("word", "শব্দ"),
    "words_table": (
        "How confidence in “{label}” comes about, word by word (Shapley values)",
        "“{label}” উত্তরে নিশ্চয়তা কীভাবে জমে, শব্দ ধরে ধরে (শ্যাপলি মান)",
    ),
    # --- Try: what if
    "what_if_title": ("What if it were a little different?", "একটু অন্যরকম হলে?"),
    "what_if_help": (
        "Press a change: it is made to the sentence asked last, and both answer again. Or pin that sentence, and ask "
        "your own versions above.",
        "একটি বদল চাপুন: শেষ বাক্যটিতে তা করা হবে, দুজনেই আবার উত্তর দেবে। অথবা বাক্যটি ধরে রেখে উপরে নিজের মতো বদলে জিজ্ঞেস করুন।",
    ),
    "edit_drop_please": ("drop “{before}”", "“{before}” বাদ"),
    "edit_question": ("as a question: {after}", "প্রশ্ন হিসেবে: {after}"),
    "edit_first": ("{before} → {after} (I do)", "{before} → {after} (আমি করি)"),
    "edit_future": ("{before} → {after} (I will)", "{before} → {after} (আমি করব)"),
    "edit_order": ("{before} → {after} (an order)", "{before} → {after} (আদেশ)"),
    "edit_polite": ("{before} → {after} (polite)", "{before} → {after} (আপনি)"),
    "edit_familiar": ("{before} → {after} (familiar)", "{before} → {after} (তুমি)"),
    "edit_latin": ("in Latin letters", "ইংরেজি অক্ষরে"),
    "edit_noise": ("misspell it", "বানান ভুল করুন"),
    "edit_own": ("asked by you", "আপনার করা প্রশ্ন"),
    "edit_all": ("Try all changes", "সব বদল পরখ করুন"),
    "pin": ("Pin the sentence", "বাক্যটি ধরে রাখুন"),
    "unpin": ("Start afresh", "নতুন করে শুরু"),
    "pinned_one": ("the pinned sentence", "ধরে রাখা বাক্য"),
    "pinned_hint": (
        "Pinned. Change it in the box above and ask: the difference appears here.",
        "ধরে রাখা হয়েছে। উপরের ঘরে বদলে জিজ্ঞেস করুন: পার্থক্য এখানে দেখা যাবে।",
    ),
    "what_if_table": ("What changed", "কী বদলাল"),
    "what_if_note": (
        "What a change should do is said by rules of grammar, not by a person; it can be wrong.",
        "কোন বদলে কী হওয়ার কথা, তা ব্যাকরণের নিয়ম বলে, মানুষ নয়; ভুল হতে পারে।",
    ),
    "edit_should": ("should", "হওয়ার কথা"),
    "edit_keeps": ("stay as it is", "একই থাকবে"),
    "edit_becomes": ("be: {label}", "হবে: {label}"),
    "moved": ("{label}: {points} points", "{label}: {points} পয়েন্ট"),
    "followed": ("as it should", "যেমন হওয়ার কথা"),
    "not_followed": ("not as it should", "যেমন হওয়ার কথা নয়"),
    # --- Try: several sentences
    "batch_title": ("Several sentences at once", "একসঙ্গে অনেক বাক্য"),
    "batch_help": (
        "One sentence a line, or a CSV, TSV or TXT file; up to 10,000. The file is read for this and not kept.",
        "প্রতি লাইনে একটি বাক্য, অথবা একটি CSV, TSV বা TXT ফাইল; ১০,০০০ পর্যন্ত। ফাইলটি শুধু এর জন্য পড়া হয়, রাখা হয় না।",
    ),
    "batch_lines": ("Sentences, one a line", "বাক্য, প্রতি লাইনে একটি"),
    "batch_placeholder": ("report ta pathao\nami kal jabo", "report ta pathao\nরিপোর্টটা পাঠাও"),
    "batch_file": ("Or choose a file", "অথবা ফাইল বেছে নিন"),
    "batch_opened": ("{n:,} sentences in the file.", "ফাইলে {n:,}টি বাক্য।"),
    "batch_start": ("Ask both about all", "সবগুলো দুজনকে জিজ্ঞেস করুন"),
    "batch_stop": ("Stop", "থামান"),
    "batch_stopped": ("Stopped.", "থামানো হয়েছে।"),
    "batch_download": ("All answers as CSV", "সব উত্তর CSV"),
    "batch_progress": ("{done:,} of {n:,} sentences", "{n:,}টির মধ্যে {done:,}টি বাক্য"),
    "batch_done": (
        "{n:,} sentences: both agree on {agree:,} ({share:%}).",
        "{n:,}টি বাক্য: {agree:,}টিতে দুজনেই একমত ({share:%})।",
    ),
    "batch_counts": ("How often each said what", "কে কতবার কী বলল"),
    "batch_rows": ("The first {n} of {total:,}; the file has all", "{total:,}টির প্রথম {n}টি; ফাইলে সবগুলো আছে"),
    "agree": ("agree", "একমত"),
    "agree_yes": ("yes", "হ্যাঁ"),
    "agree_no": ("no", "না"),
    "batch_empty": (
        "There is no sentence to judge. Write one a line, or choose a file that has some.",
        "বিচার করার মতো কোনো বাক্য নেই। প্রতি লাইনে একটি লিখুন, অথবা বাক্য আছে এমন ফাইল বেছে নিন।",
    ),
    "batch_too_many": (
        "There are more than {limit:,} sentences. Give them in parts.",
        "{limit:,}টির বেশি বাক্য আছে। ভাগ করে দিন।",
    ),
    "batch_too_much": (
        "There are more than {limit:,} characters in all. Give the sentences in parts.",
        "সব মিলিয়ে {limit:,}টির বেশি অক্ষর আছে। বাক্যগুলো ভাগ করে দিন।",
    ),
    "batch_too_long": (
        "Sentence {line:,} has {n:,} characters; up to {limit:,} can be judged. Shorten it.",
        "{line:,} নম্বর বাক্যে {n:,}টি অক্ষর আছে; {limit:,} পর্যন্ত বিচার করা যায়। ছোট করুন।",
    ),
    "batch_busy": (
        "A list of yours is being judged already. Wait for it, or stop it.",
        "আপনার একটি তালিকার বিচার এখনই চলছে। অপেক্ষা করুন, অথবা থামান।",
    ),
    # --- Try: corrections
    "right_label": ("Wrong? Press what is right", "ভুল? ঠিক উত্তরটি চাপুন"),
    "own_title": ("Your corrections", "আপনার সংশোধন"),
    "corrections_help": (
        "What you marked stays in this browser. It goes into a training only when you add it.",
        "আপনি যা ঠিক করেছেন তা এই ব্রাউজারেই থাকে। আপনি যোগ করলে তবেই তা শেখানোয় যায়।",
    ),
    "corrections_none": ("None yet.", "এখনো একটিও নেই।"),
    "corrections_title": ("Corrections: {n}", "সংশোধন: {n}টি"),
    "corrections_right": ("what is right", "ঠিক উত্তর"),
    "corrections_kept": (
        "Kept: “{label}” is right. Your corrections: {n}.",
        "রাখা হলো: “{label}” ঠিক। আপনার সংশোধন: {n}টি।",
    ),
    "corrections_full": (
        "You have {n} corrections, as many as fit. Delete some first, or download them.",
        "আপনার {n}টি সংশোধন আছে, আর জায়গা নেই। আগে কিছু মুছুন, অথবা নামিয়ে নিন।",
    ),
    "corrections_which": ("Choose one of the labels.", "লেবেলগুলোর একটি বেছে নিন।"),
    "corrections_exam": (
        "This sentence is kept aside to examine networks with, so none may learn it. Change it a little, if you like.",
        "এই বাক্যটি মডেলের পরীক্ষার জন্য আলাদা রাখা, তাই কেউ এটি শিখতে পারে না। চাইলে একটু বদলে দিন।",
    ),
    "corrections_choose": ("Choose some to delete", "মোছার জন্য বেছে নিন"),
    "corrections_delete": ("Delete the chosen", "বাছাই করাগুলো মুছুন"),
    "corrections_none_chosen": ("Choose in the list which to delete.", "কোনগুলো মুছবেন তালিকা থেকে বেছে নিন।"),
    "corrections_deleted": ("Deleted: {n}.", "মোছা হয়েছে: {n}টি।"),
    "corrections_download": ("Download as CSV", "CSV নামান"),
    "corrections_train": ("Add them to the next training", "পরের শেখানোয় যোগ করুন"),
    "corrections_added": (
        "{n} rows were added to what is learnt from. It is chosen in the tab Train.",
        "শেখার তথ্যে {n}টি সারি যোগ হয়েছে। শেখান ট্যাবে তা বেছে নেওয়া আছে।",
    ),
    "corrections_other_task": (
        "None of your corrections belongs to the data chosen in the tab Train. Choose the data there that the "
        "corrected network had learnt from.",
        "আপনার কোনো সংশোধন শেখান ট্যাবে বাছাই করা তথ্যের নয়। যে তথ্য থেকে সংশোধিত মডেলটি শিখেছিল, সেখানে সেটি বেছে নিন।",
    ),
    # --- Train
    "train_data": ("What to learn from", "কী থেকে শিখবে"),
    "train_data_choice": ("{name} · {n:,} rows", "{name} · {n:,}টি সারি"),
    "train_preset": ("How long", "কতক্ষণ"),
    "preset_quick": (
        "Quick · about {minutes} min · to see it happen; the teacher is cut short",
        "দ্রুত · প্রায় {minutes} মিনিট · কীভাবে হয় দেখার জন্য; শিক্ষক কম শেখে",
    ),
    "preset_balanced": (
        "Balanced · about {minutes} min · a fair comparison, good networks",
        "মাঝারি · প্রায় {minutes} মিনিট · ন্যায্য তুলনা, ভালো মডেল",
    ),
    "preset_best": (
        "Best · about {minutes} min · for patience; a little more accuracy",
        "সেরা · প্রায় {minutes} মিনিট · ধৈর্য থাকলে; আরেকটু নির্ভুল",
    ),
    "timing_measured": ("Measured on this computer with these sentences.", "এই কম্পিউটারে এই বাক্যগুলো দিয়ে মাপা।"),
    "timing_under_way": ("Being measured on this computer, about 10 s …", "এই কম্পিউটারে মাপা হচ্ছে, প্রায় ১০ সেকেন্ড …"),
    "timing_guessed": (
        "An estimate: it is measured when no training is under way.",
        "আন্দাজ: কোনো শেখানো না চললে মাপা হবে।",
    ),
    "timing_failed": (
        "An estimate: it could not be measured with these starting networks.",
        "আন্দাজ: শুরুর এই মডেল দিয়ে মাপা যায়নি।",
    ),
    "time_taken": (
        "It took {spent:.0f} min; {expected:.0f} min were announced.",
        "লেগেছে {spent:.0f} মিনিট; বলা হয়েছিল {expected:.0f} মিনিট।",
    ),
    "time_taken_s": (
        "It took {spent:.0f} s; {expected:.0f} s were announced.",
        "লেগেছে {spent:.0f} সেকেন্ড; বলা হয়েছিল {expected:.0f} সেকেন্ড।",
    ),
    "train_longer": ("Train longer, as a new run", "আরও শেখান, নতুন রান হিসেবে"),
    "continues": ("Goes on from {run}.", "{run} থেকে এগিয়ে চলেছে।"),
    "pinned": ("Sentences to watch", "যে বাক্যগুলো দেখবেন"),
    "pinned_info": (
        "Up to five, one a line: see after every pass what teacher and student say to them.",
        "সর্বোচ্চ পাঁচটি, প্রতি লাইনে একটি: প্রতিবার পড়ার পর শিক্ষক ও ছাত্র কী বলে দেখুন।",
    ),
    "pinned_table": ("Your sentences, pass by pass", "আপনার বাক্য, প্রতিবার পড়ার পর"),
    "pinned_epoch": ("student, pass {epoch}", "ছাত্র, পড়া {epoch}"),
    "error_pinned": (
        "Up to {n} sentences can be watched, one a line.",
        "সর্বোচ্চ {n}টি বাক্য দেখা যায়, প্রতি লাইনে একটি।",
    ),
    "advanced": ("Advanced", "বাড়তি সেটিংস"),
    "advanced_note": (
        "An empty field leaves the choice to the preset.",
        "খালি রাখলে উপরের পছন্দ অনুযায়ী ঠিক হবে।",
    ),
    "temperature": ("Temperature", "টেম্পারেচার"),
    "temperature_info": (
        "How softly the teacher explains: higher shows more of its doubts.",
        "শিক্ষক কতটা নরম করে বোঝায়: বেশি হলে তার সংশয়ও বেশি দেখা যায়।",
    ),
    "alpha": ("Alpha", "আলফা"),
    "alpha_info": (
        "Whom the student believes: 1 only the teacher, 0 only the labels.",
        "ছাত্র কাকে বিশ্বাস করে: ১ মানে শুধু শিক্ষক, ০ মানে শুধু লেবেল।",
    ),
    "student_epochs": ("Epochs of the student", "ছাত্র কতবার পড়বে"),
    "student_epochs_info": (
        "How often it reads all sentences; the student alone gets as many.",
        "সব বাক্য কতবার পড়বে; একা ছাত্রও ততবার পড়ে।",
    ),
    "teacher_epochs": ("Epochs of the teacher", "শিক্ষক কতবার পড়বে"),
    "teacher_epochs_info": ("How often it reads all sentences.", "সব বাক্য কতবার পড়বে।"),
    "student_rate": ("Learning rate of the student", "ছাত্রের শেখার হার"),
    "student_rate_info": (
        "The size of its steps: too large forgets, too small hardly learns.",
        "ধাপের মাপ: বেশি হলে ভুলে যায়, কম হলে প্রায় শেখেই না।",
    ),
    "teacher_rate": ("Learning rate of the teacher", "শিক্ষকের শেখার হার"),
    "teacher_rate_info": ("The size of its steps.", "ধাপের মাপ।"),
    "seed": ("Seed", "সিড"),
    "seed_info": (
        "Another number is another roll of the dice; the same one repeats a run.",
        "অন্য সংখ্যা মানে নতুন করে পাশা ফেলা; একই সংখ্যা একই ফল দেয়।",
    ),
    "encoders": ("Starting networks", "শুরুর মডেল"),
    "encoders_info": (
        "compact is bundled; bert is the pair of the public notebook and needs the network.",
        "compact সঙ্গেই আছে; bert হলো প্রকাশিত নোটবুকের জোড়া, ইন্টারনেট লাগে।",
    ),
    "start": ("Start training", "শেখানো শুরু করুন"),
    "stop": ("Stop and keep what it learnt", "থামান, যা শিখেছে থাকুক"),
    "resume": ("Resume", "আবার চালান"),
    "throw_away": ("Throw away", "ফেলে দিন"),
    "throw_away_sure": ("Really throw it away? It cannot be brought back.", "সত্যিই ফেলে দেবেন? আর ফেরানো যাবে না।"),
    "thrown_away": ("Thrown away.", "ফেলে দেওয়া হয়েছে।"),
    "resumed": ("It goes on from where it was.", "যেখানে ছিল সেখান থেকে চলছে।"),
    "started": (
        "Started. You may close this page; the training goes on, and the link below leads back to it.",
        "শুরু হয়েছে। পাতাটি বন্ধ করলেও শেখা চলবে; নিচের লিংক দিয়ে ফিরে আসতে পারবেন।",
    ),
    "stopping": ("Asked to stop; it ends after the step at work.", "থামতে বলা হয়েছে; চলতি ধাপ শেষ হলেই থামবে।"),
    "start_hint": (
        "Everyone who opens this page can see every run, and the sentences of its exam.",
        "যে কেউ এই পাতা খুললে সব রান আর পরীক্ষার বাক্যগুলো দেখতে পাবে।",
    ),
    "space_forgets": (
        "This host forgets everything when it restarts: download what you want to keep.",
        "এই হোস্ট আবার চালু হলে সব মুছে যায়: যা রাখতে চান নামিয়ে নিন।",
    ),
    "state_queued": (
        "Waiting: number {place} in the queue, starts in about {minutes} min.",
        "অপেক্ষায়: সারিতে {place} নম্বর, প্রায় {minutes} মিনিট পরে শুরু হবে।",
    ),
    "state_running": ("Getting ready …", "তৈরি হচ্ছে …"),
    "state_done": ("Finished. Try and Compare show its networks.", "শেষ। পরখ ও তুলনায় এর মডেল দেখা যাচ্ছে।"),
    "state_stopped": (
        "Stopped before the student's turn: there is no student yet. Resume goes on from here.",
        "ছাত্রের পালা আসার আগেই থামানো হয়েছে: এখনো কোনো ছাত্র নেই। আবার চালালে এখান থেকেই চলবে।",
    ),
    "state_stopped_student": (
        "Stopped. The best student so far was examined; Try and Compare show it. Resume goes on from here.",
        "থামানো হয়েছে। এ পর্যন্ত সেরা ছাত্রের পরীক্ষা হয়েছে; পরখ ও তুলনায় দেখা যাচ্ছে। আবার চালালে এখান থেকেই চলবে।",
    ),
    "state_interrupted": (
        "The training process ended unexpectedly. Resume goes on from the last checkpoint.",
        "শেখানোর প্রক্রিয়াটি হঠাৎ শেষ হয়ে গেছে। আবার চালালে শেষ চেকপয়েন্ট থেকে চলবে।",
    ),
    "interrupted_memory": (
        "The computer ran out of memory: choose smaller settings or the Quick preset, or resume.",
        "কম্পিউটারের মেমরি ফুরিয়ে গেছে: ছোট সেটিংস বা দ্রুত বেছে নিন, অথবা আবার চালান।",
    ),
    "interrupted_hung": (
        "The training no longer answered and was ended. Resume goes on from the last checkpoint.",
        "শেখানো সাড়া দিচ্ছিল না, তাই বন্ধ করা হয়েছে। আবার চালালে শেষ চেকপয়েন্ট থেকে চলবে।",
    ),
    "interrupted_shutdown": (
        "The computer was shut down. Resume goes on from where it was.",
        "কম্পিউটার বন্ধ হয়েছিল। আবার চালালে যেখানে ছিল সেখান থেকেই চলবে।",
    ),
    "state_failed": ("The training failed.", "শেখানো সফল হয়নি।"),
    "state_stopping": ("Stopping …", "থামছে …"),
    "now_epoch": (
        "{stage}, epoch {epoch} of {n_epochs} · {pace:,.0f} sentences a second",
        "{stage}, {n_epochs} বারের মধ্যে {epoch} নম্বর · সেকেন্ডে {pace:,.0f}টি বাক্য",
    ),
    "now_labels": (
        "{stage}: the teacher has judged {step:,} of {n:,} sentences",
        "{stage}: শিক্ষক {n:,}টির মধ্যে {step:,}টি বাক্য বিচার করেছে",
    ),
    "now_exam": ("{stage}: all four sit the exam", "{stage}: চারজনই পরীক্ষা দিচ্ছে"),
    "left_minutes": ("about {minutes} min left", "আর প্রায় {minutes} মিনিট"),
    "left_seconds": ("about {seconds} s left", "আর প্রায় {seconds} সেকেন্ড"),
    "step_waiting": ("to come", "বাকি"),
    "step_running": ("at work", "চলছে"),
    "step_done": ("done", "শেষ"),
    "step_stopped": ("stopped", "থেমে আছে"),
    "settings": (
        "{data}, {n:,} rows to learn from · {preset} · temperature {temperature:g} · alpha {alpha:g} · seed {seed}",
        "{data}, শেখার {n:,}টি সারি · {preset} · টেম্পারেচার {temperature:g} · আলফা {alpha:g} · সিড {seed}",
    ),
    "name_quick": ("Quick", "দ্রুত"),
    "name_balanced": ("Balanced", "মাঝারি"),
    "name_best": ("Best", "সেরা"),
    "name_notebook": ("Notebook's recipe", "নোটবুকের পদ্ধতি"),
    "watching": ("Shown below: {run}", "নিচে দেখানো হচ্ছে: {run}"),
    "curve_first": ("The first pass is under way.", "প্রথম পড়া চলছে।"),
    "curve_one": (
        "After one pass it is right in {accuracy:%} of the validation sentences.",
        "একবার পড়ার পর যাচাই-বাক্যের {accuracy:%} ঠিক বলছে।",
    ),
    "curve_learning": (
        "Still learning: the last pass brought {gain:%} more; right in {accuracy:%} so far.",
        "এখনো শিখছে: শেষবার পড়ে {gain:%} বেড়েছে; এখন পর্যন্ত {accuracy:%} ঠিক।",
    ),
    "curve_memorising": (
        "It has begun to memorise: it gets better on what it has read and no better on what it has not. "
        "The best pass was number {epoch}, and that one is kept.",
        "মুখস্থ করতে শুরু করেছে: পড়া বাক্যে ভালো হচ্ছে, না-পড়া বাক্যে নয়। সবচেয়ে ভালো ছিল {epoch} নম্বর পড়া, সেটিই রাখা হবে।",
    ),
    "curve_flat": (
        "It hardly changes any more; the best pass so far is number {epoch}, right in {accuracy:%}.",
        "আর বিশেষ বদলাচ্ছে না; এখন পর্যন্ত সেরা {epoch} নম্বর পড়া, {accuracy:%} ঠিক।",
    ),
    "curve_done": (
        "Of {n} passes, number {epoch} was the best and was kept: right in {accuracy:%} of the validation sentences.",
        "{n} বার পড়ার মধ্যে {epoch} নম্বরটি সেরা, সেটিই রাখা হয়েছে: যাচাই-বাক্যের {accuracy:%} ঠিক।",
    ),
    "curve_no_gain": (
        "None of {n} more passes was better than where it began, so that is kept.",
        "আরও {n} বার পড়েও শুরুর চেয়ে ভালো হয়নি, তাই শুরুরটিই রাখা হয়েছে।",
    ),
    "curve_ahead": (
        "It has passed the student that learnt alone ({rival:%}).",
        "একা শেখা ছাত্রকে ({rival:%}) ছাড়িয়ে গেছে।",
    ),
    "curve_behind": (
        "The student that learnt alone reached {rival:%}.",
        "একা শেখা ছাত্র পৌঁছেছিল {rival:%}-এ।",
    ),
    "plot_loss": ("{who}: loss", "{who}: ভুলের মাপ"),
    "plot_accuracy": ("Right on validation sentences", "যাচাই-বাক্যে ঠিক"),
    "plot_epoch": ("epoch", "কত নম্বর পড়া"),
    "plot_training": ("training", "শেখার সময়"),
    "plot_validation": ("validation", "যাচাইয়ে"),
    "plot_best": ("best epoch", "সেরা পড়া"),
    "plot_table": ("The figures as a table", "সংখ্যাগুলো ছক আকারে"),
    "col_epoch": ("epoch", "পড়া নং"),
    "col_train_loss": ("training loss", "শেখার ভুল"),
    "col_validation_loss": ("validation loss", "যাচাইয়ের ভুল"),
    "col_accuracy": ("right", "ঠিক"),
    # --- Compare
    "compare_table": ("All four on the same {n:,} test sentences", "একই {n:,}টি পরীক্ষার বাক্যে চারজন"),
    "row_right": ("right", "ঠিক"),
    "row_f1": ("macro-F1", "ম্যাক্রো-F1"),
    "row_calibration": ("off in its confidence", "নিশ্চয়তার ভুল"),
    "row_parameters": ("parameters", "প্যারামিটার"),
    "row_size": ("on disk", "ডিস্কে"),
    "row_ms": ("one sentence", "একটি বাক্য"),
    "row_pace": ("sentences a second", "সেকেন্ডে বাক্য"),
    "megabytes": ("{value:.1f} MB", "{value:.1f} MB"),
    "milliseconds": ("{value:.1f} ms", "{value:.1f} মি.সে."),
    "whole": ("{value:,.0f}", "{value:,.0f}"),
    "share": ("{value:%}", "{value:%}"),
    "decimals": ("{value:.3f}", "{value:.3f}"),
    "interval": ("{low:%} to {high:%}", "{low:%} থেকে {high:%}"),
    "confusion": ("Where each network errs", "কে কোথায় ভুল করে"),
    "confusion_help": (
        "Rows: the truth. Columns: the answer. The shaded diagonal is right.",
        "সারি: সত্য। কলাম: উত্তর। রঙিন কর্ণরেখা ঠিক উত্তর।",
    ),
    "truth": ("truth", "সত্য"),
    "answer": ("answer", "উত্তর"),
    "disagreements": (
        "On {n:,} of {total:,} sentences teacher and student disagree ({share:%})",
        "{total:,}টির মধ্যে {n:,}টি বাক্যে শিক্ষক ও ছাত্রের অমিল ({share:%})",
    ),
    "disagreements_shown": (
        "The {n} on which they are surest; the file has all.",
        "যে {n}টিতে দুজনেই সবচেয়ে নিশ্চিত; ফাইলে সবগুলো আছে।",
    ),
    "more_rows": ("{n} more", "আরও {n}টি"),
    "no_disagreements": ("Teacher and student agree on every sentence.", "সব বাক্যে শিক্ষক ও ছাত্র একমত।"),
    "sentence": ("sentence", "বাক্য"),
    "download_predictions": ("All test sentences as CSV", "পরীক্ষার সব বাক্য CSV"),
    # --- Data
    "data_upload": ("Choose a CSV or TSV file", "একটি CSV বা TSV ফাইল বেছে নিন"),
    "data_help": (
        "One row a sentence, with its label; 2 to 20 different labels, at least 10 rows of each, up to 20 MB "
        "and 50,000 rows. Whoever opens this page can see runs made from your file and their exam sentences.",
        "প্রতি সারিতে একটি বাক্য ও তার লেবেল; ২ থেকে ২০টি আলাদা লেবেল, প্রতিটির অন্তত ১০টি সারি; ২০ MB ও ৫০,০০০ সারি পর্যন্ত। "
        "যে কেউ এই পাতা খুললে আপনার ফাইল থেকে করা রান ও তার পরীক্ষার বাক্য দেখতে পাবে।",
    ),
    "data_text_column": ("Column of the sentences", "বাক্যের কলাম"),
    "data_label_column": ("Column of the labels", "লেবেলের কলাম"),
    "data_use": ("Use it for the next training", "পরের শেখানোয় এটি ব্যবহার করুন"),
    "data_ready": ("Ready. It is chosen in the tab Train.", "তৈরি। শেখান ট্যাবে এটি বেছে নেওয়া আছে।"),
    "data_bundled": (
        "No file yet: this is what comes with the page. Every sentence is labelled as an order or request, or not.",
        "এখনো ফাইল দেননি: এগুলো সঙ্গে দেওয়া বাক্য। প্রতিটিতে লেখা আছে আদেশ বা অনুরোধ কি না।",
    ),
    "data_counts": ("How many of each", "কোনটি কত"),
    "data_part": ("part", "অংশ"),
    "train_rows": ("to learn from", "শেখার জন্য"),
    "validation_rows": ("to choose by", "যাচাইয়ের জন্য"),
    "test_rows": ("for the exam", "পরীক্ষার জন্য"),
    "data_rows": ("First rows", "প্রথম সারিগুলো"),
    "data_notes": ("How it was read", "কীভাবে পড়া হলো"),
    "label": ("label", "লেবেল"),
    "data_gone": ("That file is no longer here. Upload it again.", "ফাইলটি আর এখানে নেই। আবার দিন।"),
    # --- Runs
    "runs_title": ("Runs on this computer", "এই কম্পিউটারের রান"),
    "runs_choose": ("Runs, up to four", "রান, সর্বোচ্চ চারটি"),
    "runs_show": ("Show it", "দেখান"),
    "runs_compare": ("Compare", "তুলনা করুন"),
    "runs_name": ("Name of the run", "রানের নাম"),
    "runs_rename": ("Rename", "নাম দিন"),
    "runs_pin": ("Pin", "পিন করুন"),
    "runs_unpin": ("Unpin", "পিন তুলুন"),
    "runs_delete": ("Delete", "মুছুন"),
    "runs_hint": (
        "One run can be shown, two to four can be compared. A run of your own can be named, pinned and, when it is "
        "over, deleted; everybody can watch all of them.",
        "একটি রান দেখানো যায়, দুই থেকে চারটি তুলনা করা যায়। নিজের রানের নাম দেওয়া যায়, পিন করা যায়, শেষ হলে মোছা যায়; দেখতে পারে সবাই।",
    ),
    "runs_one": ("Choose one run first.", "আগে একটি রান বেছে নিন।"),
    "runs_several": ("Choose two to {most} runs to compare.", "তুলনার জন্য দুই থেকে {most}টি রান বেছে নিন।"),
    "runs_renamed": ("It has that name now.", "এখন এটির এই নাম।"),
    "runs_unnamed": ("It is called by its date again.", "এখন আবার তারিখ দিয়েই ডাকা হচ্ছে।"),
    "runs_pinned": ("Pinned: it is never deleted to make room.", "পিন করা হয়েছে: জায়গার জন্য কখনো মোছা হবে না।"),
    "runs_unpinned": ("No longer pinned.", "আর পিন করা নেই।"),
    "pinned_run": ("pinned", "পিন করা"),
    "runs_hidden": (
        "{n} older ones are not in this table; their links still lead to them.",
        "আরও পুরোনো {n}টি এই ছকে নেই; তাদের লিংক এখনো কাজ করে।",
    ),
    "runs_rows": ("{n:,} rows", "{n:,}টি সারি"),
    "runs_settings": (
        "temperature {temperature:g}, alpha {alpha:g}, seed {seed}",
        "টেম্পারেচার {temperature:g}, আলফা {alpha:g}, সিড {seed}",
    ),
    "runs_quota": (
        "This host keeps up to {quota:g} GB of runs; {used:.1f} GB are in use. When it is full, the oldest run that is "
        "over and not pinned makes room for a new one.",
        "এই হোস্টে {quota:g} GB পর্যন্ত রান রাখা যায়; {used:.1f} GB ভরেছে। ভরে গেলে শেষ হওয়া ও পিন না করা সবচেয়ে পুরোনো রান "
        "মুছে নতুনটির জায়গা হয়।",
    ),
    "runs_quota_full": (
        "This host keeps up to {quota:g} GB of runs, and is full ({used:.1f} GB). The next training deletes the oldest "
        "run that is over and not pinned: pin what should stay.",
        "এই হোস্টে {quota:g} GB পর্যন্ত রান রাখা যায়, আর তা ভরে গেছে ({used:.1f} GB)। পরের শেখানো শুরু হলে শেষ হওয়া ও পিন না করা "
        "সবচেয়ে পুরোনো রান মুছে যাবে: যা রাখতে চান পিন করুন।",
    ),
    "spark": (
        "The student on validation sentences, pass by pass ({n}): from {first:%} to {last:%} right, at most {most:%}.",
        "যাচাই-বাক্যে ছাত্র, প্রতিবার পড়ার পর ({n} বার): {first:%} থেকে {last:%} ঠিক, সর্বোচ্চ {most:%}।",
    ),
    # --- runs beside each other
    "versus_title": ("Beside each other", "পাশাপাশি"),
    "versus_better": (
        "The student of {b} is better than that of {a}: {by:.1f} percentage points more of the same {n:,} test "
        "sentences are right (95 % interval {low:+.1f} to {high:+.1f} points, {p:p}).",
        "{b}-এর ছাত্র {a}-এর ছাত্রের চেয়ে ভালো: একই {n:,}টি পরীক্ষার বাক্যে {by:.1f} শতাংশ পয়েন্ট বেশি ঠিক "
        "(৯৫% ব্যাপ্তি {low:+.1f} থেকে {high:+.1f} পয়েন্ট, {p:p})।",
    ),
    "versus_worse": (
        "The student of {b} is worse than that of {a}: {by:.1f} percentage points fewer of the same {n:,} test "
        "sentences are right (95 % interval {low:+.1f} to {high:+.1f} points, {p:p}).",
        "{b}-এর ছাত্র {a}-এর ছাত্রের চেয়ে খারাপ: একই {n:,}টি পরীক্ষার বাক্যে {by:.1f} শতাংশ পয়েন্ট কম ঠিক "
        "(৯৫% ব্যাপ্তি {low:+.1f} থেকে {high:+.1f} পয়েন্ট, {p:p})।",
    ),
    "versus_open": (
        "Whether the student of {b} or that of {a} is better is too close to call: {by:+.1f} percentage points for {b} "
        "on the same {n:,} test sentences (95 % interval {low:+.1f} to {high:+.1f} points, {p:p}).",
        "{b} না {a}, কার ছাত্র ভালো তা বলা যায় না: একই {n:,}টি পরীক্ষার বাক্যে {b}-এর {by:+.1f} শতাংশ পয়েন্ট "
        "(৯৫% ব্যাপ্তি {low:+.1f} থেকে {high:+.1f} পয়েন্ট, {p:p})।",
    ),
    "versus_level": (
        "The students of {b} and {a} got equally many of the same {n:,} test sentences right.",
        "{b} আর {a}-এর ছাত্র একই {n:,}টি পরীক্ষার বাক্যের সমান সংখ্যক ঠিক বলেছে।",
    ),
    "versus_other_exam": (
        "{b} and {a} were not examined on the same sentences, so no test can say which student is better.",
        "{b} আর {a}-এর পরীক্ষা একই বাক্যে হয়নি, তাই কোন ছাত্র ভালো তা পরীক্ষা করে বলা যায় না।",
    ),
    "versus_no_exam": (
        "{b} has no examined student yet, so it cannot be tested against the others.",
        "{b}-এর কোনো ছাত্র এখনো পরীক্ষা দেয়নি, তাই অন্যদের সঙ্গে যাচাই করা যায় না।",
    ),
    "versus_other_data": (
        "The students while they learnt, each on validation sentences of its own: heights cannot be compared, "
        "shapes can.",
        "শেখার সময়ে ছাত্ররা, প্রত্যেকে নিজের যাচাই-বাক্যে: উচ্চতা মেলানো যায় না, আকার মেলানো যায়।",
    ),
    "versus_highest": (
        "The students while they learnt: highest on validation sentences was {names}, with {value:%}.",
        "শেখার সময়ে ছাত্ররা: যাচাই-বাক্যে সবচেয়ে উঁচুতে উঠেছে {names}, {value:%}।",
    ),
    "versus_results": ("What came out", "কী ফল হলো"),
    "versus_right": ("{who}: right", "{who}: ঠিক"),
    "versus_kept": ("kept of the teacher", "শিক্ষকের যতটা টিকেছে"),
    "versus_settings": ("Only the settings that differ", "শুধু যে সেটিংসে অমিল"),
    "versus_alike": ("Their settings are alike in everything that was noted.", "যা যা লেখা আছে, সব সেটিংস একই।"),
    "setting": ("setting", "সেটিং"),
    "setting_unset": ("not set", "দেওয়া নেই"),
    "yes": ("yes", "হ্যাঁ"),
    "no": ("no", "না"),
    "keep_best": ("the best", "সেরাটি"),
    "keep_last": ("the last", "শেষটি"),
    "setting_start_teacher": ("Starting network of the teacher", "শিক্ষকের শুরুর মডেল"),
    "setting_start_student": ("Starting network of the student", "ছাত্রের শুরুর মডেল"),
    "setting_baseline_epochs": ("Epochs of the student alone", "একা ছাত্র কতবার পড়বে"),
    "setting_teacher_layers": ("Layers kept of the teacher", "শিক্ষকের কয়টি স্তর রাখা"),
    "setting_dropout": ("Dropout", "ড্রপআউট"),
    "setting_data": ("Data", "তথ্য"),
    "setting_fingerprint": ("Fingerprint of the data", "তথ্যের ছাপ"),
    "setting_rows": ("Rows {part}", "সারি, {part}"),
    "setting_threads": ("Processor threads", "প্রসেসরের থ্রেড"),
    "setting_continues": ("Goes on from", "যেখান থেকে এগিয়েছে"),
    "setting_batch_size": ("sentences a step", "প্রতি ধাপে বাক্য"),
    "setting_warmup": ("share of steps to warm up", "গা গরমের ধাপের ভাগ"),
    "setting_weight_decay": ("weight decay", "ওয়েট ডিকে"),
    "setting_max_grad_norm": ("longest step (gradient norm)", "সবচেয়ে বড় ধাপ (গ্রেডিয়েন্ট নর্ম)"),
    "setting_keep": ("which epoch is kept", "কোন পড়াটি রাখা হয়"),
    "setting_bucketed": ("sentences of like length together", "কাছাকাছি দৈর্ঘ্যের বাক্য একসঙ্গে"),
    "runs_shown": ("Try, Train and Compare now show it.", "পরখ, শেখান ও তুলনায় এখন এটি দেখা যাচ্ছে।"),
    "runs_watched": ("The tab Train shows it; it is not finished.", "শেখান ট্যাবে দেখা যাচ্ছে; এটি এখনো শেষ হয়নি।"),
    "col_run": ("run", "রান"),
    "col_data": ("data", "তথ্য"),
    "col_settings": ("settings", "সেটিংস"),
    "col_curve": ("learning", "শেখার রেখা"),
    "col_state": ("state", "অবস্থা"),
    "col_kept": ("kept", "টিকেছে"),
    "short_queued": ("waiting", "অপেক্ষায়"),
    "short_running": ("running", "চলছে"),
    "short_stopping": ("stopping", "থামছে"),
    "short_stopped": ("stopped", "থামানো"),
    "short_interrupted": ("broken off", "ভেঙে গেছে"),
    "short_failed": ("failed", "ব্যর্থ"),
    "short_done": ("finished", "শেষ"),
    # --- what can go wrong
    "details": ("Details (in English): {what}", "বিস্তারিত (ইংরেজিতে): {what}"),
    "error_data": ("This file cannot be used as it is.", "ফাইলটি এভাবে ব্যবহার করা যাচ্ছে না।"),
    "error_settings": ("A setting is outside its range.", "কোনো একটি সেটিং সীমার বাইরে।"),
    "error_encoder": ("The starting networks could not be had.", "শুরুর মডেল পাওয়া গেল না।"),
    "error_run": ("That cannot be done with this run.", "এই রানে সেটা করা যাবে না।"),
    "error_name": (
        "A name has up to {limit} characters; this one has {n}. Shorten it.",
        "নাম সর্বোচ্চ {limit} অক্ষরের হয়; এটিতে {n}টি আছে। ছোট করুন।",
    ),
    "error_visitor": ("Reload the page once, then start again.", "পাতাটি একবার রিলোড করে আবার শুরু করুন।"),
    "error_number": (
        "{name}: “{text}” is no number. Write one such as 3 or 0.5, or leave it empty.",
        "{name}: “{text}” কোনো সংখ্যা নয়। ৩ বা ০.৫-এর মতো সংখ্যা লিখুন, নয়তো খালি রাখুন।",
    ),
    "error_epochs": (
        "Epochs: whole numbers from 1, up to {student} for the student and {teacher} for the teacher.",
        "কতবার পড়বে: ১ থেকে শুরু করে ছাত্রের জন্য {student}, শিক্ষকের জন্য {teacher} পর্যন্ত পূর্ণ সংখ্যা।",
    ),
}


class _BengaliNumbers(Numbers):
    def format_field(self, value: Any, format_spec: str) -> str:
        text = super().format_field(value, format_spec)
        # What a visitor wrote is left as it is; only numbers change their digits.
        return text.translate(_DIGITS) if isinstance(value, (int, float)) else text


_WRITERS = {"en": Numbers(), "bn": _BengaliNumbers()}


def say(lang: str, key: str, **values: Any) -> str:
    """Return the words for `key` in a language (English for one that is not known), with `values` filled in.

    Raises KeyError when there are no such words.
    """
    lang = lang if lang in LANGUAGES else "en"
    template = WORDS[key][list(LANGUAGES).index(lang)]
    return _WRITERS[lang].format(template, **values)


def points(lang: str, share: float) -> str:
    """Return a change in probability in points, with its sign: +12, −3, 0."""
    rounded = round(100 * share)
    sign = "+" if rounded > 0 else "−" if rounded else ""
    return digits(lang, f"{sign}{abs(rounded)}")


def digits(lang: str, text: str) -> str:
    """Return a text of figures (a date, a tick of an axis) in the digits of a language."""
    return text.translate(_DIGITS) if lang == "bn" else text
