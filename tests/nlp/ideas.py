"""Sixty ideas that people might have sent, ten on each of six matters."""

BINS = """
The bins on our road are missed every other Tuesday and the rubbish bags get torn open by gulls.
Recycling was not collected again this week. The bin lorry drives straight past our close.
Please empty the litter bins by the bus shelter more often, they overflow by Saturday.
Bin crews leave the empty wheelie bins across the pavement so wheelchairs cannot pass.
Can we have a bigger recycling bin? The small box fills up and the cardboard blows down the street.
Missed bin collections are never put right. I report it online and no lorry comes.
Food waste bins should be collected each week in summer because of the smell and the maggots.
Tell us by text when the bin day changes after a bank holiday, half the street gets it wrong.
The rubbish collection comes at six in the morning and the bags we put out at seven stay a week.
Bins overflow behind the shops and rats have been seen near the recycling bank.
"""
SPEEDING = """
Cars speed down Mill Road past the school gate at forty miles an hour.
We need a twenty mile an hour limit outside the primary school, drivers go far too fast.
Speeding drivers use our lane as a short cut at rush hour. Please put in speed bumps.
Vehicles race along the hill at night and the speed camera has been broken for a year.
Traffic goes too fast round the bend by the church, a child was nearly hit last week.
Nobody keeps to the speed limit on the bypass. A flashing speed sign would slow drivers down.
Motorbikes speed through the estate and frighten the older people who live here.
Speed bumps on Mill Road have worn flat so cars no longer slow down at all.
My daughter cannot cross to school because drivers speed and never slow at the crossing.
Slow the traffic down in the village with a lower speed limit and a narrower road.
"""
DOCTORS = """
I cannot get a GP appointment. The phone line opens at eight and all the appointments are gone by five past.
Let patients book a doctor's appointment online instead of queueing on the telephone.
Waiting three weeks to see a GP is too long when you are in pain.
The surgery receptionist asks about your illness in front of the whole waiting room.
Evening GP appointments would help those of us who work shifts and cannot ring at eight.
My hospital appointment letter came after the date of the appointment.
The doctor only allows one problem an appointment so patients have to come back twice.
Could the surgery keep a few appointments each day for patients who cannot use the phone?
Cancelled appointments should be offered to other patients by text the same morning.
I waited forty minutes on the phone to the surgery and then the line was cut off.
"""
LIBRARY = """
Open the library on Sundays so that families can borrow books together.
The library computers are so slow that job seekers lose their forms half way through.
Please keep the mobile library van. It is the only way my mother can borrow books.
More large print books in the library would help older readers.
The library closes at five, before anyone who works can return their books.
A quiet study room in the library is needed for students before their exams.
Story time at the library is full every week, could there be a second one for toddlers?
Library staff are wonderful but there are too few of them to help people on the computers.
Let us reserve library books from our phones and collect them at the corner shop.
The library roof leaks on to the children's books each winter.
"""
LETTERS = """
The council tax letter is written in words that nobody in my family understands.
Write letters in plain English. I had to ring twice to learn what the form wanted.
The benefit letter threatened court before it said how to pay.
Send letters in large type to people who have told you they cannot see well.
Every letter from the housing office gives a different telephone number.
I got three letters on the same day about the same claim, each with another amount.
Put the name of a real person on the letter so we know whom to answer.
The form that came with the letter asks for things I already told you last year.
Letters should say at the top what we must do and by which date.
My letter was posted to an old address although I sent the change of address form twice.
"""
PARKS = """
The swings in the park playground have been broken since spring.
Plant more trees in the park, there is no shade for children on hot days.
Dog mess in the park makes the football pitch unusable for children.
The park gates are locked at four in winter so nobody can walk through after school.
Benches round the park pond are rotten. Older people have nowhere to sit.
Could we have an accessible swing in the playground for children in wheelchairs?
The park toilets are always shut, so families with young children go home early.
Lights along the park path would let women walk home safely in the evening.
Volunteers would gladly plant flowers in the park if you gave us the tools.
Mend the hole in the playground fence before a child runs out of the park on to the road.
"""
MATTERS = {
    name: tuple(line.strip() for line in lines.strip().splitlines())
    for name, lines in {
        "bins": BINS, "speeding": SPEEDING, "doctors": DOCTORS, "library": LIBRARY, "letters": LETTERS, "parks": PARKS,
    }.items()
}  # fmt: skip
IDEAS = tuple(idea for ideas in MATTERS.values() for idea in ideas)
MATTER_OF = tuple(matter for matter, ideas in MATTERS.items() for _ in ideas)

CAMPAIGN = (
    "I am writing to ask the council to keep the number 9 bus running in the evening. Without it night workers "
    "cannot get home from the hospital, and young people are stranded in town. Please think again before the "
    "timetable is cut."
)
