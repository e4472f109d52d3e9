"""Which words count as English: a rule of thumb for sentences that mix English with Bengali in Latin letters.

The list was written by hand: common words of English, among them those that occur in at least 9 sentences of the
bundled training part. A word that is spelt alike in both ("to", "on", "age", "hate", "me") is left out, so the share
is an underestimate; rarer English words and English in Bengali letters are missed. It is precise enough to sort
sentences into a few groups, and used for nothing else.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\s\d.,!?;:()\[\]\"“”।॥…/|&*+=<>#@~_-]+")  # Bengali vowel signs are no letters to `\\w`

_WORDS = """
about account action actually add address admission admit advance after again agent air airport all allow also
always am ambulance an and answer any anyone app application apply appointment approve are ask asked assignment at
attach attendance auto away baby back background backup bad bag baggage bags bank bathroom battery be because bed
been before behind bell best better big bike bill birth birthday block blood blue board bonus book boss both box boy
branch break bridge bring brother browser budget bug build building bus business but button buy cable cache call
camera can can't cancel cap captain caption card care careful cash center certificate chair change channel chapter
charge charger chart chat check cheque chicken cinema city class clean clear click client close club coach coaching
code coffee cold college come comment ensemble company complain complaint computer conductor confirm connection
continue cook cooker copy correct could counter country courier course court cousin cover cox's cream credit cricket
cross cup current customer cut cycle daily dangerous dashboard data database date day days deadline decision deck
delete delivery demo department deploy deposit worker details did didn't dinner direct dish disk display do doctor
document does doesn't dollar don't done door down download draft dress drink drive driver drop dry each early earn
easy eat edit election else email emergency emi end energy engine engineer english enjoy enough enter entry error
even evening event every everyone everything exam excel exchange excuse exit extra eye face facebook fail fake
family fan fast feed feedback feel fees fever few field file files fill film final find fine finish fire first fit
five fix flat flight folder follow food foot football for forget form format forward founder four frame free freeze
fresh friday fridge friend friends from front fruit fuel full game gas gate get gift girl give glass global goal
gold golden good google got government graphics great green ground group grow guard guest guide gym hack had half
hands happy hard has have haven't having he head headline headphone health hear heart heat heavy hello helmet help
helpline her here high him his history hold holiday home honest hospital hostel hot hotel hour hours house how i
i'll i'm idea image important in inbox income injection inside install installment insurance internet interview into
invest investor invoice is isn't it it's item its jacket jersey job join journal judge jump june just keep key
keyboard kid kitchen know lab laptop last late later launch leader learn least leave lecture left lesson let let's
letter level library licence license life lift light like limit line lines link list listen little live loan
location lock log login long look lose lot loud love low luck lunch machine madam mail make manager many map market
marks mask match math maybe meal medical medicine meet meeting member meme memory mention menu message metro middle
might mind minute minutes miss missed mistake mobile monday money month more morning most mother motor mouse move
movie much museum music must mute my name national near need needs negative network never new news next nice night
nobody noise normal not note notes nothing notice notification now number nurse of off offer office officer often
oil old once one online only open opening operation opinion option or order original other otp our out oven over own
package packet page paid paint paper parcel parents park parking part party pass passenger passport password past
paste patient pay payment pdf pending people percent perfect person petrol phone photo photos pick picture piece pin
pitch place plan plane plant plastic plate platform play player please pls plz point police policy poll pool
position possible post power practice present presentation press pressure previous price print printer prize problem
process product professor profile project promise promo proof protect public pull pump push put quality question
questions queue quick quiet quite quiz rain read reading ready real really receipt recharge recipe record recording
red reel refresh refund register registration remember reminder remote remove renew rent repair repeat reply report
request research reserve reset resign rest restart result results return review ride rider right ring road rocket
room rose route router rule rules run safe said salary sale salt same saturday save say scam scan schedule school
science score screen screenshot search seat second secret section security see seen select self selfie seller
semester send senior sent serial series serious server service set setting settings several share she sheet shift
ship shirt shoes shop shopping short shot should show shower shut side sign signal silence simple since sir sister
site size skin skip sleep slide slip slow small smart smoke snack so some someone something soon sorry sound source
space speaker special speed spoiler sport stage stand star start startup state statement station status stay step
still stock stop storage store story straight street strict strong student students study style subject submit
subscribe sugar suggest sunday super supervisor supply support sure surprise switch system table tag take talk task
tax tea teacher team tech technician tell ten test text than thank thanks that the their them then there these
thesis they thing things think third this those three through thumbnail thursday ticket tickets tight till time
times tired title today together token told tomorrow tonight too tool top topic total touch tour tournament towel
town track trade traffic trailer train training transfer translate travel treat trip trouble truck true trust try
tuesday turn twice two type uncle under understand uninstall university unknown until up update upload urgent us use
used user vacation vehicle vendor version very video view viva voice volume vote voucher wait walk wall wallet want
warm warning warranty was wash waste watch water way we wear weather website wedding week weekend welcome well went
were wet what when where which while who whole why wifi will window winter wish with without woman won't word work
works world would write wrong year yes yesterday you young your yourself youtube zone zoom
"""
ENGLISH = frozenset(_WORDS.split())


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters, without digits and punctuation."""
    return [word for word in (w.strip("'").lower() for w in _WORD.findall(text.replace("\u2019", "'"))) if word]


def english_share(text: str) -> float | None:
    """Return the share of a text's words that are on the list, 0 to 1; None for a text without words."""
    words = words_of(text)
    return sum(word in ENGLISH for word in words) / len(words) if words else None
