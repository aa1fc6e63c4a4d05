"""Names in many scripts, put together so that they name nobody in particular.

Given and family names of one line mix among themselves; names in other scripts come whole, with
the Latin spelling that their mail address is made of.
"""

# How many people of each hundred draw their name here; given names; family names; the language
# that some of them would rather read.
LATIN: list[tuple[int, str, str, str]] = [
    (
        38,
        "Alison Beth Callum Hazel Graham Josie Martin Philippa Neil Tamsin Owen Frances Dominic "
        "Ellie Kit Robin Joanna Malcolm Verity Stuart Imogen Gareth Bridget Leonard Zoe",
        "Ashdown Birtles Coverdale Dunmore Entwhistle Fairbrother Garside Hallam Inskip Jessop "
        "Kershaw Lumley Marchbank Netherwood Oldroyd Pickersgill Rushworth Satterthwaite Tunnard "
        "Underhill Varley Wragg Yelland",
        "en",
    ),
    (
        8,
        "Siân Rhodri Gwenllian Llŷr Delyth Geraint Angharad Dafydd",
        "Llewelyn-Rees Prydderch Môr-Evans Tudur Cadwaladr Bevan-Huws",
        "en",
    ),
    (
        7,
        "Niamh Ciarán Aoife Eilidh Ruaridh Sorcha Pádraig Mhairi",
        "Ó_Dálaigh Mac_an_tSaoir Nic_Dhòmhnaill McIlwraith Strachan",
        "en",
    ),
    (
        9,
        "Hodan Abdirahman Ifrah Mustafe Sagal Liban Ayaan Khadra",
        "Warsame Jimcaale Abdullahi-Nur Guled Farah-Yare Samatar",
        "so",
    ),
    (
        9,
        "Adaeze Kwabena Folasade Ousmane Chiamaka Ekow Fatoumata Babajide",
        "Okwuosa Asante-Boadi Adebanjo Diabaté Nwachukwu-Hart Sarpong",
        "en",
    ),
    (
        9,
        "Rukhsana Imran Meera Harjit Nasreen Sajid Anjali Farhana",
        "Chaudhry-Mills Bhandari Dhaliwal Qazi Mistry Rahmani-Lowe",
        "ur",
    ),
    (
        6,
        "Marisol Joaquín Inés Anselmo Conceição Thiago Itzel",
        "Quiñones Villaseñor Magalhães Urrutia Peñaranda",
        "es",
    ),
    (
        5,
        "Agnieszka Grzegorz Ilinca Mirela Zdeněk Luule",
        "Wiśniowska Brzozowski Munteanu-Pop Dvořáček Kask",
        "pl",
    ),
    (
        5,
        "Hồng_Nhung Văn_Đức Mỹ_Linh Quốc_Bảo Thu_Hà",
        "Nguyễn Trần Phạm Đặng",
        "vi",
    ),
    (4, "Elif Barış Gülşen Serkan", "Yıldızoğlu Çelikkaya Öztürkmen", "tr"),
]

# As written on the badge | as in the mail address | language of letters
WRITTEN = """
ليلى حداد | Layla Haddad | ar
يوسف العلي | Yusuf Alali | ar
سميرة قاسم | Samira Qasim | ar
كريم منصور | Karim Mansour | ar
هدى عثمان | Huda Osman | ar
طارق بشير | Tariq Bashir | ar
رانيا شاهين | Rania Shahin | ar
عبد الرحمن إدريس | Abdelrahman Idris | ar
نیلوفر احمدی | Niloufar Ahmadi | fa
آرش کریمی | Arash Karimi | fa
مهناز رستگار | Mahnaz Rastegar | fa
شیلان عەزیز | Shilan Aziz | ckb
ڕێبوار حەسەن | Rebwar Hasan | ckb
زرغونه نوري | Zarghuna Noori | ps
عائشہ صدیقی | Ayesha Siddiqui | ur
ሚካኤል ሃይለ | Mikael Haile | ti
ራህዋ ገብረ | Rahwa Gebre | ti
የማነ ተኽለ | Yemane Tekle | ti
ፍረወይኒ ኣብርሃ | Freweyni Abraha | ti
ሃና በቀለ | Hana Bekele | am
ዳዊት ታደሰ | Dawit Tadesse | am
ብርቱካን አለሙ | Birtukan Alemu | am
Оксана Мельник | Oksana Melnyk | uk
Ірина Гнатюк | Iryna Hnatiuk | uk
Богдан Лисенко | Bohdan Lysenko | uk
Соломія Їжакевич | Solomiia Yizhakevych | uk
陈美玲 | Chen Meiling | zh
林志伟 | Lin Zhiwei | zh
ਹਰਪ੍ਰੀਤ ਕੌਰ | Harpreet Kaur | pa
রুবিনা আক্তার | Rubina Akter | bn
கவிதா செல்வன் | Kavitha Selvan | ta
ნინო ბერიძე | Nino Beridze | en
""".strip().splitlines()

# People who give what they like to be called, and one whose name fills the badge.
CALLED = """
Auntie Bee | auntie.bee
M. | m.writes
Jo (they) and Biscuit the dog | jo.and.biscuit
María de los Ángeles Fernández-Cifuentes y Montalvo de la Vega | maria.angeles
J’Nae O’Rourke-Bâ | jnae
""".strip().splitlines()
