"""English: every word a visitor sees, by key.

Spelling is British. Keep to these terms:

model           a teacher, a student or TF-IDF; never "network", except "neural network" and "internet connection"
run             one training and its models
encoder         the pretrained model that a teacher or student starts from
epoch           one pass over all training sentences; never "pass"
soft targets    the teacher's class probabilities, which the student learns from
student alone   the same student trained without the teacher; its stage is the baseline
training, validation, test   the three splits: to learn from, to pick the best epoch, for the final result
exam            the last stage, in which all models are tested on the test sentences
accuracy        the share of sentences a model is right on
confidence      the probability a model gives to its answer ("sure", "unsure")
calibration     whether confidence and accuracy agree
scaling         the correction of confidence by one number (temperature scaling); other than the setting Temperature
threshold       the confidence from which on a label counts as found
pinned          of a run: never deleted to make room
reference       the sentence that changed versions are compared with
watched         of sentences: answered after every epoch
points          percentage points; "95 % interval" is a confidence interval
"""

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
    "tagline": ("A large model teaches a tiny one. Try both, train your own, see what the tiny one keeps."),
    "language": "Language",
    "shown_run": "Models shown",
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
    "tfidf": "TF-IDF + logistic regression",
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
        "One sentence per row, with its label; 2 to 20 different labels, at least 10 rows of each, up to 20 MB and "
        "50,000 rows. Anyone who opens this page can see runs made from your file and their test sentences."
    ),
    "data_text_column": "Column with the sentences",
    "data_label_column": "Column with the labels",
    "data_use": "Use for the next training",
    "data_ready": "Ready. It is selected in the Train tab.",
    "data_bundled": (
        "No file yet. Shown here are the sentences that come with this page; each is labelled as an order or request, "
        "or as neither."
    ),
    "data_counts": "Sentences per label",
    "data_part": "split",
    "train_rows": "training (to learn from)",
    "validation_rows": "validation (to pick the best epoch)",
    "test_rows": "test (for the final result)",
    "data_rows": "First rows",
    "data_notes": "How the file was read",
    "label": "label",
    "data_gone": "That file is no longer here. Upload it again.",
    # --- what can go wrong
    "details": "Details (in English): {what}",
    "error_data": "This file cannot be used as it is.",
    "error_settings": "A setting is outside its range.",
    "error_encoder": "The encoder could not be loaded.",
    "error_run": "That cannot be done with this run.",
    "error_name": "A name may have up to {limit} characters; this one has {n}. Shorten it.",
    "error_request": (
        "What was sent is not accepted here, such as a value that the page does not offer, or a file of another type. "
        "Reload the page and try again."
    ),
    "error_unexpected": (
        "Something went wrong on the server; its log says what. Try again. If it happens again, tell whoever runs this "
        "page."
    ),
    "error_visitor": "Reload the page once, then start again.",
    "error_number": "{name}: “{text}” is not a number. Enter one such as 3 or 0.5, or leave the field empty.",
    "error_epochs": (
        "Epochs must be whole numbers from 1, up to {student} for the student and {teacher} for the teacher."
    ),
    # --- Try
    "try_box": "Your sentence",
    "try_placeholder": "vai eita ektu check kore dio",
    "try_button": "Ask both",
    "try_examples": "Or one of these:",
    "try_agree": "Both say: {label}.",
    "try_disagree": "They disagree: the teacher says {teacher}, the student says {student}.",
    "try_less_sure": "The student is less sure ({by:.0f} points).",
    "try_more_sure": "The student is more sure ({by:.0f} points).",
    "try_as_sure": "The student is equally sure.",
    "try_faster": "For this sentence the student was {ratio:.1f} times faster.",
    "try_not_faster": "For this sentence the student was not faster.",
    "try_unsure": "Unsure: confidence below {limit:.0f} %",
    "try_size": "{ms:.1f} ms · {parameters:.1f} million parameters · {megabytes:.1f} MB",
    "try_confidence": "confidence",
    "try_cut_teacher": "Long text: the teacher read only the first {n_read:,} of {n:,} characters.",
    "try_cut_student": "Long text: the student read only the first {n_read:,} of {n:,} characters.",
    "try_several": (
        "This looks like {n} sentences. They were classified together, as one; ask about them one at a time for "
        "separate answers."
    ),
    "try_empty": "Write a sentence first, then ask.",
    "try_no_words": "This text contains no words. Write a sentence with letters.",
    "try_too_long": "This text has {n:,} characters; the limit is {limit:,}. Shorten it.",
    # --- Try: which words decided
    "words_title": "Which words decided",
    "words_waiting": "Finding out which words decided …",
    "words_differ": "Both are explained for the teacher's answer, “{label}”.",
    "words_teacher_0": "No single word influenced the teacher.",
    "words_teacher_1": "The teacher was influenced most by {first}.",
    "words_teacher_2": "The teacher was influenced most by {first} and {second}.",
    "words_student_0": "No single word influenced the student.",
    "words_student_1": "The student was influenced most by {first}.",
    "words_student_2": "The student was influenced most by {first} and {second}.",
    "words_for": "“{word}” (+{points:.0f})",
    "words_against": "“{word}” (−{points:.0f}, against it)",
    "words_same": "Both relied on {words}.",
    "words_apart": "They relied on different words.",
    "words_legend": (
        "Numbers are percentage points of confidence in “{label}”, on the same scale for both models: a filled bar and "
        "+ push towards it, an empty bar and − push away from it; the thicker the bar, the stronger."
    ),
    "words_start": "without any word",
    "words_end": "with all words",
    "words_word": "word",
    "words_table": "How each word changes the confidence in “{label}” (Shapley values)",
    # --- Try: what if
    "what_if_title": "What if the sentence were slightly different?",
    "what_if_help": (
        "Press a change: it is applied to your last sentence, and both models answer again. Or keep that sentence as "
        "the reference and ask your own versions in the box above."
    ),
    "edit_drop_please": "without “{before}”",
    "edit_question": "as a question: {after}",
    "edit_first": "{before} → {after} (I do)",
    "edit_future": "{before} → {after} (I will)",
    "edit_order": "{before} → {after} (an order)",
    "edit_polite": "{before} → {after} (polite)",
    "edit_familiar": "{before} → {after} (familiar)",
    "edit_latin": "in Latin letters",
    "edit_noise": "with a typo",
    "edit_own": "your version",
    "edit_all": "Try all changes",
    "pin": "Keep as reference",
    "unpin": "Clear reference",
    "reference_one": "the reference sentence",
    "reference_hint": (
        "This sentence is the reference. Change it in the box above and ask again: the difference appears here."
    ),
    "what_if_table": "What changed",
    "what_if_note": "What a change is expected to do comes from grammar rules, not from a person; it can be wrong.",
    "edit_should": "expected",
    "edit_keeps": "no change",
    "edit_becomes": "change to: {label}",
    "moved": "{label}: {points} points",
    "followed": "as expected",
    "not_followed": "not as expected",
    # --- Try: several sentences
    "batch_title": "Several sentences at once",
    "batch_help": (
        "One sentence per line, or a CSV, TSV or TXT file; up to 10,000 sentences. The file is read only for this and "
        "is not stored."
    ),
    "batch_lines": "Sentences, one per line",
    "batch_placeholder": ("report ta pathao\nami kal jabo"),
    "batch_file": "Or choose a file",
    "batch_opened": "{n:,} sentences in the file.",
    "batch_start": "Ask both about all of them",
    "batch_stop": "Stop",
    "batch_stopped": "Stopped.",
    "batch_download": "Download all answers (CSV)",
    "batch_progress": "{done:,} of {n:,} sentences",
    "batch_done": "{n:,} sentences: both agree on {agree:,} ({share:%}).",
    "batch_counts": "How often each model gave each answer",
    "batch_rows": "The first {n} of {total:,}; the download contains all",
    "agree": "agree",
    "agree_yes": "yes",
    "agree_no": "no",
    "batch_empty": "There is no sentence to classify. Write one per line, or choose a file that has some.",
    "batch_too_many": "There are more than {limit:,} sentences. Split them into several lists.",
    "batch_too_much": "The sentences have more than {limit:,} characters in all. Split them into several lists.",
    "batch_too_long": "Sentence {line:,} has {n:,} characters; the limit is {limit:,}. Shorten it.",
    "batch_busy": "A list of yours is being classified already. Wait for it, or stop it.",
    # --- Try: corrections
    "right_label": "Wrong? Press the correct label",
    "own_title": "Your corrections",
    "corrections_help": "Your corrections stay in this browser. They are used in a training only when you add them.",
    "corrections_none": "None yet.",
    "corrections_title": "Corrections: {n}",
    "corrections_right": "correct label",
    "corrections_kept": "Saved: “{label}” is the correct label. Your corrections: {n}.",
    "corrections_full": "You already have {n} corrections, the most that fit. Delete some first, or download them.",
    "corrections_which": "Choose one of the labels.",
    "corrections_exam": (
        "This sentence is reserved for testing, so no model may train on it. Change it a little, if you like."
    ),
    "corrections_choose": "Choose corrections to delete",
    "corrections_delete": "Delete selected",
    "corrections_none_chosen": "Choose in the list which to delete.",
    "corrections_deleted": "Deleted: {n}.",
    "corrections_download": "Download as CSV",
    "corrections_train": "Add them to the next training",
    "corrections_added": "{n} rows were added to the training data. It is selected in the Train tab.",
    "corrections_other_task": (
        "None of your corrections belongs to the data selected in the Train tab. Select the data there that the "
        "corrected model was trained on."
    ),
    # --- Train
    "train_data": "Training data",
    "train_data_choice": "{name} · {n:,} rows",
    "train_preset": "Preset: how long to train",
    "preset_quick": "Quick · about {minutes} min · to see how it works; with a cut-down teacher",
    "preset_balanced": "Balanced · about {minutes} min · a fair comparison and good models",
    "preset_best": "Best · about {minutes} min · more time for a little more accuracy",
    "timing_measured": "Measured on this computer with these sentences.",
    "timing_under_way": "Measuring on this computer, about 20 s …",
    "timing_guessed": "An estimate; it will be measured when no training is running.",
    "timing_off": "An estimate; this server does not measure its speed.",
    "timing_failed": "An estimate; it could not be measured with this encoder.",
    "time_taken": "It took {spent:.0f} min; the estimate was {expected:.0f} min.",
    "time_taken_s": "It took {spent:.0f} s; the estimate was {expected:.0f} s.",
    "train_longer": "Train longer, as a new run",
    "continues": "Continues from {run}.",
    "tracked": "Sentences to watch",
    "tracked_info": (
        "Up to five, one per line: see what teacher and student answer after every epoch, that is, every pass over all "
        "training sentences."
    ),
    "tracked_table": "Your sentences, epoch by epoch",
    "tracked_epoch": "student, epoch {epoch}",
    "error_tracked": "Up to {n} sentences can be watched, one per line.",
    "advanced": "Advanced",
    "advanced_note": "An empty field keeps the preset's value.",
    "temperature": "Temperature",
    "temperature_info": (
        "How far the teacher's probabilities are softened: a higher value shows the student more of its doubts."
    ),
    "alpha": "Alpha",
    "alpha_info": "Whom the student learns from: at 1 only from the teacher, at 0 only from the labels.",
    "student_epochs": "Epochs of the student",
    "student_epochs_info": "An epoch is one pass over all training sentences. The student alone gets as many.",
    "teacher_epochs": "Epochs of the teacher",
    "teacher_epochs_info": "An epoch is one pass over all training sentences.",
    "student_rate": "Learning rate of the student",
    "student_rate_info": "The size of its steps: too large and training is unstable, too small and it hardly learns.",
    "teacher_rate": "Learning rate of the teacher",
    "teacher_rate_info": "The size of its steps.",
    "seed": "Seed",
    "seed_info": "A different number makes different random choices; the same number repeats a run.",
    "encoders": "Encoders",
    "encoders_info": (
        "The pretrained models that teacher and student start from: compact is bundled; bert is the pair of the public "
        "notebook and needs an internet connection."
    ),
    "start": "Start training",
    "stop": "Stop and keep what was learnt",
    "resume": "Resume",
    "throw_away": "Delete run",
    "throw_away_sure": "Really delete this run? This cannot be undone.",
    "thrown_away": "Deleted.",
    "resumed": "Resumed from where it stopped.",
    "started": "Started. You may close this page: the training continues, and the link below brings you back to it.",
    "stopping": "Stopping: it ends after the current step.",
    "start_hint": "Anyone who opens this page can see every run and its test sentences.",
    "space_forgets": "This host deletes everything when it restarts: download what you want to keep.",
    "state_queued": "Waiting: number {place} in the queue, starts in about {minutes} min.",
    "state_running": "Getting ready …",
    "state_done": "Finished. Try and Compare show its models.",
    "state_stopped": "Stopped before the student was trained: there is no student yet. Resume continues from here.",
    "state_stopped_student": (
        "Stopped. The best student so far was tested; Try and Compare show it. Resume continues from here."
    ),
    "state_interrupted": "The training process ended unexpectedly. Resume continues from the last checkpoint.",
    "interrupted_memory": "The computer ran out of memory: choose smaller settings or the Quick preset, or resume.",
    "interrupted_hung": "The training stopped responding and was ended. Resume continues from the last checkpoint.",
    "interrupted_shutdown": "The computer was shut down. Resume continues from where it was.",
    "state_failed": "The training failed.",
    "state_stopping": "Stopping …",
    "now_epoch": "{stage}, epoch {epoch} of {n_epochs} · {pace:,.0f} sentences a second",
    "now_labels": "{stage}: the teacher has given its probabilities for {step:,} of {n:,} sentences",
    "now_exam": "{stage}: all models answer the test sentences",
    "left_minutes": "about {minutes} min left",
    "left_seconds": "about {seconds} s left",
    "step_waiting": "waiting",
    "step_running": "running",
    "step_done": "done",
    "step_stopped": "stopped",
    "settings": "{data}, {n:,} training rows · {preset} · temperature {temperature:g} · alpha {alpha:g} · seed {seed}",
    "name_quick": "Quick",
    "name_balanced": "Balanced",
    "name_best": "Best",
    "name_notebook": "Notebook recipe",
    "watching": "Shown below: {run}",
    "curve_first": "The first epoch is running. An epoch is one pass over all training sentences.",
    "curve_one": "After one epoch it is right on {accuracy:%} of the validation sentences.",
    "curve_learning": "Still learning: the last epoch brought {gain:%} more; the best accuracy so far is {accuracy:%}.",
    "curve_memorising": (
        "It has begun to overfit: it improves on the training sentences and no longer on the validation sentences. The "
        "best epoch was number {epoch}, and that one is kept."
    ),
    "curve_flat": (
        "It hardly changes any more; the best epoch so far is number {epoch}, with an accuracy of {accuracy:%}."
    ),
    "curve_done": (
        "Of {n} epochs, number {epoch} was the best and was kept: right on {accuracy:%} of the validation sentences."
    ),
    "curve_done_last": (
        "The last of {n} epochs was kept, as the settings say: right on {accuracy:%} of the validation sentences."
    ),
    "curve_no_gain": "None of the {n} further epochs was better than the starting point, so that is kept.",
    "curve_ahead": "It has overtaken the student that learnt alone ({rival:%}).",
    "curve_behind": "The student that learnt alone reached {rival:%}.",
    "plot_loss": "{who}: loss (lower is better)",
    "plot_accuracy": "Accuracy on the validation sentences",
    "plot_epoch": "epoch",
    "plot_training": "training",
    "plot_validation": "validation",
    "plot_best": "best epoch",
    "plot_table": "The numbers as a table",
    "col_epoch": "epoch",
    "col_train_loss": "training loss",
    "col_validation_loss": "validation loss",
    "col_accuracy": "validation accuracy",
    # --- Compare
    "compare_table": (
        "All four models on the same {n:,} test sentences (TF-IDF + logistic regression weighs groups of letters; it "
        "is not a neural network)"
    ),
    "row_right": "accuracy",
    "row_noise": "accuracy with typos",
    "row_f1": "macro F1",
    "row_calibration": "calibration error",
    "row_parameters": "parameters",
    "row_size": "size on disk",
    "row_ms": "time per sentence",
    "row_pace": "sentences per second",
    "megabytes": "{value:.1f} MB",
    "milliseconds": "{value:.1f} ms",
    "whole": "{value:,.0f}",
    "share": "{value:%}",
    "decimals": "{value:.3f}",
    "interval": "{low:%} to {high:%}",
    "confusion": "Where each model is wrong (confusion matrix)",
    "confusion_help": "Rows: the true label. Columns: the answer. The shaded diagonal is right.",
    "truth": "true label",
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
        "; in this run distillation made a difference of {by:+.1f} points compared with training the same student "
        "alone, which may be chance ({p:p})"
    ),
    "sentence_end": ".",
    "enough_title": "Good enough?",
    "enough_yes": "Yes: clearly better than simple methods without a neural network.",
    "enough_no": "No: a simpler method does as well or better.",
    "enough_open": "Not proven: a simpler method may do as well.",
    "enough_majority": (
        "Always giving the most frequent label would be right for {majority:%}; the student is {by:.1f} percentage "
        "points above that, and its interval begins at {low:%}."
    ),
    "enough_not_majority": (
        "Always giving the most frequent label would be right for {majority:%}; the student is {by:+.1f} percentage "
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
        "{teacher:,}, only the student in {student:,}; both were wrong in {wrong:,}, with the same wrong answer in "
        "{same:,} of them."
    ),
    "board_told_two": (
        "Teacher and student give the same answer to {agreement:%} of the sentences. Only the teacher was right in "
        "{teacher:,}, only the student in {student:,}; both were wrong in {wrong:,}."
    ),
    "board_picture": "How often both models, only one or neither was right",
    "board_choose": "Sentences to show",
    "board_choice": "{name} · {n:,} ({share:%})",
    "board_disagree": "They disagree",
    "board_both_right": "Both right",
    "board_only_teacher": "Only the teacher right",
    "board_only_student": "Only the student right",
    "board_both_wrong": "Both wrong",
    "board_all": "All",
    "kind_choose": "Kind of sentence",
    "kind_all": "All kinds",
    "search": "Search the sentences",
    "search_for": "a word or part of one",
    "sentences_shown": "{shown:,} of {n:,} sentences (of {total:,} test sentences); press one to open it in Try",
    "sentences_here": "{shown:,} of {n:,} sentences on which the models disagree (of {total:,} test sentences)",
    "sentences_none": "No sentence matches.",
    "sentences_more": "Show more",
    "open_in_try": "Open in Try",
    "is_right": "right:",
    "is_wrong": "wrong:",
    # --- Compare: kinds of sentences
    "slices_title": "Where the student loses accuracy",
    "slices_told": (
        "It loses most on “{name}”: {by:.1f} percentage points. Of {n} kinds of sentences the loss is clear in "
        "{clear}; by chance alone about {chance} would look so."
    ),
    "slices_none": "In none of {n} kinds of sentences is the student clearly worse than the teacher.",
    "slices_help": (
        "How to read it: the largest loss stands first, with 95 % intervals; an interval that contains 0 may be "
        "chance. English words are recognised from a list, so their share is approximate."
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
    "slice_script_other": "Neither script",
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
    "reliable_title": "Calibration: can its confidence be trusted?",
    "reliable_help": (
        "How to read it: on the dashed line a model is right as often as its confidence says. Below the line it is "
        "overconfident. Hollow marks: the confidence as trained. Filled marks: scaled by one number chosen on the "
        "validation sentences (temperature scaling), as Try shows it."
    ),
    "reliable_missing": (
        "This run was tested before validation answers were stored, so its calibration cannot be measured or "
        "corrected: `python -m kdcore examine RUN` adds them."
    ),
    "reliable_before": "When its confidence was {said:.0%}, it was right {right:.0%} of the time.",
    "reliable_cooled": (
        "It was overconfident. After scaling (temperature {temperature:.2f}), even where it is furthest off, its "
        "confidence is {said:.0%} and it is right {right:.0%} of the time."
    ),
    "reliable_heated": (
        "It was underconfident. After scaling (temperature {temperature:.2f}), even where it is furthest off, its "
        "confidence is {said:.0%} and it is right {right:.0%} of the time."
    ),
    "reliable_error": (
        "On average its confidence is off by {before:.1f} percentage points before scaling and {after:.1f} after."
    ),
    "reliable_picture": "{who}: confidence and accuracy",
    "reliable_bin": "confidence {said:.0%}, accuracy {right:.0%}, {n:,} sentences",
    "reliable_before_name": "as trained",
    "reliable_after_name": "after scaling",
    "axis_sure": "confidence",
    "axis_right": "accuracy",
    "axis_threshold": "threshold",
    "axis_cost": "cost per 1,000 sentences",
    "cost_picture": "Cost of mistakes at each threshold",
    "cost_help": "Teacher: solid line, circle. Student: dashed line, square. Lower is better.",
    "threshold_title": "Decision threshold: how sure must it be to say yes?",
    "threshold_help": (
        "If a miss is worse than a false alarm, lower the threshold; if a false alarm is worse, raise it. Confidences "
        "are after scaling; the numbers are for the test sentences."
    ),
    "threshold_class": "Label to find",
    "threshold": "Threshold",
    "threshold_info": "From this confidence on, a sentence counts as found.",
    "cost_miss": "Cost of a miss",
    "cost_miss_info": "The label was there and was not found.",
    "cost_alarm": "Cost of a false alarm",
    "cost_alarm_info": "The label was found and was not there.",
    "base_rate": "How common it really is, %",
    "base_rate_info": "Where the model will be used; empty: as in the test sentences.",
    "threshold_find": "Cheapest threshold on the validation sentences",
    "threshold_cheapest": (
        "On the validation sentences the cheapest threshold is {student:.0%} for the student and {teacher:.0%} for the "
        "teacher. The slider is now at the student's; the numbers below are for the test sentences."
    ),
    "threshold_missing": (
        "This run stored no validation answers, and a threshold must not be chosen on the test sentences: `python -m "
        "kdcore examine RUN` adds them."
    ),
    "threshold_rate": "As in the test sentences, {rate:%} of which are “{name}”.",
    "threshold_other_rate": (
        "Costs are for a place where {rate:%} of the sentences are “{name}”; the tables count the test sentences."
    ),
    "threshold_same": (
        "With a threshold of {threshold:.0%} for “{name}”, both cost about the same per 1,000 sentences: {student:.0f} "
        "for the student, {teacher:.0f} for the teacher."
    ),
    "threshold_student": (
        "With a threshold of {threshold:.0%} for “{name}”, the student costs less: {student:.0f} against {teacher:.0f} "
        "per 1,000 sentences."
    ),
    "threshold_teacher": (
        "With a threshold of {threshold:.0%} for “{name}”, the teacher costs less: {teacher:.0f} against {student:.0f} "
        "per 1,000 sentences."
    ),
    "threshold_others": "All others",
    "threshold_mistakes": "Per 1,000 sentences: {misses:.0f} missed, {alarms:.0f} false alarms, cost {cost:.0f}.",
    "error_threshold": "The threshold must be between 0 and 1.",
    "error_costs": "A cost is a number from 0 to {limit:,.0f}. Enter one, or leave the field empty for 1.",
    "error_base_rate": "How common it is must be between 0 and 100 %. Enter a number, or leave the field empty.",
    # --- Compare: size, speed, fidelity, files
    "speed_title": "Size and speed",
    "speed_told": (
        "The student takes 1/{smaller:.0f} of the space and answers one sentence {faster:.1f} times as fast."
    ),
    "speed_table": "PyTorch, 32-bit floating point, on the CPU",
    "speed_then": "Measured when the run was tested, on the computer that tested it.",
    "speed_now": "Measured just now on this computer: one thread, {n} sentences, one at a time and in batches of 64.",
    "speed_again": "Measure again here",
    "row_p50": "one sentence, median",
    "row_p95": "one sentence, 95th percentile (95 in 100 faster)",
    "fidelity_title": "Fidelity: how closely the student follows the teacher",
    "fidelity_told": (
        "Where the teacher is right, the student agrees in {right:%}; where the teacher is wrong, the student still "
        "follows in {wrong:%}."
    ),
    "fidelity_missing": "This run was tested before this was measured: `python -m kdcore examine RUN` adds it.",
    "fidelity_teacher_right": "teacher right",
    "fidelity_teacher_wrong": "teacher wrong",
    "fidelity_agreement": "same answer",
    "fidelity_kl": "mean KL divergence, nats",
    "fidelity_table": "Agreement, and divergence of the probabilities",
    "report_title": "Teacher and student compared: {run}",
    "download_results": "All results as JSON",
    "download_report": "Report as one HTML file",
    # --- Runs
    "runs_title": "Runs on this computer",
    "runs_choose": "Runs, up to four",
    "runs_show": "Show",
    "runs_compare": "Compare",
    "runs_name": "Name of the run",
    "runs_rename": "Rename",
    "runs_pin": "Pin",
    "runs_unpin": "Unpin",
    "runs_delete": "Delete",
    "runs_hint": (
        "A run is one training and its models. Choose one to show it, or two to four to compare them. Your own runs "
        "can be named, pinned and, once they have ended, deleted; everyone can see all runs."
    ),
    "runs_one": "Choose one run first.",
    "runs_several": "Choose two to {most} runs to compare.",
    "runs_renamed": "Renamed.",
    "runs_unnamed": "The name was removed; the date is shown again.",
    "runs_pinned": "Pinned: it is never deleted to make room.",
    "runs_unpinned": "No longer pinned.",
    "pinned_run": "pinned",
    "runs_hidden": "{n} older runs are not in this table; their links still work.",
    "runs_rows": "{n:,} rows",
    "runs_settings": "temperature {temperature:g}, alpha {alpha:g}, seed {seed}",
    "runs_quota": (
        "This host keeps up to {quota:g} GB of runs; {used:.1f} GB are in use. When it is full, the oldest run that "
        "has ended and is not pinned is deleted to make room for a new one."
    ),
    "runs_quota_full": (
        "This host keeps up to {quota:g} GB of runs, and is full ({used:.1f} GB). The next training deletes the oldest "
        "run that has ended and is not pinned: pin the runs you want to keep."
    ),
    "spark": (
        "The student's accuracy on the validation sentences over {n} epochs: from {first:%} to {last:%}, at best "
        "{most:%}."
    ),
    # --- runs beside each other
    "versus_title": "Side by side",
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
        "{b} and {a} were not tested on the same sentences, so no statistical test can say which student is better."
    ),
    "versus_no_exam": "The student of {b} has not been tested yet, so it cannot be compared with the others.",
    "versus_other_data": (
        "The students during training, each on its own validation sentences: heights cannot be compared, shapes can."
    ),
    "versus_highest": "The students during training: the best validation accuracy was {value:%}, reached by {names}.",
    "versus_results": "Results",
    "versus_right": "{who}: accuracy",
    "versus_kept": "accuracy kept of the teacher",
    "versus_settings": "Only the settings that differ",
    "versus_alike": "All recorded settings are the same.",
    "setting": "setting",
    "setting_unset": "not set",
    "yes": "yes",
    "no": "no",
    "keep_best": "the best",
    "keep_last": "the last",
    "setting_start_teacher": "Encoder of the teacher",
    "setting_start_student": "Encoder of the student",
    "setting_baseline_epochs": "Epochs of the student alone",
    "setting_teacher_layers": "Layers kept of the teacher",
    "setting_dropout": "Dropout",
    "setting_spellings": "Spelling variants per sentence",
    "setting_data": "Data",
    "setting_fingerprint": "Fingerprint of the data",
    "setting_rows": "Rows, {part}",
    "setting_threads": "Processor threads",
    "setting_continues": "Continues from",
    "setting_batch_size": "batch size (sentences per step)",
    "setting_warmup": "warm-up (share of steps)",
    "setting_weight_decay": "weight decay",
    "setting_max_grad_norm": "gradient clipping (largest norm)",
    "setting_keep": "which epoch is kept",
    "setting_bucketed": "batches of similar length",
    "setting_transfer": "Recombined sentences per training sentence",
    "setting_teachers": "Teachers, averaged",
    "setting_folds": "Fold teachers, each for the rows it was not trained on",
    "setting_python": "Python",
    "runs_shown": "Try, Train and Compare now show it.",
    "runs_watched": "The Train tab shows it; it is not finished yet.",
    "col_run": "run",
    "col_data": "data",
    "col_settings": "settings",
    "col_curve": "learning curve",
    "col_state": "state",
    "col_kept": "kept",
    "short_queued": "waiting",
    "short_running": "running",
    "short_stopping": "stopping",
    "short_stopped": "stopped",
    "short_interrupted": "interrupted",
    "short_failed": "failed",
    "short_done": "finished",
    # --- how a file was read (the other English notes stand in kdcore.data.reading_notes)
    "rows_named": "{n:,} rows ({numbers})",
}
