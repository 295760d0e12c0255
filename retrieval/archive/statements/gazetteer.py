"""The names that the rules know: given names, titles, bodies, places; and what is no name.

General knowledge; no list was counted out of a marked corpus.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLE = _words(
    "mr mrs ms miss dr prof professor sir lord lady dame sen sens senator rep reps representative "
    "gov govs governor president president-elect vice-president vice secretary judge justice gen "
    "general col colonel lt lieutenant sgt sergeant capt captain maj major adm admiral rev "
    "reverend pastor pope king queen prince princess mayor chairman chairwoman chair congressman "
    "congresswoman minister chancellor ambassador attorney speaker premier director spokesman "
    "spokeswoman spokesperson commissioner commander chief sheriff officer detective deputy "
    "cardinal archbishop bishop father sister brother imam rabbi sheikh ayatollah ceo cfo coach "
    "editor reporter correspondent analyst strategist candidate nominee leader manager adviser "
    "advisor aide senior former ex acting host anchor moderator author columnist historian "
    "economist pollster actor actress activist founder co-founder publisher lawyer solicitor "
    "prosecutor envoy delegate councilman councilwoman councillor assemblyman comptroller "
    "treasurer lawmaker lawmakers comedian singer rapper star billionaire businessman mogul tycoon "
    "producer executive first under undersecretary assistant associate interim press foreign prime "
    "supreme marshal inspector constable superintendent principal dean provost rector doctor nurse "
    "rapporteur spokesmen majority minority whip frontrunner front-runner rival presidential gop "
    "democrat republican democratic republicans democrats libertarian independent conservative "
    "liberal labour tory member members rep.-elect emperor sultan emir pfc cpl private citizen "
    "administrator warden consul magistrate curator novelist playwright scientist researcher guard "
    "teacher accountant agent alderman alderwoman assemblymember assemblywoman astronaut auditor "
    "bassist chef clerk consultant coroner councilmember councilor creator designer developer "
    "drummer employee engineer ensign entrepreneur ex-president farmer forester freshman frontman "
    "goalkeeper goalie guitarist illustrator incumbent instructor investigator janitor journalist "
    "lecturer librarian linebacker meteorologist midfielder monsignor mp musician neighbor "
    "neighbour nutritionist organizer organiser owner paramedic patrolman pediatrician physician "
    "pitcher planner plaintiff pm psychiatrist psychologist qb quarterback receiver referee regent "
    "resident retiree secretary-general selectman skier snowboarder sponsor student supervisor "
    "surgeon survivor swimmer technician tem tempore pro-tem tenant therapist trainer traveler "
    "traveller trooper trustee veteran veterinarian volunteer winger artist co-owner "
    "editor-in-chief elder entertainer gentleman honorable horticulturist mechanic realtor rocker "
    "undersheriff"
)
"""Words before a name that are not part of it."""

PORTFOLIO = _words(
    "State Defense Defence Labor Labour Education Energy Transportation Transport Commerce "
    "Agriculture Interior Treasury Homeland Security Health Human Services Veterans Affairs "
    "Housing Urban Development Foreign Home Justice Finance Economy Trade Public Instruction "
    "Safety Natural Resources Environment Environmental Protection Culture Sports Tourism "
    "Immigration Corrections Elections Administration National Intelligence International War "
    "House Senate Staff Police Communications Operations Policy Research Commonwealth"
)
"""What an office is over: `Secretary of Homeland Security`."""

NEW_PLACE = _words(
    "York Yorker Yorkers Jersey Mexico Hampshire England Englanders Zealand Zealander Zealanders "
    "Orleans Delhi Haven Brunswick Britain Bedford Rochelle Caledonia Guinea South"
)
"""What makes "New" a part of the name, and no first word of a sentence."""

SURNAME_TOO = _words(
    "king justice bishop dean judge prince pope major cardinal lord father star marshal "
    "chef clerk farmer forester planner pitcher regent skier trainer winger"
)
"""Titles that are last names as often: `Jim Justice`."""

NO_TITLE = frozenset(
    [
        *("Major League", "Minor League", "General Motors", "General Electric", "General Mills"),
        *("General Staff", "General Assembly", "General Hospital", "Star Wars", "Star Trek"),
        *("Star Tribune", "Prime Video"),
    ]
)
"""Two words of which the first is no title."""

SURNAME_ORGANISATION = _words("Fox Hall Park Lake Day Street Church Beach Post Bridge Sterling")
"""Words of bodies and places that are last names as often: `Rob Fox`."""

HOLDERS = _words(
    "Sheriff Governor Mayor Attorney Coroner Prosecutor Auditor Treasurer Children Women Men "
    "People Veterans Farmers Teachers Firefighters Nurses Workers Writers Players Bankers "
    "Physicians Doctors Citizens Girls Boys Students Parents Employees Actors Directors "
    "Manufacturers Officers Sheriffs Mayors Governors Attorneys Prosecutors Defender"
)
"""Whose body may be named after them: `County Sheriff's Office`, `Children's Hospital`."""

DOCUMENT = _words(
    "report reports data statistics figures numbers survey surveys study studies poll polls "
    "analysis research estimates estimate records record document documents lawsuit complaint "
    "filing memo release statement findings affidavit indictment tally count index forecast "
    "transcript review article story post tweet tweets letter website advisory"
)
"""What somebody may be read in: `according to a report by Ann Lee`."""

PERSON_TITLE = TITLE - _words(
    "gop democrat republican democratic republicans democrats libertarian independent "
    "conservative liberal labour tory foreign prime supreme press first under senior former ex "
    "acting majority minority private presidential general attorney"
)

MALE_TITLE = _words(
    "mr sir lord king prince congressman spokesman chairman pope cardinal father brother "
    "councilman actor businessman imam rabbi bishop archbishop pastor emperor sultan emir"
)

FEMALE_TITLE = _words(
    "mrs ms miss lady dame queen princess congresswoman spokeswoman chairwoman sister actress "
    "councilwoman"
)

ROLE = PERSON_TITLE | _words(
    "boss politician doctor suspect victim widow mother father son daughter wife husband man "
    "woman official officials expert experts spokespeople physician scientist writer journalist "
    "nominee contender hopeful newcomer mogul tycoon diplomat singer captain player guard forward "
    "goalkeeper striker defender midfielder quarterback driver pitcher"
)
"""Common nouns for one person: `the president`."""

INSTITUTION = _words(
    "ministry government department agency campaign company court police party office committee "
    "commission council bank university institute organization organisation group newspaper paper "
    "magazine network report study statement embassy cabinet parliament congress senate house "
    "administration union association army military navy bureau board team firm kremlin pentagon "
    "service foundation center centre coalition federation memo document filing complaint lawsuit "
    "survey poll letter website site article editorial indictment press publication outlet ruling "
    "authority authorities regulator palace club hospital school studio airline league station "
    "museum charity archdiocese diocese church crown monarchy bloc alliance consortium"
)
"""Common nouns for bodies and papers that may speak: `the ministry`."""

ORGANISATION = _words(
    "House Department Ministry University Times Post News Party Committee Council Court Bank "
    "Institute Agency Press Campaign Inc Corp Co Ltd LLC States Association Union Journal "
    "Tribune Herald Network Center Centre Foundation Group Company Bureau Senate Congress "
    "Parliament Commission Office School College Church Service Army Navy Force Forces Guard "
    "League Federation Society Club Team Board Fund Authority Organization Organisation Nations "
    "Kingdom Republic Republicans Democrats Hall Street Magazine Daily Weekly Globe Reuters "
    "Bloomberg Politico CNN NBC CBS ABC MSNBC Fox BBC PBS NPR AP AFP TASS Interfax Kyodo "
    "Novosti Breitbart Kremlin Pentagon Administration Tower Coalition PAC Alliance Movement "
    "Project Initiative Act Convention Day Caucus Primary Election Tuesday Conference Summit "
    "Debate Security Affairs Intelligence Police Airport Hotel Beach Park City County District "
    "Island Islands Ocean Sea River Lake Mountain Mountains Valley Avenue Road Bridge Hospital "
    "Airlines Airways Motors Systems Bowl Cup Award Awards Prize Amendment Constitution War "
    "Today Guardian Telegraph Gazette Chronicle Observer Independent Examiner Inquirer Register "
    "Sun Star Mail Express Mirror Review Report Reports Research Twitter Facebook Google "
    "YouTube Instagram Library Museum Partners Industries Capital Trust Treaty Declaration "
    "Cabinet Embassy Centers Guild Live Show Week World State Radio Television TV"
)
"""Capitalised words that make a name the name of a body, place or event, not of a person."""

PLACE = _words(
    "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia "
    "Hawaii Idaho Illinois Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts "
    "Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada Ohio Oklahoma Oregon "
    "Pennsylvania Tennessee Texas Utah Vermont Virginia Wisconsin Wyoming Carolina Dakota "
    "Hampshire Jersey Mexico York Orleans Haven Brunswick Bedford Rochelle Angeles Chicago Boston "
    "Philadelphia Atlanta Miami Dallas Houston Detroit Cleveland Milwaukee Orlando Vegas Francisco "
    "Diego America U.S. US USA U.S U.K. UK EU U.N. UN Africa Asia Europe Britain England Scotland "
    "Wales Ireland France Germany Italy Spain Portugal Greece Turkey Russia Ukraine Poland Hungary "
    "Austria Switzerland Belgium Netherlands Sweden Norway Finland Denmark Iceland China Japan "
    "Korea India Pakistan Afghanistan Iran Iraq Israel Syria Lebanon Egypt Libya Tunisia Algeria "
    "Morocco Sudan Ethiopia Kenya Nigeria Ghana Zimbabwe Canada Brazil Argentina Chile Peru "
    "Colombia Venezuela Cuba Haiti Australia Zealand Philippines Indonesia Malaysia Singapore "
    "Thailand Vietnam Taiwan Guinea Caledonia Yemen Qatar Kuwait Arabia Washington Moscow Tokyo "
    "Beijing London Paris Berlin Rome Madrid Brussels Kiev Kyiv Warsaw Vienna Geneva Ankara "
    "Istanbul Tehran Baghdad Damascus Jerusalem Cairo Delhi Seoul Pyongyang Canberra Ottawa Munich "
    "Osaka Kuril Kurils Crimea Donbas Siberia Serbia Croatia Bosnia Kosovo Romania Bulgaria "
    "Moldova Belarus Estonia Latvia Lithuania Kazakhstan Armenia Azerbaijan Benghazi Aleppo Mosul "
    "Gaza Guantanamo Bay Coast Hollywood Manhattan Brooklyn Queens Bronx D.C. DC"
)

PEOPLES = _words(
    "American British English Scottish Irish French German Italian Spanish Russian Ukrainian "
    "Polish Japanese Chinese Korean Indian Pakistani Afghan Iranian Iraqi Israeli Syrian "
    "Turkish Greek Egyptian Libyan Canadian Mexican Cuban Brazilian Australian Dutch Swedish "
    "Norwegian Danish Finnish European African Asian Arab Jewish Muslim Christian Catholic "
    "Islamic Latino Hispanic Democratic Republican Palestinian Saudi Swiss Austrian Belgian "
    "Hungarian Czech Serbian Philippine Indonesian Vietnamese Thai Western Eastern Northern "
    "Southern Soviet Socialist Conservative Labour Tory Liberal Libertarian Hollywood Texan "
    "Floridian Mr Mrs Ms"
)
"""Adjectives of peoples, faiths and parties, which stand before a name."""

CALENDAR = _words(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
    "June July August September October November December Feb Apr Aug Sept Oct Nov Dec "
    "Christmas Easter Thanksgiving"
)

MALE_NAMES = _words(
    "Aaron Abdullah Abraham Adam Adrian Ahmed Al Alan Albert Alejandro Alex Alexander Alexei "
    "Alexey Alfred Ali Allen Anatoly Andre Andrew Andrei Andy Angus Anthony Antonin Antonio "
    "Arnold Arthur Barack Barry Bashar Ben Benjamin Bernard Bernie Bill Billy Bob Bobby Boris "
    "Brad Brendan Brent Brett Brian Bruce Bryan Caleb Carl Carlos Chad Charles Charlie Chris "
    "Christian Christopher Chuck Clarence Clint Colin Corey Craig Cory Curt Curtis Dan Daniel "
    "Darrell Dave David Dean Dennis Derek Desmond Dick Dinesh Dmitry Dmitri Don Donald Doug "
    "Douglas Duncan Dwight Ed Eddie Edward Edwin Elijah Emmanuel Enrique Eric Erick Ernest "
    "Ethan Eugene Evan Felix Fernando Fidel Francis Francois François Frank Franklin Fred "
    "Frederick Gabriel Gary Gavin Gene Geoff Geoffrey George Gerald Gerard Glenn Gordon Graham "
    "Grant Greg Gregory Guy Hank Hans Harold Harry Harvey Hassan Henry Herbert Herman Howard "
    "Hugh Hugo Ian Igor Ilya Ivan Jack Jacob Jake Jamal James Jared Jason Javier Jay "
    "Jean-Claude Jeb Jeff Jeffrey Jens Jeremy Jerome Jerry Jesse Jesus Jim Jimmy Joe Joel John "
    "Johnny Jon Jonathan Jordan Jorge Jose José Joseph Josh Joshua Juan Julian Julius Justin "
    "Karl Keith Ken Kenneth Kevin Khizr Kim Kurt Kyle Lance Larry Lars Lawrence Lee Leo Leon "
    "Leonard Lewis Lindsey Lloyd Lou Louis Lucas Luis Luke Mahmoud Manuel Marc Marco Marcus "
    "Mario Mark Martin Marty Marvin Matt Matteo Matthew Max Michael Miguel Mike Mikhail Mitch "
    "Mitt Mohamed Mohammad Mohammed Muhammad Nathan Neil Newt Nicholas Nick Nicolas Nigel "
    "Nikita Nikolai Noah Norman Oleg Oliver Omar Orrin Oscar Otto Owen Pablo Patrick Paul Pedro "
    "Pete Peter Phil Philip Pierre Rafael Ralph Rand Randy Raul Ray Raymond Recep Reggie Reince "
    "Rex Richard Rick Ricky Rob Robby Robert Roberto Rodney Rodrigo Roger Roland Ron Ronald "
    "Ross Roy Rudolph Rudy Rupert Rush Russ Russell Ryan Salman Sam Samuel Saul Scott Sean "
    "Sebastian Sergei Sergey Seth Shaun Shawn Sheldon Shigeru Shinzo Shinzō Sidney Silvio Simon "
    "Spencer Stan Stanley Stephen Steve Steven Stewart Stuart Taro Ted Terry Theodore Thomas "
    "Tim Timothy Toby Todd Tom Tommy Tony Travis Trent Trevor Trey Tucker Tyler Victor Viktor "
    "Vince Vincent Vitaly Vladimir Volodymyr Vernon Wade Walter Warren Wayne Wesley Will "
    "William Winston Wolf Xavier Yoshihide Yuri Yuriy Zach Zachary Fumio Toshimitsu Hiroshi "
    "Kenji Antony Jeremy Alexis Wolfgang Jürgen Heiko Olaf Angus Ruslan Sadiq Narendra Imran "
    "Recep Benyamin Binyamin Avigdor Hosni Muammar Rishi Keir Liam Nicola Troy Dustin Derrick "
    "Darren Kyrie Tyrone Terrence Malcolm Marshall Clayton Clifford Dale Dwayne Edmund Ernesto "
    "Hakeem Hamid Ibrahim Ismail Jalen Jamie Jarrod Jorgen Kwame Lamar Leroy Malik Mustafa Nasser "
    "Naftali Nayib Pavel Petro Rashid Ricardo Roberto Rodney Ron Rory Satoshi Sanjay Stefan Sunil "
    "Takeshi Tariq Thierry Tobias Vikram Vivek Yasser Yevgeny Yoav Zoran Dmytro Mykhailo Andriy "
    "Oleksandr Oleksii Denys Serhiy Valery Valerii Maxim Konstantin Gennady Lukas Mateusz Donatas "
    "Jens Antti Sauli Emmanuel Pedro Andres Gustavo Nicolás Jair Luiz Katsunobu Hirokazu Yoshimasa "
    "Nobuo Minoru"
)

FEMALE_NAMES = _words(
    "Abigail Adele Alexandra Alice Alicia Alison Allison Amanda Amy Andrea Angela Angelina "
    "Anita Ann Anna Anne Annie Ashley Aung Barbara Beth Betsy Betty Beverly Bonnie Brenda "
    "Brittany Camille Candace Carly Carmen Carol Caroline Carolyn Catherine Cathy Cecile "
    "Charlotte Chelsea Cheryl Christiane Christina Christine Cindy Claire Clara Claudia "
    "Condoleezza Connie Courtney Cristina Cynthia Dana Danielle Dawn Debbie Deborah Debra "
    "Denise Diana Diane Dianne Dolores Donna Doris Dorothy Eileen Elaine Eleanor Elena Elise "
    "Elizabeth Ellen Emily Emma Erica Erin Esther Eva Eve Evelyn Florence Frances Gabby "
    "Gabrielle Gail Gayle Geraldine Gina Gladys Glenda Gloria Grace Greta Gretchen Gwen Haley "
    "Hannah Heather Heidi Helen Hillary Holly Hope Huma Ilana Ingrid Irene Irina Isabel Ivana "
    "Ivanka Jackie Jacqueline Jan Jane Janet Janice Jean Jeanine Jeanne Jen Jenna Jennifer "
    "Jessica Jill Jo Joan Joanna Jodi Joni Josephine Joy Joyce Juanita Judith Judy Julia Julie "
    "Juliet Kamala Karen Kate Katharine Katherine Kathleen Kathryn Kathy Katie Katrina Kay "
    "Kelly Kellyanne Kerry Kimberly Kirsten Kristen Kristin Laura Lauren Laurie Leah Leila Lena "
    "Leslie Lily Linda Lindsay Lisa Liz Lois Loretta Lori Louise Lucy Lynn Madeleine Maggie "
    "Marcia Margaret Margarita Maria Marian Marie Marilyn Marina Marine Marion Marjorie Martha "
    "Mary Maureen Maxine Megan Megyn Melania Melanie Melissa Meredith Mia Michele Michelle Mika "
    "Mindy Miriam Molly Monica Nadia Nancy Naomi Natalia Natalie Natasha Nicola Nicole Nikki "
    "Nina Nora Norma Olga Olivia Oprah Pam Pamela Patricia Patti Patty Paula Pauline Peggy "
    "Penelope Phyllis Priscilla Rachel Rebecca Regina Renee Rita Roberta Rosa Rosalind Rose "
    "Rosemary Ruth Sabrina Sally Samantha Sandra Sara Sarah Shannon Sharon Sheila Shelley "
    "Sherry Sheryl Shirley Simone Sofia Sonia Sophia Sophie Stacey Stacy Stephanie Sue Susan "
    "Susana Suzanne Svetlana Sylvia Tamara Tammy Tania Tara Tatiana Teresa Theresa Tiffany Tina "
    "Tracy Tulsi Ursula Valerie Valentina Vanessa Vera Veronica Victoria Viola Virginia Vivian "
    "Wendy Whoopi Yoko Yulia Yuriko Yvette Yvonne Zoe Jacinda Sanna Kaja Giorgia Annalena Roberta "
    "Ketanji Letitia Gretchen Lori Muriel Rochelle Jovita Keisha Latoya Tanya Oksana Iryna "
    "Olena Anastasia Ekaterina Yelena Galina Ludmila Sanae Seiko Akiko Naoko Caitlin Chloe "
    "Ella Ava Isabella Fiona Nora Niamh Siobhan Priti Suella Kemi Yvette Penny Harriet Rosie Zara "
    "Kirstjen Sylvie Elisabeth Christiana Ngozi Mette Magdalena Maia Vjosa Aisha Fatima Malala"
)

LOWER_IN_NAMES = _words("de la van von der den del di da al bin ibn el du le ter ten dos bint")

NOT_NAMES = _words(
    "The A An And But Or So Yet For In On At To From With By Of As If When While After Before "
    "During Since Because Although Though Until Unless He She They It We I You His Her Their "
    "Its Our My Your This That These Those There Here What Who Whom Whose Which Where Why How "
    "Not No Yes Now Then Also Even Still Just Only Some Many Most Several Both Each Every Any "
    "All Other Another Such One Two Three Four Five Six Seven Eight Nine Ten Asked According "
    "Speaking Meanwhile However Moreover Instead Perhaps Maybe Later Earlier Today Yesterday "
    "Tomorrow Tonight Last Next Well Oh Ok Okay Let Do Does Did Is Are Was Were Be Been Will "
    "Would Could Should Can May Might Must Has Have Had Under Over About Among Between Despite "
    "Like Unlike Further Once Indeed Again Finally First Second Third Former Late Sources "
    "Critics Experts Officials Voters People Supporters Police Nobody Everyone Someone Anyone "
    "Others Few More Much Thus Hence Rather Of Than Nor Never Always Sometimes Often Recently "
    "Additionally Furthermore Similarly Likewise Nevertheless Nonetheless Besides Given "
    "Following Asked Told Said Says Read See Click Photo Video Image Editor Note Update Updated "
    "Breaking Exclusive By I’m I’ve I’ll I’d I'm It’s It's That’s That's He’s He's She’s We’re "
    "We’ve They’re They’ve You’re Don’t Don't Didn’t Let’s There’s What’s What's God Mr. Nor "
    "Yeah No. Either Neither Whether Per Via Amid Without Within Against Through Throughout "
    "Around Across Near Behind Beyond Below Above Inside Outside Along Plus Except Until Up "
    "Down Out Off Back Away Thanks Thank Please Sorry Sure Why Hey Hi Hello Good Great Right "
    "Left New Old Contact Courtesy"
)
"""Capitalised only because they begin a sentence."""

ABBREVIATION = _words(
    "Mr Mrs Ms Dr Prof Sen Sens Rep Reps Gov Govs Gen Col Lt Sgt Capt Maj Adm Rev Hon St Jr Sr "
    "Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Ala Ariz Ark Calif Colo Conn Del Fla Ga "
    "Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Vt Va Wash "
    "Wis Wyo No vs etc Inc Corp Co Ltd Bros U.S U.N U.K D.C a.m p.m i.e e.g Ph.D R D"
)
