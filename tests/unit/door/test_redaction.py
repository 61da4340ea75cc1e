from __future__ import annotations

import pytest

from beacon.door.redaction import Redactor

# All people, numbers and accounts are invented; numbers come from ranges reserved for fiction.
REDACTED = [
    # phone numbers
    ("my number is 07700 900123 text me", "my number is [phone] text me"),
    ("07700900123", "[phone]"),
    ("call +44 20 7946 0123 now", "call [phone] now"),
    ("0 7 7 0 0 9 0 0 1 2 3", "[phone]"),
    ("07700-900-123 or 07700.900.124", "[phone] or [phone]"),
    ("(020) 7946 0123", "[phone]"),
    ("he texts from +1 (202) 555-0147", "he texts from [phone]"),
    ("mon num 06 39 98 12 34 stp", "mon num [phone] stp"),
    ("meine nummer 0152 28817386", "meine nummer [phone]"),
    ("mi número es 612 345 678", "mi número es [phone]"),
    ("mój numer 512 345 678", "mój numer [phone]"),
    ("мой номер +7 912 345-67-89", "мой номер [phone]"),
    ("numaram 0532 123 45 67", "numaram [phone]"),
    ("meu telemóvel 912 345 678", "meu telemóvel [phone]"),
    ("bel 06-12345678", "bel [phone]"),
    ("whatsapp me 07700:900:123", "whatsapp me [phone]"),
    ("DNI 12345678", "DNI [phone]"),
    ("one two three four five six seven eight", "[phone]"),
    # mail and links
    ("mail me emma.jones@example.org", "mail me [email]"),
    ("x_y+z@mail.example.co.uk!!", "[email]!!"),
    ("lostboy (at) gmail (dot) com", "[email]"),
    ("its on https://example.com/p?id=7", "its on [link]"),
    ("look: http://10.0.0.1/x.", "look: [link]."),
    ("bit.ly/3abcD click", "[link] click"),
    ("snapchat.com/add/wolfie", "[link]"),
    ("wolfie-fans.xyz has it", "[link] has it"),
    ("chat.whatsapp.com/AbC123", "[link]"),
    ("tg://resolve?domain=x", "[link]"),
    # pictures
    ("here https://example.com/me.png", "here [picture link]"),
    ("imgur.com/a/abcd", "[picture link]"),
    ("https://photos.app.goo.gl/xyz", "[picture link]"),
    ("i.redd.it/abc.jpg", "[picture link]"),
    ("data:image/jpeg;base64,/9j/4AAQSkZJRg", "[picture link]"),
    ("VID_2024.mp4", "[picture link]"),
    # accounts
    ("im @wolfie.girl on there", "im @[account] on there"),
    ("my snap is wolfiegirl", "my snap is [account]"),
    ("snap: wolfie_girl", "snap: [account]"),
    ("add me on insta wolfiegirl", "add me on insta [account]"),
    ("my roblox username is wolfiegirl ok", "my roblox username is [account] ok"),
    ("his discord is grimm#0042", "his discord is [account]"),
    ("xX_wolfie_Xx123 wrote to me", "[account] wrote to me"),
    ("wolfie2011 is me", "[account] is me"),
    ("her tiktok: wolfie.g", "her tiktok: [account]"),
    ("mon pseudo c'est louloup", "mon pseudo c'est [account]"),
    ("mein insta ist wölfchen", "mein insta ist [account]"),
    ("mi usuario es lobito", "mi usuario es [account]"),
    ("mój nick to wilczur", "mój nick to [account]"),
    ("мой ник волчара", "мой ник [account]"),
    ("send btc to bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkf", "send btc to [account]"),
    # money and keys
    ("iban DE89 3704 0044 0532 0130 00", "iban [iban]"),
    ("GB29NWBK60161331926819 he said", "[iban] he said"),
    ("card 4111-1111-1111-1111", "card [card]"),
    ("my password is wolfie99", "my password is [secret]"),
    ("his pin is 4821", "his pin is [secret]"),
    ("mot de passe: loup99", "mot de passe: [secret]"),
    ("wachtwoord is wolf99", "wachtwoord is [secret]"),
    # dates
    ("dob 12/03/2011", "dob [date]"),
    ("born on 3rd March 2011", "born on [date]"),
    ("geboren am 3.5.2011", "geboren am [date]"),
    ("née le 14 juillet 2012", "née le [date]"),
    ("my birthday is 3 march", "my birthday is [date]"),
    ("родилась 5 мая 2011", "родилась [date]"),
    # addresses
    ("i live at 12 Oak Street", "i live at [address]"),
    ("22b baker street leeds", "[address] leeds"),
    ("flat 4, 9 willow road", "[address]"),
    ("he waits on Willow Lane", "he waits on [address]"),
    ("my postcode is bn1 4gh", "my postcode is [address]"),
    ("SW1A 1AA", "[address]"),
    ("j'habite au 12 rue des Lilas", "j'habite au [address]"),
    ("8 avenue de la République à Lyon", "[address] à Lyon"),
    ("Lindenstraße 7 in Köln", "[address] in Köln"),
    ("wohne am Birkenweg 3", "wohne am [address]"),
    ("vivo en calle Luna 5, Madrid", "vivo en [address], Madrid"),
    ("abito in via garibaldi 12 a Roma", "abito [address] a Roma"),
    ("mieszkam ul. Długa 3/4", "mieszkam [address]"),
    ("moro na rua da Paz, 10", "moro na [address]"),
    ("ik woon in de Kerkstraat 12", "ik woon in de [address]"),
    ("живу ул. Ленина 5, кв 12", "живу [address]"),
    ("evimiz Lale Sokak No: 7", "evimiz [address]"),
    ("meet at 51.50740, -0.12780", "meet at [address]"),
    # schools
    ("i go to St Mary's school", "i go to [school]"),
    ("at st peters catholic primary", "at [school]"),
    ("he is from Oakfield Academy", "he is from [school]"),
    ("i go to willowbrook high school", "i go to [school]"),
    ("au lycée Victor Hugo", "au lycée [school]"),
    ("am Goethe-Gymnasium", "am [school]"),
    ("школа №57 в Казани", "[school] в Казани"),
    ("Atatürk Ortaokulu", "[school]"),
    # names
    ("my name is zofinka", "my name is [name]"),
    ("My name is Zofinka Wyrwik and I am 12", "My name is [name] and I am 12"),
    ("im called zofinka pls help", "im called [name] pls help"),
    ("I am Zofinka", "I am [name]"),
    ("im emma 13 from leeds", "im [name] 13 from leeds"),
    ("his name is danekk he is 17", "his name is [name] he is 17"),
    ("a boy named danekk asked", "a boy named [name] asked"),
    ("a girl called Zofinka has it", "a girl called [name] has it"),
    ("Mr Wyrwik knows", "Mr [name] knows"),
    ("mrs o'brien told my mum", "mrs [name] told my mum"),
    ("from zofinka my teacher Mr Smith", "from zofinka my teacher Mr [name]"),
    ("please help - Zofinka", "please help - [name]"),
    ("my boyfriend Danekk wants more", "my boyfriend [name] wants more"),
    ("my stepdad Gerwin hits me", "my stepdad [name] hits me"),
    ("kayleigh and josh have it", "[name] and [name] have it"),
    ("he sent it to Zofinka and Danekk", "he sent it to [name] and [name]"),
    ("Emma's phone has it", "[name]'s phone has it"),
    ("MY NAME IS ZOFINKA", "MY NAME IS [name]"),
    ("je m'appelle zofia j'ai 12 ans", "je m'appelle [name] j'ai 12 ans"),
    ("Je suis Zofinka", "Je suis [name]"),
    ("il s'appelle danekk", "il s'appelle [name]"),
    ("ich heiße zofinka", "ich heiße [name]"),
    ("Frau Wyrwik weiß es", "Frau [name] weiß es"),
    ("me llamo zofinka tengo 12", "me llamo [name] tengo 12"),
    ("Soy Zofinka", "Soy [name]"),
    ("mi chiamo zofinka", "mi chiamo [name]"),
    ("mam na imię zofinka", "mam na imię [name]"),
    ("chamo-me zofinka", "chamo-me [name]"),
    ("ik heet zofinka en ben 12", "ik heet [name] en ben 12"),
    ("меня зовут зофинка", "меня зовут [name]"),
    ("мне пишет Андрей Петров", "мне пишет [name]"),
    ("benim adım zofinka", "benim adım [name]"),
    ("Wyrwik Hanım biliyor", "[name] Hanım biliyor"),
]

KEPT = [
    # help numbers, ages, years, prices, times
    "i called 112 and 999",
    "116 111 or 116111 or 116 000",
    "childline 0800 1111 24/7",
    "im 12 he is 45",
    "he wants 500 euros by 18:00",
    "1000 or he posts it",
    "250000 people saw it",
    "it was in 2023 and 2024",
    "ages 9 10 11 12",
    "year 8 class 8b",
    "2 pics, 3 videos, 14 messages",
    # sites, platforms, services
    "is snapchat.com safe",
    "what is takeitdown.ncmec.org",
    "https://www.childline.org.uk ok?",
    "i used Take It Down and Report Remove",
    "Childline and Ceop and NSPCC",
    "he is on Discord, Roblox and Tik Tok",
    "my snap is hacked",
    "his insta is private",
    # towns, countries, people who are not named
    "i live in Leeds, England",
    "soy de Sevilla",
    "ich wohne in Köln",
    "je suis de Namur en Belgique",
    "ich komme aus der Türkei",
    "живу в Казани",
    "from Poland to Germany",
    "I am Bulgarian and I'm in Sofia",
    "my Mum and Dad and Grandma",
    "God help me",
    # look-alikes
    "a boy called me ugly",
    "my name is on it",
    "im called names",
    "I am Scared",
    "I Am So Scared Please Help Me",
    "HE HAS MY PICTURE HELP",
    "my password was stolen",
    "he/she/they",
    "we meet @ school",
    "w8 4me gr8",
    "13 year old boy on the street",
    "the high school and primary school",
    "sam nie wiem",
    "je suis seule",
    "ben korkuyorum",
    "[name] has [phone] on [link]",
]


@pytest.mark.parametrize(("message", "expected"), REDACTED)
def test_personal_data_becomes_a_mark(message: str, expected: str, redactor: Redactor) -> None:
    assert redactor.redact(message) == expected


@pytest.mark.parametrize("message", KEPT)
def test_what_is_needed_stays(message: str, redactor: Redactor) -> None:
    assert redactor.redact(message) == message


def test_the_registers_numbers_stay() -> None:
    redactor = Redactor(help_numbers=["8-800-2000-122 (from a mobile also 124)"])
    assert redactor.redact("i called 8 800 2000 122") == "i called 8 800 2000 122"


def test_the_registers_names_stay() -> None:
    redactor = Redactor(service_names=["Stopline (hotline)"])
    assert redactor.redact("I told the people of Stopline") == "I told the people of Stopline"


def test_the_registers_sites_stay() -> None:
    redactor = Redactor(sites=["rataufdraht.org"])
    assert redactor.redact("is rataufdraht.org ok") == "is rataufdraht.org ok"
