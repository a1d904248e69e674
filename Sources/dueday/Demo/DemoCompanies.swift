/// Believable customers from many countries; the names are made up.
enum DemoCompanies {
    struct Place {
        var country: String
        var region: String?
        var zone: String
        var currency: String
        var city: String
        var taxID: String?
        var names: [String]
    }

    static let places: [Place] = table.split(separator: "\n").map { line in
        let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        return Place(
            country: fields[0], region: fields[1].isEmpty ? nil : fields[1], zone: fields[2],
            currency: fields[3], city: fields[4], taxID: fields[5].isEmpty ? nil : fields[5],
            names: fields[6].split(separator: ";").map(String.init))
    }

    /// country | region | zone | currency | city | VAT id | names
    private static let table = """
        US|CA|America/Los_Angeles|USD|Oakland, CA 94607, United States||Harbor Analytics;Redwood Robotics;Golden Gate Freight;Tidepool Health;Sequoia Learning;Bay Bridge Books;Mission Street Bakery;Pacific Loom;Stanyan Cycles;Marin Solar;Half Dome Outfitters;Salinas Greens;Mojave Glass;Point Reyes Dairy;Lakeshore Dental;Alameda Optics;Mesa Verde Foods;Cable Car Media;Foghorn Audio
        US|NY|America/New_York|USD|New York, NY 10013, United States||Canal Street Capital;Hudson Type Foundry;Brooklyn Kilns;Fulton Fish Data;Gramercy Legal;Astoria Film Works;Bowery Robotics;Cooper Square Clinics;Tribeca Logistics;Queens Modular;Catskill Timber;Montauk Marine;Adirondack Press
        US|TX|America/Chicago|USD|Austin, TX 78701, United States||Barton Springs Software;Lone Star Telemetry;Bluebonnet Schools;Pecan Street Grid;Hill Country Vines;Brazos Mapping;Mesquite Payroll;Rio Grande Outfitters
        US|IL|America/Chicago|USD|Chicago, IL 60607, United States||Lakefront Insurance;Prairie Bioworks;Windward Theatre;Halsted Paper;Calumet Steelworks;Pullman Rail Parts
        CA|ON|America/Toronto|USD|Toronto, ON M5V 2T6, Canada||Maple & Main Accounting;Bathurst Biotech;Humber River Maps;Kensington Coffee;Algonquin Outdoor;Spadina Sound;Muskoka Canoes;Niagara Fruit Co;Georgian Bay Charters
        DE||Europe/Berlin|EUR|10997 Berlin, Germany|DE811907980|Spreeufer Verlag GmbH;Kreuzberg Kaffee GmbH;Müller & Söhne Maschinenbau GmbH;Nordlicht Software GmbH;Elbphysik AG;Schwarzwald Uhren KG;Grünwald Bürobedarf GmbH;Isarwind Energie GmbH;Leipziger Notenstecherei;Rheinkran Logistik GmbH;Fährhaus Touristik GmbH;Bergmann Optik GmbH;Ostsee Segel GmbH;Weinberg Mosel KG;Donaublick Hotels GmbH;Hafen Hamburg Daten GmbH
        FR||Europe/Paris|EUR|75011 Paris, France|FR40303265045|Atelier Belleville SAS;Crémerie du Marais;Boulangerie Lefèvre;Données Publiques SARL;Canal Saint-Martin Studios;Électricité Rhône-Alpes SA;Forêt Noire Éditions;Lumière Optique SAS;Pêcheries de Bretagne;Garonne Numérique SARL;Théâtre du Vieux-Port
        ES||Europe/Madrid|EUR|28004 Madrid, Spain|ESB58378431|Viñedos del Duero SL;Señal Móvil SA;Librería Cervantes;Cerámica Muñoz SL;Transportes Peñalara SA;Energía Ibérica Solar SL
        IT||Europe/Rome|EUR|20121 Milano, Italy|IT00743110157|Officina Brera Srl;Caffè Navigli Srl;Tessitura Como SpA;Città Aperta Edizioni;Laguna Trasporti Srl;Piemonte Meccanica SpA
        NL||Europe/Amsterdam|EUR|1015 BK Amsterdam, Netherlands|NL854502130B01|Grachtengordel BV;Fietsfabriek Noord BV;Zuiderzee Data BV;Tulpenveld Export BV;De Ijzeren Brug BV;Waterlinie Advies BV
        PL||Europe/Warsaw|EUR|00-545 Warszawa, Poland|PL5260250995|Wisła Oprogramowanie Sp. z o.o.;Księgarnia Łódzka;Góry i Szlaki Sp. z o.o.;Żuraw Logistyka SA;Młyn Cyfrowy Sp. z o.o.
        PT||Europe/Lisbon|EUR|1200-109 Lisboa, Portugal|PT501442600|Azulejo Digital Lda;Conservas do Atlântico SA;São Jorge Software Lda;Cortiça & Companhia SA
        GR||Europe/Athens|EUR|105 57 Athina, Greece||Αιγαίο Ναυτιλιακή;Ελιά και Λάδι ΑΕ;Παρνασσός Εκδόσεις;Ακρόπολις Λογισμικό
        SE||Europe/Stockholm|EUR|111 29 Stockholm, Sweden|SE556036079301|Södermalm Data AB;Norrsken Energi AB;Älvsjö Mekanik AB;Gröna Linjen AB
        CH||Europe/Zurich|EUR|8001 Zürich, Switzerland||Zürichsee Treuhand AG;Matterhorn Outdoor GmbH;Uhrwerk Biel AG;Genfer Messtechnik SA
        GB||Europe/London|USD|London E1 6QL, United Kingdom||Spitalfields Tailors Ltd;Thameside Robotics Ltd;Hackney Brewing Co;Pennine Maps Ltd;Cotswold Cheese Co;Severn Valley Signals;Camden Locks Ltd;Mersey Freight Ltd;Humber Bridge Insurance;Solway Tidal Energy;Kew Seeds Ltd;Fen Drainage Data
        IE||Europe/Dublin|EUR|Dublin D02 XY45, Ireland|IE6388047V|Liffey Software Ltd;Claddagh Jewellers;Burren Botanics;Wicklow Wind Ltd
        IN|KA|Asia/Kolkata|INR|Bengaluru 560001, India||Lotus Health Systems;Banyan Tree Learning;Cubbon Park Media;Deccan Textiles;Mysore Sandal Works;Indira Analytics;Nilgiri Tea Traders;Malleswaram Motors;Kaveri Logistics;Hampi Heritage Hotels
        IN|MH|Asia/Kolkata|INR|Mumbai 400001, India||Marine Drive Capital;Sahyadri Software;Dabbawala Data;Konkan Fisheries;Gateway Film City;Chowpatty Foods;Pune Precision Tools;Elephanta Tours;Juhu Fitness;Nashik Vineyards
        JP||Asia/Tokyo|USD|Tokyo 150-0002, Japan||Shibuya Signal KK;Kanda Books KK;Asakusa Crafts;Fujimi Robotics KK;Sumida Shipping KK;Hakone Onsen Group;Kiso Cedar Works;Nara Tea House
        SG||Asia/Singapore|USD|Singapore 048616||Merlion Payments Pte Ltd;Tiong Bahru Bakery Pte Ltd;Changi Cargo Pte Ltd;Orchid Biotech Pte Ltd
        AU|NSW|Australia/Sydney|USD|Sydney NSW 2000, Australia||Bondi Surf Labs;Blue Mountains Rail;Harbourside Legal;Wattle Street Design;Outback Telemetry;Murray River Wines;Kimberley Maps;Fremantle Ropes
        BR||America/Sao_Paulo|USD|São Paulo 01310-100, Brazil||Ipê Amarelo Software Ltda;Café Paulista SA;Pão de Açúcar Turismo;Sertão Solar Ltda;Avenida Filmes;Recife Mar Aberto;Pantanal Verde Ltda;Minas Queijos
        ZA||Africa/Johannesburg|USD|Cape Town 8001, South Africa||Table Mountain Tours;Protea Analytics;Karoo Wool Traders;Ubuntu Clinics
        KE||Africa/Nairobi|USD|Nairobi 00100, Kenya||Savanna Mobile;Rift Valley Roses;Uhuru Logistics;Mombasa Spice Co
        VN||Asia/Ho_Chi_Minh|USD|Hồ Chí Minh 700000, Việt Nam||Sông Hồng Phần Mềm;Cà Phê Đà Lạt;Hội An Thêu Tay
        UA||Europe/Kyiv|EUR|01001 Київ, Ukraine||Дніпро Софт;Карпати Тур;Соняшник Експорт
        """
}
