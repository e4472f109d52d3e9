"""The tab Runs, and runs beside each other."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
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
    "setting_spellings": ("Spellings of each sentence", "প্রতিটি বাক্যের বানান"),
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
}
