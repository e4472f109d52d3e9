"""The tab Compare, but for confidence and thresholds."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # --- Compare
    "compare_table": ("All four on the same {n:,} test sentences", "একই {n:,}টি পরীক্ষার বাক্যে চারজন"),
    "row_right": ("right", "ঠিক"),
    "row_noise": ("right, mistyped", "ঠিক, ভুল টাইপে"),
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
    "sentence": ("sentence", "বাক্য"),
    "download_predictions": ("All test sentences as CSV", "পরীক্ষার সব বাক্য CSV"),
    # --- Compare: the verdict
    "verdict_kept": (
        "The student keeps {value:%} ({low:%} to {high:%}) of the teacher's accuracy",
        "ছাত্র শিক্ষকের নির্ভুলতার {value:%} ({low:%} থেকে {high:%}) ধরে রেখেছে",
    ),
    "verdict_nothing": (
        "The teacher got no sentence right, so there was nothing for the student to keep",
        "শিক্ষক একটি বাক্যও ঠিক বলতে পারেনি, তাই ছাত্রের ধরে রাখার কিছু ছিল না",
    ),
    "verdict_size_better": (" at 1/{ratio:.0f} of its size", ", আকার {ratio:.0f} ভাগের এক ভাগ"),
    "verdict_size_same": (" at about its size", ", আকার প্রায় সমান"),
    "verdict_size_worse": (" at {ratio:.1f} times its size", ", আকার {ratio:.1f} গুণ"),
    "verdict_speed_better": (" and {ratio:.1f} times its speed", ", গতি {ratio:.1f} গুণ"),
    "verdict_speed_same": (" and about its speed", ", গতি প্রায় সমান"),
    "verdict_speed_worse": (" and 1/{ratio:.1f} of its speed", ", গতি {ratio:.1f} ভাগের এক ভাগ"),
    "verdict_worth_better": (
        "; in this run distillation was worth {by:.1f} points over training the same student alone ({p:p})",
        "; এই রানে শিক্ষকের কাছে শিখে একা শেখার চেয়ে {by:.1f} পয়েন্ট লাভ হয়েছে ({p:p})",
    ),
    "verdict_worth_worse": (
        "; in this run distillation cost {by:.1f} points against training the same student alone ({p:p})",
        "; এই রানে শিক্ষকের কাছে শিখে একা শেখার তুলনায় {by:.1f} পয়েন্ট ক্ষতি হয়েছে ({p:p})",
    ),
    "verdict_worth_open": (
        "; in this run distillation made a difference of {by:+.1f} points to training the same student alone, "
        "which may be chance ({p:p})",
        "; এই রানে একা শেখার তুলনায় পার্থক্য {by:+.1f} পয়েন্ট, যা দৈবক্রমেও হতে পারে ({p:p})",
    ),
    "sentence_end": (".", "।"),
    "enough_title": ("Good enough?", "যথেষ্ট ভালো?"),
    "enough_yes": ("Yes: clearly better than what needs no network.", "হ্যাঁ: নেটওয়ার্ক ছাড়া যা হয়, তার চেয়ে স্পষ্টভাবে ভালো।"),
    "enough_no": ("No: a simpler way does as well or better.", "না: সহজ পদ্ধতিতেই সমান বা বেশি ভালো হয়।"),
    "enough_open": (
        "Not shown: a simpler way may do as well.",
        "প্রমাণ হয়নি: সহজ পদ্ধতিতেও হয়তো সমান ভালো হয়।",
    ),
    "enough_majority": (
        "Always giving the most frequent label would be right in {majority:%}; the student is {by:.1f} percentage "
        "points above that, and its interval begins at {low:%}.",
        "সব সময় সবচেয়ে বেশি দেখা লেবেলটি বললে {majority:%} ঠিক হতো; ছাত্র তার {by:.1f} শতাংশ পয়েন্ট উপরে, "
        "তার ব্যাপ্তি শুরু {low:%} থেকে।",
    ),
    "enough_not_majority": (
        "Always giving the most frequent label would be right in {majority:%}; the student is {by:+.1f} percentage "
        "points from that, and its interval begins at {low:%}: not clearly better.",
        "সব সময় সবচেয়ে বেশি দেখা লেবেলটি বললে {majority:%} ঠিক হতো; ছাত্রের পার্থক্য {by:+.1f} শতাংশ পয়েন্ট, "
        "তার ব্যাপ্তি শুরু {low:%} থেকে: স্পষ্টভাবে ভালো নয়।",
    ),
    "enough_level": (
        "Student minus teacher: {by:+.1f} percentage points, which may be chance "
        "(95 % interval {low:+.1f} to {high:+.1f}, {p:p}).",
        "ছাত্র বিয়োগ শিক্ষক: {by:+.1f} শতাংশ পয়েন্ট, যা দৈবক্রমেও হতে পারে (৯৫% ব্যাপ্তি {low:+.1f} থেকে {high:+.1f}, {p:p})।",
    ),
    "enough_behind": (
        "The student is behind the teacher: {by:+.1f} percentage points "
        "(95 % interval {low:+.1f} to {high:+.1f}, {p:p}).",
        "ছাত্র শিক্ষকের পিছনে: {by:+.1f} শতাংশ পয়েন্ট (৯৫% ব্যাপ্তি {low:+.1f} থেকে {high:+.1f}, {p:p})।",
    ),
    "enough_ahead": (
        "The student is even ahead of the teacher: {by:+.1f} percentage points "
        "(95 % interval {low:+.1f} to {high:+.1f}, {p:p}).",
        "ছাত্র বরং শিক্ষকের আগে: {by:+.1f} শতাংশ পয়েন্ট (৯৫% ব্যাপ্তি {low:+.1f} থেকে {high:+.1f}, {p:p})।",
    ),
    # --- Compare: sentence by sentence
    "board_title": ("Who was right", "কে ঠিক ছিল"),
    "board_told": (
        "Teacher and student give the same answer to {agreement:%} of the sentences. Only the teacher was right in "
        "{teacher:,}, only the student in {student:,}; both were wrong in {wrong:,}, in {same:,} of them alike.",
        "{agreement:%} বাক্যে শিক্ষক ও ছাত্রের উত্তর এক। শুধু শিক্ষক ঠিক {teacher:,}টিতে, শুধু ছাত্র ঠিক {student:,}টিতে; "
        "দুজনেই ভুল {wrong:,}টিতে, তার {same:,}টিতে একই ভুল।",
    ),
    "board_told_two": (
        "Teacher and student give the same answer to {agreement:%} of the sentences. Only the teacher was right in "
        "{teacher:,}, only the student in {student:,}; both were wrong in {wrong:,}.",
        "{agreement:%} বাক্যে শিক্ষক ও ছাত্রের উত্তর এক। শুধু শিক্ষক ঠিক {teacher:,}টিতে, শুধু ছাত্র ঠিক {student:,}টিতে; "
        "দুজনেই ভুল {wrong:,}টিতে।",
    ),
    "board_picture": ("How often both, one or none was right", "কত বাক্যে দুজন, একজন বা কেউই ঠিক নয়"),
    "board_choose": ("Show the sentences of", "কোন বাক্যগুলো দেখবেন"),
    "board_choice": ("{name} · {n:,} ({share:%})", "{name} · {n:,} ({share:%})"),
    "board_disagree": ("They disagree", "মতের অমিল"),
    "board_both_right": ("Both right", "দুজনেই ঠিক"),
    "board_only_teacher": ("Only the teacher right", "শুধু শিক্ষক ঠিক"),
    "board_only_student": ("Only the student right", "শুধু ছাত্র ঠিক"),
    "board_both_wrong": ("Both wrong", "দুজনেই ভুল"),
    "board_all": ("All", "সব"),
    "kind_choose": ("Of what kind", "কোন ধরনের বাক্য"),
    "kind_all": ("Every kind", "সব ধরনের"),
    "search": ("Search in the sentences", "বাক্যে খুঁজুন"),
    "search_for": ("a word or part of one", "একটি শব্দ বা তার অংশ"),
    "sentences_shown": (
        "{shown:,} of {n:,} sentences (of {total:,} in the exam); press one to open it in Try",
        "{n:,}টির মধ্যে {shown:,}টি বাক্য (পরীক্ষায় মোট {total:,}টি); কোনোটি চাপলে পরখ ট্যাবে খুলবে",
    ),
    "sentences_here": (
        "{shown:,} of {n:,} sentences on which they disagree (of {total:,} in the exam)",
        "মতের অমিল হওয়া {n:,}টির মধ্যে {shown:,}টি বাক্য (পরীক্ষায় মোট {total:,}টি)",
    ),
    "sentences_none": ("No sentence is like that.", "এমন কোনো বাক্য নেই।"),
    "sentences_more": ("Show more", "আরও দেখান"),
    "open_in_try": ("Open in Try", "পরখ ট্যাবে খুলুন"),
    "is_right": ("right:", "ঠিক:"),
    "is_wrong": ("wrong:", "ভুল:"),
    # --- Compare: kinds of sentences
    "slices_title": ("Where the student lost", "কোথায় ছাত্র পিছিয়ে"),
    "slices_told": (
        "It lost most on “{name}”: {by:.1f} percentage points. Of {n} kinds of sentences the loss is clear in {clear}; "
        "by chance alone about {chance} would look so.",
        "সবচেয়ে বেশি হারিয়েছে “{name}”-এ: {by:.1f} শতাংশ পয়েন্ট। {n} ধরনের বাক্যের মধ্যে {clear}টিতে ক্ষতি স্পষ্ট; "
        "শুধু দৈবক্রমেই প্রায় {chance}টিতে এমন দেখাত।",
    ),
    "slices_none": (
        "In none of {n} kinds of sentences is the student clearly worse than the teacher.",
        "{n} ধরনের বাক্যের কোনোটিতেই ছাত্র শিক্ষকের চেয়ে স্পষ্টভাবে খারাপ নয়।",
    ),
    "slices_help": (
        "How to read it: what the student lost most stands first, with 95 % intervals; one that holds 0 may be chance. "
        "English words are recognised by a list, so their share is approximate.",
        "যেভাবে পড়বেন: ছাত্র যেখানে সবচেয়ে বেশি হারিয়েছে তা আগে, সঙ্গে ৯৫% ব্যাপ্তি; ব্যাপ্তিতে ০ থাকলে তা দৈবক্রমেও হতে পারে। "
        "ইংরেজি শব্দ একটি তালিকা দেখে চেনা হয়, তাই ভাগটা আনুমানিক।",
    ),
    "slices_table": ("By kind of sentence", "বাক্যের ধরন অনুযায়ী"),
    "slices_more": ("{n} more kinds", "আরও {n} ধরন"),
    "slices_small": (
        "{n} kinds with fewer than 50 sentences: too small to judge",
        "{n} ধরনে ৫০টিরও কম বাক্য: বিচার করার জন্য খুব কম",
    ),
    "slice_kind": ("kind", "ধরন"),
    "slice_n": ("sentences", "বাক্য"),
    "slice_change": ("student minus teacher", "ছাত্র বিয়োগ শিক্ষক"),
    "slice_lost": ("clear loss", "স্পষ্ট ক্ষতি"),
    "slice_won": ("clear gain", "স্পষ্ট লাভ"),
    "slice_open": ("may be chance", "দৈবক্রমেও হতে পারে"),
    "points": ("{value:+.1f} points", "{value:+.1f} পয়েন্ট"),
    "points_interval": ("{low:+.1f} to {high:+.1f}", "{low:+.1f} থেকে {high:+.1f}"),
    "slice_script_bengali": ("Bengali script", "বাংলা হরফ"),
    "slice_script_latin": ("Latin letters", "রোমান হরফ"),
    "slice_script_mixed": ("Both scripts mixed", "দুই হরফ মেশানো"),
    "slice_script_other": ("No letters of either", "অন্য হরফ"),
    "slice_english_0": ("No English word", "ইংরেজি শব্দ নেই"),
    "slice_english_1": ("Up to a quarter English words", "এক-চতুর্থাংশ পর্যন্ত ইংরেজি শব্দ"),
    "slice_english_2": ("A quarter to half English words", "এক-চতুর্থাংশ থেকে অর্ধেক ইংরেজি শব্দ"),
    "slice_english_3": ("More than half English words", "অর্ধেকের বেশি ইংরেজি শব্দ"),
    "slice_words_0": ("1 to 4 words", "১ থেকে ৪ শব্দ"),
    "slice_words_1": ("5 to 7 words", "৫ থেকে ৭ শব্দ"),
    "slice_words_2": ("8 to 10 words", "৮ থেকে ১০ শব্দ"),
    "slice_words_3": ("11 to 15 words", "১১ থেকে ১৫ শব্দ"),
    "slice_words_4": ("16 words or more", "১৬ বা বেশি শব্দ"),
    "slice_question_yes": ("With a question mark", "প্রশ্নবোধক চিহ্ন আছে"),
    "slice_question_no": ("Without a question mark", "প্রশ্নবোধক চিহ্ন নেই"),
    "slice_polite_yes": ("With a polite word", "ভদ্রতার শব্দ আছে"),
    "slice_polite_no": ("Without a polite word", "ভদ্রতার শব্দ নেই"),
}
