"""Texts with personal details marked as [kind|detail], and texts that only look as if they had some. All invented."""

MARKED = """
Ring me on [telephone|07700 900123] after six.
Office: [telephone|020 7946 0018], mobile [telephone|+44 7700 900456].
My number is [telephone|(0161) 496 0999] or [telephone|01632 960 001].
Write to [email|jo.bloggs+bins@example.org.uk] please.
[email|A_Person@mail.example.com] is my address online.
I live at [address|14 Acacia Avenue] and the bins are missed.
We are at [address|7b Sea View Terrace, Leeds LS1 4AP].
Deliver to [address|Flat 3 Windsor House] as nobody hears the bell.
[address|22 Heol Fawr Street] is the one with the broken gate.
My postcode is [postcode|SW1A 1AA] and the map is wrong.
Somewhere near [postcode|CF10 3NP], I think.
my post code is [postcode|ls6 2ab] as you know
My NHS number is [nhs number|943 476 5919].
NHS [nhs number|4010232137] was on the letter.
National Insurance [national insurance number|AB 12 34 56 C] was refused.
NI no [national insurance number|jg103759a] is on file.
The car [registration plate|AB12 CDE] blocks the pavement daily.
A van, reg [registration plate|bd51smr], parks on the verge.
Red lorry [registration plate|K123 ABC] tips rubbish here.
Sort code [bank details|12-34-56] was printed on it.
Pay into [bank details|20-00-00 55779911] please.
My bank account number is [bank details|55779911] and you paid another.
Card [bank details|4111 1111 1111 1111] was charged twice.
IBAN [bank details|GB82 WEST 1234 5698 7654 32] for the refund.
My date of birth is [date of birth|12/03/1961] and they had it wrong.
She was born on [date of birth|3 March 1960] in this hospital.
DOB: [date of birth|1-4-85].
[name|Mrs Patel] at the desk was kind.
My neighbour [name|John Smith] burns plastic every night.
I spoke to [name|Amy Jones] who hung up on me.
My son [name|Tom] has waited two years.
A man called [name|David Evans] shouted at the children.
I told [name|Dr. O'Neill] about it in May.
Our caseworker [name|Siân Rees] never rings back.
Regards, [name|Margaret Hughes]
My name is [name|Olu] and I use the ramp.
Please ring [name|Miss Begum] on [telephone|0113 496 0123].
You can get me at home on [telephone|029 2018 0456] most mornings.
Text [telephone|07700900321] if the gate is locked again.
Tel. [telephone|0115 496 0777], ask for the night desk.
My mum's number is [telephone|+447700900888] and she never hears back.
Send the form to [email|r.okafor@parents.example.org].
E-mail: [email|lollipop_lady99@mail.example.co.uk]
I am at [address|31 Bridge Street], Pontypridd, and the drain backs up.
The flooding reached [address|Flat 12, Mill Court] before anyone came.
My late father lived at [address|4 The Crescent] for fifty years.
Post it to [address|118a Gloucester Road, Bristol BS7 8NT] as the office is shut.
We moved to [postcode|M14 5RG] last spring and are still on the old list.
Nobody collects at [postcode|LL57 2DG] since the route changed.
The letter shows my NHS number as [nhs number|999-402-7239].
NI number QQ123456C is only the sample, mine is [national insurance number|JC 65 43 21 B].
The taxi was [registration plate|CN68 XYZ] and would not take my chair.
A white Transit, [registration plate|LK07 BNU], blocks the dropped kerb.
Refund it to [bank details|40-47-84 70872490] as I told you in May.
Account no [bank details|31926819], sort code [bank details|60-16-13].
I paid with [bank details|5555 5555 5555 4444] and was never given a receipt.
My daughter, born [date of birth|14 February 2011], has no school place.
Date of birth [date of birth|07.11.1948], and I still get letters for a child.
D.O.B. [date of birth|23rd August 1975] on every form, again and again.
[name|Mr Khan] at number six cannot get his scooter past the bins.
My wife [name|Angela] was discharged at midnight with no coat.
Please thank [name|Sister Murphy] on ward four.
The headteacher, [name|Mrs Lloyd-Jones], does not answer.
My grandson [name|Kieran Walsh] is bullied on the bus.
Yours sincerely, [name|P. Ramsbottom]
I am called [name|Fatima Noor] and I look after my brother.
Speak to my social worker [name|Gemma Price] before you decide.
"""

INNOCENT = """
The A38 and the M25 meet at junction 12 near mile 1234.
Case number 1234567890 was closed without a word.
Reference 943 476 5910 is on your letter.
Invoice 2024-0012-3456 came twice.
It costs £07700 900123 less than you say, or about 0.0412345678 of it.
St James Park and Dr Martin's Road need new benches.
The number 73 Church Street bus is late.
Bus 14 Station Road stop has no shelter.
Mr Smith Street is hard to find.
Nurse training should be free.
The doctor said nothing and the receptionist Was rude.
The 2019 High Street plan was never built.
We need 10 new bins on Mill Road and 3 on Park Lane.
20 mph zones work better than speed cameras.
Between 2015 and 2019 nothing happened; 01/04/2019 was the deadline.
Room B12 on floor 3 is always cold.
Call 999 or 111 in an emergency, or 101 for the police.
Form SA100 and form P45 ask for the same thing.
Section 21 notices and Article 8 rights.
Prince Charles Hospital and Queen Elizabeth School share a car park.
Ask for Help at Home was cut last year.
My GP surgery in Victoria Park closes at five.
Open 09:00 to 17:00, 7 days, 365 days a year.
We walked along Morgan Street and past Evans Close to Jones Bridge.
Wales lost 150 000 visitors and gained 2 000 000 pounds.
Version 10.2.33.4444 of the app crashes.
My manager Never listens.
The Miss World contest has nothing to do with it.
Grade ABC1 households answer more surveys.
It was 40 degrees on 3 July and the bus had no window.
Lloyd George Avenue floods whenever it rains.
The Nelson Mandela Centre and the Florence Nightingale wing share one boiler.
Howard Street, Stanley Road and Douglas Lane are all closed at once.
Rhodri Morgan opened the library in 2004.
Chester, Lincoln, Preston and Warwick all have night buses.
Planning application 22/01234/FUL was decided without us.
Case CAS-07700-1234 has been open since March.
Ticket 0300 was the last one called that day.
My complaint 2023/0456789 has had no answer.
Reference LS2024 ABC was on the poster.
The fine is £60, or £30 within 14 days.
They spent £1,234,567.89 on a roundabout.
Season tickets rose from £1 250 to £1 400.
A coffee costs 3.50 and a bottle of water 2.20.
The meeting on 12 March 2024 was cancelled.
The park was born in 1887 and nobody has painted it since.
The surgery moved on 03/04/2023 to a hill.
Opening 1 May 2025 at the latest, said the sign.
Buses 27, 28 and 61 Cathedral Road stop at nine.
There are 14 steps up to Queen Street.
Unit 4 of the course is about safety.
M4 junction 33 and A470 need signs in both languages.
Forms D8 and SF100 are not on the website.
The B4265 and the A4119 have no pavement.
Call 101 or 0300 is what the sign says and no more.
Mrs is not how I want to be addressed.
The Doctor Who exhibition brought people to the Bay.
My neighbour May be right about the hedge.
Our son Could not get an appointment for weeks.
Sister cities such as Nantes and Stuttgart have trams.
"""
