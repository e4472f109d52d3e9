"""The tab Train."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
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
    "timing_under_way": ("Being measured on this computer, about 20 s …", "এই কম্পিউটারে মাপা হচ্ছে, প্রায় ২০ সেকেন্ড …"),
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
}
