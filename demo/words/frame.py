"""What stands on every tab, on Data, and what can go wrong."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
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
    "teacher_n": ("Teacher {n}", "শিক্ষক {n}"),
    "fold_n": ("Fold teacher {n}", "আংশিক শিক্ষক {n}"),
    "stage_baseline": ("Baseline", "একা শেখা"),
    "label_0": ("Not imperative", "আদেশ-অনুরোধ নয়"),
    "label_1": ("Imperative", "আদেশ বা অনুরোধ"),
    "bundled": ("Bundled sentences", "সঙ্গে দেওয়া বাক্য"),
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
