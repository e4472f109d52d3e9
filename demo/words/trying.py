"""The tab Try."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
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
}
