//! Countries, and the lists of the API document that they are in.
//!
//! The revisions define which type of proxy offers which list, and what has changed since.

use super::open_enum::{Listed, Open, open_enum};

/// Declares the table of countries: in each row a code, the lists of the API document of 2025 that it
/// is in (residential, mobile, gov, proxy), and its name.
macro_rules! countries {
    ($($constant:ident $code:literal $r:tt $m:tt $g:tt $p:tt $name:literal;)*) => {
        /// A row of the table, by its position.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Country { $($constant),* }

        const COUNTRIES: &[Row] = &[
            $(Row {
                country: Country::$constant,
                code: $code,
                name: $name,
                lists: [countries!(@ $r), countries!(@ $m), countries!(@ $g), countries!(@ $p)],
            }),*
        ];

        impl Country {
            /// The number of countries.
            pub(crate) const COUNT: usize = [$($code),*].len();
        }

        impl CountryCode {
            $(
                #[doc = concat!("`", $code, "`: ", $name, ".")]
                pub const $constant: Self = Self(Open::Listed(Country::$constant));
            )*
        }
    };
    (@ _) => { false };
    (@ $list:ident) => { true };
}

/// A list of the API document of 2025, by its column in the table.
#[derive(Clone, Copy, Debug)]
pub(crate) enum List {
    Residential,
    Mobile,
    Gov,
    Proxy,
}

struct Row {
    country: Country,
    code: &'static str,
    name: &'static str,
    /// Whether it is in each [`List`].
    lists: [bool; 4],
}

/// A country, as an ISO 3166-1 alpha-2 code in lower case: where the address of an Anchor proxy is.
///
/// There is a constant for each of the 193 codes that a revision of the API lists. It can also hold
/// any other string, so that a response with a country that was added later can be read: `From` takes
/// any string, while [`str::parse`] rejects what is not listed. Whether it is allowed is up to the rules
/// [`country-unknown`](crate::Rule::CountryUnknown) and
/// [`country-not-allowed`](crate::Rule::CountryNotAllowed); which proxy types offer it depends on
/// the [`Revision`](crate::Revision).
///
/// Source: the four `*CountryCode` lists of the API document.
///
/// ```
/// use anchorbrowser_schema::{CountryCode, ProxyType, Revision};
///
/// let germany = CountryCode::DE;
/// assert_eq!(germany, CountryCode::from("de"));
/// assert_eq!(germany.name(), Some("Germany"));
/// let mut types = Revision::V2025.types_offering(&CountryCode::BT);
/// assert_eq!(types.next(), Some(ProxyType::ANCHOR_MOBILE));
/// assert!(!CountryCode::from("uk").is_known());
/// assert!("uk".parse::<CountryCode>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode(Open<Country>);

open_enum!(CountryCode of Country, unless "is not a country code; use a listed one in lower case, such as `us`");

impl CountryCode {
    /// All 193 codes with a constant, in alphabetical order.
    ///
    /// ```
    /// use anchorbrowser_schema::CountryCode;
    ///
    /// assert_eq!(CountryCode::all().count(), 193);
    /// ```
    #[must_use]
    pub fn all() -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator + Clone {
        Country::all().map(Self::listed)
    }

    pub(crate) const fn listed(country: Country) -> Self {
        Self(Open::Listed(country))
    }

    /// The country's common English name, if the code is known.
    ///
    /// ```
    /// use anchorbrowser_schema::CountryCode;
    ///
    /// assert_eq!(CountryCode::NO.name(), Some("Norway"));
    /// assert_eq!(CountryCode::from("xx").name(), None);
    /// ```
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        Some(self.0.listed()?.row()?.name)
    }

    /// The country, if the code is known.
    pub(crate) fn country(&self) -> Option<Country> {
        self.0.listed()
    }
}

impl Country {
    /// The country of a row, if it is in the list.
    #[expect(
        clippy::indexing_slicing,
        reason = "evaluated at compile time, where a mistake is an error"
    )]
    pub(crate) const fn in_row(row: usize, list: List) -> Option<Self> {
        if COUNTRIES[row].lists[list as usize] {
            Some(COUNTRIES[row].country)
        } else {
            None
        }
    }

    /// All countries, in alphabetical order of their codes.
    pub(crate) fn all() -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator + Clone {
        COUNTRIES.iter().map(|row| row.country)
    }

    /// All codes with their countries' names, in alphabetical order.
    pub(crate) fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
        COUNTRIES.iter().map(|row| (row.code, row.name))
    }

    fn row(self) -> Option<&'static Row> {
        COUNTRIES.get(self as usize)
    }
}

impl Listed for Country {
    fn from_text(text: &str) -> Option<Self> {
        let &[first, second] = text.as_bytes() else {
            return None;
        };
        let row = BY_LETTERS.get(letter_index(first)? * LETTERS + letter_index(second)?)?;
        COUNTRIES.get(usize::from(*row)).map(|row| row.country)
    }

    fn text(self) -> &'static str {
        COUNTRIES.get(self as usize).map_or("", |row| row.code)
    }
}

const LETTERS: usize = 26;
const NO_ROW: u8 = u8::MAX;

/// The row of each pair of letters: a lookup costs two subtractions and one load.
const BY_LETTERS: [u8; LETTERS * LETTERS] = rows_by_letters();

const fn letter_index(letter: u8) -> Option<usize> {
    if letter.is_ascii_lowercase() {
        Some((letter - b'a') as usize)
    } else {
        None
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "evaluated at compile time, where a mistake is an error"
)]
#[expect(clippy::cast_possible_truncation, reason = "the table has 193 rows")]
const fn rows_by_letters() -> [u8; LETTERS * LETTERS] {
    let mut rows = [NO_ROW; LETTERS * LETTERS];
    let mut row = 0;
    while row < COUNTRIES.len() {
        let code = COUNTRIES[row].code.as_bytes();
        if let (Some(first), Some(second)) = (letter_index(code[0]), letter_index(code[1])) {
            rows[first * LETTERS + second] = row as u8;
        }
        row += 1;
    }
    rows
}

countries! {
    AD "ad" R _ G P "Andorra";
    AE "ae" _ M G P "United Arab Emirates";
    AF "af" R M G P "Afghanistan";
    AG "ag" R M G P "Antigua and Barbuda";
    AL "al" R M G P "Albania";
    AM "am" R M G P "Armenia";
    AO "ao" R M G P "Angola";
    AR "ar" R M G P "Argentina";
    AS "as" _ _ G P "American Samoa";
    AT "at" R M G P "Austria";
    AU "au" R M G P "Australia";
    AW "aw" R _ G P "Aruba";
    AZ "az" R M G P "Azerbaijan";
    BA "ba" R M G P "Bosnia and Herzegovina";
    BB "bb" R M G P "Barbados";
    BD "bd" R M _ _ "Bangladesh";
    BE "be" R M G P "Belgium";
    BF "bf" R M G P "Burkina Faso";
    BG "bg" R M G P "Bulgaria";
    BH "bh" R M G P "Bahrain";
    BI "bi" R _ _ _ "Burundi";
    BJ "bj" R M G P "Benin";
    BM "bm" R _ G P "Bermuda";
    BN "bn" R _ _ _ "Brunei";
    BO "bo" R M G P "Bolivia";
    BR "br" R M G P "Brazil";
    BS "bs" R M G P "Bahamas";
    BT "bt" _ M _ _ "Bhutan";
    BW "bw" R M _ _ "Botswana";
    BY "by" R _ G P "Belarus";
    BZ "bz" R M G P "Belize";
    CA "ca" R M G P "Canada";
    CG "cg" R M G P "Republic of the Congo";
    CH "ch" R M G P "Switzerland";
    CI "ci" R M G P "Côte d’Ivoire";
    CL "cl" R M G P "Chile";
    CM "cm" R M G P "Cameroon";
    CN "cn" R M _ _ "China";
    CO "co" R M G P "Colombia";
    CR "cr" R _ G P "Costa Rica";
    CU "cu" R M G P "Cuba";
    CV "cv" R M G P "Cape Verde";
    CY "cy" R M G P "Cyprus";
    CZ "cz" R M G P "Czechia";
    DE "de" R M G P "Germany";
    DJ "dj" R _ _ _ "Djibouti";
    DK "dk" R M G P "Denmark";
    DM "dm" R _ G P "Dominica";
    DO "do" R M G P "Dominican Republic";
    DZ "dz" R M G P "Algeria";
    EC "ec" R M G P "Ecuador";
    EE "ee" R M G P "Estonia";
    EG "eg" R M G P "Egypt";
    ES "es" R M G P "Spain";
    ET "et" R M G P "Ethiopia";
    FI "fi" R M G P "Finland";
    FJ "fj" R M _ _ "Fiji";
    FO "fo" _ _ G P "Faroe Islands";
    FR "fr" R M G P "France";
    GA "ga" R M G P "Gabon";
    GB "gb" R M _ _ "United Kingdom";
    GD "gd" R _ G P "Grenada";
    GE "ge" R M G P "Georgia";
    GF "gf" _ _ G P "French Guiana";
    GG "gg" _ _ G P "Guernsey";
    GH "gh" R M G P "Ghana";
    GI "gi" _ _ G P "Gibraltar";
    GM "gm" R M G P "Gambia";
    GN "gn" R _ G P "Guinea";
    GP "gp" _ _ G P "Guadeloupe";
    GQ "gq" R _ _ _ "Equatorial Guinea";
    GR "gr" R M G P "Greece";
    GT "gt" R M G P "Guatemala";
    GW "gw" _ M G P "Guinea-Bissau";
    GY "gy" R M G P "Guyana";
    HK "hk" R _ _ _ "Hong Kong";
    HN "hn" R M G P "Honduras";
    HR "hr" R M G P "Croatia";
    HT "ht" R M G P "Haiti";
    HU "hu" R M G P "Hungary";
    ID "id" R M _ _ "Indonesia";
    IE "ie" R M G P "Ireland";
    IL "il" R M G P "Israel";
    IN "in" R M G P "India";
    IQ "iq" R M G P "Iraq";
    IR "ir" R _ G P "Iran";
    IS "is" R M G P "Iceland";
    IT "it" R M G P "Italy";
    JM "jm" R M G P "Jamaica";
    JO "jo" R M G P "Jordan";
    JP "jp" R M G P "Japan";
    KE "ke" R M _ _ "Kenya";
    KG "kg" R M G P "Kyrgyzstan";
    KH "kh" R M _ _ "Cambodia";
    KR "kr" R M G P "South Korea";
    KW "kw" R M G P "Kuwait";
    KZ "kz" R M G P "Kazakhstan";
    LA "la" R M _ _ "Laos";
    LB "lb" R M G P "Lebanon";
    LC "lc" R _ G P "Saint Lucia";
    LI "li" _ _ G P "Liechtenstein";
    LK "lk" R M _ _ "Sri Lanka";
    LR "lr" R M _ _ "Liberia";
    LS "ls" R _ _ _ "Lesotho";
    LT "lt" R M G P "Lithuania";
    LU "lu" R _ G P "Luxembourg";
    LV "lv" R M G P "Latvia";
    LY "ly" R M G P "Libya";
    MA "ma" R M G P "Morocco";
    MC "mc" _ _ G P "Monaco";
    MD "md" R M G P "Moldova";
    ME "me" R M G P "Montenegro";
    MG "mg" R _ _ _ "Madagascar";
    MK "mk" R M G P "North Macedonia";
    ML "ml" R M G P "Mali";
    MM "mm" R _ _ _ "Myanmar";
    MN "mn" R M _ _ "Mongolia";
    MQ "mq" _ _ G P "Martinique";
    MR "mr" R _ G P "Mauritania";
    MT "mt" R M G P "Malta";
    MU "mu" _ M _ _ "Mauritius";
    MV "mv" R M _ _ "Maldives";
    MW "mw" R M _ _ "Malawi";
    MX "mx" R M G P "Mexico";
    MY "my" R M _ _ "Malaysia";
    MZ "mz" R M _ _ "Mozambique";
    NA "na" R M _ _ "Namibia";
    NC "nc" R M _ _ "New Caledonia";
    NE "ne" R _ _ _ "Niger";
    NG "ng" R M G P "Nigeria";
    NI "ni" R M G P "Nicaragua";
    NL "nl" R M G P "Netherlands";
    NO "no" R M G P "Norway";
    NP "np" R M _ _ "Nepal";
    NZ "nz" R M G P "New Zealand";
    OM "om" R M _ _ "Oman";
    PA "pa" R M G P "Panama";
    PE "pe" R M G P "Peru";
    PF "pf" R _ G P "French Polynesia";
    PG "pg" R _ _ _ "Papua New Guinea";
    PH "ph" R M G P "Philippines";
    PK "pk" R M G P "Pakistan";
    PL "pl" R M G P "Poland";
    PR "pr" R _ G P "Puerto Rico";
    PT "pt" R M G P "Portugal";
    PY "py" R M G P "Paraguay";
    QA "qa" R M G P "Qatar";
    RO "ro" R M G P "Romania";
    RS "rs" R M G P "Serbia";
    RU "ru" R M _ _ "Russia";
    RW "rw" R M _ _ "Rwanda";
    SA "sa" R M G P "Saudi Arabia";
    SC "sc" _ _ G P "Seychelles";
    SD "sd" R M _ _ "Sudan";
    SE "se" R M G P "Sweden";
    SG "sg" R M _ _ "Singapore";
    SI "si" R M G P "Slovenia";
    SK "sk" R M G P "Slovakia";
    SL "sl" R M G P "Sierra Leone";
    SM "sm" R _ G P "San Marino";
    SN "sn" R M G P "Senegal";
    SO "so" R _ G P "Somalia";
    SR "sr" R _ G P "Suriname";
    SS "ss" R _ _ _ "South Sudan";
    ST "st" R _ G P "São Tomé and Príncipe";
    SV "sv" R M G P "El Salvador";
    SY "sy" R M G P "Syria";
    SZ "sz" R _ _ _ "Eswatini";
    TC "tc" _ _ G P "Turks and Caicos Islands";
    TD "td" R _ G P "Chad";
    TG "tg" R M G P "Togo";
    TH "th" R M _ _ "Thailand";
    TJ "tj" R M G P "Tajikistan";
    TL "tl" R _ _ _ "Timor-Leste";
    TM "tm" R _ _ _ "Turkmenistan";
    TN "tn" R M G P "Tunisia";
    TR "tr" R M G P "Türkiye";
    TT "tt" R M G P "Trinidad and Tobago";
    TW "tw" R M G P "Taiwan";
    TZ "tz" R M _ _ "Tanzania";
    UA "ua" R M G P "Ukraine";
    UG "ug" R M _ _ "Uganda";
    US "us" R M G P "United States";
    UY "uy" R M G P "Uruguay";
    UZ "uz" R M G P "Uzbekistan";
    VE "ve" R M G P "Venezuela";
    VN "vn" R M _ _ "Vietnam";
    VU "vu" R _ _ _ "Vanuatu";
    WS "ws" R _ _ _ "Samoa";
    YE "ye" R M G P "Yemen";
    ZA "za" R M G P "South Africa";
    ZM "zm" R M _ _ "Zambia";
    ZW "zw" R M _ _ "Zimbabwe";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ProxyType, Revision};

    #[test]
    fn each_list_has_the_length_of_the_api_document() {
        let counts = [
            (ProxyType::ANCHOR_RESIDENTIAL, 178),
            (ProxyType::ANCHOR_MOBILE, 147),
            (ProxyType::ANCHOR_GOV, 145),
            (ProxyType::ANCHOR_PROXY, 145),
            (ProxyType::from("custom"), 0),
        ];
        let countries = |proxy_type: &ProxyType| Revision::V2025.countries(Some(proxy_type));
        for (proxy_type, count) in counts {
            assert_eq!(countries(&proxy_type).count(), count, "{proxy_type}");
        }
        assert_eq!(Revision::V2025.countries(None).count(), 193);
        let in_all = |country: &CountryCode| Revision::V2025.types_offering(country).count() == 4;
        assert_eq!(CountryCode::all().filter(in_all).count(), 113);
        assert!(countries(&ProxyType::ANCHOR_GOV).eq(countries(&ProxyType::ANCHOR_PROXY)));
    }

    #[test]
    fn rows_are_sorted_and_found_by_their_codes() {
        assert!(COUNTRIES.is_sorted_by(|a, b| a.code < b.code));
        for row in COUNTRIES {
            let country = CountryCode::from(row.code);
            assert_eq!(country, CountryCode(Open::Listed(row.country)));
            assert_eq!(row.code.parse(), Ok(country.clone()));
            assert_eq!(
                (country.as_str(), country.name()),
                (row.code, Some(row.name))
            );
        }
    }

    #[test]
    fn only_two_lower_case_letters_are_looked_up() {
        for text in ["", "d", "De", "DE", "deu", "d\u{e9}", "uk", "zz", "de "] {
            let code = CountryCode::from(text);
            assert!(!code.is_known(), "{text}");
            assert_eq!(code.as_str(), text);
            assert!(text.parse::<CountryCode>().is_err(), "{text}");
            assert_eq!(Revision::V2025.types_offering(&code).count(), 0);
        }
    }
}
