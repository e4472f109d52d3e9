"""Bengali beside the English that the backend says itself: findings about results, notes on how a file was read."""

from __future__ import annotations

from kdcore.data.notes import TEMPLATES as NOTE_WORDS
from kdcore.judging.headline import WORDS as RESULT_WORDS

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
    "note_no_label": "{rows}: লেবেল নেই; শিক্ষক সেগুলোর লেবেল দেবে, ছাত্র তা থেকে শিখবে।",
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
}
