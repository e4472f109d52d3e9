"""English: every word a visitor sees, by key."""

from __future__ import annotations

from kdcore.data.reading_notes import TEMPLATES as READING_NOTES
from kdcore.evaluation.wording import WORDS as FINDINGS

NAME = "English"
DIGITS = "0123456789"
LETTERS = "ABCD"  # name the runs of a comparison

WORDS: dict[str, str] = {
    **FINDINGS,
    **READING_NOTES,
    # --- the frame of the page
    "title": "Distil",
    "tagline": "A large model teaches a tiny one. Try both, train your own, see what was kept.",
    "language": "Language",
    "shown_run": "Networks shown",
    "tab_try": "Try",
    "tab_train": "Train",
    "tab_compare": "Compare",
    "tab_data": "Data",
    "tab_runs": "Runs",
    "demo_run": "Demo run",
    "link": "Link to this run",
    # --- who and what
    "teacher": "Teacher",
    "student": "Student",
    "baseline": "Student alone",
    "tfidf": "Letters + regression",
    "soft_targets": "Soft targets",
    "exam": "Exam",
    "teacher_n": "Teacher {n}",
    "fold_n": "Fold teacher {n}",
    "stage_baseline": "Baseline",
    "label_0": "Not imperative",
    "label_1": "Imperative",
    "bundled": "Bundled sentences",
    # --- Data
    "data_upload": "Choose a CSV or TSV file",
    "data_help": (
        "One row a sentence, with its label; 2 to 20 different labels, at least 10 rows of each, up to 20 MB and "
        "50,000 rows. Whoever opens this page can see runs made from your file and their exam sentences."
    ),
    "data_text_column": "Column of the sentences",
    "data_label_column": "Column of the labels",
    "data_use": "Use it for the next training",
    "data_ready": "Ready. It is chosen in the tab Train.",
    "data_bundled": (
        "No file yet: this is what comes with the page. Every sentence is labelled as an order or request, or not."
    ),
    "data_counts": "How many of each",
    "data_part": "part",
    "train_rows": "to learn from",
    "validation_rows": "to choose by",
    "test_rows": "for the exam",
    "data_rows": "First rows",
    "data_notes": "How it was read",
    "label": "label",
    "data_gone": "That file is no longer here. Upload it again.",
    # --- what can go wrong
    "details": "Details (in English): {what}",
    "error_data": "This file cannot be used as it is.",
    "error_settings": "A setting is outside its range.",
    "error_encoder": "The starting networks could not be had.",
    "error_run": "That cannot be done with this run.",
    "error_name": "A name has up to {limit} characters; this one has {n}. Shorten it.",
    "error_visitor": "Reload the page once, then start again.",
    "error_number": "{name}: “{text}” is no number. Write one such as 3 or 0.5, or leave it empty.",
    "error_epochs": "Epochs: whole numbers from 1, up to {student} for the student and {teacher} for the teacher.",
    # --- Try
    "try_box": "Your sentence",
    "try_placeholder": "vai eita ektu check kore dio",
    "try_button": "Ask both",
    "try_examples": "Or one of these:",
    "try_agree": "Both say: {label}.",
    "try_disagree": "They disagree: the teacher says {teacher}, the student says {student}.",
    "try_less_sure": "The student is less sure ({by:.0f} points).",
    "try_more_sure": "The student is surer ({by:.0f} points).",
    "try_as_sure": "The student is as sure.",
    "try_faster": "For this sentence the student was {ratio:.1f} times faster.",
    "try_not_faster": "For this sentence the student was not faster.",
    "try_unsure": "Unsure: below {limit:.0f} %",
    "try_size": "{ms:.1f} ms · {parameters:.1f} million parameters · {megabytes:.1f} MB",
    "try_confidence": "confidence",
    "try_cut_teacher": "Long text: the teacher read only the first {n_read:,} of {n:,} characters.",
    "try_cut_student": "Long text: the student read only the first {n_read:,} of {n:,} characters.",
    "try_several": (
        "This looks like {n} sentences. They were judged together, as one; ask them one by one for an answer each."
    ),
    "try_empty": "Write a sentence first, then ask.",
    "try_no_words": "There is no word in this text. Write a sentence with letters.",
    "try_too_long": "This text has {n:,} characters; up to {limit:,} can be judged. Shorten it.",
    # --- Try: which words decided
    "words_title": "Which words decided",
    "words_waiting": "Working out which words decided …",
    "words_differ": "Both are asked about the teacher's answer, “{label}”.",
    "words_teacher_0": "No single word moved the teacher.",
    "words_teacher_1": "The teacher was moved most by {first}.",
    "words_teacher_2": "The teacher was moved most by {first} and {second}.",
    "words_student_0": "No single word moved the student.",
    "words_student_1": "The student was moved most by {first}.",
    "words_student_2": "The student was moved most by {first} and {second}.",
    "words_for": "“{word}” (+{points:.0f})",
    "words_against": "“{word}” (−{points:.0f}, against it)",
    "words_same": "Both looked at {words}.",
    "words_apart": "They looked at different words.",
    "words_legend": (
        "Numbers are points of confidence in “{label}”, on one scale for both: a filled bar and + push towards it, "
        "an empty bar and − push away from it; the thicker the bar, the more."
    ),
    "words_start": "without any word",
    "words_end": "all together",
    "words_word": "word",
    "words_table": "How confidence in “{label}” comes about, word by word (Shapley values)",
    # --- Try: what if
    "what_if_title": "What if it were a little different?",
    "what_if_help": (
        "Press a change: it is made to the sentence asked last, and both answer again. Or pin that sentence, and "
        "ask your own versions above."
    ),
    "edit_drop_please": "drop “{before}”",
    "edit_question": "as a question: {after}",
    "edit_first": "{before} → {after} (I do)",
    "edit_future": "{before} → {after} (I will)",
    "edit_order": "{before} → {after} (an order)",
    "edit_polite": "{before} → {after} (polite)",
    "edit_familiar": "{before} → {after} (familiar)",
    "edit_latin": "in Latin letters",
    "edit_noise": "misspell it",
    "edit_own": "asked by you",
    "edit_all": "Try all changes",
    "pin": "Pin the sentence",
    "unpin": "Start afresh",
    "reference_one": "the pinned sentence",
    "reference_hint": "Pinned. Change it in the box above and ask: the difference appears here.",
    "what_if_table": "What changed",
    "what_if_note": "What a change should do is said by rules of grammar, not by a person; it can be wrong.",
    "edit_should": "should",
    "edit_keeps": "stay as it is",
    "edit_becomes": "be: {label}",
    "moved": "{label}: {points} points",
    "followed": "as it should",
    "not_followed": "not as it should",
    # --- Try: several sentences
    "batch_title": "Several sentences at once",
    "batch_help": (
        "One sentence a line, or a CSV, TSV or TXT file; up to 10,000. The file is read for this and not kept."
    ),
    "batch_lines": "Sentences, one a line",
    "batch_placeholder": ("report ta pathao\nami kal jabo"),
    "batch_file": "Or choose a file",
    "batch_opened": "{n:,} sentences in the file.",
    "batch_start": "Ask both about all",
    "batch_stop": "Stop",
    "batch_stopped": "Stopped.",
    "batch_download": "All answers as CSV",
    "batch_progress": "{done:,} of {n:,} sentences",
    "batch_done": "{n:,} sentences: both agree on {agree:,} ({share:%}).",
    "batch_counts": "How often each said what",
    "batch_rows": "The first {n} of {total:,}; the file has all",
    "agree": "agree",
    "agree_yes": "yes",
    "agree_no": "no",
    "batch_empty": "There is no sentence to judge. Write one a line, or choose a file that has some.",
    "batch_too_many": "There are more than {limit:,} sentences. Give them in parts.",
    "batch_too_much": "There are more than {limit:,} characters in all. Give the sentences in parts.",
    "batch_too_long": "Sentence {line:,} has {n:,} characters; up to {limit:,} can be judged. Shorten it.",
    "batch_busy": "A list of yours is being judged already. Wait for it, or stop it.",
    # --- Try: corrections
    "right_label": "Wrong? Press what is right",
    "own_title": "Your corrections",
    "corrections_help": "What you marked stays in this browser. It goes into a training only when you add it.",
    "corrections_none": "None yet.",
    "corrections_title": "Corrections: {n}",
    "corrections_right": "what is right",
    "corrections_kept": "Kept: “{label}” is right. Your corrections: {n}.",
    "corrections_full": "You have {n} corrections, as many as fit. Delete some first, or download them.",
    "corrections_which": "Choose one of the labels.",
    "corrections_exam": (
        "This sentence is kept aside to examine networks with, so none may learn it. Change it a little, if you like."
    ),
    "corrections_choose": "Choose some to delete",
    "corrections_delete": "Delete the chosen",
    "corrections_none_chosen": "Choose in the list which to delete.",
    "corrections_deleted": "Deleted: {n}.",
    "corrections_download": "Download as CSV",
    "corrections_train": "Add them to the next training",
    "corrections_added": "{n} rows were added to what is learnt from. It is chosen in the tab Train.",
    "corrections_other_task": (
        "None of your corrections belongs to the data chosen in the tab Train. Choose the data there that the "
        "corrected network had learnt from."
    ),
    # --- Train
    "train_data": "What to learn from",
    "train_data_choice": "{name} · {n:,} rows",
    "train_preset": "How long",
    "preset_quick": "Quick · about {minutes} min · to see it happen; the teacher is cut short",
    "preset_balanced": "Balanced · about {minutes} min · a fair comparison, good networks",
    "preset_best": "Best · about {minutes} min · for patience; a little more accuracy",
    "timing_measured": "Measured on this computer with these sentences.",
    "timing_under_way": "Being measured on this computer, about 20 s …",
    "timing_guessed": "An estimate: it is measured when no training is under way.",
    "timing_failed": "An estimate: it could not be measured with these starting networks.",
    "time_taken": "It took {spent:.0f} min; {expected:.0f} min were announced.",
    "time_taken_s": "It took {spent:.0f} s; {expected:.0f} s were announced.",
    "train_longer": "Train longer, as a new run",
    "continues": "Goes on from {run}.",
    "tracked": "Sentences to watch",
    "tracked_info": "Up to five, one a line: see after every pass what teacher and student say to them.",
    "tracked_table": "Your sentences, pass by pass",
    "tracked_epoch": "student, pass {epoch}",
    "error_tracked": "Up to {n} sentences can be watched, one a line.",
    "advanced": "Advanced",
    "advanced_note": "An empty field leaves the choice to the preset.",
    "temperature": "Temperature",
    "temperature_info": "How softly the teacher explains: higher shows more of its doubts.",
    "alpha": "Alpha",
    "alpha_info": "Whom the student believes: 1 only the teacher, 0 only the labels.",
    "student_epochs": "Epochs of the student",
    "student_epochs_info": "How often it reads all sentences; the student alone gets as many.",
    "teacher_epochs": "Epochs of the teacher",
    "teacher_epochs_info": "How often it reads all sentences.",
    "student_rate": "Learning rate of the student",
    "student_rate_info": "The size of its steps: too large forgets, too small hardly learns.",
    "teacher_rate": "Learning rate of the teacher",
    "teacher_rate_info": "The size of its steps.",
    "seed": "Seed",
    "seed_info": "Another number is another roll of the dice; the same one repeats a run.",
    "encoders": "Starting networks",
    "encoders_info": "compact is bundled; bert is the pair of the public notebook and needs the network.",
    "start": "Start training",
    "stop": "Stop and keep what it learnt",
    "resume": "Resume",
    "throw_away": "Throw away",
    "throw_away_sure": "Really throw it away? It cannot be brought back.",
    "thrown_away": "Thrown away.",
    "resumed": "It goes on from where it was.",
    "started": "Started. You may close this page; the training goes on, and the link below leads back to it.",
    "stopping": "Asked to stop; it ends after the step at work.",
    "start_hint": "Everyone who opens this page can see every run, and the sentences of its exam.",
    "space_forgets": "This host forgets everything when it restarts: download what you want to keep.",
    "state_queued": "Waiting: number {place} in the queue, starts in about {minutes} min.",
    "state_running": "Getting ready …",
    "state_done": "Finished. Try and Compare show its networks.",
    "state_stopped": "Stopped before the student's turn: there is no student yet. Resume goes on from here.",
    "state_stopped_student": (
        "Stopped. The best student so far was examined; Try and Compare show it. Resume goes on from here."
    ),
    "state_interrupted": "The training process ended unexpectedly. Resume goes on from the last checkpoint.",
    "interrupted_memory": "The computer ran out of memory: choose smaller settings or the Quick preset, or resume.",
    "interrupted_hung": "The training no longer answered and was ended. Resume goes on from the last checkpoint.",
    "interrupted_shutdown": "The computer was shut down. Resume goes on from where it was.",
    "state_failed": "The training failed.",
    "state_stopping": "Stopping …",
    "now_epoch": "{stage}, epoch {epoch} of {n_epochs} · {pace:,.0f} sentences a second",
    "now_labels": "{stage}: the teacher has judged {step:,} of {n:,} sentences",
    "now_exam": "{stage}: all four sit the exam",
    "left_minutes": "about {minutes} min left",
    "left_seconds": "about {seconds} s left",
    "step_waiting": "to come",
    "step_running": "at work",
    "step_done": "done",
    "step_stopped": "stopped",
    "settings": (
        "{data}, {n:,} rows to learn from · {preset} · temperature {temperature:g} · alpha {alpha:g} · seed {seed}"
    ),
    "name_quick": "Quick",
    "name_balanced": "Balanced",
    "name_best": "Best",
    "name_notebook": "Notebook's recipe",
    "watching": "Shown below: {run}",
    "curve_first": "The first pass is under way.",
    "curve_one": "After one pass it is right in {accuracy:%} of the validation sentences.",
    "curve_learning": "Still learning: the last pass brought {gain:%} more; right in {accuracy:%} so far.",
    "curve_memorising": (
        "It has begun to memorise: it gets better on what it has read and no better on what it has not. The best "
        "pass was number {epoch}, and that one is kept."
    ),
    "curve_flat": "It hardly changes any more; the best pass so far is number {epoch}, right in {accuracy:%}.",
    "curve_done": (
        "Of {n} passes, number {epoch} was the best and was kept: right in {accuracy:%} of the validation sentences."
    ),
    "curve_done_last": (
        "The last of {n} passes was kept, as the settings say: right in {accuracy:%} of the validation sentences."
    ),
    "curve_no_gain": "None of {n} more passes was better than where it began, so that is kept.",
    "curve_ahead": "It has passed the student that learnt alone ({rival:%}).",
    "curve_behind": "The student that learnt alone reached {rival:%}.",
    "plot_loss": "{who}: loss",
    "plot_accuracy": "Right on validation sentences",
    "plot_epoch": "epoch",
    "plot_training": "training",
    "plot_validation": "validation",
    "plot_best": "best epoch",
    "plot_table": "The figures as a table",
    "col_epoch": "epoch",
    "col_train_loss": "training loss",
    "col_validation_loss": "validation loss",
    "col_accuracy": "right",
    # --- Compare
    "compare_table": "All four on the same {n:,} test sentences",
    "row_right": "right",
    "row_noise": "right, mistyped",
    "row_f1": "macro-F1",
    "row_calibration": "off in its confidence",
    "row_parameters": "parameters",
    "row_size": "on disk",
    "row_ms": "one sentence",
    "row_pace": "sentences a second",
    "megabytes": "{value:.1f} MB",
    "milliseconds": "{value:.1f} ms",
    "whole": "{value:,.0f}",
    "share": "{value:%}",
    "decimals": "{value:.3f}",
    "interval": "{low:%} to {high:%}",
    "confusion": "Where each network errs",
    "confusion_help": "Rows: the truth. Columns: the answer. The shaded diagonal is right.",
    "truth": "truth",
    "answer": "answer",
    "sentence": "sentence",
    "download_predictions": "All test sentences as CSV",
    # --- Compare: the verdict
    "verdict_kept": "The student keeps {value:%} ({low:%} to {high:%}) of the teacher's accuracy",
    "verdict_nothing": "The teacher got no sentence right, so there was nothing for the student to keep",
    "verdict_size_better": " at 1/{ratio:.0f} of its size",
    "verdict_size_same": " at about its size",
    "verdict_size_worse": " at {ratio:.1f} times its size",
    "verdict_speed_better": " and {ratio:.1f} times its speed",
    "verdict_speed_same": " and about its speed",
    "verdict_speed_worse": " and 1/{ratio:.1f} of its speed",
    "verdict_worth_better": (
        "; in this run distillation was worth {by:.1f} points over training the same student alone ({p:p})"
    ),
    "verdict_worth_worse": (
        "; in this run distillation cost {by:.1f} points against training the same student alone ({p:p})"
    ),
    "verdict_worth_open": (
        "; in this run distillation made a difference of {by:+.1f} points to training the same student alone, "
        "which may be chance ({p:p})"
    ),
    "sentence_end": ".",
    "enough_title": "Good enough?",
    "enough_yes": "Yes: clearly better than what needs no network.",
    "enough_no": "No: a simpler way does as well or better.",
    "enough_open": "Not shown: a simpler way may do as well.",
    "enough_majority": (
        "Always giving the most frequent label would be right in {majority:%}; the student is {by:.1f} percentage "
        "points above that, and its interval begins at {low:%}."
    ),
    "enough_not_majority": (
        "Always giving the most frequent label would be right in {majority:%}; the student is {by:+.1f} percentage "
        "points from that, and its interval begins at {low:%}: not clearly better."
    ),
    "enough_level": (
        "Student minus teacher: {by:+.1f} percentage points, which may be chance (95 % interval {low:+.1f} to "
        "{high:+.1f}, {p:p})."
    ),
    "enough_behind": (
        "The student is behind the teacher: {by:+.1f} percentage points (95 % interval {low:+.1f} to {high:+.1f}, "
        "{p:p})."
    ),
    "enough_ahead": (
        "The student is even ahead of the teacher: {by:+.1f} percentage points (95 % interval {low:+.1f} to "
        "{high:+.1f}, {p:p})."
    ),
    # --- Compare: sentence by sentence
    "board_title": "Who was right",
    "board_told": (
        "Teacher and student give the same answer to {agreement:%} of the sentences. Only the teacher was right in "
        "{teacher:,}, only the student in {student:,}; both were wrong in {wrong:,}, in {same:,} of them alike."
    ),
    "board_told_two": (
        "Teacher and student give the same answer to {agreement:%} of the sentences. Only the teacher was right in "
        "{teacher:,}, only the student in {student:,}; both were wrong in {wrong:,}."
    ),
    "board_picture": "How often both, one or none was right",
    "board_choose": "Show the sentences of",
    "board_choice": "{name} · {n:,} ({share:%})",
    "board_disagree": "They disagree",
    "board_both_right": "Both right",
    "board_only_teacher": "Only the teacher right",
    "board_only_student": "Only the student right",
    "board_both_wrong": "Both wrong",
    "board_all": "All",
    "kind_choose": "Of what kind",
    "kind_all": "Every kind",
    "search": "Search in the sentences",
    "search_for": "a word or part of one",
    "sentences_shown": "{shown:,} of {n:,} sentences (of {total:,} in the exam); press one to open it in Try",
    "sentences_here": "{shown:,} of {n:,} sentences on which they disagree (of {total:,} in the exam)",
    "sentences_none": "No sentence is like that.",
    "sentences_more": "Show more",
    "open_in_try": "Open in Try",
    "is_right": "right:",
    "is_wrong": "wrong:",
    # --- Compare: kinds of sentences
    "slices_title": "Where the student lost",
    "slices_told": (
        "It lost most on “{name}”: {by:.1f} percentage points. Of {n} kinds of sentences the loss is clear in "
        "{clear}; by chance alone about {chance} would look so."
    ),
    "slices_none": "In none of {n} kinds of sentences is the student clearly worse than the teacher.",
    "slices_help": (
        "How to read it: what the student lost most stands first, with 95 % intervals; one that holds 0 may be "
        "chance. English words are recognised by a list, so their share is approximate."
    ),
    "slices_table": "By kind of sentence",
    "slices_more": "{n} more kinds",
    "slices_small": "{n} kinds with fewer than 50 sentences: too small to judge",
    "slice_kind": "kind",
    "slice_n": "sentences",
    "slice_change": "student minus teacher",
    "slice_lost": "clear loss",
    "slice_won": "clear gain",
    "slice_open": "may be chance",
    "points": "{value:+.1f} points",
    "points_interval": "{low:+.1f} to {high:+.1f}",
    "slice_script_bengali": "Bengali script",
    "slice_script_latin": "Latin letters",
    "slice_script_mixed": "Both scripts mixed",
    "slice_script_other": "No letters of either",
    "slice_english_0": "No English word",
    "slice_english_1": "Up to a quarter English words",
    "slice_english_2": "A quarter to half English words",
    "slice_english_3": "More than half English words",
    "slice_words_0": "1 to 4 words",
    "slice_words_1": "5 to 7 words",
    "slice_words_2": "8 to 10 words",
    "slice_words_3": "11 to 15 words",
    "slice_words_4": "16 words or more",
    "slice_question_yes": "With a question mark",
    "slice_question_no": "Without a question mark",
    "slice_polite_yes": "With a polite word",
    "slice_polite_no": "Without a polite word",
    # --- Compare: confidence and thresholds
    "reliable_title": "Can its confidence be believed?",
    "reliable_help": (
        "How to read it: on the dashed line a network is right as often as it says. Below the line it is too sure. "
        "Hollow: as it learnt to say it; filled: scaled by one number chosen on the validation sentences, as Try "
        "shows it."
    ),
    "reliable_missing": (
        "This run was examined before validation sentences were kept, so its confidence cannot be judged or "
        "scaled: `python -m kdcore examine RUN` adds them."
    ),
    "reliable_before": "When it said {said:.0%}, it was right {right:.0%} of the time.",
    "reliable_cooled": (
        "It was too sure; scaled (temperature {temperature:.2f}), even where it is furthest off it says {said:.0%} "
        "and is right {right:.0%} of the time."
    ),
    "reliable_heated": (
        "It was too modest; scaled (temperature {temperature:.2f}), even where it is furthest off it says "
        "{said:.0%} and is right {right:.0%} of the time."
    ),
    "reliable_error": "On average it is off by {before:.1f} percentage points before and {after:.1f} after.",
    "reliable_picture": "{who}: how sure and how right",
    "reliable_bin": "said {said:.0%}, right {right:.0%}, {n:,} sentences",
    "reliable_before_name": "as learnt",
    "reliable_after_name": "scaled",
    "axis_sure": "how sure it says it is",
    "axis_right": "how often it is right",
    "axis_threshold": "threshold",
    "axis_cost": "cost of 1,000 sentences",
    "cost_picture": "What mistakes cost at each threshold",
    "cost_help": "Teacher: solid line, circle. Student: dashed line, square. Lower is better.",
    "threshold_title": "From how sure on should it say yes?",
    "threshold_help": (
        "Where a miss is worse than a false alarm, a lower threshold is better, and the other way round. "
        "Confidences are the scaled ones; figures are of the test sentences."
    ),
    "threshold_class": "What is looked for",
    "threshold": "Threshold",
    "threshold_info": "It counts as found from this confidence on.",
    "cost_miss": "Cost of a miss",
    "cost_miss_info": "One that was there and not found.",
    "cost_alarm": "Cost of a false alarm",
    "cost_alarm_info": "Found where there was none.",
    "base_rate": "How common it really is, %",
    "base_rate_info": "Where it will be used; empty: as in the test.",
    "threshold_find": "Cheapest threshold on the validation sentences",
    "threshold_cheapest": (
        "On the validation sentences the cheapest threshold is {student:.0%} for the student and {teacher:.0%} for "
        "the teacher. The slider now stands at the student's; the figures below are of the test sentences."
    ),
    "threshold_missing": (
        "This run kept no validation sentences, and on the test sentences a threshold must not be chosen: `python "
        "-m kdcore examine RUN` adds them."
    ),
    "threshold_rate": "As in the test sentences, of which {rate:%} are “{name}”.",
    "threshold_other_rate": (
        "Costs are for a place where {rate:%} of the sentences are “{name}”; the tables count the test sentences."
    ),
    "threshold_same": (
        "From {threshold:.0%} on for “{name}”, both cost about the same: {student:.0f} the student, {teacher:.0f} "
        "the teacher in 1,000 sentences."
    ),
    "threshold_student": (
        "From {threshold:.0%} on for “{name}”, the student is the cheaper one: {student:.0f} against {teacher:.0f} "
        "in 1,000 sentences."
    ),
    "threshold_teacher": (
        "From {threshold:.0%} on for “{name}”, the teacher is the cheaper one: {teacher:.0f} against {student:.0f} "
        "in 1,000 sentences."
    ),
    "threshold_others": "All others",
    "threshold_mistakes": "In 1,000 sentences: {misses:.0f} missed, {alarms:.0f} false alarms, cost {cost:.0f}.",
    "error_threshold": "The threshold lies between 0 and 1.",
    "error_costs": "A cost is a number from 0 to {limit:,.0f}. Write one, or leave it empty for 1.",
    "error_base_rate": "How common it is must lie between 0 and 100 %. Write a number, or leave it empty.",
    # --- Compare: size, speed, fidelity, files
    "speed_title": "Size and speed",
    "speed_told": (
        "The student takes 1/{smaller:.0f} of the space and answers one sentence {faster:.1f} times as fast."
    ),
    "speed_table": "PyTorch, 32-bit numbers, on the processor",
    "speed_then": "Measured when the run was examined, on the machine that did so.",
    "speed_now": "Measured just now on this machine, one thread, {n} sentences one at a time and batches of 64.",
    "speed_again": "Measure again here",
    "row_p50": "one sentence, median",
    "row_p95": "one sentence, 95 in 100 faster",
    "fidelity_title": "How closely the student follows",
    "fidelity_told": (
        "Where the teacher is right, the student agrees in {right:%}; where the teacher is wrong, it still follows "
        "in {wrong:%}."
    ),
    "fidelity_missing": "This run was examined before this was measured: `python -m kdcore examine RUN` adds it.",
    "fidelity_teacher_right": "teacher right",
    "fidelity_teacher_wrong": "teacher wrong",
    "fidelity_agreement": "same answer",
    "fidelity_kl": "mean divergence KL, nats",
    "fidelity_table": "Agreement and divergence of the probabilities",
    "report_title": "Teacher and student compared: {run}",
    "download_results": "All figures as JSON",
    "download_report": "Report as one HTML file",
    # --- Runs
    "runs_title": "Runs on this computer",
    "runs_choose": "Runs, up to four",
    "runs_show": "Show it",
    "runs_compare": "Compare",
    "runs_name": "Name of the run",
    "runs_rename": "Rename",
    "runs_pin": "Pin",
    "runs_unpin": "Unpin",
    "runs_delete": "Delete",
    "runs_hint": (
        "One run can be shown, two to four can be compared. A run of your own can be named, pinned and, when it is "
        "over, deleted; everybody can watch all of them."
    ),
    "runs_one": "Choose one run first.",
    "runs_several": "Choose two to {most} runs to compare.",
    "runs_renamed": "It has that name now.",
    "runs_unnamed": "It is called by its date again.",
    "runs_pinned": "Pinned: it is never deleted to make room.",
    "runs_unpinned": "No longer pinned.",
    "pinned_run": "pinned",
    "runs_hidden": "{n} older ones are not in this table; their links still lead to them.",
    "runs_rows": "{n:,} rows",
    "runs_settings": "temperature {temperature:g}, alpha {alpha:g}, seed {seed}",
    "runs_quota": (
        "This host keeps up to {quota:g} GB of runs; {used:.1f} GB are in use. When it is full, the oldest run "
        "that is over and not pinned makes room for a new one."
    ),
    "runs_quota_full": (
        "This host keeps up to {quota:g} GB of runs, and is full ({used:.1f} GB). The next training deletes the "
        "oldest run that is over and not pinned: pin what should stay."
    ),
    "spark": (
        "The student on validation sentences, pass by pass ({n}): from {first:%} to {last:%} right, at most {most:%}."
    ),
    # --- runs beside each other
    "versus_title": "Beside each other",
    "versus_better": (
        "The student of {b} is better than that of {a}: {by:.1f} percentage points more of the same {n:,} test "
        "sentences are right (95 % interval {low:+.1f} to {high:+.1f} points, {p:p})."
    ),
    "versus_worse": (
        "The student of {b} is worse than that of {a}: {by:.1f} percentage points fewer of the same {n:,} test "
        "sentences are right (95 % interval {low:+.1f} to {high:+.1f} points, {p:p})."
    ),
    "versus_open": (
        "Whether the student of {b} or that of {a} is better is too close to call: {by:+.1f} percentage points for "
        "{b} on the same {n:,} test sentences (95 % interval {low:+.1f} to {high:+.1f} points, {p:p})."
    ),
    "versus_level": "The students of {b} and {a} got equally many of the same {n:,} test sentences right.",
    "versus_other_exam": (
        "{b} and {a} were not examined on the same sentences, so no test can say which student is better."
    ),
    "versus_no_exam": "{b} has no examined student yet, so it cannot be tested against the others.",
    "versus_other_data": (
        "The students while they learnt, each on validation sentences of its own: heights cannot be compared, "
        "shapes can."
    ),
    "versus_highest": "The students while they learnt: highest on validation sentences was {names}, with {value:%}.",
    "versus_results": "What came out",
    "versus_right": "{who}: right",
    "versus_kept": "kept of the teacher",
    "versus_settings": "Only the settings that differ",
    "versus_alike": "Their settings are alike in everything that was noted.",
    "setting": "setting",
    "setting_unset": "not set",
    "yes": "yes",
    "no": "no",
    "keep_best": "the best",
    "keep_last": "the last",
    "setting_start_teacher": "Starting network of the teacher",
    "setting_start_student": "Starting network of the student",
    "setting_baseline_epochs": "Epochs of the student alone",
    "setting_teacher_layers": "Layers kept of the teacher",
    "setting_dropout": "Dropout",
    "setting_spellings": "Spellings of each sentence",
    "setting_data": "Data",
    "setting_fingerprint": "Fingerprint of the data",
    "setting_rows": "Rows {part}",
    "setting_threads": "Processor threads",
    "setting_continues": "Goes on from",
    "setting_batch_size": "sentences a step",
    "setting_warmup": "share of steps to warm up",
    "setting_weight_decay": "weight decay",
    "setting_max_grad_norm": "longest step (gradient norm)",
    "setting_keep": "which epoch is kept",
    "setting_bucketed": "sentences of like length together",
    "setting_transfer": "Recombined sentences for each training sentence",
    "setting_teachers": "Teachers, averaged",
    "setting_folds": "Fold teachers, each for rows it has not learnt",
    "setting_python": "Python",
    "runs_shown": "Try, Train and Compare now show it.",
    "runs_watched": "The tab Train shows it; it is not finished.",
    "col_run": "run",
    "col_data": "data",
    "col_settings": "settings",
    "col_curve": "learning",
    "col_state": "state",
    "col_kept": "kept",
    "short_queued": "waiting",
    "short_running": "running",
    "short_stopping": "stopping",
    "short_stopped": "stopped",
    "short_interrupted": "broken off",
    "short_failed": "failed",
    "short_done": "finished",
    # --- how a file was read (the other English notes stand in kdcore.data.reading_notes)
    "rows_named": "{n:,} rows ({numbers})",
}
